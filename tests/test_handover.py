"""What those who leave can do, who learns it, and when it was taught back."""

from datetime import date

import pytest
from knowing import DAY, FILES, knowing, knowing_of, work
from memory import work as loaded
from runlog import MONDAY, one, runs

from tracker.analysis.handover import Learner, Passing, learners, passing, right
from tracker.analysis.training import lessons
from tracker.views.reports.handed import HandoverRow
from tracker.views.reports.handover import handover

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
    stay = {"ben", "cleo"}
    assert learners("ada", "repair", ["repairs"], had, done, DAY, stay) == (
        Learner("ben", date(2026, 10, 1), date(2026, 10, 20)),
    )
    assert learners("ada", "repair", ["repairs"], had, {}, DAY, stay)[0].back is None
    assert learners("cleo", "repair", ["repairs"], had, done, DAY, stay) == ()
    assert learners("ada", "repair", ["repairs"], had, done, date(2026, 9, 30), stay) == ()
    # Assessed is not learning, and who does not stay learns for nobody.
    assert learners("ada", "lock", ["lock-out"], had, done, DAY, stay) == ()
    assert learners("ada", "repair", ["repairs"], had, done, DAY, {"cleo"}) == ()


def test_who_taught_it_back_stands_before_who_is_at_it() -> None:
    shadowed = "- {training: repairs, kind: performed, date: 2026-09-01, by: ada}\n"
    had = lessons(work(people__cleo__training=shadowed))
    done = {("repair", "ben"): [date(2026, 11, 1)]}
    found = learners("ada", "repair", ["repairs"], had, done, DAY, {"ben", "cleo"})
    assert [one.person for one in found] == ["ben", "cleo"]


@pytest.mark.parametrize(
    ("learn", "able", "holders", "expected"),
    [
        ([], [], [], Passing.ALONE),
        ([], [], ["cleo"], Passing.HELD),
        ([Learner("ben", MONDAYS, None)], [], ["cleo"], Passing.LEARNING),
        ([Learner("ben", MONDAYS, None)], ["ben"], [], Passing.LEARNING),
        ([Learner("ben", MONDAYS, None)], ["ben", "cleo"], [], Passing.SHARED),
        ([], ["cleo"], [], Passing.SHARED),
        ([Learner("ben", MONDAYS, MONDAYS)], [], [], Passing.TAUGHT_BACK),
    ],
)
def test_how_far_a_step_is_passed_on(
    learn: list[Learner], able: list[str], holders: list[str], expected: Passing
) -> None:
    assert passing(learn, able, holders) is expected


def rows(**more: str) -> list[HandoverRow]:
    return handover.rows(knowing(DAY, **more))


def told(**more: str) -> dict[tuple[str, str], str]:
    return {(row.person, row.step): row.state for row in rows(**more) if row.step}


def test_steps_of_who_leaves_stand_by_how_far_they_are_passed_on() -> None:
    assert list(told().items()) == [
        (("ada", "lock"), "held"),
        (("ada", "test"), "held"),
        (("ada", "repair"), "taught-back"),
    ]
    lock, test, repair = [row for row in rows() if row.step]
    assert (lock.last, lock.others, lock.trainings) == (date(2026, 10, 20), (), ("lock-out",))
    assert (lock.holders, lock.not_trained) == (("ben", "cleo"), ())
    assert (test.holders, test.not_trained, test.learning) == (("ben",), ("cleo",), ())
    assert [one.told for one in repair.learning] == [
        "ben, since 2026-10-01: taught back on 2026-10-20"
    ]
    assert repair.learners == ("ben",) and repair.trainings == ("lock-out", "repairs")
    assert (lock.what, lock.ref) == ("process/order/lock", "process/order")
    assert lock.place == "work/processes/order/process.yaml"


CLEO = "- {training: lock-out, kind: assessed, date: 2025-10-01}\n"


def test_a_step_is_shared_by_who_did_it_lately_and_is_trained_for_it() -> None:
    assert told()["ada", "test"] == "held"
    again = "- {training: lock-out, kind: assessed, date: 2026-11-02}\n"
    assert told(people__cleo__training=CLEO + again)["ada", "test"] == "shared"
    watched = again.replace("assessed", "shadowed")
    assert told(people__cleo__training=CLEO + watched)["ada", "test"] == "held"


