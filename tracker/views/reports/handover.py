"""Handover: what those who leave can do and answer for, and who can do it after them."""

from collections.abc import Iterator
from datetime import date

from tracker.analysis.handover import Learner, Passing, learners, passing
from tracker.views.knowledge import Knowledge, Place
from tracker.views.report import Column, Value, report
from tracker.views.reports.answered import answered, owned, roles, trainings
from tracker.views.reports.handed import DOES, HandoverRow, Learning

_ORDER = {one.value: at for at, one in enumerate(Passing)}


@report(
    Column("person", "Person", Value.REF, "person"),
    Column("leaves", "Leaves", Value.DATE),
    Column("capacity", "As", Value.STATE),
    Column("what", "What"),
    Column("state", "Passed on", Value.STATE, order=lambda row: _ORDER[row.state]),
    Column("last", "Last done", Value.DATE),
    Column("title", "Title"),
    Column("process", "Process", Value.REF, "process", quiet=True),
    Column("step", "Step", quiet=True),
    Column("does", "What is done", quiet=True),
    Column("others", "Others", Value.REFS, "person", below=True),
    Column("not_trained", "Untrained", Value.REFS, "person", below=True),
    Column("holders", "Has role", Value.REFS, "person", below=True),
    Column("learning", "Learns it", Value.ENTRIES, Learning, below=True),
    Column("learners", "Learners", Value.REFS, "person", quiet=True),
    Column("trainings", "Covered by", Value.REFS, "training", below=True),
    Column("place", "Place", below=True),
    internal=True,
)
def handover(knowledge: Knowledge) -> list[HandoverRow]:
    """Every step of somebody who leaves, and all that they answer for: who else can, who learns it."""
    return handovers(knowledge)


def handovers(held: Knowledge) -> list[HandoverRow]:
    """Who is first to leave on top: steps, duties, roles, trainings; of each, what nobody else has."""
    named = answered(held.work) if held.leavers else {}
    found = []
    for leaves, person in held.leavers:
        for part in (
            _steps(held, person, leaves),
            owned(held, person, leaves, named.get(person, ())),
            roles(held, person, leaves),
            trainings(held, person, leaves),
        ):
            found += sorted(part, key=lambda row: _ORDER[row.state])
    return found


def _steps(held: Knowledge, person: str, leaves: date) -> Iterator[HandoverRow]:
    """The steps that they performed, and those of the roles that they hold."""
    has = held.work.people[person].record.roles
    for place in held.places:
        done = held.practised[place.process].ever.get(place.id, ())
        last = next((one.last for one in done if one.person == person), None)
        if last is not None or place.step.role in has:
            yield _step(held, person, leaves, place, last)


def _step(
    held: Knowledge, person: str, leaves: date, place: Place, last: date | None
) -> HandoverRow:
    of, teaching = held.practised[place.process], held.teaching(place)
    staying = held.staying(leaves)
    learn = learners(person, place.id, teaching, held.lessons, of.right, held.as_of, staying)
    did = [one for one in of.lately.get(place.id, ()) if one in staying]
    able = tuple(one for one in did if held.is_trained(one, place))
    holders = tuple(one for one in held.holders.get(place.step.role or "", ()) if one in staying)
    return HandoverRow(
        person, leaves, DOES, f"process/{place.process}/{place.id}", place.title,
        held.processes[place.process].path, passing(learn, able, holders), able,
        place.process, place.number, place.id, last,
        tuple(one for one in did if one not in able),
        () if able else tuple(one for one in holders if one not in did),
        tuple(map(_learning, learn)), teaching,
    )  # fmt: skip


def _learning(one: Learner) -> Learning:
    return Learning(one.person, one.since, one.back)
