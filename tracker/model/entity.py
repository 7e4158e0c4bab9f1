"""One thing that the files speak of: its record, and where each part of it is said."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from tracker.finding import Route, Spot
from tracker.model.digest import Digest, LogDigest, Reference
from tracker.model.kinds import KINDS

R_co = TypeVar("R_co", covariant=True)


@lru_cache(4)
def _collection(packed: bytes) -> Any:
    """A collection is decoded once for all that it holds; nobody alters what comes of it."""
    return msgspec.msgpack.decode(packed)


@dataclass(frozen=True, slots=True, eq=False)
class Entity(Generic[R_co]):
    """A record with its identity and its place.

    `prefix` is the route of the record in its file (a collection holds many). `broken` are the
    routes that the schema refused: their values are unknown, not absent. `unreadable` is an entity
    whose file could not be read at all: its id is known, and nothing else. `references` are what
    it names, `keys` the part of the file that it is where another entity holds the rest.
    """

    kind: str
    id: str
    record: R_co
    path: str
    digest: Digest
    prefix: Route = ()
    keys: tuple[str, ...] | None = None
    broken: frozenset[Route] = frozenset()
    unreadable: bool = False
    adopted: bool = False
    references: tuple[Reference, ...] = ()
    _origins: dict[Route, Route] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """The entity as others name it: `kind/id`."""
        return f"{self.kind}/{self.id}"

    @property
    def title(self) -> str:
        """The title or name as stated, else the id."""
        record: Any = self.record
        return getattr(record, "title", None) or getattr(record, "name", None) or self.id

    @property
    def state(self) -> str | None:
        """Its state as the file says it; None where it has none, or where that is not known."""
        field = KINDS[self.kind].state
        return getattr(self.record, field) if field is not None else None

    @property
    def match(self) -> str | None:
        """What identifies an adopted entity when its file moves."""
        return self.digest.claims[1]

    @property
    def is_logged(self) -> bool:
        """True for what stands in an event log: its state is computed, not said."""
        return isinstance(self.digest, LogDigest)

    def at(self, *route: str | int, key: bool = False) -> Spot:
        """The place of one of its fields; of adopted ones, in the file that they came from."""
        if not self._origins and not self.adopted:
            return Spot(self.path, self.prefix + route, key)
        known = route
        while known and known not in self._origins:
            known = known[:-1]
        if route and not known:
            return Spot(self.path)
        return Spot(self.path, self._origins.get(known, ()) + route[len(known) :], key)

    def knows(self, *route: str | int) -> bool:
        """False where the schema refused that field or something around it."""
        if not self.broken:
            return True  # nearly always
        return not any(route[:length] in self.broken for length in range(len(route) + 1))

    def hides(self, part: str) -> bool:
        """True where the schema refused a list of ids, or an item or an id in it: any may exist."""
        return not self.knows(part) or any(
            route[0] == part and (len(route) == 2 or route[2:] == ("id",))
            for route in self.broken
            if len(route) > 1
        )

    def plain(self) -> dict[str, Any]:
        """The data as the file states it (mapped where adopted), without nulls and broken parts.

        Of an event log it is what its lines come to.
        """
        if self.is_logged:
            told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self.record))
            return told
        data: Any = _collection(self.digest.packed) if self.prefix else self.digest.data()
        for step in self.prefix:
            data = data[step]
        if not isinstance(data, dict):
            return {}
        return data if self.keys is None else {key: data[key] for key in self.keys if key in data}
