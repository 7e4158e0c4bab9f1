"""A process made of its runs: the order that most of them have, as a draft that people go on from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tracker.interchange.eventlog import plain
from tracker.model.records import Run
from tracker.source.writing import document
from tracker.views.words import count, label

TITLE = 200
"""Characters of a title."""


def variants(runs: Iterable[Run]) -> Counter[tuple[str, ...]]:
    """How many runs have which sequence of steps."""
    return Counter(tuple(done.step or "" for done in run.steps) for run in runs)


def usual(found: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """The sequence that most runs have; of several the one with the fewest repeats, then the longest."""
    return max(found, key=lambda one: (found[one], len(set(one)) - len(one), len(one)))


def ordered(found: Counter[tuple[str, ...]]) -> tuple[list[str], set[str]]:
    """All steps in an order, and those that are optional.

    The usual sequence gives the order, each step where it is first done. A step that others have
    stands after the step that it most often follows, and is optional.
    """
    order = list(dict.fromkeys(usual(found)))
    before: dict[str, Counter[str]] = {}
    for variant, times in found.items():
        for last, step in zip(("", *variant), variant, strict=False):
            before.setdefault(step, Counter())[last] += times
    optional = [step for step in before if step not in order]
    for step in optional:
        known = (
            (times, order.index(last)) for last, times in before[step].items() if last in order
        )
        order.insert(max(known, default=(0, -1))[1] + 1, step)
    return order, set(optional)


def skeleton(
    id: str, title: str | None, steps: Iterable[Mapping[str, Any]], said: Iterable[str],
    triggers: Iterable[Mapping[str, Any]] = (),
) -> str:  # fmt: skip
    """The file of a new process, with comments on top that say what it was made of."""
    data: dict[str, Any] = {
        "title": plain(title or label(id), TITLE),
        "status": "draft",
        "version": 1,
    }
    if made := [dict(one) for one in triggers]:
        data["triggers"] = made
    data["steps"] = [dict(one) for one in steps]
    return "".join(f"# {line}\n" for line in said) + document(data)


def drafted(id: str, title: str | None, names: Mapping[str, str], runs: Mapping[str, Run]) -> str:
    """The file of a process of which only the runs are known; `names` are the titles of the steps."""
    found = variants(runs.values())
    order, optional = ordered(found)
    steps = [
        {"id": step, "title": plain(names.get(step) or label(step), TITLE)}
        | ({"optional": True} if step in optional else {})
        for step in order
    ]
    of = count(len(runs), "run")
    said = [f"Made of {of}: the order is that of {found[usual(found)]}, more than have any other."]
    if optional:
        said.append("Optional is what others did besides. See that it is as you mean it.")
    return skeleton(id, title, steps, said)
