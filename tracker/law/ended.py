"""Ended: which projects are over, whichever way they say it."""

from tracker.law.lifecycle import MACHINES, Phases
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work


def ended(work: Work, entity: Entity[Project]) -> bool:
    """A project has ended by its status; an adopted one by a final or off-path phase."""
    record = entity.record
    if record.status is not None or not entity.adopted:
        return record.status in MACHINES["project"].ended
    lifecycle = work.lifecycle_of(entity)
    return lifecycle is not None and Phases(lifecycle.record).ended(record.phase)
