"""What arrived, as files of the workspace: the log of the runs, and the process where it is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from tracker.interchange.arrival import Arrival, Event
from tracker.interchange.eventlog import eventlog
from tracker.interchange.exchange import Asked, Filling, RefusedError
from tracker.interchange.names import Names
from tracker.interchange.skeleton import drafted
from tracker.model.kinds import KINDS
from tracker.model.records import Run
from tracker.views.words import count

_MOST = 12
"""Of more names than these the rest is counted."""


def filling(events: Callable[[BinaryIO, Asked], Iterable[Event | str]]) -> Callable[..., Filling]:
    """An importer of events makes an importer that fills a process; texts among them are told."""

    def fill(file: BinaryIO, asked: Asked) -> Filling:
        arrival, told = Arrival(asked), list[str]()
        for event in events(file, asked):
            if isinstance(event, str):
                told.append(event)
            else:
                arrival.add(event)
        runs = arrival.runs()
        if not runs:
            raise RefusedError(
                "no event was found in it", "see that it is the log that you mean, and not empty"
            )
        _refuse_known(asked, runs)
        _refuse_mixed(asked, runs)
        files = {log_path(asked): "".join(eventlog(runs))}
        process = KINDS["process"].path_of(asked.id)
        if asked.id not in asked.work.processes:
            text = drafted(asked.id, asked.title, arrival.steps.made, runs)
            files = {process: text} | files
        return Filling(files, (*_told(asked, arrival, runs), *told))

    return fill


def log_path(asked: Asked) -> str:
    """Where the log of the runs is written."""
    return f"processes/{asked.id}/runs/{asked.name}.csv"


def _refuse_known(asked: Asked, runs: Mapping[str, Run]) -> None:
    """A run is said once; what the file to be replaced says of it is no other."""
    own = f"{asked.work.root}/{log_path(asked)}".lstrip("/")
    for id in runs:
        known = asked.work.of("run").get(f"{asked.id}/{id}")
        if known is not None and known.path != own:
            raise RefusedError(
                f"the run {id!r} is there already, in {known.path}",
                "take it out there, or out of the log; or import into a process of its own",
            )


def _refuse_mixed(asked: Asked, runs: Mapping[str, Run]) -> None:
    """Which of two runs came first can be told if both have an offset from UTC, or none has."""
    own = f"{asked.work.root}/{log_path(asked)}".lstrip("/")
    kept = (one.record for one in asked.work.parts("run", asked.id) if one.path != own)
    there, here = _is_aware(kept), _is_aware(runs.values())
    if None not in (there, here) and there != here:
        raise RefusedError(
            f"its moments have {'an' if here else 'no'} offset from UTC, and those of the runs of "
            f"process/{asked.id} have {'one' if there else 'none'}: which came first cannot be told",
            "write them as those runs have them; or import into a process of its own",
        )


def _is_aware(runs: Iterable[Run]) -> bool | None:
    """Whether the moments of runs have an offset, by the first one; None where there is none."""
    moments = (one.finished or one.started for run in runs for one in run.steps)
    first = next((moment for moment in moments if moment is not None), None)
    return None if first is None else first.tzinfo is not None


def _told(asked: Asked, arrival: Arrival, runs: Mapping[str, Run]) -> Iterator[str]:
    steps = {done.step for run in runs.values() for done in run.steps}
    yield (
        f"Taken: {count(len(runs), 'run')}, {count(arrival.events, 'event')}, "
        f"{count(len(steps), 'step')}, {_days(runs)}"
    )
    for phase, times in sorted(arrival.passed.items()):
        yield f"Left out: {count(times, 'event')} of `{phase}`, which starts and completes nothing"
    if arrival.alike:
        yield (
            f"Alike: {count(arrival.alike, 'step')} completed at the moment of the one before; "
            "the order is that of the file"
        )
    yield from _apart("step", arrival.steps)
    yield from _apart("run", arrival.cases)
    if asked.id in asked.work.processes and arrival.steps.made:
        yield (
            f"Unknown: process/{asked.id} has no step {listed(list(arrival.steps.made))}; "
            "`tracker check` says where"
        )
    if nobody := arrival.people.unknown:
        yield (
            f"Left out: {count(len(nobody), 'name')} of nobody here: {listed(nobody)}. "
            f"Say whose they are: --person '{nobody[0]}=ID'"
        )


def _apart(kind: str, names: Names) -> Iterator[str]:
    if names.apart:
        pairs = [f"{name!r} is `{id}`" for id, name in names.apart.items()]
        yield f"Told apart: names of {kind}s that would be one id: {listed(pairs)}"


def left_out(what: str, names: Iterable[str]) -> Iterator[str]:
    """That columns or attributes were left alone, where there are any."""
    if found := sorted(filter(None, names)):
        yield f"Left out: {what} {listed(found)}"


def listed(names: list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _days(runs: Mapping[str, Run]) -> str:
    moments = [done.finished or done.started for run in runs.values() for done in run.steps]
    days = [moment.date() for moment in moments if moment is not None]
    return f"from {min(days)} to {max(days)}"
