"""Staff: who works here on a day, in which roles, and by which processes.

People count on the days of their `active`, both ends included. Source: formats, People.
"""

from datetime import date

from tracker.model.entity import Entity
from tracker.model.records import Person, Process
from tracker.model.work import Work

IN_FORCE = ("active", "under-review")
"""The states of the processes that people work by."""


def is_here(person: Person, day: date) -> bool:
    """True on the days of `active`, both ends included."""
    active = person.active
    if active is None:
        return True
    has_come = active.from_ is None or active.from_ <= day
    return has_come and (active.to is None or day <= active.to)


def here(work: Work, day: date) -> frozenset[str]:
    """Who works here on a day."""
    return frozenset(id for id, one in work.people.items() if is_here(one.record, day))


def gone(work: Work, day: date) -> dict[str, date]:
    """Who has left by a day, each with their last day."""
    return {
        id: one.record.active.to
        for id, one in work.people.items()
        if one.record.active is not None
        and one.record.active.to is not None
        and one.record.active.to < day
    }


def holders(work: Work, day: date) -> dict[str, list[str]]:
    """Who holds each role on a day."""
    found: dict[str, list[str]] = {}
    present = here(work, day)
    for id, one in work.people.items():
        for role in dict.fromkeys(one.record.roles) if id in present else ():
            found.setdefault(role, []).append(id)
    return found


def in_force(work: Work) -> dict[str, Entity[Process]]:
    """The processes that people work by."""
    return {
        id: one
        for id, one in work.processes.items()
        if not one.unreadable and one.record.status in IN_FORCE
    }
