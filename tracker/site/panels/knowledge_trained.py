"""The trainings that each role demands: of each person for the organisation, counted for everybody.

Of a role that one person holds nothing is counted for everybody: it would be told of that person.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.site.page import Page, Values
from tracker.site.panel import Span, panel
from tracker.site.status import Status
from tracker.views.reports.trained import TrainedRow


class Matrix(NamedTuple):
    """A role with its trainings, and how each of its holders stands to each of them."""

    role: str
    trainings: Sequence[str]
    people: Mapping[str, Mapping[str, TrainedRow]]

    def counted(self, training: str) -> Counter[str]:
        """How many holders stand how to a training."""
        return Counter(rows[training].state for rows in self.people.values())


@panel("knowledge", place=40, title="Who has which training", span=Span.WIDE)
def knowledge_trained(status: Status, page: Page) -> Values:
    found: dict[str, dict[str, dict[str, TrainedRow]]] = {}
    for row in status.knowing.standings:
        for role in row.roles:
            found.setdefault(role, {}).setdefault(row.person, {})[row.training] = row
    rows = [
        Matrix(role, list(dict.fromkeys(one for had in people.values() for one in had)), people)
        for role, people in found.items()
    ]
    rows.sort(key=lambda one: (status.title_of(f"role/{one.role}").casefold(), one.role))
    told = rows if status.is_internal else [one for one in rows if len(one.people) > 1]
    return {"rows": told, "untold": len(rows) - len(told)}
