"""Who has to have which training, and until when what somebody had holds."""

from datetime import date

import pytest
from knowing import DAY, work

from tracker.analysis.staff import gone, here, holders, in_force, is_here
from tracker.analysis.training import (
    Lesson,
    Standing,
    best,
    demanded,
    is_trained,
    lessons,
    required,
    taught_by,
)
from tracker.model.records import Person
from tracker.model.records.base import Stretch

YEAR = "{title: Lock-out, valid_for: 52w}\n"


def had(text: str, training: str = YEAR) -> list[Lesson]:
    """What Ada was trained in, by her record and the training."""
    return lessons(work(people__ada__training=text, **{"trainings__lock-out": training}))["ada"]


def entry(*fields: str) -> str:
    return f"- {{training: lock-out, kind: read, {', '.join(fields)}}}\n"


WATCHED = "- {training: lock-out, kind: shadowed, date: 2026-10-12}\n"


@pytest.mark.parametrize(
    ("fields", "training", "expires"),
    [
        (("date: 2026-01-12", "expires: 2026-03-01"), YEAR, date(2026, 3, 1)),
        (("date: 2026-01-12",), YEAR, date(2027, 1, 11)),
        (("date: 2026-01-12",), "{title: X, valid_for: 10d}\n", date(2026, 1, 26)),
        (("date: 2026-01-12",), "{title: X}\n", None),
        (("date: 9999-12-01",), YEAR, None),
    ],
)
def test_a_training_holds_as_its_entry_says_else_as_it_is_valid(
    fields: tuple[str, ...], training: str, expires: date | None
) -> None:
    assert [one.expires for one in had(entry(*fields), training)] == [expires]


def test_an_expiry_that_cannot_be_read_is_not_made_up() -> None:
    assert had(entry("date: 2026-01-12", "expires: soon"))[0].expires is None


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("", Standing.MISSING),
        (entry("date: 2026-11-22"), Standing.MISSING),
        (entry("date: 2026-01-12", "expires: 2026-11-20"), Standing.EXPIRED),
        (entry("date: 2026-01-12", "expires: 2026-11-21"), Standing.EXPIRING),
        (entry("date: 2026-01-12", "expires: 2027-01-20"), Standing.EXPIRING),
        (entry("date: 2026-01-12", "expires: 2027-01-21"), Standing.HELD),
        (
            entry("date: 2026-11-01", "expires: 2026-11-02")
            + entry("date: 2026-01-12", "expires: 2027-06-01"),
            Standing.HELD,
        ),
        (WATCHED, Standing.LEARNING),
        (WATCHED + entry("date: 2026-01-12", "expires: 2026-11-21"), Standing.EXPIRING),
        (WATCHED + entry("date: 2026-01-12", "expires: 2026-11-20"), Standing.LEARNING),
        (WATCHED.replace("date", "expires: 2026-11-20, date"), Standing.EXPIRED),
    ],
)
def test_what_holds_longest_counts(text: str, standing: Standing) -> None:
    assert best(had(text) if text else [], "lock-out", DAY)[0] is standing
    assert best(had(text) if text else [], "another", DAY) == (Standing.MISSING, None)


def test_trained_is_who_has_all_of_it_by_more_than_watching() -> None:
    both = entry("date: 2026-01-12") + entry("date: 2026-01-12").replace("lock-out", "gas")
    assert is_trained(had(both), ["lock-out", "gas"], DAY) and is_trained([], [], DAY)
    assert not is_trained(had(entry("date: 2026-01-12")), ["lock-out", "gas"], DAY)
    assert not is_trained(had(WATCHED), ["lock-out"], DAY)


def test_people_count_on_the_days_that_they_are_here() -> None:
    held = work()
    assert here(held, DAY) == {"ada", "ben", "cleo", "eva"}
    assert here(held, date(2027, 1, 1)) == {"ben", "cleo", "eva"}
    assert holders(held, DAY)["fitter"] == ["ada", "ben", "cleo"]
    assert list(gone(held, date(2026, 12, 31))) == ["dora"]
    assert list(gone(held, date(2027, 1, 1))) == ["ada", "dora"]
    person = Person(active=Stretch(from_=date(2026, 11, 21), to=date(2026, 11, 21)))
    assert is_here(person, DAY)
    assert not is_here(person, date(2026, 11, 20)) and not is_here(person, date(2026, 11, 22))


def test_a_role_demands_its_trainings_and_those_of_its_steps_in_force() -> None:
    held = work()
    assert list(in_force(held)) == ["close", "order"]
    assert demanded(held) == {"fitter": ["lock-out"], "inspector": [], "clerk": ["repairs"]}
    assert required(held, DAY) == {
        **{one: {"lock-out": ["fitter"]} for one in ("ada", "ben", "cleo")},
        "eva": {"repairs": ["clerk"]},
    }
    assert taught_by(held) == {"process/order/repair": ["repairs"]}
