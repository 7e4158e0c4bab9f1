"""Work along a line of commits, updated step by step from the files that each of them changed.

What a step costs depends on what it changed, not on how much there is: entities that stay are the
same objects on both sides. Where the files alone do not tell what a step means (the settings
changed, the workspace moved, one id in two files), that step is loaded whole, from what was read.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from tracker.finding import Found
from tracker.model.ahead import Ahead, Key
from tracker.model.digest import Order
from tracker.model.entity import Entity
from tracker.model.load import Library, Loader, Source
from tracker.model.records import Workspace
from tracker.model.work import Index, Work, empty
from tracker.source.commits import GONE, Commit, TreeItem
from tracker.source.git import Repository
from tracker.source.snapshot import Changed, Revision

SETTINGS = "tracker.yaml"
USUAL = "work"

Touched = Mapping[str, frozenset[str]]
"""The ids that a step may have changed, by kind."""

_ORDER = Order("workspace")


class Landed(NamedTuple):
    """A commit of the line with the Work that it left, and what it touched of the one before.

    The Work's faults are of the touched files alone. `changed` reads the files of the commit.
    """

    commit: Commit
    changed: Changed
    work: Work
    touched: Touched


class Line:
    """One walk along a line of commits, from the Work that stood before the first of them."""

    def __init__(
        self,
        repository: Repository,
        commits: Sequence[Commit],
        root: str | None,
        library: Library,
        policy: Work | None = None,
    ) -> None:
        self._repository = repository
        self._commits = commits
        self._library = library
        self._policy = policy
        self._crowded = False
        parents = commits[0].parents if commits else ()
        self._origin = Revision(repository, parents[0]) if parents else None
        there = [entry.path for entry in self._origin.entries()] if self._origin else []
        self._roots = list(_roots(root, there, commits))
        self._lying: dict[str, list[Entity[Any]]] = {}
        self._matches: dict[tuple[str, str], set[str]] = {}
        self._ahead: Ahead | None = None

    def start(self) -> Work:
        """The Work that stood before the first commit; empty where that is the first of all."""
        if self._origin is None:
            nothing = empty(Revision(self._repository, ""))
            law = self._policy
            if law is None:
                return nothing
            return replace(nothing, workspace=law.workspace, entities={"lifecycle": law.lifecycles})
        return self._whole(self._origin, self._roots[0])

    def walk(self, start: Work) -> Iterator[Landed]:
        """Each commit of the line, in order."""
        plan = deque(self._plan(start))
        ahead = Ahead(self._repository, self._library, (key for *_, keys in plan for key in keys))
        self._index(start, start, {kind: frozenset(ids) for kind, ids in start.entities.items()})
        self._ahead = ahead
        before = start
        for commit, root in zip(self._commits, self._roots[1:], strict=True):
            loader, sources, keys = plan.popleft()  # what lies behind is let go
            ahead.need(keys)
            changed = Changed(self._repository, commit.hash, commit.items)
            stepped = self._part(before, changed, root, loader, sources)
            if stepped is None:
                work = self._whole(changed.whole, root)
                stepped = (
                    replace(work, faults=_within(work, set(commit.paths))),
                    _differing(before, work),
                )
            work, touched = stepped
            self._index(before, work, touched)
            yield Landed(commit, changed, work, self._with_matches(before, work, touched))
            before = work

    def coming(self, after: Commit, folder: str) -> Iterator[tuple[Commit, Entity[Any]]]:
        """What comes into a folder after a commit of the line: each file as it first comes."""
        seen = set()
        for at, item in self._by_folder.get(folder, ()):
            if at > self._places[after.hash] and item.mode != GONE and item.path not in seen:
                seen.add(item.path)
                commit = self._commits[at]
                for entity in self._entities(commit, item, self._roots[at + 1]):
                    yield commit, entity

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {commit.hash: at for at, commit in enumerate(self._commits)}

    @cached_property
    def _by_folder(self) -> Mapping[str, list[tuple[int, TreeItem]]]:
        found: dict[str, list[tuple[int, TreeItem]]] = defaultdict(list)
        for at, commit in enumerate(self._commits):
            for item in commit.items:
                found[item.path.rpartition("/")[0]].append((at, item))
        return found

    def _entities(self, commit: Commit, item: TreeItem, root: str | None) -> list[Entity[Any]]:
        """What one file of a commit holds, by where it lies."""
        loader = Loader(Changed(self._repository, commit.hash, (item,)), root, self._library)
        sources = loader.sources(None)
        if self._ahead is not None:
            self._ahead.need((item.hash, one.order) for one in sources)
        loader.read(sources)
        return [entity for index in loader.index.values() for entity in index.values()]

    def _whole(self, snapshot: Revision, root: str | None) -> Work:
        loader = Loader(snapshot, root, self._library)
        work = loader.run(self._policy)
        self._crowded = loader.crowded
        return work

    def _part(
        self,
        before: Work,
        changed: Changed,
        root: str | None,
        loader: Loader,
        sources: list[Source],
    ) -> tuple[Work, Touched] | None:
        """The Work after a step, of its files alone; None where they alone do not tell."""
        paths = set(changed.paths)
        if self._crowded or root != before.root or before.unnamed or _settings(root) in paths:
            return None
        kinds = {source.kind.name for source in sources}
        kinds.update(one.kind for path in paths for one in self._lying.get(path, ()))
        if "process" in kinds and any(run.is_logged for run in before.of("run").values()):
            return None  # what ends a run in a log may be another step now
        loader.standing = before.entities
        loader.read(sources)
        if self._policy:
            loader.index.pop("lifecycle", None)
        if loader.crowded or loader.unnamed:
            return None
        gone: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            for entity in self._lying.get(path, ()):
                gone[entity.kind].add(entity.id)
        entities, touched = dict(before.entities), {}
        for kind in {*gone, *loader.index}:
            new = loader.index.get(kind, {})
            found = _replaced(before.of(kind), gone[kind], new)
            if found is None:
                return None
            entities[kind] = found
            touched[kind] = frozenset(gone[kind].union(new))
        broken = before.broken
        if loader.broken or any(path in paths for path, _ in broken):
            broken = frozenset(one for one in broken if one[0] not in paths) | loader.broken
        said = {rule: tuple(found) for rule, found in loader.faults.items()}
        return Work(changed.whole, root, before.workspace, entities, said, broken=broken), touched

    # What lies where, and what is matched by what: kept beside the Work, as only a walk asks.

    def _index(self, before: Work, work: Work, touched: Touched) -> None:
        for kind, ids in touched.items():
            for id in ids:
                for entity, there in (
                    (before.of(kind).get(id), False),
                    (work.of(kind).get(id), True),
                ):
                    if entity is not None and not (self._policy and kind == "lifecycle"):
                        self._note(entity, there)

    def _note(self, entity: Entity[Any], there: bool) -> None:
        lying = self._lying.setdefault(entity.path, [])
        if there:
            lying.append(entity)
        elif entity in lying:
            lying.remove(entity)
        if entity.match is not None:
            ids = self._matches.setdefault((entity.kind, entity.match), set())
            (ids.add if there else ids.discard)(entity.id)

    def _with_matches(self, before: Work, work: Work, touched: Touched) -> Touched:
        """With the entities that share a `match` with one: who is who depends on them too."""
        found = {}
        for kind, ids in touched.items():
            sides = (side.of(kind).get(id) for id in ids for side in (before, work))
            claims = {one.match for one in sides if one is not None and one.match is not None}
            sharing = (self._matches.get((kind, claim), set()) for claim in claims)
            found[kind] = ids.union(*sharing) if claims else ids
        return found

    # What each step will read is known before it is walked.

    def _plan(self, start: Work) -> Iterator[tuple[Loader, list[Source], list[Key]]]:
        settings = start.workspace.record if start.workspace else None
        if self._policy is None:
            Ahead(self._repository, self._library, self._all_settings()).all()
        for commit, root in zip(self._commits, self._roots[1:], strict=True):
            items = {item.path: item for item in commit.items}
            said = items.get(_settings(root) or "")
            if said is not None and self._policy is None:
                digest = self._library.of((said.hash, _ORDER))
                settings = digest.record(Workspace) if digest and not digest.refusal else None
            changed = Changed(self._repository, commit.hash, commit.items)
            loader = Loader(changed, root, self._library)
            sources = loader.sources(settings)
            yield loader, sources, [(items[one.path].hash, one.order) for one in sources]

    def _all_settings(self) -> Iterator[Key]:
        for commit, root in zip(self._commits, self._roots[1:], strict=True):
            for one in commit.items:
                if one.path == _settings(root) and one.mode != GONE:
                    yield one.hash, _ORDER


def _replaced(old: Index, gone: set[str], new: Index) -> Index | None:
    """An index without what is gone and with what is new, by id; None where two files say one id."""
    if any(id in old and id not in gone for id in new):
        return None
    found = {**old, **new}
    for id in gone.difference(new):
        del found[id]
    return (
        found
        if len(found) <= len(old) and new.keys() <= old.keys()
        else dict(sorted(found.items()))
    )


def _differing(before: Work, after: Work) -> Touched:
    """What is not the same on both sides."""
    found = {}
    for kind in {*before.entities, *after.entities}:
        old, new = before.of(kind), after.of(kind)
        ids = frozenset(id for id in {*old, *new} if old.get(id) is not new.get(id))
        if ids:
            found[kind] = ids
    return found


def _within(work: Work, paths: set[str]) -> Mapping[str, tuple[Found, ...]]:
    """What loading found in some files."""
    found = {
        rule: tuple(one for one in said if one.at.path in paths)
        for rule, said in work.faults.items()
    }
    return {rule: said for rule, said in found.items() if said}


# Where the workspace was.


def _settings(root: str | None) -> str | None:
    return None if root is None else f"{root}/{SETTINGS}" if root else SETTINGS


def _roots(
    root: str | None, there: Iterable[str], commits: Sequence[Commit]
) -> Iterator[str | None]:
    """The workspace's folder before the first commit and after each: the same as in the end, else
    the one that has moved since. What stands in the end beside it is another one.
    """
    present = {path.rpartition("/")[0] for path in there if _is_settings(path)}
    steps = [
        [
            (one.path.rpartition("/")[0], one.mode != GONE)
            for one in commit.items
            if _is_settings(one.path)
        ]
        for commit in commits
    ]
    last = set(present)
    for step in steps:
        _land(last, step)
    standing = last - {root}
    yield _root(root, present, standing)
    for step in steps:
        _land(present, step)
        yield _root(root, present, standing)


def _land(present: set[str], step: Iterable[tuple[str, bool]]) -> None:
    for folder, is_there in step:
        (present.add if is_there else present.discard)(folder)


def _is_settings(path: str) -> bool:
    return path.rpartition("/")[2] == SETTINGS


def _root(root: str | None, present: set[str], standing: set[str]) -> str | None:
    if root is None or root in present:
        return root
    moved = present - standing
    usual = moved & {"", USUAL}
    if len(moved) > 1 and len(usual) != 1:
        return None
    return next(iter(usual or moved), None)
