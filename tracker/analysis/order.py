"""The order that a process defines for its steps, as what must come before what.

A step comes after all that stand before it in the file. `parallel_with` widens its place: a step that
names one before it may be done anywhere from the place of that one to its own, and one that names a
later step anywhere from its own place to that of the other. So two neighbours may come in either
order, and everything else keeps its place. Source: formats, Processes.

Sets of steps are integers, bit by bit in the order of the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.model.records import Step


@dataclass(frozen=True)
class Order:
    """`before` leads from a step to the set of what must be done or left out first, itself included.

    `needed` is the set of the steps that may not be missing.
    """

    steps: tuple[str, ...]
    place: Mapping[str, int]
    before: Mapping[str, int]
    needed: int

    def names(self, members: int) -> tuple[str, ...]:
        """The steps of a set, in the order of the file."""
        return tuple(step for at, step in enumerate(self.steps) if members >> at & 1)


def order(steps: Iterable[Step]) -> Order:
    """The order of steps; of two with one id, which loading reports, the first counts."""
    known: dict[str, Step] = {}
    for step in steps:
        if step.id is not None:
            known.setdefault(step.id, step)
    names = tuple(known)
    place = {step: at for at, step in enumerate(names)}
    beside = [place.get((step.parallel_with or "").rpartition("/")[2]) for step in known.values()]
    needed = sum(1 << place[id] for id, step in known.items() if not step.optional)
    return Order(names, place, dict(zip(names, _before(beside), strict=True)), needed)


def _before(beside: Sequence[int | None]) -> list[int]:
    """For each place the set of those that must come before it, itself included."""
    late = [(at, other) for at, other in enumerate(beside) if other is not None and other > at]
    found = []
    for at, other in enumerate(beside):
        first = at if other is None else min(at, other)
        members = (1 << first) - 1
        for one, until in late:
            if one < first and until >= at:
                members &= ~(1 << one)
        found.append(members | 1 << at)
    return found