def test_a_step_whose_role_nobody_else_holds_is_alone() -> None:
    people = FILES["work/people.yaml"].replace("Osei, roles: [fitter,", "Osei, roles: [")
    people = people.replace("Marsh, roles: [fitter]", "Marsh")
    found = {row.step: row for row in rows(people=people)}
    assert (found["lock"].state, found["test"].state) == ("alone", "alone")
    assert found["test"].not_trained == ("cleo",)


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
    assert (found["lock"].others, found["lock"].state) == ((), "held")


def test_who_leaves_as_well_can_take_over_nothing() -> None:
    again = CLEO + "- {training: lock-out, kind: assessed, date: 2026-11-02}\n"
    people = FILES["work/people.yaml"].replace(
        "cleo: {name: Cleo Marsh,", "cleo: {name: Cleo Marsh, active: {to: 2026-12-01},"
    )
    found = told(people=people, people__cleo__training=again)
    assert found["ada", "test"] == "held" and found["cleo", "test"] == "shared"
    same = told(people=people.replace("2026-12-01", "2026-12-31"), people__cleo__training=again)
    assert (same["ada", "test"], same["cleo", "test"]) == ("held", "held")


# What is no step.

MORE = {
    "goals": """\
safe: {title: Nobody gets hurt, owner: ada, status: active, period: {start: 2026-01-01}}
old: {title: Fewer stops, owner: ada, status: closed, outcome: missed, period: {start: 2025-01-01}}
""",
    "teams": "workshop: {title: Workshop, kind: team, lead: ada}\n",
    "projects__press__project": """\
title: A new press
status: active
phase: doing
manager: ada
deliverables: [{id: plinth, title: The plinth, due: 2027-03-01, owner: ada}]
""",
    "processes__close__process": FILES["work/processes/close/process.yaml"].replace(
        "owner: eva", "owner: eva\nbackup: ada"
    ),
}


def duties(**more: str) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    return [
        (row.capacity, row.what, row.state, row.others, row.place.removeprefix("work/"))
        for row in rows(**more)
        if not row.step and row.person == "ada"
    ]


def test_what_they_answer_for_is_told_with_its_place() -> None:
    assert duties(**MORE) == [
        ("owner", "goal/safe", "alone", (), "goals.yaml"),
        ("manager", "project/press", "alone", (), "projects/press/project.yaml"),
        ("owner", "project/press/plinth", "alone", (), "projects/press/project.yaml"),
        ("lead", "team/workshop", "alone", (), "teams.yaml"),
        ("backup", "process/close", "shared", ("eva",), "processes/close/process.yaml"),
        ("gives", "training/lock-out", "alone", (), "trainings/lock-out.yaml"),
        ("gives", "training/repairs", "alone", (), "trainings/repairs.yaml"),
    ]


def test_a_backup_who_has_left_shares_nothing() -> None:
    more = {"processes__close__process": MORE["processes__close__process"].replace("eva", "dora")}
    assert ("backup", "process/close", "alone", ()) in [one[:4] for one in duties(**more)]


def test_roles_that_nobody_else_holds_are_told() -> None:
    people = FILES["work/people.yaml"].replace(
        "Quill, roles: [fitter]", "Quill, roles: [clerk, inspector]"
    )
    found = duties(people=people.replace("Osei, roles: [fitter, inspector]", "Osei"))
    assert [one[:3] for one in found if one[0] == "holds"] == [("holds", "role/inspector", "alone")]


def test_a_training_that_others_gave_is_told_of_who_is_named_in_it() -> None:
    by_ben = "- {training: lock-out, kind: assessed, date: 2026-11-02, by: ben}\n"
    also = "- {training: repairs, kind: read, date: 2026-11-02, by: cleo}\n"
    found = duties(people__cleo__training=by_ben, people__eva__training=also)
    assert [one[1:4] for one in found] == [("training/lock-out", "shared", ("ben",))]
    ahead = by_ben.replace("11-02", "11-22")
    assert [one[2] for one in duties(people__cleo__training=ahead)] == ["alone", "alone"]
