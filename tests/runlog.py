"""Runs and processes in one line each, for tests of what the numbers say of them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from tracker.analysis.cases import Case, case
from tracker.model.records import Done, Process, Run, Step

MONDAY = datetime(2026, 1, 5, 8, tzinfo=timezone(timedelta(hours=1)))
"""The moment that minutes are counted from."""

_EVENT = re.compile(r"([a-z-]+)(?:@(-?\d+)?:(-?\d+)?)?(?:/([a-z]+))?(!|\?)?(?:<([a-z-]+))?\Z")


def at(minutes: int | str | None) -> datetime | None:
    """So many minutes after MONDAY."""
    return None if minutes is None else MONDAY + timedelta(minutes=int(minutes))


def event(text: str) -> Done:
    """`match@10:25/anna!<register`: from minute 10 to 25, by anna, wrong (`?`: right), again of register.

    `@10:` is begun alone, `@:25` done alone.
    """
    found = _EVENT.match(text)
    assert found, text
    step, start, end, by, word, rework = found.groups()
    right = None if word is None else word == "?"
    return Done(
        step=step,
        started=at(start),
        finished=at(end),
        by=by,
        right_first_time=right,
        rework_of=rework,
    )


def run(text: str, status: str | None = "completed", **fields: Any) -> Run:
    """A run of events; its moments are those of the first start and of the last event."""
    steps = tuple(map(event, text.split()))
    first = next(
        (one.started or one.finished for one in steps if one.started or one.finished), None
    )
    last = max((one.finished for one in steps if one.finished), default=None)
    given = {"started": first, "finished": last if status == "completed" else None} | fields
    return Run(status=status, steps=steps, **given)


def one(text: str, status: str | None = "completed", id: str = "p/r", **fields: Any) -> Case:
    """One run as a case."""
    return case(id, run(text, status, **fields))


def runs(*texts: str, **fields: Any) -> list[Case]:
    """Several completed runs as cases, numbered from 0."""
    return [one(text, id=f"p/{at}", **fields) for at, text in enumerate(texts)]


def process(text: str, **fields: Any) -> Process:
    """`a b? c|b`: steps in order, `?` for optional ones, `|b` for one beside b."""
    steps = []
    for word in text.split():
        name, _, beside = word.partition("|")
        steps.append(
            Step(
                id=name.removesuffix("?"),
                title=name,
                optional=name.endswith("?") or None,
                parallel_with=beside or None,
            )
        )
    return Process(title="P", steps=tuple(steps), **fields)


def known(answers: Mapping[str, Any]) -> dict[str, float | None]:
    """The values of several answers."""
    return {name: answer.value for name, answer in answers.items()}
