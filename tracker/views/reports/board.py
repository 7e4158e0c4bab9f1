"""The board: projects by phase, one board for each lifecycle that is in use."""

from dataclasses import dataclass

from tracker.law.lifecycle import Phases
from tracker.model.entity import Entity
from tracker.model.records import Lifecycle
from tracker.model.work import Work
from tracker.views.reports.projects import ProjectRow, phase_title
from tracker.views.reports.projects import rows as rows_of


@dataclass(frozen=True)
class Column:
    """A phase and the projects in it; a `strange` one is not a phase of the lifecycle."""

    phase: str | None
    title: str
    rows: tuple[ProjectRow, ...]
    off_path: bool = False
    strange: bool = False


@dataclass(frozen=True)
class Board:
    """The columns of one lifecycle, in the order of its phases; off-path ones come last."""

    lifecycle: str | None
    title: str
    columns: tuple[Column, ...]

    @property
    def rows(self) -> tuple[ProjectRow, ...]:
        """Every project of the lifecycle."""
        return tuple(row for column in self.columns for row in column.rows)

    @property
    def count(self) -> int:
        return len(self.rows)


def boards(work: Work) -> list[Board]:
    """A board for each lifecycle that a project follows, the one with most projects first."""
    by_lifecycle: dict[str | None, list[ProjectRow]] = {}
    for one in rows_of(work):
        by_lifecycle.setdefault(one.lifecycle, []).append(one)
    found = [_board(work.lifecycles.get(id or ""), id, rows) for id, rows in by_lifecycle.items()]
    return sorted(found, key=lambda board: (-board.count, board.lifecycle or ""))


def _board(lifecycle: Entity[Lifecycle] | None, id: str | None, rows: list[ProjectRow]) -> Board:
    by_phase: dict[str | None, list[ProjectRow]] = {}
    for one in rows:
        by_phase.setdefault(one.phase, []).append(one)
    phases = Phases(lifecycle.record if lifecycle else Lifecycle())
    columns = [
        Column(
            phase,
            phase_title(lifecycle, phase) or phase,
            tuple(by_phase.pop(phase, ())),
            phase in phases.off_path,
        )
        for phase in phases.names
    ]
    columns += [
        Column(phase, phase or "No phase", tuple(by_phase[phase]), strange=True)
        for phase in sorted(by_phase, key=lambda name: name or "")
    ]
    return Board(id, lifecycle.title if lifecycle else id or "No lifecycle", tuple(columns))
