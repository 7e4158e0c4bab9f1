"""Handover: what those who leave can do, and who can do it after them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.analysis.handover import Learner, Passing, learners, passing
from tracker.views.knowledge import Knowledge, Place
from tracker.views.report import Column, Entry, Value, report

_ORDER = {one.value: at for at, one in enumerate(Passing)}


@dataclass(frozen=True)
class Learning(Entry):
    """Somebody who learns a step from the one who leaves, and when they taught it back."""

    person: str
    since: date
    taught_back: date | None

    @property
    def told(self) -> str:
        back = f"taught back on {self.taught_back}" if self.taught_back else "not taught back yet"
        return f"{self.person}, since {self.since}: {back}"


@dataclass(frozen=True)
class HandoverRow:
    """A step that somebody who leaves performed, or whose role they hold; `last` they did it then.

    `others` stay, and performed it in the last 90 days; where nobody did, they hold its role.
    `trainings` teach it: a record of one of these says who learns it.
    """

    person: str
    leaves: date
    process: str
    number: int
    step: str
    does: str
    passing: Passing
    last: date | None
    others: tuple[str, ...]
    learning: tuple[Learning, ...]
    trainings: tuple[str, ...]

    @property
    def state(self) -> str:
        return self.passing.value

    @property
    def learners(self) -> tuple[str, ...]:
        return tuple(one.person for one in self.learning)


@report(
    Column("person", "Person", Value.REF, "person"),
    Column("leaves", "Leaves", Value.DATE),
    Column("process", "Process", Value.REF, "process"),
    Column("step", "Step"),
    Column("state", "Passed on", Value.STATE, order=lambda row: _ORDER[row.state]),
    Column("last", "Last done", Value.DATE),
    Column("does", "What is done"),
    Column("others", "Others", Value.REFS, "person", below=True),
    Column("learning", "Learns it", Value.ENTRIES, Learning, below=True),
    Column("learners", "Learners", Value.REFS, "person"),
    Column("trainings", "Covered by", Value.REFS, "training", below=True),
    internal=True,
)
def handover(knowledge: Knowledge) -> list[HandoverRow]:
    """Every step of somebody who leaves: who else can do it, who learns it, who taught it back."""
    return handovers(knowledge)


def handovers(held: Knowledge) -> list[HandoverRow]:
    """The steps of those who leave, who is first to leave on top; of each, what nobody else can do."""
    found = [row for day, person in held.leavers for row in _rows(held, person, day)]
    return sorted(found, key=lambda row: (row.leaves, row.person, _ORDER[row.state]))


def _rows(held: Knowledge, person: str, leaves: date) -> Iterator[HandoverRow]:
    roles = held.work.people[person].record.roles
    for place in held.places:
        done = held.practised[place.process].ever.get(place.id, ())
        last = next((one.last for one in done if one.person == person), None)
        if last is not None or place.step.role in roles:
            yield _row(held, person, leaves, place, last)


def _row(
    held: Knowledge, person: str, leaves: date, place: Place, last: date | None
) -> HandoverRow:
    of, teaching = held.practised[place.process], held.teaching(place)
    learn = learners(person, place.id, teaching, held.lessons, of.right, held.as_of)
    others = _others(held, person, leaves, place)
    return HandoverRow(
        person, leaves, place.process, place.number, place.id, place.title,
        passing(learn, others), last, others, tuple(map(_learning, learn)), teaching,
    )  # fmt: skip


def _learning(one: Learner) -> Learning:
    return Learning(one.person, one.since, one.back)


def _others(held: Knowledge, person: str, leaves: date, place: Place) -> tuple[str, ...]:
    """Who stays and did it lately; where nobody did it at all lately, who stays and holds its role."""
    lately = held.practised[place.process].lately.get(place.id, ())
    able = lately or held.holders.get(place.step.role or "", ())
    going = {id for day, id in held.leavers if day <= leaves}
    return tuple(one for one in able if one != person and one in held.here and one not in going)
