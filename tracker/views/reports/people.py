"""People: one row each."""

from dataclasses import dataclass

from tracker.model.work import Work
from tracker.views.report import Column, Value, report


@dataclass(frozen=True)
class PersonRow:
    """What an index says about a person."""

    id: str
    title: str
    teams: tuple[str, ...]
    roles: tuple[str, ...]


@report(
    Column("person", "Person", Value.REF, "person", cell=lambda row: row.id),
    Column("title", "Name"),
    Column("teams", "Teams", Value.REFS, "team"),
    Column("roles", "Roles", Value.REFS, "role"),
    internal=True,
)
def people(work: Work) -> list[PersonRow]:
    """Every person, by name: in which teams, and in which roles."""
    rows = [
        PersonRow(id, one.title, one.record.teams, one.record.roles)
        for id, one in work.people.items()
    ]
    return sorted(rows, key=lambda one: (one.title.casefold(), one.id))
