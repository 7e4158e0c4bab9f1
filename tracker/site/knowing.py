"""Knowing: who knows what, as the pages show it; each worked out when first asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tracker.views.knowledge import Knowledge
from tracker.views.reports.handed import HandoverRow
from tracker.views.reports.handover import handovers
from tracker.views.reports.knowledge import KnownStep, known_steps
from tracker.views.reports.onboarding import Lesson, plans
from tracker.views.reports.trained import TrainedRow, standings

Row = TypeVar("Row")


@dataclass(frozen=True)
class Knowing:
    """The rows of the reports on knowledge, by what they are of; one serves all pages."""

    held: Knowledge

    @cached_property
    def steps(self) -> Sequence[KnownStep]:
        return known_steps(self.held)

    @cached_property
    def alone(self) -> Sequence[KnownStep]:
        """The steps that one person alone did lately, or nobody who is still here."""
        return [one for one in self.steps if one.bus_factor in (0, 1)]

    @cached_property
    def standings(self) -> Sequence[TrainedRow]:
        return standings(self.held)

    @cached_property
    def trained(self) -> Mapping[str, Sequence[TrainedRow]]:
        """By person."""
        return _by(self.standings, lambda row: row.person)

    @cached_property
    def plans(self) -> Mapping[str, Sequence[Lesson]]:
        """By role."""
        return _by(plans(self.held), lambda row: row.role)

    @cached_property
    def handovers(self) -> Mapping[str, Sequence[HandoverRow]]:
        """By person, who leaves first on top."""
        return _by(handovers(self.held), lambda row: row.person)


def _by(rows: Iterable[Row], of: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    return found
