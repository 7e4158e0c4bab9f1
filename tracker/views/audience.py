"""What is for the organisation alone: kinds, fields that schemas mark with `x-audience`, and what tells of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tracker.finding import Finding, Route
from tracker.law.check import checks
from tracker.model.catalogue import Pattern, annotated
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, placed
from tracker.model.work import Work
from tracker.source.document import locate

INTERNAL = ("person",)
"""The kinds of which nothing is for everybody, with what is part of them."""

_TRAINED = "training-record"

WITHHELD = "what is wrong here is told to the organisation alone"


def is_internal(kind: str) -> bool:
    """True of a kind that is about people, or part of one that is."""
    return bool({kind, KINDS[kind].part_of} & set(INTERNAL))


@cache
def hidden(kind: str) -> tuple[Pattern, ...]:
    """Where the schema of a kind keeps values inside."""
    return tuple(pattern for pattern, _ in annotated(kind, "x-audience"))


def without(data: Any, pattern: Pattern) -> Any:
    """The data without what a pattern leads to; what is given is not altered."""
    if not pattern:
        return None
    step, rest = pattern[0], pattern[1:]
    if isinstance(data, list):
        if step != "*":
            return data
        return [without(one, rest) for one in data] if rest else []
    if not isinstance(data, dict):
        return data
    at = data.keys() if step == "*" else {step} & data.keys()
    if not rest:
        return {key: value for key, value in data.items() if key not in at}
    return {key: without(value, rest) if key in at else value for key, value in data.items()}


def shown(entity: Entity[Any]) -> dict[str, Any]:
    """The data of an entity as everybody may read it."""
    data = entity.plain()
    for pattern in hidden(entity.kind):
        data = without(data, pattern)
    return data


def for_everybody(work: Work, found: Iterable[Finding]) -> list[Finding]:
    """Findings as everybody may read them: none on people; of the rest that is internal
    it is said where, and not what.

    A message may quote the value that it is about, and a value of a file that is no YAML has no
    field: of such a file nothing is quoted where its kind has fields that are kept inside. Nor is
    of an event log: whatever stands in a line of it is of one event, and most of that is inside.
    """
    places = _Places(work)
    return [
        replace(one, message=WITHHELD, hint=None, related=(), before=None, after=None)
        if places.holds(one)
        else one
        for one in found
        if not places.tell_of_training(one)
    ]


@dataclass
class _Places:
    """The lines of each file that are kept inside; None stands for all of them."""

    work: Work
    _known: dict[str, list[tuple[int, int]] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._entities: dict[str, list[Entity[Any]]] = {}
        for entity in self.work.all():
            self._entities.setdefault(entity.path, []).append(entity)

    def holds(self, finding: Finding) -> bool:
        path = finding.location.path
        if path not in self._known:
            self._known[path] = self._lines(path)
        lines = self._known[path]
        at = finding.location.span
        return lines is None or any(first <= at.line <= last for first, last in lines)

    def tell_of_training(self, finding: Finding) -> bool:
        """True where a rule says so, and of the files that hold it."""
        known, path = checks().get(finding.rule), finding.location.path
        return (known is not None and known.internal) or _TRAINED in self._kinds(path)

    def _lines(self, path: str) -> list[tuple[int, int]] | None:
        held = self._entities.get(path, [])
        if self._is_closed(path, held):
            return None
        routes = [route for one in held for route in _routes(one)]
        if not routes:
            return []
        places = locate(self.work.snapshot.read(path), routes)
        return [
            ((place.key or place.value).line, place.value.end_line)
            for place in places.values()
            if place.found
        ]

    def _is_closed(self, path: str, held: list[Entity[Any]]) -> bool:
        """True for a file of people; for a log, and one that cannot be read, that might hold what is inside."""
        kinds = self._kinds(path)
        is_told = bool(held) and not any(one.unreadable or one.is_logged for one in held)
        return any(is_internal(kind) or (not is_told and hidden(kind)) for kind in kinds)

    def _kinds(self, path: str) -> set[str]:
        """What a file holds, and what its place says that it holds."""
        place = placed(path.removeprefix(f"{self.work.root}/"))
        held = {one.kind for one in self._entities.get(path, ())}
        return held | {place.kind.name} if place else held


def _routes(entity: Entity[Any]) -> Iterator[Route]:
    for pattern in hidden(entity.kind):
        for route in _expanded(entity.plain(), pattern):
            yield (*entity.prefix, *route)
        for route in entity.broken:
            if all(want in ("*", step) for want, step in zip(pattern, route, strict=False)):
                yield (*entity.prefix, *route)


def _expanded(data: Any, pattern: Pattern) -> Iterator[Route]:
    """Where a pattern leads to in the data."""
    if not pattern:
        yield ()
        return
    step, rest = pattern[0], pattern[1:]
    if isinstance(data, list) and step == "*":
        entries: Iterable[tuple[Any, Any]] = enumerate(data)
    elif isinstance(data, dict):
        entries = data.items() if step == "*" else [(step, data[step])] if step in data else ()
    else:
        return
    for key, value in entries:
        for route in _expanded(value, rest):
            yield (key, *route)
