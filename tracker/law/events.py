"""What a change does to the events of a run: which of those that were there are altered, moved or gone.

Events are compared as they are written: the same moment with another offset may lie on another day, and
days are what runs are counted by. Those of a log are taken in the order of their time, in which its
lines may be sorted, and a new line may stand among them; in a file of its own what is new stands behind.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from msgspec import structs

from tracker.analysis.cases import case
from tracker.law.renames import Names
from tracker.model.entity import Entity
from tracker.model.records import Done, Run


class Touched(NamedTuple):
    """Something that was done to an event: the place at the head where it shows, None where it is gone."""

    place: int | None
    said: str


def touched(before: Entity[Run], after: Entity[Run], names: Names) -> Iterator[Touched]:
    """Where events of the base are not at the head what they were; `names` are those of people now."""
    old, new = _in_order(before), _in_order(after)
    were, are = [_written(one, names) for one in old], [_written(one, {}) for one in new]
    places = {id(one): at for at, one in enumerate(after.record.steps)}
    seen = 0
    for at, event in enumerate(old):
        found = next((to for to in range(seen, len(are)) if are[to] == were[at]), None)
        if found is not None:
            if found > seen and not after.is_logged and were[at] not in are[:seen]:
                said = f"an event is put in before its `{event.step}`, and not behind the last"
                yield Touched(places[id(new[seen])], said)
            seen = found + 1
        elif were[at] in are:
            place = places[id(new[are.index(were[at])])]
            yield Touched(place, f"its event `{event.step}` is moved")
        else:
            is_other = at < len(are) and are[at] not in were
            place_ = places[id(new[at])] if is_other else None
            yield Touched(place_, f"its event `{event.step}` is altered or gone")


def _in_order(run: Entity[Run]) -> tuple[Done, ...]:
    return case(run.id, run.record).events if run.is_logged else run.record.steps


def _written(event: Done, names: Names) -> tuple[object, ...]:
    """What an event says, as it is written, by whoever has that id now."""
    by = names.get(("person", event.by)) or event.by
    named = structs.replace(event, by=by)
    return tuple(
        one.isoformat() if isinstance(one, datetime) else one for one in structs.astuple(named)
    )
