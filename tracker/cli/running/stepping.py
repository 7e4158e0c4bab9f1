"""One more step of a run: who did it and when, and what of it is written."""

from typing import Any

import msgspec

from tracker.cli.running.disorder import refuse_disorder, refuse_times, refuse_unknown
from tracker.cli.running.run import UNDER_WAY, Running, plain, refuse_move
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.moments import present
from tracker.cli.workspace.oneself import known, oneself, user
from tracker.model.catalogue import member
from tracker.model.records import Done
from tracker.source.edits import Append, Edit, Set


def stepped(at: Running, said: Done, dry_run: bool) -> Running:
    """A step is written into the file of a run: one more, or the end of one that was begun."""
    if at.record.status != UNDER_WAY:
        refuse_move(at.run, UNDER_WAY)
    refuse_unknown(at, said)
    place = _begun(at, said)
    event = _event(at, said, None if place is None else at.record.steps[place])
    refuse_times(at, event)
    if place is None:
        refuse_disorder(at, event)
    at.write([*_taken_up(at, event), *_edits(at, event, place)], dry_run)
    steps = list(at.record.steps)
    where = len(steps) if place is None else place
    steps[where : where + 1] = [event]
    return at.becoming(status=UNDER_WAY, steps=tuple(steps))


def _begun(at: Running, said: Done) -> int | None:
    """The place of the step where it was begun and is not over, and no new begin is told."""
    places = [
        place
        for place, one in enumerate(at.record.steps)
        if one.step == said.step and one.started and not one.finished and not said.started
    ]
    return places[-1] if places else None


def _event(at: Running, said: Done, begun: Done | None) -> Done:
    """What is written; what was begun keeps what it said, but for what is said anew."""
    told = _fields(begun) if begun is not None else {}
    told |= _fields(said)
    if said.finished is None and said.started is None:
        told["finished"] = present(at.last)
    if said.by is not None or "by" not in told:
        told["by"] = _person(at, said.by)
    return Done(**told)


def _person(at: Running, named: str | None) -> str | None:
    """Who did it: nobody else is made to have done it."""
    if named is not None:
        return known(at.work, named)
    person = oneself(at.opening, at.work)
    if person is None and at.work.people:
        name, email = user(at.opening)
        said = " ".join(filter(None, (name, f"<{email}>" if email else None)))
        who = f"git says {said}, who is nobody here" if said else "git does not say who you are"
        raise Stop(
            f"who did this step is not known: {who}",
            "say who: --by PERSON; or write your address into people/PERSON/identity.yaml",
        )
    return person


def _taken_up(at: Running, event: Done) -> list[Edit]:
    """With its first step a run that was asked for is under way."""
    if at.record.status == UNDER_WAY:
        return []
    first = event.started or event.finished
    begun = {"started": first} if first is not None and at.record.started is None else {}
    return at.sets({"status": UNDER_WAY, **begun})


def _edits(at: Running, event: Done, place: int | None) -> list[Edit]:
    """The event as a new item; of one that was begun, the fields that are new in it."""
    route, said = at.place("steps").route, _fields(event)
    if place is None:
        return [Append(route, {name: plain(value) for name, value in said.items()})]
    order = tuple((member("run", ("steps", "*")) or {})["properties"])
    before = _fields(at.record.steps[place])
    return [
        Set((*route, place, name), plain(value), order)
        for name, value in said.items()
        if before.get(name) != value
    ]


def _fields(event: Done) -> dict[str, Any]:
    """What is known of an event, in the order of its file."""
    return {
        name: value for name, value in msgspec.structs.asdict(event).items() if value is not None
    }
