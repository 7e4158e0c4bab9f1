"""A process made of its runs: their steps in their usual order, as a draft that people go on from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tracker.interchange.eventlog import plain
from tracker.model.records import Run
from tracker.source.writing import document
from tracker.views.words import count, label

TITLE = 200
"""Characters of a title."""

MOST = 0.8
"""The share of the runs that have a step which may not be missing."""


def variants(runs: Iterable[Run]) -> Counter[tuple[str, ...]]:
    """How many runs have which sequence of steps."""
    return Counter(tuple(done.step or "" for done in run.steps) for run in runs)


def ordered(found: Counter[tuple[str, ...]]) -> tuple[list[str], set[str]]:
    """All steps in an order, and those that are optional.

    The order is that of the mean place at which runs do a step first, of equals that of the more
    frequent; a step that fewer runs than `MOST` have is optional. So one run that took a detour, or is
    not over yet, neither makes the order nor ends it.
    """
    places: dict[str, int] = {}
    having = Counter[str]()
    for variant, times in found.items():
        for place, step in enumerate(dict.fromkeys(variant)):
            places[step] = places.get(step, 0) + place * times
            having[step] += times
    order = sorted(having, key=lambda step: (places[step] / having[step], -having[step]))
    least = MOST * found.total()
    return order, {step for step in order if having[step] < least}


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
    said = [
        f"Made of {count(len(runs), 'run')}: the steps in the order in which most come to them."
    ]
    if optional:
        said.append(f"Optional is what fewer than {MOST * 100:.0f} % of the runs did.")
    said.append("See that it is as you mean it: it is what the runs are held against.")
    return skeleton(id, title, steps, said)
