"""What a change does: two Works of one organisation, entity by entity.

Identity across revisions is resolved here, by `pairing`, and nowhere else. All that speaks of
change (the checks, the review, the history) stands on these values.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from tracker.finding import Route, Spot
from tracker.law.difference import FieldChange, differences
from tracker.law.pairing import pairs, parts
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of, placed
from tracker.model.work import Work
from tracker.source.commits import Commit


class Move(NamedTuple):
    """One state that changed: of what, in which field, from where to where.

    `machine` names the declared moves that judge it: `phase`, or the kind whose status it is.
    """

    machine: str
    subject: str
    field: str
    before: str
    after: str
    at: Spot


@dataclass(frozen=True, eq=False)
class Change:
    """What happened to one entity: it is new (no `before`), gone (no `after`), or differs."""

    kind: str
    id: str
    before: Entity[Any] | None
    after: Entity[Any] | None
    fields: tuple[FieldChange, ...] = ()
    moves: tuple[Move, ...] = ()
    commits: tuple[Commit, ...] = ()

    @property
    def ref(self) -> str:
        """The entity as others name it: `kind/id`."""
        return f"{self.kind}/{self.id}"

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def renamed_from(self) -> str | None:
        """The id that it had at the base, where that was another one."""
        if self.before is None or self.after is None or self.before.id == self.after.id:
            return None
        return self.before.id

    @property
    def authors(self) -> tuple[str, ...]:
        """The addresses of all who wrote commits that touch its files, co-authors included."""
        emails = [
            email
            for commit in self.commits
            for email in (commit.author_email, *(email for _, email in commit.co_authors))
        ]
        return tuple(dict.fromkeys(emails))


def project_of(id: str, changes: Iterable[Change]) -> Change | None:
    """The change of the project that something of this id belongs to; None where that is as it was."""
    owner = owner_of(id)
    return next((one for one in changes if one.kind == "project" and one.id == owner), None)


def whole_of(change: Change, changes: Iterable[Change]) -> Change | None:
    """The change of what another one is a part of; None where that is as it was, or is nothing."""
    kind, owner = KINDS[change.kind].part_of, owner_of(change.id)
    return next((one for one in changes if one.kind == kind and one.id == owner), None)


def changes(
    before: Work,
    after: Work,
    commits: Iterable[Commit] = (),
    among: Mapping[str, Collection[str]] | None = None,
) -> tuple[Change, ...]:
    """Every entity that differs between two Works, in the order of kinds and ids.

    A file that only moved gives nothing. The commits are those between the two revisions. With
    `among` only those ids are looked at; whoever gives them knows that all others are the same
    objects on both sides, and share their `match` with none of these.
    """
    touching = _by_path(commits)
    found: list[Change] = []
    renames: dict[tuple[str, str], str] = {}
    for name, kind in KINDS.items():
        if among is not None and name not in among and not renames:
            continue
        old, new = before.of(name), after.of(name)
        if among is not None:
            ids = _affected(among.get(name, ()), renames, kind.part_of, (old, new))
            if not ids:
                continue
            old, new = _only(old, ids), _only(new, ids)
        paired = parts(old, new, renames, kind.part_of) if kind.part_of else pairs(old, new)
        for one, other in paired:
            if one is not None and other is not None and one.id != other.id:
                renames[name, one.id] = other.id
            if other is None and one is not None and _may_hold(after, one):
                continue  # its file could not be read: it is unknown, not gone
            if one is None and other is not None and _may_hold(before, other):
                continue
            change = _change(one, other, touching)
            if change is not None:
                found.append(change)
    return tuple(sorted(found, key=lambda change: (_RANK[change.kind], change.id)))


_Index = Mapping[str, Entity[Any]]


def _affected(
    ids: Collection[str],
    renames: Mapping[tuple[str, str], str],
    owner: str | None,
    sides: tuple[_Index, _Index],
) -> Collection[str]:
    """With the parts of what was renamed: they change their owner, even where they lie still."""
    names = {
        name for (kind, one), other in renames.items() if kind == owner for name in (one, other)
    }
    if not names:
        return ids
    return {*ids, *(id for side in sides for id in side if owner_of(id) in names)}


def _only(index: _Index, ids: Collection[str]) -> _Index:
    return {id: index[id] for id in sorted(ids) if id in index}


def _as_known(before: Entity[Any], after: Entity[Any]) -> bool:
    """True where both sides tell equally much of where the entity stands."""
    states = ("phase", "status")
    return before.unreadable == after.unreadable and all(
        before.knows(name) == after.knows(name) for name in states
    )


def _may_hold(work: Work, entity: Entity[Any]) -> bool:
    """True where an unreadable file of that side may hold the entity.

    A collection may hold any id of its kind; a file of its own only what lies at its path, so that
    one bad file does not excuse all the others.
    """
    kind = KINDS[entity.kind]
    owner = work.of(kind.part_of or "").get(entity.id)
    if owner is not None and owner.unreadable and owner.path == entity.path:
        return True  # a plan that stands in a project.yaml which cannot be read
    if kind.name not in work.opaque:
        return False
    return any(_may_lie(work, entity, path) for path in work.unnamed)


def _may_lie(work: Work, entity: Entity[Any], path: str) -> bool:
    """True where a file that could not be read is the entity's own, or a collection of its kind.

    An event log holds runs of one process alone.
    """
    if path == entity.path:
        return True
    place = placed(path.removeprefix(f"{work.root}/"))
    if place is None or place.kind.name != entity.kind or place.id is not None:
        return False
    return not place.log or place.log[0] == owner_of(entity.id)


_RANK = {name: at for at, name in enumerate(KINDS)}


def _by_path(commits: Iterable[Commit]) -> Mapping[str, list[Commit]]:
    touching: dict[str, list[Commit]] = defaultdict(list)
    for commit in commits:
        for path in commit.paths:
            touching[path].append(commit)
    return touching


def _change(
    before: Entity[Any] | None, after: Entity[Any] | None, touching: Mapping[str, list[Commit]]
) -> Change | None:
    present = after or before
    if present is None or before is after:
        return None
    fields: tuple[FieldChange, ...] = ()
    moves: tuple[Move, ...] = ()
    if before is not None and after is not None:
        if not before.unreadable and not after.unreadable:
            fields = tuple(differences(before, after))
            moves = tuple(_moves(before, after)) if fields else ()
        if not fields and before.id == after.id and _as_known(before, after):
            return None
    paths = dict.fromkeys(entity.path for entity in (before, after) if entity is not None)
    commits = {commit.hash: commit for path in paths for commit in touching.get(path, ())}
    return Change(present.kind, present.id, before, after, fields, moves, tuple(commits.values()))


# The moves of each state are declared in `lifecycle.py`.

PENDING = "pending"
"""The state of a deliverable of which nothing is said."""


def _moves(before: Entity[Any], after: Entity[Any]) -> Iterator[Move]:
    if before.kind == "project":
        yield from _move(
            "phase", after.ref, before.record.phase, after, after.record.phase, ("phase",)
        )
    field = KINDS[before.kind].state
    if field is not None and not after.is_logged:  # there it is computed
        yield from _move(before.kind, after.ref, before.state, after, after.state, (field,))
    if before.kind == "plan":
        yield from _acceptances(before, after)


def _move(
    machine: str, subject: str, old: str | None, after: Entity[Any], new: str | None, route: Route
) -> Iterator[Move]:
    if old is not None and new is not None and old != new:
        yield Move(machine, subject, str(route[-1]), old, new, after.at(*route))


def _acceptances(before: Entity[Any], after: Entity[Any]) -> Iterator[Move]:
    old = {item.id: at for at, item in enumerate(before.record.deliverables) if item.id}
    for index, item in enumerate(after.record.deliverables):
        at = old.get(item.id or "")
        if at is None:
            continue
        subject = f"project/{after.id}/{item.id}"
        route = ("deliverables", index, "acceptance", "status")
        states = acceptance(before, at), acceptance(after, index)
        yield from _move("deliverable", subject, states[0], after, states[1], route)


def acceptance(plan: Entity[Any], index: int) -> str | None:
    """The state of a deliverable: pending where nobody has said another, None where it is broken.

    Else an acceptance could be taken back by leaving it out.
    """
    if not plan.knows("deliverables", index, "acceptance", "status"):
        return None
    said = plan.record.deliverables[index].acceptance
    return (said and said.status) or PENDING
