"""Runs as they stood at the end of a day: by hand, and as if nobody had written on."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runlog import MONDAY, at, event, run

from tracker.analysis.cases import Case, cases
from tracker.model.records import Done, Run

DAY = MONDAY.date()
NEXT = 24 * 60
"""The same hour of the day after, in minutes."""


def on(one: Run, day: date = DAY) -> Case | None:
    return next(iter(cases({"p/r": one}, day)), None)


@pytest.mark.parametrize(
    "text", [f"a@{NEXT}:{NEXT + 5}", f"a@:{NEXT}", f"a@{NEXT + 960}:"]
)  # fmt: skip
def test_what_was_begun_later_did_not_exist_yet(text: str) -> None:
    assert on(run(text)) is None and on(run(text), DAY + timedelta(days=2)) is not None


def test_what_was_asked_for_and_not_begun_waits() -> None:
    found = on(run(f"a@{NEXT}:{NEXT + 5}", requested=at(0)))
    assert found is not None and found.run.status == "requested"
    assert (found.began, found.variant, found.requested is None) == (None, (), False)


def test_what_ended_later_was_under_way_and_later_events_were_not_known() -> None:
    found = on(run(f"a@0:10! b@20:{NEXT}! c@{NEXT + 1}:{NEXT + 2}", reason="It was sold"))
    assert found is not None and found.variant == ("a", "b")
    assert (found.run.status, found.run.reason, found.ended) == ("in-progress", None, None)
    b = found.events[1]
    assert (b.started, b.finished, b.right_first_time) == (at(20), None, None)
    assert found.events[0].right_first_time is False
    assert found.is_open(DAY) and not found.is_over and found.cycle is None


@pytest.mark.parametrize("status", ["completed", "incomplete", "cancelled", "in-progress", None])
def test_what_was_over_by_the_day_is_the_same(status: str | None) -> None:
    whole = run("a@0:10 b@20:30", status, finished=at(900))
    assert on(whole) == cases({"p/r": whole})[0]


def test_what_has_no_time_goes_with_what_is_written_before_it() -> None:
    found = on(run(f"x a@0:10 y b@{NEXT}:{NEXT + 5} z"))
    assert found is not None and found.variant == ("x", "a", "y")
    timeless = run("x y")
    assert on(timeless) == cases({"p/r": timeless})[0], "nobody knows when"


def test_an_end_without_any_start_was_still_to_come() -> None:
    found = on(run("a", finished=at(NEXT)))
    assert found is not None and (found.run.status, found.run.finished) == ("in-progress", None)


def test_an_end_that_is_a_mistake_is_known_on_its_day_alone() -> None:
    found = on(run("a@0:10", "in-progress", finished=at(NEXT)))
    assert found is not None and found.run.finished is None


def test_a_day_is_the_one_that_is_written() -> None:
    """At the same moment it is Tuesday in Auckland and Monday in Honolulu."""
    moment = datetime(2026, 1, 6, 1, tzinfo=timezone(timedelta(hours=13)))
    west = moment.astimezone(timezone(timedelta(hours=-10)))
    assert on(Run(started=moment)) is None and on(Run(started=west)) is not None


# As if nobody had written on.

MINUTES = st.none() | st.integers(-3 * NEXT, 3 * NEXT)
EVENTS = st.tuples(st.sampled_from("abc"), MINUTES, MINUTES).map(
    lambda one: event(f"{one[0]}@{'' if one[1] is None else one[1]}:{'' if one[2] is None else one[2]}")
)  # fmt: skip
STATES = st.sampled_from(["completed", "cancelled", "in-progress", None])


@st.composite
def logged(draw: st.DrawFn) -> Run:
    """A run whose events come one after the other: what is begun is done before the next one begins."""
    marks = sorted(draw(st.lists(st.integers(-3 * NEXT, 3 * NEXT), min_size=2, max_size=12)))
    pairs = zip(marks[1::2], marks[2::2], strict=False)
    steps = tuple(event(f"{draw(st.sampled_from('abc'))}@{a}:{b}") for a, b in pairs)
    status = draw(STATES)
    ended = at(marks[-1]) if status in ("completed", "cancelled") else None
    first = steps[0].started if steps else at(marks[-1])
    return Run(status=status, requested=at(marks[0]), started=first, finished=ended, steps=steps)


def by_hand(one: Run, day: date) -> Run | None:
    """The run as its file looked at the end of the day, by comparing days alone."""

    def known(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment.date() <= day else None

    if known(one.requested) is None:
        return None
    steps = [
        Done(step=each.step, started=known(each.started), finished=known(each.finished))
        for each in one.steps
        if known(each.started)
    ]
    status = one.status
    if one.finished is not None and known(one.finished) is None:
        status = "in-progress"
    if status == "in-progress" and known(one.started) is None:
        status = "requested"
    return Run(
        status=status, requested=one.requested, started=known(one.started),
        finished=known(one.finished), steps=tuple(steps),
    )  # fmt: skip


@given(st.lists(logged(), max_size=4), st.integers(-4, 4))
def test_cases_of_a_day_are_those_of_the_files_of_that_day(runs: list[Run], days: int) -> None:
    day = DAY + timedelta(days=days)
    cut = {f"p/{n}": kept for n, one in enumerate(runs) if (kept := by_hand(one, day)) is not None}
    assert cases({f"p/{n}": one for n, one in enumerate(runs)}, day) == cases(cut)


@given(STATES, st.lists(EVENTS, max_size=5), MINUTES, MINUTES, st.integers(-4, 4))
def test_nothing_is_told_of_a_later_day(
    status: str | None, steps: list[Done], started: int | None, finished: int | None, days: int
) -> None:
    """Whatever is written, mistakes as well: and on the last day all of it is known."""
    day, one = DAY + timedelta(days=days), Run(
        status=status, started=at(started), finished=at(finished), steps=tuple(steps)
    )  # fmt: skip
    found = on(one, day)
    if found is not None:
        moments = [
            found.run.requested,
            found.run.started,
            found.run.finished,
            found.began,
            found.ended,
        ]
        moments += [moment for each in found.events for moment in (each.started, each.finished)]
        assert all(moment.date() <= day for moment in moments if moment is not None)
        assert on(found.run, day) == found, "cut once is cut"
    assert on(one, DAY + timedelta(days=9)) == cases({"p/r": one})[0]
