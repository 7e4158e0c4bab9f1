"""The begin of a run: a file of its own, or the work on one that was asked for."""

from datetime import date, datetime

import click

from tracker.cli.running.named import process_named
from tracker.cli.running.run import UNDER_WAY, Running, plain, refuse_before, refuse_move, running
from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.moments import present
from tracker.cli.workspace.opening import Opening, shown
from tracker.cli.writing.templating import write
from tracker.model.adopt import normalised
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, MAX_ID, is_id
from tracker.model.records import Process
from tracker.model.work import Work
from tracker.outputs.escape import escaped
from tracker.source.writing import UnwritableError, document


def begun(
    opening: Opening, work: Work, text: str, title: str | None, trigger: str | None,
    id: str | None, requested: datetime | None, at: datetime | None,
) -> Running:  # fmt: skip
    """A new run of a process is written."""
    process = process_named(work, text)
    _refuse(process, trigger)
    at = at or present(None)
    refuse_before(at, requested, "the begin of the run", "its request")
    name = _id(work, process.id, id, at.date(), title or trigger or "")
    said = {
        "version": process.record.version, "title": title, "status": UNDER_WAY,
        "trigger": trigger, "requested": requested, "started": at,
    }  # fmt: skip
    path = KINDS["run"].path_of(name)
    try:
        text = document({key: plain(value) for key, value in said.items() if value is not None})
    except UnwritableError as error:
        raise Stop(str(error), "choose another title; nothing was written") from error
    root = opening.demand()
    write(opening.top / root, {path: text}, opening.top)
    click.echo(f"wrote {escaped(shown(opening.top / root / path))}")
    return running(name)


def taken_up(name: str, at: datetime | None) -> Running:
    """The work on a run that was asked for begins."""
    found = running(name)
    refuse_move(found.run, UNDER_WAY)
    at = at or present(None)
    refuse_before(at, found.record.requested, "the begin of the run", "its request")
    found.write(found.sets({"status": UNDER_WAY, "started": at}), dry_run=False)
    return found.becoming(status=UNDER_WAY, started=at)


def _refuse(process: Entity[Process], trigger: str | None) -> None:
    if process.state == "retired":
        raise Stop(
            f"{process.ref} is retired: it has no new runs",
            "`tracker list process` shows the others",
        )
    known = [one.id for one in process.record.triggers if one.id]
    if trigger is not None and trigger not in known:
        raise Stop(f"{process.ref} has no trigger {trigger!r}", nearest(trigger, known))


def _id(work: Work, process: str, id: str | None, day: date, about: str) -> str:
    """The id that is asked for, else the day and what it is about; the first of them that is free."""
    if id is not None:
        if not is_id(id):
            near = normalised(id) or "2026-11-03-press-4"
            raise Stop(
                f"{id!r} is not an id: lower-case letters, digits and single hyphens, up to 63",
                f"for example `{near}`",
            )
        if f"{process}/{id}" in work.runs:
            there = work.runs[f"{process}/{id}"].path
            raise Stop(f"run/{process}/{id} exists already, in {there}", "choose another id")
        return f"{process}/{id}"
    name = f"{day.isoformat()}-{normalised(about)}"[: MAX_ID - 4].strip("-")
    free = (f"{process}/{name}{end}" for end in ("", *(f"-{one}" for one in range(2, 1000))))
    return next(one for one in free if one not in work.runs)
