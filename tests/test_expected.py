"""Runs that schedules ask for: days as they are moved, the run that answers each, what is late or missing."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import ORGANISATION, Memory

from tracker.analysis.expected import Begun, answers, expected, occurrences
from tracker.analysis.publicdays import is_free, public
from tracker.model.load import Library, load
from tracker.model.records import Calendar, ClosedDays, Holidays, Process, Trigger
from tracker.views.choosing import in_order
from tracker.views.days import What, days
from tracker.views.reports.attention import attention
from tracker.views.reports.due import due

FIVE = ("mon", "tue", "wed", "thu", "fri")
HAMBURG = Calendar(working_days=FIVE, holidays=Holidays(country="DE", subdivision="HH"))
CLOSED = Calendar(
    working_days=FIVE, closures=(ClosedDays(from_=date(2026, 12, 24), to=date(2026, 12, 31)),)
)
MONDAYS = "FREQ=WEEKLY;BYDAY=MO"
MONTH_ENDS = "FREQ=MONTHLY;BYMONTHDAY=-1"


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def trigger(rule: str, holidays: str | None = None, start: str = "01-01", id: str = "t") -> Trigger:
    return Trigger(id=id, kind="schedule", rule=rule, start=day(start), holidays=holidays)


@pytest.mark.parametrize(
    ("rule", "holidays", "calendar", "month", "expected"),
    [
        # Whit Monday of Hamburg, 25 May 2026.
        (MONDAYS, None, HAMBURG, 5, ["05-04", "05-11", "05-18", "05-25"]),
        (MONDAYS, "before", HAMBURG, 5, ["05-04", "05-11", "05-18", "05-22"]),
        (MONDAYS, "after", HAMBURG, 5, ["05-04", "05-11", "05-18", "05-26"]),
        (MONDAYS, "skip", HAMBURG, 5, ["05-04", "05-11", "05-18"]),
        # The house is closed, and the days before are a weekend's no more.
        (MONTH_ENDS, "before", CLOSED, 12, ["12-23"]),
        (MONTH_ENDS, "skip", CLOSED, 12, []),
        (MONTH_ENDS, "before", HAMBURG, 10, ["10-30"]),
        # Three days that become one ask for one run.
        ("FREQ=DAILY", "after", CLOSED, 2, [f"02-{n:02}" for n in range(1, 29) if date(2026, 2, n).weekday() < 5]),
    ],
)  # fmt: skip
def test_days_are_moved_as_the_trigger_says(
    rule: str, holidays: str | None, calendar: Calendar, month: int, expected: list[str]
) -> None:
    first, last = date(2026, month, 1), date(2026, month + 1, 1) if month < 12 else date(2027, 1, 1)
    found = occurrences(trigger(rule, holidays), calendar, first, last - timedelta(days=1))
    assert [one.isoformat()[5:] for one in found] == expected


def test_a_house_that_never_opens_keeps_the_days_where_they_are() -> None:
    shut = Calendar(working_days=FIVE, closures=(ClosedDays(from_=date(2020, 1, 1)),))
    found = occurrences(trigger(MONDAYS, "after"), shut, day("05-01"), day("05-31"))
    assert found == [day("05-04"), day("05-11"), day("05-18"), day("05-25")]


@pytest.mark.parametrize(
    "broken",
    [trigger("FREQ=SECONDLY"), Trigger(id="t", kind="schedule"), trigger("FREQ=DAILY;COUNT=0")],
)
def test_a_rule_that_cannot_be_followed_asks_for_nothing(broken: Trigger) -> None:
    assert occurrences(broken, None, day("01-01"), day("12-31")) == []


def test_a_country_that_nobody_knows_has_no_holidays() -> None:
    assert public("XX", None, 2026) == frozenset()
    assert public("DE", "QQ", 2026) == public("DE", None, 2026) != frozenset()
    far = Calendar(working_days=FIVE, holidays=Holidays(country="DE"))
    assert not is_free(far, date(9998, 12, 31))


# Which run answers which day.


@pytest.mark.parametrize(
    ("runs", "answered"),
    [
        (["05-04"], {"05-04": 0}),
        (["05-09"], {"05-04": 0}),  # however late, until the next day
        (["05-04", "05-06"], {"05-04": 0}),  # once more in one week is no answer to the next
        (["05-04", "05-09"], {"05-04": 0, "05-11": 1}),  # begun early
        (["05-02"], {"05-04": 0}),
        (["04-28"], {}),
        (["05-04", "05-18"], {"05-04": 0, "05-18": 1}),
    ],
)
def test_a_run_answers_the_last_day_that_has_come(
    runs: list[str], answered: dict[str, int]
) -> None:
    asked = [day("05-04"), day("05-11"), day("05-18")]
    found = answers(asked, [Begun(day(one), str(at), None) for at, one in enumerate(runs)])
    assert found == {day(one): str(at) for one, at in answered.items()}


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.sets(DAYS, max_size=20), st.lists(DAYS, max_size=20))
def test_no_run_answers_twice_and_each_answers_a_neighbour(
    asked: set[date], began: list[date]
) -> None:
    known, runs = sorted(asked), [Begun(one, str(at), None) for at, one in enumerate(sorted(began))]
    found = answers(known, runs)
    assert len(set(found.values())) == len(found)
    for answered, id in found.items():
        between = (run := runs[int(id)].day), answered
        assert not any(min(between) < one < max(between) for one in known) or answered <= run


def test_runs_answer_the_trigger_that_they_name() -> None:
    process = Process(
        triggers=(trigger(MONDAYS, id="a"), trigger(MONDAYS, id="b"), Trigger(id="c", kind="event"))
    )
    window = day("05-04"), day("05-11")
    began = [Begun(day("05-04"), "one", "a"), Begun(day("05-05"), "two", None)]
    found = {
        (one.trigger.id, one.day): one.answer for one in expected(process, began, None, *window)
    }
    assert found == {
        ("a", day("05-04")): "one",
        ("a", day("05-11")): None,
        ("b", day("05-04")): "two",
        ("b", day("05-11")): None,
    }


# What the organisation is told.

PROCESS = """\
title: Do the round
status: {status}
owner: mia
version: 1
triggers: [{{id: round, kind: schedule, text: The round, rule: "{rule}", start: 2026-01-05, holidays: after}}]
steps: [{{id: look, title: Look, role: fitter}}, {{id: log, title: Log, role: fitter}}]
service_level: {{percentile: 85, within: 2d}}
"""
AT = "work/processes/round"


def told(
    runs: dict[str, str], as_of: str, rule: str = MONDAYS, status: str = "active", **more: str
) -> list[Any]:
    files = {
        f"{AT}/process.yaml": PROCESS.format(status=status, rule=rule),
        **{f"{AT}/runs/{id}.yaml": text for id, text in runs.items()},
        **{f"{AT}/improvements/{id}.yaml": text for id, text in more.items()},
        "work/people.yaml": "mia: {name: Mia}\nben: {name: Ben}\n",
    }
    work = load(Memory({**ORGANISATION, **files}), "work", Library())
    return due.rows(work, day(as_of))


def run(began: str, status: str = "completed") -> str:
    since = "requested" if status == "requested" else "started"
    return f"status: {status}\ntrigger: round\n{since}: 2026-{began}T08:00+01:00\n"


def scheduled(rows: list[Any], until: str) -> list[tuple[str, str, int | None]]:
    return [
        (one.day.isoformat()[5:], one.standing or "due", one.late)
        for one in rows
        if one.what is What.RUN and one.day <= day(until)
    ]


def test_a_scheduled_run_is_due_then_late_then_missing() -> None:
    runs = {"one": run("05-04")}
    assert scheduled(told(runs, "05-11"), "05-18") == [
        ("05-11", "due", None), ("05-18", "due", None)
    ]  # fmt: skip
    assert scheduled(told(runs, "05-12"), "05-12") == [("05-11", "late", 1)]
    assert scheduled(told(runs, "05-17"), "05-17") == [("05-11", "late", 6)]
    assert scheduled(told(runs, "05-18"), "05-18") == [
        ("05-11", "missing", 7), ("05-18", "due", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("falls", "first"), [(False, ["missing", "late"]), (True, ["late", "missing"])]
)
def test_what_is_missing_stands_before_what_is_late(falls: bool, first: list[str]) -> None:
    rows = told({"one": run("05-04")}, "05-19")
    found = [one.standing for one in in_order(due, rows, [("standing", falls)])]
    assert found[:3] == [*first, None]


def test_a_run_that_waits_is_still_due() -> None:
    waits = {"one": run("05-04"), "two": run("05-11", "requested")}
    assert scheduled(told(waits, "05-18"), "05-18") == [
        ("05-11", "late", 7),
        ("05-18", "due", None),
    ]
    begun = {"one": run("05-04"), "two": run("05-11", "cancelled")}
    assert scheduled(told(begun, "05-18"), "05-18") == [("05-18", "due", None)]


def test_without_any_run_the_last_day_alone_is_told() -> None:
    assert scheduled(told({}, "05-20"), "05-25") == [("05-18", "late", 2), ("05-25", "due", None)]


def test_what_lies_far_from_the_day_is_not_told() -> None:
    rows = told({"one": run("01-05")}, "12-01", rule="FREQ=DAILY")
    told_days = [one.day for one in rows if one.what is What.RUN]
    assert min(told_days) >= day("12-01") - timedelta(days=92)
    assert max(told_days) <= day("12-01") + timedelta(days=92)
    assert told({}, "12-01", rule="FREQ=WEEKLY;UNTIL=20260301") == []


@pytest.mark.parametrize("status", ["draft", "under-review", "retired"])
def test_only_an_active_process_asks_for_runs(status: str) -> None:
    assert scheduled(told({"one": run("05-04")}, "05-20", status=status), "12-31") == []


def test_a_run_under_way_is_told_once_its_promise_is_broken() -> None:
    """Begun on a Thursday at 8: two working days are over on Monday at 8."""
    runs = {"one": run("05-07", "in-progress")}
    assert not [one for one in told(runs, "05-10") if one.part == "one"]
    for as_of, late in (("05-11", None), ("05-12", 1), ("05-20", 9)):
        (row,) = [one for one in told(runs, as_of) if one.part == "one"]
        assert (row.day, row.late, row.title) == (day("05-11"), late, "one")
    ended = {"one": run("05-07")}
    assert not [one for one in told(ended, "05-20") if one.part == "one"]


def test_an_improvement_is_due_when_it_is_measured_again() -> None:
    text = "title: Photo\nproblem: P\nproposed_by: ben\nreview_on: 2026-05-15\nstatus: {}\n"
    (row,) = [
        one
        for one in told({}, "05-20", photo=text.format("review"))
        if one.what is What.IMPROVEMENT
    ]
    assert (row.day, row.late, row.people, row.part) == (day("05-15"), 5, ("mia",), "photo")
    for status in ("dropped", "closed"):
        rows = told({}, "05-20", photo=text.format(status))
        assert not [one for one in rows if one.what is What.IMPROVEMENT]


def test_calendars_know_what_has_been_done_too() -> None:
    files = {
        f"{AT}/process.yaml": PROCESS.format(status="active", rule=MONDAYS),
        f"{AT}/runs/one.yaml": run("05-04"),
    }
    work = load(Memory({**ORGANISATION, **files}), "work", Library())
    first = next(one for one in days(work, day("05-05")) if one.what is What.RUN)
    assert (first.day, first.part, first.closed) == (day("05-04"), "round/2026-05-04", "done")
    parts = [one.part for one in days(work, day("05-05"))]
    assert len(set(parts)) == len(parts)


def test_only_who_writes_runs_down_is_called_to_those_that_are_missing() -> None:
    for runs, reasons in (({"one": run("05-04")}, [9, 2]), ({}, [])):
        files = {
            f"{AT}/process.yaml": PROCESS.format(status="active", rule=MONDAYS),
            **{f"{AT}/runs/{id}.yaml": text for id, text in runs.items()},
        }
        work = load(Memory({**ORGANISATION, **files}), "work", Library())
        found = attention(work, day("05-20"), (), due.rows(work, day("05-20")), ())
        assert [reason.days for one in found for reason in one.reasons] == reasons
