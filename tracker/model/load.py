"""Loading: a snapshot becomes Work, and what is wrong with its files becomes findings.

Digests and entities are kept in a library, so that base and head share whatever they have in
common, down to the records themselves.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from tracker.finding import Found, Route, Spot
from tracker.model import faults
from tracker.model.adopt import adoption, name_of, selected
from tracker.model.digest import (
    Digest,
    Job,
    Order,
    Reference,
    digests,
    order_at,
    uncollected,
)
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, Kind, Placement, is_id, placed
from tracker.model.logs import Logged, Logs
from tracker.model.records import Adopt, Plan, Workspace
from tracker.model.schema import Misfit, convert
from tracker.model.work import Work
from tracker.source.aside import is_aside
from tracker.source.snapshot import Blob, Mode, Snapshot

_PLAN_KEYS = tuple(Plan.__struct_fields__)
_PACKED_PLAN_KEYS = tuple(key.encode() for key in _PLAN_KEYS)
_NOT_TEXT_FILES = {"lfs-pointer"}
_WARNINGS = {"ambiguous": "ambiguous-scalar", "cut": "cut-text"}
"""The rules of what the reader warns of."""


_Key = tuple[str, Order]
"""A content hash, and how the content is read."""


@dataclass(slots=True)
class Library:
    """What was read already, by content: nothing is read, validated or decoded twice."""

    digests: dict[str, dict[Order, Digest]] = field(default_factory=dict)
    entities: dict[tuple[str, str, Order, str | None], tuple[Entity[Any], ...]] = field(
        default_factory=dict
    )

    logs: Logs = field(default_factory=Logs)

    def of(self, key: _Key) -> Digest | None:
        """The digest of a content that was read in that way."""
        return self.digests.get(key[0], {}).get(key[1])


class Source(NamedTuple):
    """A file that is to be read: where, as what, by which adoption; of an event log, whose it is."""

    path: str
    kind: Kind
    id: str | None
    order: Order
    rule: Adopt | None = None
    owner: str | None = None


def load(
    snapshot: Snapshot, root: str | None, library: Library | None = None, policy: Work | None = None
) -> Work:
    """The Work of a snapshot; with a policy, its settings and lifecycles in place of the snapshot's."""
    with uncollected():
        return Loader(snapshot, root, library or Library()).run(policy)


