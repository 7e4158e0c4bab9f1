"""The runs of the example: written by their script, and telling the four stories that they are there for."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from examples.runs import __main__ as script
from examples.runs.logs import logs
from tracker.analysis import conformance, knowledge
from tracker.analysis.alignment import Kind
from tracker.analysis.control import Rule
from tracker.analysis.flow import flow
from tracker.analysis.habits import most_skipped
from tracker.analysis.improvement import amount, outlook
from tracker.analysis.periods import grouped, version
from tracker.cli.writing.example import DAY
from tracker.model.load import load
from tracker.model.records import Improvement, Outcome
from tracker.model.work import Work
from tracker.source.snapshot import Folder
from tracker.views.operation import Operation, operations

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date.fromisoformat(DAY)


@pytest.fixture(scope="module")
def work() -> Work:
    return load(Folder(ROOT), "work")


@pytest.fixture(scope="module")
def found(work: Work) -> Mapping[str, Operation]:
    return operations(work, AS_OF)


# The script.


def test_the_logs_are_those_of_the_script() -> None:
    there = {path.relative_to(ROOT / "work").as_posix() for path in (ROOT / "work").rglob("*.csv")}
    assert there == set(logs())
    for path, text in logs().items():
        assert (ROOT / "work" / path).read_bytes() == text.encode(), f"{path}: run `make runs`"


def test_it_writes_into_any_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.main(tmp_path)
    assert len([*tmp_path.rglob("*.csv")]) == len(logs())
    assert capsys.readouterr().out == f"wrote {len(logs())} event logs to {tmp_path}\n"


def test_they_are_few_enough_to_be_read(work: Work) -> None:
    files = [path for path in (ROOT / "work").rglob("*.*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 250_000
    assert 300 < len(work.runs) < 400


def test_runs_by_hand_stand_in_every_state_that_is_left_open(work: Work) -> None:
    written = [run.state for run in work.runs.values() if not run.is_logged]
    assert {"requested", "in-progress", "completed", "incomplete", "cancelled"} == set(written)
    cancelled = [run.record for run in work.runs.values() if run.state == "cancelled"]
    assert cancelled and all(run.reason for run in cancelled)


def test_nothing_is_done_after_the_day(work: Work) -> None:
    for run in work.runs.values():
        for event in run.record.steps:
            last = event.finished or event.started
            assert last is not None
            assert last.date() < AS_OF, run.id


# In control: goods received.


def test_goods_are_received_as_ever(found: Mapping[str, Operation]) -> None:
    goods = found["receive-goods"]
    assert {one.run.version for one in goods.cases} == {3, 4}, "before the move, and after it"
    for id, measured in goods.controlled.items():
        assert measured.present.limits is not None, id
        assert not measured.present.limits.is_provisional
        assert len(measured.values) > 100
        assert not measured.signals, id
    assert goods.flow.service_level.is_kept


# Shifted: invoices.


def _closed(found: Mapping[str, Operation]) -> tuple[Operation, Improvement, Outcome]:
    invoices = found["process-invoice"]
    (tried,) = invoices.tried
    result = tried.entity.record.result
    assert isinstance(result, Outcome)
    return invoices, tried.entity.record, result


def test_the_improvement_was_closed_as_the_chart_says(found: Mapping[str, Operation]) -> None:
    invoices, improvement, result = _closed(found)
    assert improvement.status == "closed"
    assert improvement.review_on is not None
    values = [
        one for one in invoices.controlled["cycle-time"].values if one.day <= improvement.review_on
    ]
    then = outlook(improvement, values, "d", True)
    assert then.shift is not None
    assert (result.verdict, result.signal) == ("confirmed", then.shift.rule)
    assert then.is_confirmed
    assert improvement.baseline is not None
    for said, measured in ((improvement.baseline.value, then.before), (result.value, then.after)):
        assert measured.value is not None
        assert amount(said, "d").value == round(measured.value, 1)


def test_nothing_changed_before_it(found: Mapping[str, Operation]) -> None:
    """One invoice lay longer than the others; no shift was there."""
    invoices, improvement, _ = _closed(found)
    measured = invoices.controlled["cycle-time"]
    before, since = measured.stretches
    assert improvement.effective_from is not None
    assert measured.values[since.first].day >= improvement.effective_from
    early = [one.rule for one in measured.signals if one.place < since.first]
    assert early == [Rule.OUTSIDE]
    assert before.baseline == 35


def test_it_holds_to_this_day(found: Mapping[str, Operation]) -> None:
    invoices, improvement, _ = _closed(found)
    (now,) = (tried.outlook for tried in invoices.tried)
    assert now is not None
    assert now.is_confirmed
    too_much = replace(improvement, target="4d")
    values = invoices.controlled["cycle-time"].values
    assert outlook(too_much, values, "d", True).is_confirmed is False


def test_each_version_of_it_is_quicker(found: Mapping[str, Operation]) -> None:
    invoices = found["process-invoice"]
    groups = sorted(grouped(invoices.cases, version).items())
    levels = [
        flow(invoices.process.record, cases, AS_OF, invoices.calendar).service_level
        for _, cases in groups
    ]
    assert [number for number, _ in groups] == [1, 2, 3]
    assert [level.is_kept for level in levels] == [False, False, True]
    shares = [level.met.value or 0.0 for level in levels]
    assert shares == sorted(shares)


# Out of order: maintenance.


def test_a_third_of_the_orders_is_not_planned_after_hours(found: Mapping[str, Operation]) -> None:
    orders = found["maintenance-order"]
    share = conformance.conforming(orders.verdicts).value
    assert share is not None
    assert share < 0.5, "most leave the order"
    skipped = most_skipped(orders.habits)
    assert skipped is not None
    assert (skipped.step, set(skipped.after), set(skipped.instead)) == (
        "plan",
        {"report"},
        {"lock"},
    )
    assert min(skipped.hours) >= 16, "the planner goes home at four"
    assert 0.25 < skipped.cases / len(orders.cases) < 0.45


def test_who_hears_a_press_does_not_test_it(found: Mapping[str, Operation]) -> None:
    untested = [
        one
        for one in found["maintenance-order"].habits
        if (one.kind, one.step) == (Kind.MISSING, "test")
    ]
    assert [set(one.handovers) for one in untested] == [{("maintenance-lead", "maintenance-lead")}]


def test_orders_are_done_in_time_all_the_same(found: Mapping[str, Operation]) -> None:
    assert found["maintenance-order"].flow.service_level.is_kept


# Late: the close of a month.


def test_closes_are_late_and_the_bank_is_why(found: Mapping[str, Operation]) -> None:
    closes = found["monthly-close"].flow
    assert closes.service_level.is_kept is False
    assert closes.bottleneck.step == "reconcile-bank"
    growth = {step: one.value or 0.0 for step, one in closes.bottleneck.growth.items()}
    assert growth["reconcile-bank"] >= 3 * 86_400
    assert growth["accruals"] < 0, "the template helps, and the bank eats it"


def test_it_takes_the_days_that_the_goal_measured(
    work: Work, found: Mapping[str, Operation]
) -> None:
    """The close that ended last before each measurement took so many days as it says."""
    (measured,) = (
        one for one in work.goals["run-finance-on-one-system"].record.key_results
        if one.id == "days-to-close"
    )  # fmt: skip
    values = found["monthly-close"].controlled["cycle-time"].values
    for one in measured.measurements:
        assert one.date is not None
        last = [value.value for value in values if value.day <= one.date][-1]
        assert one.value == int(last), one.date


# Knowledge.


def test_trainings_have_one_that_is_over_and_one_that_is_missing(
    work: Work, found: Mapping[str, Operation]
) -> None:
    roles = {role.id: role.record for role in work.of("role").values()}
    lessons = {id: one.record.entries for id, one in work.training_records.items()}
    last = {
        (person, one.training): one.expires
        for person, learned in lessons.items()
        for one in learned
    }
    over = [key for key, expires in last.items() if expires is not None and expires < AS_OF]
    assert over == [("ap-clerk", "invoice-basics")]
    missing = Counter[tuple[str, str]]()
    for one in found.values():
        gaps = knowledge.untrained(one.process.record, one.cases, roles, lessons)
        missing.update({(gap.person, gap.training): times for gap, times in gaps.items()})
    assert missing == {("plant-manager", "fair-interviews"): 1}
