"""What those who leave can do, who learns it, and when it was taught back."""

from datetime import date

import pytest
from knowing import DAY, FILES, knowing, knowing_of, work
from memory import work as loaded
from runlog import MONDAY, one, runs

from tracker.analysis.handover import Learner, Passing, learners, passing, right
from tracker.analysis.training import lessons
from tracker.views.reports.handover import HandoverRow, handover

MONDAYS = MONDAY.date()


def days(*texts: str) -> dict[tuple[str, str], list[date]]:
    return {key: list(found) for key, found in right(runs(*texts), date(2026, 12, 31)).items()}


def test_right_is_what_nobody_had_to_do_again() -> None:
    assert days("a@0:5/anna b@6:9/bert") == {("a", "anna"): [MONDAYS], ("b", "bert"): [MONDAYS]}
    assert days("a@0:5/anna b@6:9/bert a@10:12/anna") == {("b", "bert"): [MONDAYS]}
    assert days("a@0:5/anna! b@6:9/bert") == {("b", "bert"): [MONDAYS]}
    assert days("a@0:5/anna b@6:9/bert<a") == {("b", "bert"): [MONDAYS]}
    assert days("a@0:/anna b@6:9") == {}


def test_of_an_open_run_only_what_somebody_said_was_right() -> None:
    case = one("a@0:5/anna b@6:9/bert?", status="in-progress")
    assert list(right([case], DAY)) == [("b", "bert")]


def test_what_is_to_come_teaches_nobody_yet() -> None:
    assert right(runs("a@0:5/anna"), date(2026, 1, 4)) == {}


def test_a_teach_back_lies_after_the_day_of_learning() -> None:
    had = lessons(work())
    done = {("repair", "ben"): [date(2026, 10, 1), date(2026, 10, 20), date(2026, 10, 28)]}
    assert learners("ada", "repair", ["repairs"], had, done, DAY) == (
        Learner("ben", date(2026, 10, 1), date(2026, 10, 20)),
    )
    assert learners("ada", "repair", ["repairs"], had, {}, DAY)[0].back is None
    assert learners("cleo", "repair", ["repairs"], had, done, DAY) == ()
    assert learners("ada", "repair", ["repairs"], had, done, date(2026, 9, 30)) == ()
    assert learners("ada", "lock", ["lock-out"], had, done, DAY) == ()  # assessed is not learning


def test_who_taught_it_back_stands_before_who_is_at_it() -> None:
    shadowed = "- {training: repairs, kind: performed, date: 2026-09-01, by: ada}\n"
    had = lessons(work(people__cleo__training=shadowed))
    found = learners(
        "ada", "repair", ["repairs"], had, {("repair", "ben"): [date(2026, 11, 1)]}, DAY
    )
    assert [one.person for one in found] == ["ben", "cleo"]


@pytest.mark.parametrize(
    ("learn", "others", "expected"),
    [
        ([], [], Passing.ALONE),
        ([Learner("ben", MONDAYS, None)], [], Passing.LEARNING),
        ([Learner("ben", MONDAYS, None)], ["ben"], Passing.LEARNING),
        ([Learner("ben", MONDAYS, None)], ["ben", "cleo"], Passing.SHARED),
        ([], ["cleo"], Passing.SHARED),
        ([Learner("ben", MONDAYS, MONDAYS)], [], Passing.TAUGHT_BACK),
    ],
)
def test_how_far_a_step_is_passed_on(
    learn: list[Learner], others: list[str], expected: Passing
) -> None:
    assert passing(learn, others) is expected


def rows(**more: str) -> list[HandoverRow]:
    return handover.rows(knowing(DAY, **more))


def told(**more: str) -> dict[tuple[str, str], str]:
    return {(row.person, row.step): row.state for row in rows(**more)}


def test_steps_of_who_leaves_stand_by_how_far_they_are_passed_on() -> None:
    assert list(told().items()) == [
        (("ada", "lock"), "alone"),
        (("ada", "test"), "shared"),
        (("ada", "repair"), "taught-back"),
    ]
    lock, test, repair = rows()
    assert (lock.last, lock.others, lock.trainings) == (date(2026, 10, 20), (), ("lock-out",))
    assert (test.others, test.learning) == (("cleo",), ())
    assert [one.told for one in repair.learning] == [
        "ben, since 2026-10-01: taught back on 2026-10-20"
    ]
    assert repair.learners == ("ben",) and repair.trainings == ("lock-out", "repairs")


def test_who_has_left_is_told_for_90_days() -> None:
    people = FILES["work/people.yaml"]
    assert ("dora", "lock") not in told()
    late = people.replace("to: 2026-06-30", "to: 2026-08-23")
    assert told(people=late)["dora", "lock"] == "shared"
    assert ("dora", "lock") not in told(people=late.replace("08-23", "08-22"))


def test_who_is_not_known_here_takes_over_nothing() -> None:
    log = {
        "work/processes/order/runs/more.csv": "run,step,finished,by\n9,lock,2026-11-02T09:00+01:00,zoe\n"
    }
    found = {row.step: row for row in handover.rows(knowing_of(loaded({**FILES, **log})))}
    assert (found["lock"].others, found["lock"].state) == ((), "alone")


def test_who_leaves_as_well_can_take_over_nothing() -> None:
    people = FILES["work/people.yaml"].replace(
        "cleo: {name: Cleo Marsh,", "cleo: {name: Cleo Marsh, active: {to: 2026-12-01},"
    )
    found = told(people=people)
    assert found["ada", "test"] == "alone" and found["cleo", "test"] == "shared"