class Loader:
    """One loading. `crowded` is true afterwards where an id is said in more than one file.

    `standing` is what is there besides, where not all files are read.
    """

    def __init__(self, snapshot: Snapshot, root: str | None, library: Library) -> None:
        self.snapshot = snapshot
        self.root = root
        self.library = library
        self.faults: dict[str, list[Found]] = {}
        self.index: dict[str, dict[str, Entity[Any]]] = {}
        self.files: Counter[str] = Counter()
        self.hashes: dict[str, str] = {}
        self.opaque: set[str] = set()
        self.unnamed: set[str] = set()
        self.broken: set[tuple[str, Route]] = set()
        self.crowded = False
        self.standing: Mapping[str, Mapping[str, Entity[Any]]] = {}

    def sources(self, settings: Workspace | None) -> list[Source]:
        """The files to read under settings that are known already."""
        sources = list(self._placed_sources()) if self.root is not None else []
        if settings is not None:
            sources += self._adopted_sources(settings, {source.path for source in sources})
        return sources

    def run(self, policy: Work | None) -> Work:
        """Read all that there is."""
        sources = list(self._placed_sources()) if self.root is not None else []
        settings = [source for source in sources if source.kind.name == "workspace"]
        self.read(settings)
        workspace = self.index.get("workspace", {}).get("")
        ruling = policy.workspace if policy else workspace
        rest = [source for source in sources if source.kind.name != "workspace"]
        taken = {source.path for source in sources}
        if ruling:
            rest += self._adopted_sources(ruling.record, taken)
        self.read(rest)
        self._doubled_matches()
        if policy:
            self.index["lifecycle"] = dict(policy.lifecycles)
        return Work(
            self.snapshot,
            self.root,
            ruling,
            MappingProxyType(
                {kind: dict(sorted(found.items())) for kind, found in self.index.items()}
            ),
            {rule: tuple(found) for rule, found in self.faults.items()},
            dict(self.files),
            self.hashes,
            frozenset(self.opaque),
            frozenset(self.unnamed),
            frozenset(self.broken),
        )

    # Which files there are.

    def _placed_sources(self) -> Iterator[Source]:
        root = self.root or ""
        for entry in self.snapshot.entries(root):
            below = entry.path[len(root) + 1 :] if root else entry.path
            if _is_aside(below):
                continue
            place = placed(below)
            if place is None:
                if not _is_elsewhere(below, root):
                    self._fault("misplaced-file", faults.misplaced(entry.path, below))
                continue
            unnamed = _unnamed(entry.path, place)
            if unnamed is not None:
                self._fault("misplaced-file", unnamed)
                continue
            owner = place.log[0] if place.log else None
            source = Source(entry.path, place.kind, place.id, order_at(place), owner=owner)
            if entry.mode is Mode.file:
                yield source
            else:
                self._unreadable(source, faults.wrong_mode(entry.path, entry.mode))

    def _adopted_sources(self, settings: Workspace, taken: set[str]) -> Iterator[Source]:
        if not settings.adopt:
            return
        modes = {
            entry.path: entry.mode
            for entry in self.snapshot.entries("")
            if not is_aside(entry.path.rpartition("/")[2])
        }
        for rule in settings.adopt:
            kind = KINDS.get(rule.kind or "")
            if kind is None:
                continue  # the schema said so
            order = Order(kind.name, adoption(rule))
            for path in selected(modes, rule):
                if path in taken:
                    self._fault("duplicate-id", faults.taken_twice(path))
                    continue
                taken.add(path)
                source = Source(path, kind, None, order, rule)
                if modes[path] is Mode.file:
                    yield source
                else:
                    self._unreadable(source, faults.wrong_mode(path, modes[path]))

    # What they say.

    def read(self, sources: Iterable[Source]) -> None:
        """What some files say is entered; logs last, since others tell when a run has ended."""
        logs: list[Source] = []
        rest: list[Source] = []
        for source in sources:
            (logs if source.order.log else rest).append(source)
        self._read(rest)
        self._read_logs(logs)

    def _read(self, sources: list[Source]) -> None:
        by_path = {source.path: source for source in sources}
        waiting: dict[_Key, list[Source]] = {}
        new: list[_Key] = []
        # While other processes digest, this one reads on, and makes entities of what comes back.
        jobs = self._jobs(by_path, waiting, new)
        for at, digest in enumerate(digests(jobs, len(by_path))):
            hash, order = new[at]
            self.library.digests.setdefault(hash, {})[order] = digest
            for source in waiting[new[at]]:
                self._entities(source, new[at], digest)
        for source in sources:
            key = (self.hashes.get(source.path, ""), source.order)
            if key in waiting:
                self._take(source, key)

    def _jobs(
        self, by_path: dict[str, Source], waiting: dict[_Key, list[Source]], new: list[_Key]
    ) -> Iterator[Job]:
        """What is still to be digested, each content once; notes who waits for it."""
        for blob in self.snapshot.blobs(by_path, self.library.digests):
            source = by_path[blob.path]
            key = (blob.hash, source.order)
            if not self._arrived(source, blob):
                continue
            is_new = key not in waiting and self.library.of(key) is None
            waiting.setdefault(key, []).append(source)
            if is_new:
                new.append(key)
                # Known by its content, but under another schema: read once more for this one.
                content = self.snapshot.read(blob.path) if blob.content is None else blob.content
                yield content, source.order

    def _arrived(self, source: Source, blob: Blob) -> bool:
        """Notes that a file was read; False where it could not be."""
        self.hashes[blob.path] = blob.hash
        self.files[source.kind.name] += 1
        if blob.error is not None:
            message = Found(Spot(blob.path), blob.error, "make it a file that can be read")
            self._unreadable(source, message)
        return blob.error is None

    def _read_logs(self, sources: list[Source]) -> None:
        """Event logs: they are large, so each is digested here, and its text let go at once."""
        by_path = {source.path: source for source in sources}
        read: dict[str, Logged] = {}
        for blob in self.snapshot.blobs(by_path, self.library.logs):
            if self._arrived(by_path[blob.path], blob):
                read[blob.path] = self.library.logs.of(blob, by_path[blob.path].order)
        for source in sources:
            if source.path in read:
                self._take_log(source, read[source.path])

    def _take_log(self, source: Source, log: Logged) -> None:
        self._say(source, log.digest)
        if log.digest.refusal is not None:
            self._unreadable(source, None)
            return
        owner = source.kind.part_of or ""
        process = self.index.get(owner, self.standing.get(owner, {})).get(source.owner or "")
        for entity in log.entities(source.kind.name, source.path, source.owner or "", process):
            self._enter(entity)

    def _entities(self, source: Source, key: _Key, digest: Digest) -> tuple[Entity[Any], ...]:
        # The digest does not depend on how ids are made; the entity does.
        cached = (source.path, *key, source.rule.id if source.rule else source.id)
        entities = self.library.entities.get(cached)
        if entities is None:
            entities = () if digest.refusal else tuple(_entities(source, digest))
            self.library.entities[cached] = entities
        return entities

    def _take(self, source: Source, key: _Key) -> None:
        digest = self.library.digests[key[0]][key[1]]
        self._say(source, digest)
        if digest.refusal is not None:
            self._unreadable(source, None)
        for entity in self._entities(source, key, digest):
            self._enter(entity)

    def _say(self, source: Source, digest: Digest) -> None:
        path = source.path
        if digest.refusal is not None:
            rule = "unreadable-file" if digest.refusal.code in _NOT_TEXT_FILES else "syntax"
            self._fault(rule, faults.problem(path, digest.refusal))
        for warning in digest.warnings:
            self._fault(_WARNINGS[warning.code], faults.problem(path, warning))
        for misfit in digest.unmapped:
            self._fault(
                "schema", Found(Spot(path, misfit.route, misfit.key), misfit.message, misfit.hint)
            )
        if not digest.misfits:
            return
        place = Entity(source.kind.name, "", None, path, digest, adopted=bool(digest.origins),
                       _origins=dict(digest.origins))  # fmt: skip
        for misfit in digest.misfits:
            spot = place.at(*misfit.route, key=misfit.key)
            self._fault(
                "schema", Found(spot, misfit.message, faults.where_to_add(misfit, source.rule))
            )
            refused = place.at(*misfit.prune).route
            if refused or not misfit.prune:  # what is missing in an adopted file has no place there
                self.broken.add((path, refused))

    def _enter(self, entity: Entity[Any]) -> None:
        if entity.adopted and not entity.id:
            self._fault("schema", faults.nameless(entity))
            return
        index = self.index.setdefault(entity.kind, {})
        other = index.setdefault(entity.id, entity)
        if other is not entity:
            self.crowded = True
            self._fault("duplicate-id", faults.said_twice(entity, other))

    def _doubled_matches(self) -> None:
        seen: dict[tuple[str, str], Entity[Any]] = {}
        for kind, index in self.index.items():
            for entity in sorted(index.values(), key=lambda entity: entity.path):
                if entity.match is None:
                    continue
                first = seen.setdefault((kind, entity.match), entity)
                if first is not entity:
                    self._fault("duplicate-id", faults.matched_twice(entity, first))

    def _unreadable(self, source: Source, fault: Found | None) -> None:
        if fault is not None:
            self._fault("unreadable-file", fault)
        id = source.id
        if source.rule is not None and source.order.adoption and not source.order.adoption.id_paths:
            id = name_of(source.rule, source.path, None)
        if id is None:
            self.opaque.add(source.kind.name)
            self.unnamed.add(source.path)
            return
        record = source.kind.record()
        broken: frozenset[Route] = frozenset({()})
        self.broken.add((source.path, ()))
        self._enter(
            Entity(source.kind.name, id, record, source.path, Digest(), broken=broken,
                   unreadable=True, adopted=source.rule is not None)
        )  # fmt: skip

    def _fault(self, rule: str, found: Found) -> None:
        self.faults.setdefault(rule, []).append(found)


