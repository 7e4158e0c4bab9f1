"""Which run or process is named on the command line; a run in an event log is edited by hand."""

from typing import Any

from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stop import Stop
from tracker.cli.writing.targets import content, readable
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Process, Run
from tracker.model.suggest import did_you_mean
from tracker.model.work import Work
from tracker.source.log import Log, locate


def process_named(work: Work, text: str) -> Entity[Process]:
    """A process by its id, by an old one, or as `process/<id>`."""
    ref = text if "/" in text or text not in work.processes else f"process/{text}"
    entity: Entity[Any] = readable(entity_named(work, ref))
    if entity.kind != "process":
        hint = "processes alone have runs: `tracker list process`"
        raise Stop(f"{entity.ref} is no process", hint)
    return entity


def process_of(work: Work, run: Entity[Run]) -> Entity[Process]:
    """The process of a run."""
    return process_named(work, f"process/{owner_of(run.id)}")


def run_named(work: Work, text: str) -> Entity[Run]:
    """A run whose file may be edited: `PROCESS/ID`, `run/PROCESS/ID`, or its id alone if that is one run's."""
    run = readable(_found(work, text.removeprefix("run/")))
    if run.is_logged:
        raise _logged(work, run)
    if run.broken:
        raise Stop(
            f"{run.path} is not right as it is", "mend first what `tracker check` says of it"
        )
    return run


def _found(work: Work, text: str) -> Entity[Run]:
    process, slash, id = text.rpartition("/")
    if slash:
        process = process_named(work, process).id
        if f"{process}/{id}" in work.runs:
            return work.runs[f"{process}/{id}"]
    known = {
        one: one.rpartition("/")[2] for one in work.runs if not slash or owner_of(one) == process
    }
    found = [one for one, name in known.items() if name == id]
    if len(found) == 1:
        return work.runs[found[0]]
    if found:
        raise Stop(
            f"{len(found)} processes have a run {id!r}", f"say which: {' or '.join(found[:5])}"
        )
    begin = f"`tracker run start {process or 'PROCESS'}` begins one"
    of = f" of {process}" if slash else ""
    raise Stop(f"there is no run {id!r}{of}", did_you_mean(id, known.values(), begin))


def _logged(work: Work, run: Entity[Run]) -> Stop:
    """Where the log goes on, and what a line of it looks like."""
    name, text = run.id.rpartition("/")[2], content(work, run)
    last = (name, "steps", len(run.record.steps) - 1)
    line = locate(text, [last])[last].value.line
    said = {"run": name, "step": "STEP", "finished": "MOMENT", "by": "PERSON"}
    row = ",".join(said.get(column, "") for column in Log(text).columns)
    return Stop(
        f"{run.ref} is what the lines of an event log come to, and its state follows from them",
        f"write what was done by hand, below {run.path}:{line}: `{row}`",
    )
