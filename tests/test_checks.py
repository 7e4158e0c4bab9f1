"""What no small case shows: checks stay quick and readable whatever a file holds."""

from collections.abc import Mapping
from datetime import date

import pytest
from memory import ERP, PLAN, SIMPLE, project, work

from tracker.finding import Found
from tracker.law.check import Case, checks
from tracker.law.policy import Law

MANY = 3_000


def told(rule: str, files: Mapping[str, str]) -> list[Found]:
    found = work(files)
    return list(checks()[rule].run(Case(found, Law(found, found, date(2026, 11, 21)))))


def plan(waits: list[str]) -> Mapping[str, str]:
    tasks = (
        f"- {{id: t{at}, title: T, status: todo, depends_on: [{on}]}}\n"
        for at, on in enumerate(waits)
    )
    return {ERP: project(), PLAN: "tasks:\n" + "".join(tasks)}


@pytest.mark.parametrize(
    ("waits", "count"),
    [
        ([f"t{at}" for at in range(MANY)], 50),
        ([f"t{(at + 1) % MANY}" for at in range(MANY)], 1),
        ([f"t{at - 1}" if at else "" for at in range(MANY)], 0),
        ([", ".join(f"t{on}" for on in range(90) if on != at) for at in range(90)], 50),
    ],
    ids=["each for itself", "one ring", "one chain", "each for all others"],
)
def test_tangles_of_tasks(waits: list[str], count: int) -> None:
    found = told("dependency-cycle", plan(waits))
    assert len(found) == count
    assert all(len(one.message) < 200 for one in found)


def test_many_unknown_names() -> None:
    found = told("unknown-reference", plan([f"t{at}x" for at in range(MANY)]))
    assert len(found) == MANY
    hints = [one.hint or "" for one in found]
    assert hints[0].startswith("did you mean `t") and hints[-1].startswith(
        "name a task of this project"
    )


def test_a_lifecycle_of_a_hundred_phases() -> None:
    phases = "".join(f"- {{id: p{at}}}\n" for at in range(100))
    text = f"title: Long\nstart: p0\nfinal: [p99]\nphases:\n{phases}"
    assert (
        told(
            "lifecycle-fault",
            {"work/lifecycles/long.yaml": text, "work/lifecycles/simple.yaml": SIMPLE},
        )
        == []
    )