def _entities(source: Source, digest: Digest) -> Iterator[Entity[Any]]:
    if source.id is None and source.rule is None:
        yield from _collected(source, digest)
        return
    id = source.id or ""
    if source.rule is not None:
        id = name_of(source.rule, source.path, digest.claims[0])
    broken = frozenset(route for misfit in digest.misfits for route in _unknown_now(misfit))
    yield Entity(
        source.kind.name, id, digest.record(source.kind.record), source.path, digest,
        broken=broken, adopted=source.rule is not None, references=digest.references,
        _origins=dict(digest.origins),
    )  # fmt: skip
    if source.kind.name == "project" and any(key in digest.packed for key in _PACKED_PLAN_KEYS):
        data = digest.data()
        keys = [key for key in _PLAN_KEYS if key in data]
        if keys:
            # The plan that stands in `project.yaml` is the same record as one in `plan.yaml`.
            plan = convert(Plan, {key: data[key] for key in keys})
            yield Entity("plan", id, plan, source.path, digest, keys=_PLAN_KEYS, broken=broken)


def _unknown_now(misfit: Misfit) -> Iterator[Route]:
    """What a refusal leaves unknown: the value itself, and the key that a misspelt one stands for."""
    yield misfit.prune
    if misfit.meant is not None:
        yield misfit.meant


def _collected(source: Source, digest: Digest) -> Iterator[Entity[Any]]:
    """The entities of a collection: a map of id to record."""
    data = digest.data()
    broken: dict[str | int, set[Route]] = {}
    for misfit in digest.misfits:
        for route in _unknown_now(misfit):
            broken.setdefault(route[0] if route else "", set()).add(route[1:])
    named: dict[str | int, list[Reference]] = {}
    for kind, text, route in digest.references:
        named.setdefault(route[0], []).append((kind, text, route[1:]))
    for id, item in data.items() if isinstance(data, dict) else ():
        yield Entity(
            source.kind.name, id, convert(source.kind.record, item), source.path, digest, (id,),
            broken=frozenset(broken.get(id, ())), references=tuple(named.get(id, ())),
        )  # fmt: skip


def _unnamed(path: str, place: Placement) -> Found | None:
    """What is wrong with the names in a path, where they are no ids."""
    if place.id and not place.kind.takes(place.id):
        return faults.no_id(path, place.kind, place.id)
    strange = next((name for name in place.log if not is_id(name)), None)
    return None if strange is None else faults.no_log_name(path, strange)


_PROSE = ("README.md",)


def _is_aside(below: str) -> bool:
    """Hidden files are other tools' business, and a README may stand in any folder."""
    return below.startswith(".") or "/." in below or below.rpartition("/")[2] in _PROSE


def _is_elsewhere(below: str, root: str) -> bool:
    """A workspace at the repository's root shares it with the code: only its own folders are judged."""
    folders = {kind.pattern.split("/")[0] for kind in KINDS.values() if "/" in kind.pattern}
    return root == "" and below.partition("/")[0] not in folders
