"""An export: which processes have runs, and their runs in a format."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import here
from tracker.interchange.exchange import Log, RefusedError, exporters
from tracker.model.records import Run
from tracker.model.work import Work
from tracker.views.words import count

_UNSAID = ("cancelled", "incomplete")


def exported(format: str, logs: Sequence[Log]) -> Iterator[str]:
    """The runs in pieces of text; what no file of that format may hold ends the command before the first."""
    exchange = exporters()[format]
    assert exchange.write is not None
    if exchange.single and len(logs) > 1:
        raise Stop(
            f"several processes have runs, and {format} holds those of one: "
            f"{', '.join(log.id for log in logs)}",
            f"say which: `tracker export {format} --process {logs[0].id}`",
        )
    try:
        yield from exchange.write(logs)
    except RefusedError as error:
        raise Stop(error.reason, error.hint) from error


def left_out(format: str, logs: Iterable[Log]) -> Iterator[str]:
    """What the runs say, and a log of that format does not."""
    runs = [run for log in logs for run in log.runs.values()]
    if empty := sum(not run.steps for run in runs):
        yield f"Left out: {count(empty, 'run')} without an event"
    if exporters()[format].timed and (timeless := sum(map(_timeless, runs))):
        yield f"Left out: {count(timeless, 'event')} without a moment"
    ended = Counter(run.status for run in runs if run.steps and run.status in _UNSAID)
    for status in _UNSAID:
        if ended[status]:
            yield f"Left out: that {count(ended[status], 'run')} ended {status}"


def _timeless(run: Run) -> int:
    return sum(one.started is None and one.finished is None for one in run.steps)


def logs_of(process: str | None, revision: str | None) -> list[Log]:
    """The runs of each process that has some, at a revision or as the files stand."""
    return _logs(here().work(revision), process)


def _logs(work: Work, process: str | None) -> list[Log]:
    if process is not None and process not in work.processes:
        raise Stop(f"there is no process {process!r}", nearest(process, list(work.processes)))
    found = [
        Log(
            id,
            entity.record,
            {one.id.partition("/")[2]: one.record for one in work.parts("run", id)},
        )
        for id, entity in work.processes.items()
        if process in (None, id)
    ]
    logs = [log for log in found if log.runs]
    if not logs:
        whose = f"process/{process} has" if process else "the processes have"
        raise Stop(
            f"{whose} no runs to export", "record some, or import them: `tracker import --help`"
        )
    return logs
