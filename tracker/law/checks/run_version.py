"""The rule `run-version`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.runs import few, is_ahead, process_of
from tracker.model.entity import Entity
from tracker.model.work import Work


@check(Severity.ERROR)
def run_version(work: Work) -> Iterator[Found]:
    """A run follows a version that its process has had.

    A run keeps the number of the version that it followed, so that it is judged by the steps of its
    day. A number above the present one is a slip, or the process has changed and nobody has
    said so. In an event log the first run of such a version is named.

    Fails:
        version: 4, in a run of a process that is at version 3

    Passes:
        version: 2, in a run of a process that is at version 3

    Mend: write the version that was followed; or give the process its new one.
    """
    yield from few(_found(work))


def _found(work: Work) -> Iterator[tuple[Entity[Any], Found]]:
    told: set[tuple[str, int]] = set()
    for run in work.runs.values():
        process, version = process_of(work, run), run.record.version
        if process is None or version is None or not is_ahead(work, run):
            continue
        if run.is_logged and (run.path, version) in told:
            continue
        told.add((run.path, version))
        message = f"the process is at version {process.version}, and this run follows {version}"
        yield run, Found(run.at("version"), message, "write the version that it followed")
