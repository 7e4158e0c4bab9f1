"""`tracker move`: a project to its next phase, with the review of the gate between the two."""

import sys
from collections.abc import Iterator
from datetime import date

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.terminal.width import width
from tracker.cli.typed.candidates import MOVED_TO, PERSON, PROJECT, REVISION
from tracker.cli.typed.options import AS_OF, HAPPENED, OneOf
from tracker.cli.workspace.opening import Opening, here, shown
from tracker.cli.writing.against import Files, Side, side
from tracker.cli.writing.editing import difference
from tracker.cli.writing.freezing import baseline, rebaselined
from tracker.cli.writing.moving import Passage, Words
from tracker.cli.writing.passing import conditions_of, passage, project_named, said_of
from tracker.cli.writing.refusing import refused, unapprovable
from tracker.law.gates import COMPLETED
from tracker.law.lifecycle import Decision
from tracker.outputs.escape import escaped
from tracker.source.files import WriteError, replace_all
from tracker.views.words import count

PLACE = (Stage.CHANGE, 0)


@click.command(
    epilog="""\b
Examples:
  tracker move data-clean-up done --dry-run
  tracker move erp-replacement planning --decision hold --reason "No money"
  tracker move warehouse-move completed --dry-run"""
)
@click.argument("project", shell_complete=PROJECT)
@click.argument("phase", required=False, shell_complete=MOVED_TO)
@click.option(
    "--decision", type=OneOf(lambda: map(str, Decision)),
    help="What the gate review decides (default: go).",
)  # fmt: skip
@click.option("--reason", metavar="TEXT", help="Why; needed to hold, to recycle and to kill.")
@click.option(
    "--evidence", multiple=True, metavar="ID=TEXT", help="What shows that a criterion is met."
)
@click.option(
    "--waive", multiple=True, metavar="ID=REASON", help="A criterion that is waived, and why."
)
@click.option("--by", metavar="PERSON", shell_complete=PERSON, help="Who waives.")
@click.option(
    "--condition", multiple=True, metavar="ID=TEXT",
    help="What is still to be done, with --owner and --due.",
)  # fmt: skip
@click.option(
    "--owner", metavar="PERSON", shell_complete=PERSON, help="Who sees to the conditions."
)
@click.option("--due", type=AS_OF, metavar="DATE", help="By when.")
@click.option(
    "--rebaseline", metavar="CHANGE", help="Freeze the plan anew, by an approved change request."
)
@click.option(
    "--on", "day", type=HAPPENED, metavar="DATE", help="The day of the gate (default: today)."
)
@click.option(
    "--base", metavar="REV", shell_complete=REVISION, help="What the move is judged against."
)
@click.option("--dry-run", is_flag=True, help="Show all of it, write nothing.")
def command(
    project: str, phase: str | None, decision: str | None, reason: str | None,
    evidence: tuple[str, ...], waive: tuple[str, ...], by: str | None, condition: tuple[str, ...],
    owner: str | None, due: date | None, rebaseline: str | None, day: date | None,
    base: str | None, dry_run: bool,
) -> None:  # fmt: skip
    """Moves a project on, and writes the review of its gate.

    PHASE is where it goes; `completed` closes it, and with --decision hold it is the phase where it
    stays. Before anything is written, the move is judged as `tracker check --base` will judge it:
    which criteria are not met, and whether the order allows it. All files are written, or none.

    What only people can see stays open in the review until they fill it in, or say it here with
    --evidence. Until the move has landed, the same command goes over it once more: it adds what is
    said now, and freezes the plan as it stands. The approvals come after it.
    """
    opening = here()
    work = opening.work()
    entity = project_named(work, project)
    now = today()
    at = side(opening, work, base, now)
    if rebaseline is not None:
        _rebaseline(at, entity.id, rebaseline, day or now, dry_run)
        return
    if phase is None:
        raise Stop(
            f"where {entity.ref} goes was not said",
            f"`tracker move {entity.id} PHASE`; `tracker show {entity.ref}` lists the phases",
        )
    words = Words(
        Decision(decision) if decision else None,
        reason,
        said_of(evidence, "--evidence"),
        said_of(waive, "--waive"),
        by,
        conditions_of(condition, owner, due),
    )
    step = passage(at, entity, phase, day, words)
    stop = refused(at, step.refusals()) or unapprovable(step)
    if dry_run or stop is None:
        for line in _told(step, width(sys.stdout)):
            click.echo(line)
    if stop is not None:
        raise stop
    files = step.files()
    _write(opening, files, dry_run)
    if not dry_run:
        for line in _next(step):
            click.echo(line)


def _rebaseline(at: Side, project: str, change: str, day: date, dry_run: bool) -> None:
    """The baseline holds the plan as it stands, because a change request was approved."""
    rebaselined(at, project, change)
    kept = {"taken_on": day.isoformat(), "change": change}
    files = baseline(at, project, kept, {})
    stop = refused(at, at.errors({path: new for path, (_, new) in files.items()}))
    if stop is not None:
        raise stop
    _write(at.opening, files, dry_run)


def _write(opening: Opening, files: Files, dry_run: bool) -> None:
    for path, (old, new) in files.items():
        for line in difference(path, (old or b"").decode(), new.decode()):
            click.echo(line)
    if dry_run or not files:
        click.echo("dry run: nothing was written" if dry_run else "nothing to change")
        return
    try:
        replace_all({opening.top / path: both for path, both in files.items()}, root=opening.top)
    except WriteError as error:
        raise Stop(error.message, error.hint) from error
    for path in files:
        click.echo(f"wrote {escaped(shown(opening.top / path))}")


def _told(step: Passage, room: int) -> Iterator[str]:
    """The move, then its gate: how each criterion stands, and who approves."""
    yield click.style(escaped(f"{step.project.ref}: {_move(step)}"), bold=True)
    if step.gate is None:
        return
    yield escaped(f"gate of {step.left}: {step.decision}, on {step.day}")
    for criterion, found in step.found():
        said = f"{criterion.id or ''}: {criterion.text or ''}"
        yield from lines(f"  {found['status']:<8}", said, room)
    for one in step.approvers():
        yield f"  approval of the {one.role} ({one.names or 'nobody'})"


def _move(step: Passage) -> str:
    """From where to where; what this change has moved already is told from where the base has it."""
    name, value = step.edit
    now, before = (getattr(one.record, name) for one in (step.project, step.before))
    was = before if now == value else now
    return f"{name} {was} → {value}" if was != value else f"{name} stays {value}"


def _next(step: Passage) -> Iterator[str]:
    """What is left to do, in its order."""
    yield "Next:"
    if step.open:
        yield f"  say what shows {', '.join(step.open)}: in the review, or in the command once more"
        yield f"  tracker move {step.project.id} {step.to} --evidence {step.open[0]}=TEXT"
    for one in step.approvers():
        yield f"  tracker approve {step.project.id}   by {one.names}"
    yield f"  tracker check --base {step.side.name or 'REV'}"
    if step.to in step.phases.final:
        yield f"  tracker move {step.project.id} {COMPLETED}   when all is done{_left_over(step)}"


def _left_over(step: Passage) -> str:
    """What the plan still holds open, which nobody will look for in a last phase."""
    plan = step.side.work.plan(step.project.id)
    tasks = sum(one.status not in ("done", "cancelled") for one in plan.tasks)
    pending = sum(
        one.acceptance is None or one.acceptance.status in (None, "pending", "rejected")
        for one in plan.deliverables
    )
    said = [
        count(number, name)
        for number, name in ((tasks, "task"), (pending, "deliverable"))
        if number
    ]
    return f": {' and '.join(said)} to go" if said else ""
