"""Status: everything that the pages show, worked out once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from tracker.finding import Finding
from tracker.law.content import SIGNATURES
from tracker.law.judge import Verdict
from tracker.law.policy import Law
from tracker.model.kinds import KINDS, is_id
from tracker.model.versions import earlier
from tracker.model.work import Work
from tracker.site.compared import Comparison, compared
from tracker.site.forge import Forge, forge
from tracker.site.knowing import Knowing
from tracker.site.parties import Parties
from tracker.site.past import Past
from tracker.views.audience import for_everybody
from tracker.views.chart import Look
from tracker.views.given import Given
from tracker.views.news import Event, news
from tracker.views.operation import Operation, operations
from tracker.views.reports.attention import Attention, Summary, summary
from tracker.views.reports.board import Board, boards
from tracker.views.reports.due import Due
from tracker.views.reports.findings import (
    SHOWN,
    FindingRow,
    RuleGroup,
    by_rule,
)
from tracker.views.reports.gates import GateRow, gates
from tracker.views.reports.goals import GoalRow
from tracker.views.reports.history import HistoryReport, history
from tracker.views.reports.processes import ProcessRow, processes
from tracker.views.reports.projects import ProjectRow, projects
from tracker.views.underway import UnderWay, under_way

INTERNAL = ("person",)
"""The kinds whose pages are for the organisation alone."""

PAGED = tuple(kind for kind in SHOWN if kind not in INTERNAL)
"""The kinds that have pages for everybody, one for each."""


RUNS = 30
"""How many runs under way the page of a process shows."""


PANELS = ("operation", "under-way")
"""The panels of a process to which reasons for attention lead."""


class Audience(StrEnum):
    """Whom the pages are for: times, rates, leave and training of people are internal."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Status:
    """The state of the work on a day, with what is wrong about it.

    `commit` is the full hash of the commit that the work was read from; None for a working tree.
    `past` is what git tells of how it came to be; where there is None, `unknown_past` says why.
    `origin` is the address of the repository, as its remote names it; `forge` says where its files
    can be looked at.
    """

    work: Work
    verdict: Verdict
    title: str
    as_of: date
    commit: str | None = None
    past: Past | None = None
    unknown_past: str = ""
    audience: Audience = Audience.PUBLIC
    origin: str | None = None

    @cached_property
    def forge(self) -> Forge | None:
        return forge(self.origin)

    @cached_property
    def given(self) -> Given:
        """What reports may ask for."""
        law = Law(self.work, self.work, self.as_of, evidence=SIGNATURES)
        return Given(self.look, law, self._found)

    def _found(self) -> Iterable[Finding]:
        """What the check found that this audience may be told."""
        found = self.verdict.findings
        return found if self.is_internal else for_everybody(self.work, found)

    @cached_property
    def goals(self) -> dict[str, GoalRow]:
        return self.given.goals

    @cached_property
    def projects(self) -> dict[str, ProjectRow]:
        return {row.id: row for row in projects.rows(**self.given.of(projects))}

    @cached_property
    def processes(self) -> dict[str, ProcessRow]:
        return {row.id: row for row in processes.rows(self.work)}

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """The processes in operation, with their earlier versions as far as the past is known."""
        said = self.past.processes if self.past is not None else ()
        return operations(self.work, self.as_of, earlier(self.work, said))

    @cached_property
    def under_way(self) -> dict[str, list[UnderWay]]:
        """The runs under way that pages show, by process: those that are late first."""
        return {id: under_way(one, RUNS) for id, one in self.operations.items()}

    def has_place(self, ref: str, place: str) -> bool:
        """True where the page of a thing tells of a place: a panel of operation, or a run under way."""
        kind, _, id = ref.partition("/")
        if kind != "process" or not place:
            return False
        rows = self.under_way.get(id, ())
        return place in PANELS or any(place == f"run-{one.name}" for one in rows)

    @cached_property
    def gates(self) -> dict[str, list[GateRow]]:
        """The gates that were held, by project, the newest first. Raises SshError."""
        found: dict[str, list[GateRow]] = {}
        for row in gates.rows(**self.given.of(gates)):
            found.setdefault(row.project, []).append(row)
        return found

    @cached_property
    def parties(self) -> Parties:
        """Teams, roles, people and trainings."""
        return Parties(self.work, self.due, self.as_of)

    @cached_property
    def knowing(self) -> Knowing:
        """Who knows what."""
        return Knowing(self.given.knowledge)

    @cached_property
    def boards(self) -> list[Board]:
        return boards(self.work)

    def title_of(self, ref: str) -> str:
        """The title of what `kind/id` names, else the id itself."""
        kind, _, id = ref.partition("/")
        entity = self.work.of(kind).get(id) if kind in KINDS else None
        return entity.title if entity else id

    def part_title(self, project: str, text: str) -> str:
        """The title of a task, deliverable or milestone; `project/<id>/<part>` is another's."""
        owner, _, id = text.removeprefix("project/").rpartition("/")
        title = self._parts.get((owner or project, id), id)
        return f"{title} ({self.title_of(f'project/{owner}')})" if owner else title

    @cached_property
    def _parts(self) -> Mapping[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for project in self.work.projects:
            plan = self.work.plan(project)
            for items in (plan.tasks, plan.deliverables, plan.milestones):
                found |= {(project, one.id): one.title for one in items if one.id and one.title}
        return found

    @cached_property
    def history(self) -> HistoryReport | None:
        """What git tells of everything, as rows."""
        if self.past is None:
            return None
        return history(self.past.told, self.work, self.past.head, self.as_of)

    @cached_property
    def news(self) -> list[Event]:
        """What happened, by day; of a past that is not known nothing."""
        return news(self.past.told, self.work) if self.past is not None else []

    @cached_property
    def look(self) -> Look:
        """What charts are drawn from."""
        return Look(self.work, self.as_of, self.history, self.operations)

    @property
    def findings(self) -> list[FindingRow]:
        """What the check says, as far as it is for this audience."""
        return self.given.findings

    @property
    def is_partial(self) -> bool:
        """True where findings on people are not told; whether there are any is not told either."""
        return not self.is_internal and bool(self.work.people)

    @property
    def attention(self) -> list[Attention]:
        """What needs attention, the gravest first."""
        return self.given.attention

    @cached_property
    def attention_of(self) -> Mapping[str, Attention]:
        """The same by the `kind/id` that it is of."""
        return {one.ref: one for one in self.attention if one.ref}

    @cached_property
    def summary(self) -> Summary:
        """How it stands, in a sentence."""
        return summary(self.work, self.attention)

    @cached_property
    def due(self) -> list[Due]:
        """What is due and still open, by day."""
        return self.look.due

    @cached_property
    def comparisons(self) -> Mapping[tuple[date, date], Comparison]:
        """What differs between every two published states, by their days."""
        return compared(self.past)

    @cached_property
    def rules(self) -> list[RuleGroup]:
        return by_rule(self.findings)

    @cached_property
    def findings_of(self) -> Mapping[str, list[FindingRow]]:
        """The findings by the `kind/id` that they concern."""
        found: dict[str, list[FindingRow]] = {}
        for row in self.findings:
            if row.concerns is not None:
                found.setdefault(row.concerns, []).append(row)
        return found

    @property
    def is_internal(self) -> bool:
        return self.audience is Audience.INTERNAL

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The kinds of which nothing is told to this audience, however they changed."""
        return ("person", "identity") if self.audience is Audience.PUBLIC else ()

    @cached_property
    def handovers(self) -> Mapping[str, list[str]]:
        """The projects that hand over to each process, by its id."""
        found: dict[str, list[str]] = {}
        for id, project in self.work.projects.items():
            if project.record.handover_to:
                found.setdefault(project.record.handover_to, []).append(id)
        return found

    @cached_property
    def shown(self) -> frozenset[str]:
        """The `kind/id` of everything that has a page; what is no id gets none."""
        kinds = PAGED if self.audience is Audience.PUBLIC else (*PAGED, *INTERNAL)
        return frozenset(f"{kind}/{id}" for kind in kinds for id in self.work.of(kind) if is_id(id))
