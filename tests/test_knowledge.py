"""Who does the steps, who is missing a training for them, and who can teach them."""

import datetime
from collections.abc import Container
from datetime import date
from typing import NamedTuple

from runlog import MONDAY, runs

from tracker.analysis.knowledge import (
    Gap,
    Practice,
    Told,
    gaps,
    needed,
    practice,
    recent,
    told,
    untrained,
)
from tracker.model.records import Process, Role, Step

DAY = MONDAY.date()
LATER = f"{200 * 1440}:{200 * 1440 + 5}"
ROLES = {"clerk": Role(training=("safety",)), "boss": Role()}
PROCESS = Process(
    steps=(
        Step(id="a", role="clerk", training=("basics", "safety")),
        Step(id="b", role="boss"),
        Step(id="c", role="clerk"),
    )
)


class Lesson(NamedTuple):
    training: str | None
    date: datetime.date | None = None
    expires: datetime.date | None = None


def test_who_performed_a_step_last_comes_first() -> None:
    log = runs("a@0:5/anna a@6:7/anna b@8:9", f"a@{LATER}/bert a@0:1/cleo", "a@2:/dora c/anna")
    found = practice(log)
    assert found == {
        "a": [
            Practice("bert", 1, date(2026, 7, 24)),
            Practice("anna", 2, DAY),
            Practice("cleo", 1, DAY),
        ]
    }


def test_the_bus_factor_is_of_the_last_90_days() -> None:
    assert did_lately(DAY) == (("anna", "bert"), ()) and did_lately(date(2026, 1, 4)) == ((), ())
    assert did_lately(date(2026, 7, 24)) == (("bert",), ())
    assert did_lately(date(2026, 4, 5)) == (("anna", "bert"), ())
    assert did_lately(date(2026, 4, 6)) == ((), ()) and did_lately(date(1, 1, 3)) == ((), ())


def test_the_bus_factor_counts_who_is_here() -> None:
    assert did_lately(DAY, {"bert"}) == (("bert",), ("anna",))
    assert did_lately(DAY, set()) == ((), ("anna", "bert"))


def did_lately(
    day: date, here: Container[str] = ("anna", "bert")
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    log = runs("a@0:5/anna", "a@0:5/bert", f"a@{LATER}/bert")
    return recent(practice(log, until=day).get("a", ()), day, here)


def test_what_nobody_is_named_for_is_counted() -> None:
    log = runs("a@0:5/anna a@6:7 b@8:9", "a@2: b@3:4", f"a@{LATER}")
    assert told(log, DAY, DAY) == {"a": Told(2, 1), "b": Told(2, 2)}


def test_a_step_needs_its_trainings_and_those_of_its_role() -> None:
    assert needed(PROCESS.steps[0], ROLES) == ("basics", "safety")
    assert needed(PROCESS.steps[1], ROLES) == () and needed(PROCESS.steps[2], ROLES) == ("safety",)
    assert needed(Step(id="x", role="nobody"), ROLES) == ()


def test_gaps_are_what_was_never_given_and_what_has_expired() -> None:
    lessons = {
        "anna": [Lesson("basics"), Lesson("safety", expires=date(2025, 12, 31))],
        "bert": [Lesson("basics", date(2026, 2, 1)), Lesson("safety", DAY, expires=DAY)],
    }
    found = gaps(PROCESS, {"clerk": ["anna", "bert"], "boss": ["cleo"]}, ROLES, lessons, DAY)
    assert found == [
        Gap("anna", "a", "safety", date(2025, 12, 31)),
        Gap("bert", "a", "basics", None),
        Gap("anna", "c", "safety", date(2025, 12, 31)),
    ]


def test_a_training_that_was_renewed_is_no_gap() -> None:
    renewed = [Lesson("safety", expires=date(2025, 12, 31)), Lesson("safety", DAY)]
    assert (
        gaps(PROCESS, {"clerk": ["anna"]}, ROLES, {"anna": [Lesson("basics"), *renewed]}, DAY) == []
    )


def test_who_performed_without_a_training_is_counted() -> None:
    lessons = {"anna": [Lesson("safety"), Lesson("basics", date(2026, 1, 6))]}
    log = runs("a@0:1/anna b@2:3/zoe x@4:5/zoe", "a@0:1/anna", f"a@{LATER}/anna")
    assert untrained(PROCESS, log, ROLES, lessons) == {Gap("anna", "a", "basics", None): 2}
