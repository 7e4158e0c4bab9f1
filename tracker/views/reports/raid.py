"""Risks, assumptions, issues, decisions and actions: what is open first, the weightiest before the rest."""

from dataclasses import dataclass

from tracker.model.kinds import owner_of
from tracker.model.records import Raid
from tracker.model.work import Work

OVER = ("closed", "decided")


@dataclass(frozen=True)
class RaidRow:
    """One entry; `weight` is probability times impact, None where either is not said."""

    id: str
    title: str
    record: Raid
    weight: int | None

    @property
    def is_over(self) -> bool:
        return self.record.status in OVER


def raid(work: Work, project: str) -> list[RaidRow]:
    """The entries of a project."""
    rows = [
        RaidRow(id, entity.title, entity.record, _weight(entity.record))
        for id, entity in work.of("raid").items()
        if owner_of(id) == project and not entity.unreadable
    ]
    return sorted(
        rows, key=lambda row: (row.is_over, -(row.weight or row.record.impact or 0), row.id)
    )


def _weight(record: Raid) -> int | None:
    if record.probability is None or record.impact is None:
        return None
    return record.probability * record.impact
