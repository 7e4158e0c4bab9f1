"""Teams: one row each, and what a team holds with the teams below it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, TypeVar

from tracker.analysis.tree import Row, below, depths
from tracker.model.work import Work
from tracker.views.report import Column, Value, report

H = TypeVar("H")


@dataclass(frozen=True)
class TeamRow:
    """What an index says about a team; `depth` counts the teams above it."""

    id: str
    title: str
    kind: str | None
    parent: str | None
    lead: str | None
    depth: int
    people: int
    projects: int
    processes: int


@dataclass(frozen=True)
class Member:
    """A person of a team or of one below it; `team` is the one that the person belongs to."""

    person: str
    team: str
    roles: tuple[str, ...]
    leads: bool


@dataclass(frozen=True)
class Holding:
    """What a team and the teams below it hold; the goals are those that its people own."""

    members: tuple[Member, ...]
    projects: frozenset[str]
    processes: frozenset[str]
    goals: frozenset[str]


@report(
    Column("team", "Team", Value.REF, "team", cell=lambda row: row.id),
    Column("title", "Title"),
    Column("kind", "Kind", Value.STATE),
    Column("lead", "Lead", Value.REF, "person"),
    Column("parent", "Part of", Value.REF, "team"),
    Column("people", "People", Value.NUMBER),
    Column("projects", "Projects", Value.NUMBER),
    Column("processes", "Processes", Value.NUMBER),
)
def teams(work: Work) -> list[TeamRow]:
    """Every team, each below its department: who leads it, and how much it has to do."""
    people = Counter(id for one in work.people.values() for id in one.record.teams)
    projects = Counter(one.record.team for one in work.projects.values())
    processes = Counter(one.record.department for one in work.processes.values())
    order = depths({id: one.record.parent for id, one in work.teams.items()})
    return [
        TeamRow(
            id, (one := work.teams[id]).title, one.record.kind, one.record.parent, one.record.lead,
            depth, people[id], projects[id], processes[id],
        )
        for id, depth in order.items()
    ]  # fmt: skip


class Holdings:
    """What every team holds: the work is gone through once, for all of them."""

    def __init__(self, work: Work) -> None:
        self.parents = {id: one.record.parent for id, one in work.teams.items()}
        self.under = below(self.parents)
        self._row = Row(self.parents)
        people = _by((id, team) for id, one in work.people.items() for team in one.record.teams)
        members = (
            (one, team)
            for team in self._row.order
            for one in _members(work, team, people.get(team, ()))
        )
        self._members = _Held(self._row, members)
        self._projects = _Held(
            self._row, ((id, one.record.team) for id, one in work.projects.items())
        )
        self._processes = _Held(
            self._row, ((id, one.record.department) for id, one in work.processes.items())
        )
        self._goals = _by((id, one.record.owner) for id, one in work.goals.items())

    def of(self, team: str) -> Holding:
        """What one team holds, with the teams below it."""
        inside = self._row.span(team)
        members = tuple(self._members.of(inside))
        people = {one.person for one in members}
        return Holding(
            members,
            frozenset(self._projects.of(inside)),
            frozenset(self._processes.of(inside)),
            frozenset(id for one in people for id in self._goals.get(one, ())),
        )


class _Held(Generic[H]):
    """What teams hold, sorted by where they stand in their row: what some hold together is a slice."""

    def __init__(self, row: Row, pairs: Iterable[tuple[H, str | None]]) -> None:
        found = [(row.place[team], held) for held, team in pairs if team in row.place]
        found.sort(key=itemgetter(0))
        self._places = [place for place, _ in found]
        self._held = [held for _, held in found]

    def of(self, span: slice) -> list[H]:
        """What is held by those who stand there."""
        first, last = (bisect_left(self._places, one) for one in (span.start or 0, span.stop))
        return self._held[first:last]


def _members(work: Work, team: str, people: Iterable[str]) -> list[Member]:
    """Who belongs to a team; who leads it comes first, and belongs to it whatever else is said."""
    lead = work.teams[team].record.lead
    ids = dict.fromkeys([*([lead] if lead in work.people else ()), *people])
    return [Member(id, team, work.people[id].record.roles, id == lead) for id in ids if id]


def _by(pairs: Iterable[tuple[str, str | None]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, holder in pairs:
        if holder is not None:
            found.setdefault(holder, []).append(id)
    return found
