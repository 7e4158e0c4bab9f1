"""What reports may ask for, each worked out when it is first asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tracker.finding import Finding
from tracker.law.policy import Law
from tracker.model.work import Work
from tracker.views.chart import Look
from tracker.views.knowledge import Knowledge
from tracker.views.operation import Operation
from tracker.views.report import By, Report
from tracker.views.reports.attention import Attention, attention
from tracker.views.reports.findings import FindingRow, findings
from tracker.views.reports.goals import GoalRow, goals


@dataclass(frozen=True)
class Given:
    """The Work on a day, the law that proves approvals, and what the check found.

    `by` is what rows are to be grouped by.
    """

    look: Look
    law: Law
    found: Callable[[], Iterable[Finding]]
    by: By | None = None

    def of(self, asked: Report[Any]) -> dict[str, object]:
        """What one report asks for."""
        return {name: getattr(self, name) for name in asked.needs}

    @property
    def work(self) -> Work:
        return self.look.work

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The processes in operation, by id."""
        return self.look.operations

    @property
    def as_of(self) -> date:
        return self.look.as_of

    @cached_property
    def knowledge(self) -> Knowledge:
        """Who knows what."""
        return Knowledge(self.work, self.operations, self.as_of)

    @cached_property
    def findings(self) -> list[FindingRow]:
        return findings(self.work, self.found())

    @cached_property
    def goals(self) -> dict[str, GoalRow]:
        return {row.id: row for row in goals.rows(self.work, self.as_of)}

    @cached_property
    def attention(self) -> list[Attention]:
        """What needs attention, the gravest first."""
        due, goals = self.look.due, self.goals.values()
        operations = self.operations.values()
        return attention(self.work, self.as_of, self.findings, due, goals, operations)

    @cached_property
    def needing(self) -> Mapping[str, int]:
        """How many reasons for attention each `kind/id` gives that needs it."""
        return {one.ref: len(one.reasons) for one in self.attention if one.ref}

    @cached_property
    def coming(self) -> Mapping[str, date]:
        """When something of each `kind/id` is due next."""
        coming: dict[str, date] = {}
        for one in self.look.due:
            if one.day >= self.as_of:
                coming.setdefault(one.ref, one.day)
        return coming
