"""OCEL 2.0 as JSON, the format of object-centric event logs: runs, processes and people are objects.

An event is a step that was completed, or that started and is not completed yet. Its run and the
person who did it are the objects that it relates to; a run relates to its process.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from tracker.interchange.exchange import Exchange, Log, RefusedError
from tracker.interchange.names import called, titles_of
from tracker.model.records import Done, Run

PROCESS, RUN, PERSON = "process", "run", "person"
_STRING, _TIME = "string", "time"
_ATTRIBUTES = {"step": _STRING, "started": _TIME, "rework_of": _STRING, "note": _STRING}
_BEGINNING = "1970-01-01T00:00:00Z"
"""What an object is from the first is said as of this moment, as the format has it."""


def write(logs: Iterable[Log]) -> Iterator[str]:
    """One document for all processes, in pieces of text."""
    all_logs = tuple(logs)
    _refuse_local(all_logs)
    lists = {
        "objectTypes": _object_types(),
        "eventTypes": _event_types(all_logs),
        "objects": _objects(all_logs),
        "events": (event for log in all_logs for event in _events(log)),
    }
    for number, (name, items) in enumerate(lists.items()):
        yield f'{"," if number else "{"}"{name}":['
        yield from (f"{',' if at else ''}\n{json.dumps(one)}" for at, one in enumerate(items))
        yield "\n]"
    yield "}\n"


def _refuse_local(logs: tuple[Log, ...]) -> None:
    for log in logs:
        for run in log.runs.values():
            moments = (run.requested, *(one.finished or one.started for one in run.steps))
            if any(moment is not None and moment.tzinfo is None for moment in moments):
                raise RefusedError(
                    f"the moments of process/{log.id} have no offset from UTC, and OCEL takes none "
                    "without",
                    "write them with one; or export as xes or csv",
                )


def _object_types() -> list[dict[str, Any]]:
    return [
        {"name": PROCESS, "attributes": _typed({"title": _STRING})},
        {"name": RUN, "attributes": _typed({"version": "integer", "requested": _TIME})},
        {"name": PERSON, "attributes": []},
    ]


def _typed(attributes: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in attributes.items()]


def _event_types(logs: tuple[Log, ...]) -> list[dict[str, Any]]:
    found = set[str]()
    for log in logs:
        titles = titles_of(log.process)
        found |= {called(one.step, titles) for run in log.runs.values() for one in run.steps}
    return [{"name": name, "attributes": _typed(_ATTRIBUTES)} for name in sorted(found)]


def _objects(logs: tuple[Log, ...]) -> Iterator[dict[str, Any]]:
    people = {done.by for log in logs for run in log.runs.values() for done in run.steps if done.by}
    yield from ({"id": f"{PERSON}/{id}", "type": PERSON} for id in sorted(people))
    for log in logs:
        title = [_as_of("title", log.process.title)] if log.process.title else []
        yield {"id": f"{PROCESS}/{log.id}", "type": PROCESS, "attributes": title}
        for id, run in log.runs.items():
            yield {
                "id": f"{RUN}/{log.id}/{id}",
                "type": RUN,
                "attributes": list(_of_run(run)),
                "relationships": [{"objectId": f"{PROCESS}/{log.id}", "qualifier": "run of"}],
            }


def _of_run(run: Run) -> Iterator[dict[str, Any]]:
    if run.version is not None:
        yield _as_of("version", run.version)
    if run.requested is not None:
        yield _as_of("requested", _moment(run.requested))


def _as_of(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "time": _BEGINNING, "value": value}


def _events(log: Log) -> Iterator[dict[str, Any]]:
    titles = titles_of(log.process)
    for id, run in log.runs.items():
        for number, done in enumerate(run.steps, 1):
            moment = done.finished or done.started
            if moment is None:
                continue
            related = [{"objectId": f"{RUN}/{log.id}/{id}", "qualifier": "step of"}]
            if done.by:
                related.append({"objectId": f"{PERSON}/{done.by}", "qualifier": "done by"})
            yield {
                "id": f"{log.id}/{id}/{number}",
                "type": called(done.step, titles),
                "time": _moment(moment),
                "attributes": list(_of_step(done)),
                "relationships": related,
            }


def _of_step(done: Done) -> Iterator[dict[str, Any]]:
    for name, kind in _ATTRIBUTES.items():
        value = getattr(done, name)
        if value is not None:
            yield {"name": name, "value": _moment(value) if kind == _TIME else value}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


ocel = Exchange(
    name="ocel",
    says="OCEL 2.0 as JSON, object-centric event logs",
    write=write,
    single=False,
    timed=True,
)
