"""The reports on knowledge: steps, trainings of people, plans for somebody new."""

from datetime import date

from knowing import DAY, FILES, knowing, knowing_of, work
from memory import work as loaded

from tracker.views.reports.knowledge import KnownStep, Untrained, knowledge
from tracker.views.reports.onboarding import onboarding
from tracker.views.reports.roles import roles
from tracker.views.reports.trained import trained


def steps(day: date = DAY, **more: str) -> dict[str, KnownStep]:
    return {row.step: row for row in knowledge.rows(knowing(day, **more))}


def with_log(events: str) -> dict[str, KnownStep]:
    """The steps with one more event log."""
    head = "run,step,started,finished,by,right_first_time\n"
    held = loaded({**FILES, "work/processes/order/runs/more.csv": head + events})
    return {row.step: row for row in knowledge.rows(knowing_of(held))}


def test_a_step_tells_who_does_it_and_who_may() -> None:
    found = steps()
    assert list(found) == ["file", "lock", "repair", "test", "inspect"]  # no retired process
    lock = found["lock"]
    assert lock.holders == ("ada", "ben", "cleo") and lock.trainings == ("lock-out",)
    assert (lock.held_by, lock.trained, lock.gaps, lock.bus_factor) == (3, 2, 1, 1)
    assert [one.told for one in lock.lacking] == ["cleo: lock-out (expired on 2026-09-30)"]
    assert [one.told for one in lock.expiring] == [
        "ada: lock-out (until 2027-01-11)",
        "ben: lock-out (until 2026-12-19)",
    ]
    assert [one.told for one in found["file"].lacking] == ["eva: repairs (never had it)"]


def test_the_bus_factor_counts_who_did_it_lately() -> None:
    assert {id: one.bus_factor for id, one in steps().items()} == {
        "file": None, "lock": 1, "repair": 2, "test": 2, "inspect": None,
    }  # fmt: skip


def test_who_has_left_is_not_counted() -> None:
    later = steps(date(2027, 1, 15))
    assert (later["lock"].performers, later["lock"].gone) == ((), ("ada",))
    assert (later["lock"].bus_factor, later["repair"].bus_factor) == (0, 1)
    assert steps(date(2026, 12, 31))["lock"].bus_factor == 1


def test_a_log_that_names_nobody_says_so() -> None:
    assert with_log("4,inspect,,2026-11-04T09:00+01:00,,\n")["inspect"].unsaid == (
        "the log does not say who"
    )
    some = with_log("4,lock,,2026-11-04T09:00+01:00,,\n")["lock"]
    assert (some.unsaid, some.bus_factor) == ("1 of 4 times the log does not say who", 1)
    assert steps()["inspect"].unsaid is None and steps()["lock"].unsaid is None


def test_who_did_it_last_and_is_trained_teaches_it_while_they_are_here() -> None:
    assert steps()["repair"].teachers == ("ben", "ada")
    more = "".join(
        f"{at},test,,2026-11-0{at}T09:00+01:00,{by},\n" for at, by in ((4, "ben"), (5, "eva"))
    )
    test = with_log(more)["test"]
    assert test.teachers == ("ben", "ada") and test.not_trained == ("eva", "cleo")
    assert steps(date(2027, 1, 5))["lock"].teachers == ()  # and her training holds until the 11th


def test_who_only_watched_is_learning_and_teaches_nobody() -> None:
    watched = "- {training: lock-out, kind: shadowed, date: 2026-10-30}\n"
    test = steps(people__cleo__training=watched)["test"]
    assert (test.trained, test.gaps, test.teachers) == (2, 0, ("ada",))
    assert test.not_trained == ("cleo",)
    assert [one.told for one in test.learning] == ["cleo: lock-out (watched on 2026-10-30)"]
    did = watched.replace("shadowed", "performed")
    assert steps(people__cleo__training=watched + did)["test"].teachers == ("cleo", "ada")


def test_who_did_a_step_untrained_is_counted_for_90_days() -> None:
    assert [one.told for one in steps()["test"].untrained] == ["cleo: without lock-out, 2 times"]
    later = steps(date(2027, 1, 15))["test"].untrained
    assert later == (Untrained("cleo", "lock-out", 1),)
    left = FILES["work/people.yaml"].replace("Marsh,", "Marsh, active: {to: 2026-11-20},")
    assert steps(people=left)["test"].untrained == ()


def test_trainings_of_people_stand_by_what_is_worst() -> None:
    found = [(row.person, row.training, row.state, row.roles) for row in trained.rows(knowing())]
    assert found == [
        ("eva", "repairs", "missing", ("clerk",)),
        ("cleo", "lock-out", "expired", ("fitter",)),
        ("ben", "repairs", "learning", ()),
        ("ada", "lock-out", "expiring", ("fitter",)),
        ("ben", "lock-out", "expiring", ("fitter",)),
        ("eva", "gas", "held", ()),
    ]


def test_a_plan_begins_with_what_the_role_does_most_often() -> None:
    twice = FILES["work/processes/close/process.yaml"].replace("role: clerk", "role: fitter")
    found = [
        (row.role, row.process, row.step, row.teachers, row.last)
        for row in onboarding.rows(knowing(processes__close__process=twice))
    ]
    assert found == [
        ("fitter", "order", "lock", ("ada",), date(2026, 10, 20)),
        ("fitter", "order", "repair", ("ben", "ada"), date(2026, 10, 20)),
        ("fitter", "order", "test", ("ada",), date(2026, 10, 20)),
        ("fitter", "close", "file", (), None),
        ("inspector", "order", "inspect", (), None),
    ]
    lock = next(row for row in onboarding.rows(knowing()) if row.step == "lock")
    assert (lock.trainings, lock.given_by) == (("lock-out",), ("ada",))
    test = next(row for row in onboarding.rows(knowing()) if row.step == "test")
    assert test.not_trained == ("cleo",)


def test_a_role_is_held_by_those_who_are_here() -> None:
    held = {row.id: row.holders for row in roles.rows(work(), DAY)}
    assert held == {"clerk": 1, "fitter": 3, "inspector": 1}


def test_who_has_left_teaches_nobody_new() -> None:
    held = knowing(date(2027, 1, 5))
    lock = next(row for row in onboarding.rows(held) if row.step == "lock")
    assert (lock.teachers, lock.given_by, lock.last) == ((), (), date(2026, 10, 20))
