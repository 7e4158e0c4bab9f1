"""Trees: things that name the one above them, such as goals and teams."""

from collections.abc import Iterable, Mapping

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
    """Each thing behind the one above it, with how many stand above; those in a circle come last."""
    under = below(parents)
    found: dict[str, int] = {}
    tops = [id for id, parent in parents.items() if parent not in parents]
    pending = [(id, 0) for id in reversed(tops)]
    while pending:
        id, depth = pending.pop()
        if id not in found:
            found[id] = depth
            pending += [(one, depth + 1) for one in reversed(under.get(id, ()))]
    return found | {id: 0 for id in parents if id not in found}


def above(parents: Parents, id: str) -> list[str]:
    """What stands above a thing, the nearest first; a circle is gone round once."""
    found: list[str] = []
    at = parents.get(id)
    while at is not None and at in parents and at != id and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


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
