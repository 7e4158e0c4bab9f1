"""The trainings that each role demands, with how its holders stand to them; for the organisation alone.

Numbers would tell of people as well: of two holders each knows the other's by their own.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.trained import TrainedRow

MOST = 60
"""How many roles are shown; each has a page of its own."""

LONG = 40
"""How many holders of a role are shown, those first who lack something."""

_WORST = ("missing", "expired", "learning", "expiring", "held")


class Matrix(NamedTuple):
    """A role with its trainings, and how each of its holders stands to each of them."""

    role: str
    trainings: Sequence[str]
    people: Mapping[str, Mapping[str, TrainedRow]]

    @property
    def shown(self) -> Sequence[tuple[str, Mapping[str, TrainedRow]]]:
        """As many holders as are shown, in their order."""
        people = list(self.people.items())
        if len(people) <= LONG:
            return people
        worst = sorted(range(len(people)), key=lambda at: (_rank(people[at][1]), at))
        return [people[at] for at in sorted(worst[:LONG])]


def _rank(had: Mapping[str, TrainedRow]) -> int:
    return min(_WORST.index(row.state) for row in had.values())


@panel("knowledge", place=40, title="Who has which training", span=Span.WIDE)
def knowledge_trained(status: Status, page: Page) -> Values | None:
    if not status.is_internal:
        return None
    found: dict[str, dict[str, dict[str, TrainedRow]]] = {}
    for row in status.knowing.standings:
        for role in row.roles:
            found.setdefault(role, {}).setdefault(row.person, {})[row.training] = row
    rows = [
        Matrix(role, list(dict.fromkeys(one for had in people.values() for one in had)), people)
        for role, people in found.items()
    ]
    rows.sort(key=lambda one: (status.title_of(f"role/{one.role}").casefold(), one.role))
    return {"rows": rows[:MOST], "more": len(rows) - MOST}
