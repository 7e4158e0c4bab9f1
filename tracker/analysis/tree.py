"""Trees: things that name the one above them, such as goals and teams."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

Parents = Mapping[str, str | None]
"""Each thing, and what it names as the one above it."""


def below(parents: Parents) -> dict[str, list[str]]:
    """What stands directly below each thing that has something below it."""
    found: dict[str, list[str]] = {}
    for id, parent in parents.items():
        if parent in parents and parent is not None:
            found.setdefault(parent, []).append(id)
    return found


def depths(parents: Parents) -> dict[str, int]:
    """Each thing behind the one above it, with how many stand above.

    Circles come last, each cut above the first of it that is named.
    """
    under = below(parents)
    found: dict[str, int] = {}
    tops = [id for id, parent in parents.items() if parent not in parents]
    for top in (*tops, *parents):
        pending = [(top, 0)]
        while pending:
            id, depth = pending.pop()
            if id not in found:
                found[id] = depth
                pending += [(one, depth + 1) for one in reversed(under.get(id, ()))]
    return found


def above(parents: Parents, id: str, most: int | None = None) -> list[str]:
    """What stands above a thing, the nearest first; a circle is gone round once."""
    return list(islice(_upwards(parents, id), most))


def _upwards(parents: Parents, id: str) -> Iterator[str]:
    found = {id}
    at = parents.get(id)
    while at is not None and at in parents and at not in found:
        yield at
        found.add(at)
        at = parents.get(at)


class Row:
    """All things in one row, as `depths` has them: what stands below one follows it without a gap."""

    def __init__(self, parents: Parents) -> None:
        found = depths(parents)
        self.order = list(found)
        self.place = {id: place for place, id in enumerate(self.order)}
        self._end = _ends(list(found.values()))

    def span(self, id: str) -> slice:
        """Where a thing and all below it stand; nowhere for one that is not known."""
        place = self.place.get(id)
        return slice(0) if place is None else slice(place, self._end[place])

    def within(self, id: str) -> list[str]:
        """A thing and everything below it, however deep."""
        return self.order[self.span(id)]


def _ends(depths: list[int]) -> list[int]:
    """For each place the first one behind it that is not deeper."""
    ends = [len(depths)] * len(depths)
    open_: list[int] = []
    for place, depth in enumerate(depths):
        while open_ and depths[open_[-1]] >= depth:
            ends[open_.pop()] = place
        open_.append(place)
    return ends


def within(under: Mapping[str, Iterable[str]], id: str) -> list[str]:
    """A thing and everything below it, however deep, each once; `under` as `below` gives it."""
    found: dict[str, None] = {}
    pending = [id]
    while pending:
        one = pending.pop()
        if one not in found:
            found[one] = None
            pending += reversed(list(under.get(one, ())))
    return list(found)
