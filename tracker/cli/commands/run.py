"""`tracker run`: a run of a process begins, goes on step by step, and ends."""

from datetime import datetime
from typing import Any

import click

from tracker.cli.running.beginning import begun, taken_up
from tracker.cli.running.coming import tell
from tracker.cli.running.crowding import tell_limit
from tracker.cli.running.run import Running, refuse_before, refuse_move, running
from tracker.cli.running.stepping import stepped
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.candidates import PERSON
from tracker.cli.typed.moments import MOMENT, present
from tracker.cli.typed.run_candidates import GOING_ON, STARTABLE, STEP, TRIGGER
from tracker.cli.workspace.opening import here
from tracker.model.records import Done

PLACE = (Stage.CHANGE, 5)

_RUN = click.argument("run", shell_complete=GOING_ON)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")


@click.group(
    epilog="""\b
Examples:
  tracker run start maintenance-order --title "Press 4 leaks oil"
  tracker run step press-2 plan
  tracker run finish press-2"""
)
def command() -> None:
    """Tells how a run of a process goes.

    RUN is PROCESS/ID, or the ID alone where one process has it. Each command says what comes next.
    A run in an event log is written by hand, or by the program that writes the log.
    """


@command.command(
    epilog="""\b
Examples:
  tracker run start maintenance-order --title "Press 4 leaks oil"
  tracker run start monthly-close --trigger month-end --id 2026-11
  tracker run start maintenance-order --at 2026-11-03T08:00+01:00"""
)
@click.argument("process", shell_complete=STARTABLE)
@click.option("--title", metavar="TEXT", help="What this run is about, in one line.")
@click.option("--trigger", metavar="ID", shell_complete=TRIGGER, help="What started it.")
@click.option(
    "--id", "id", metavar="ID", help="What it is called (default: the day and the title)."
)
@click.option("--requested", type=MOMENT, metavar="MOMENT", help="When somebody asked for it.")
@click.option("--at", type=MOMENT, metavar="MOMENT", help="When the work began (default: now).")
def start(
    process: str, title: str | None, trigger: str | None, id: str | None,
    requested: datetime | None, at: datetime | None,
) -> None:  # fmt: skip
    """Begins a run of a process.

    PROCESS may also be a run that was asked for, PROCESS/ID: its work begins then. A MOMENT is
    2026-11-03T08:00+01:00; without an offset it is by the clock of this machine, and `now` is one.
    Where more runs are under way than the process allows at once, it says so, and begins it.
    """
    opening = here()
    work = opening.work()
    name = process.removeprefix("run/")
    if name in work.runs:
        if any((title, trigger, id, requested)):
            raise Stop(
                f"run/{name} exists already: what it is about is in its file",
                f"`tracker run start {name}` takes it up; `tracker set run/{name} title TEXT` mends it",
            )
        found = taken_up(name, at)
    else:
        found = begun(opening, work, process, title, trigger, id, requested, at)
    tell(found)
    tell_limit(found)


@command.command(
    epilog="""\b
Examples:
  tracker run step press-2 plan
  tracker run step press-2 plan --by maintenance-planner --started now
  tracker run step press-2 repair --note "The part was in the store"
  tracker run step press-2 report --rework-of report --right"""
)
@_RUN
@click.argument("step", shell_complete=STEP)
@click.option("--by", metavar="PERSON", shell_complete=PERSON, help="Who did it (default: you).")
@click.option("--started", type=MOMENT, metavar="MOMENT", help="When it was begun.")
@click.option("--finished", type=MOMENT, metavar="MOMENT", help="When it was over (default: now).")
@click.option(
    "--right/--wrong", "right", default=None,
    help="Whether the next step could use the result as it was.",
)  # fmt: skip
@click.option(
    "--rework-of", metavar="STEP", shell_complete=STEP, help="The step whose work it does again."
)
@click.option(
    "--note", metavar="TEXT", help="What is worth knowing, such as why the order was left."
)
@_DRY_RUN
def step(run: str, right: bool | None, dry_run: bool, **said: Any) -> None:
    """Tells that a step was done.

    With --started alone it has begun; told once more, it is over. A step that is not the one to
    come asks for a reason, --note. Who did it is who git says you are.
    """
    tell(stepped(running(run), Done(right_first_time=right, **said), dry_run))


@command.command(
    epilog="""\b
Examples:
  tracker run finish press-2
  tracker run finish press-2 --incomplete --reason "The press is sold"
  tracker run finish press-2 --reason "The shift tested it"  leaves steps out"""
)
@_RUN
@click.option("--incomplete", is_flag=True, help="It ended before it was complete.")
@click.option("--reason", metavar="TEXT", help="Why steps were left out.")
@click.option("--at", type=MOMENT, metavar="MOMENT", help="When it ended (default: now).")
@_DRY_RUN
def finish(
    run: str, incomplete: bool, reason: str | None, at: datetime | None, dry_run: bool
) -> None:
    """Ends a run: completed, or incomplete.

    One that is completed without a step that may not be missing asks for a reason.
    """
    found = running(run)
    refuse_move(found.run, "incomplete" if incomplete else "completed")
    if not incomplete:
        _refuse_open(found)
        _refuse_missing(found, reason)
    _end(found, "incomplete" if incomplete else "completed", reason, at, dry_run)


@command.command(
    epilog="""\b
Examples:
  tracker run cancel press-2 --reason "It was a wrong alarm\""""
)
@_RUN
@click.option("--reason", metavar="TEXT", help="Why nobody works on it any more.")
@click.option("--at", type=MOMENT, metavar="MOMENT", help="When it ended (default: now).")
@_DRY_RUN
def cancel(run: str, reason: str | None, at: datetime | None, dry_run: bool) -> None:
    """Ends a run that is not to be done.

    It stays on record, with the reason.
    """
    found = running(run)
    refuse_move(found.run, "cancelled")
    if not (reason or "").strip():
        raise Stop(f"why {found.run.ref} is cancelled was not said", "add --reason TEXT")
    _end(found, "cancelled", reason, at, dry_run)


def _end(
    at: Running, status: str, reason: str | None, moment: datetime | None, dry_run: bool
) -> None:
    moment = moment or present(at.last)
    refuse_before(moment, at.last, "the end of the run", "what was done last")
    values: dict[str, str | datetime] = {"status": status, "finished": moment}
    at.write(at.sets(values | ({"reason": reason} if reason else {})), dry_run)


def _refuse_open(at: Running) -> None:
    begun = next((one for one in at.record.steps if one.started and not one.finished), None)
    if begun is not None:
        raise Stop(
            f"`{begun.step}` is begun, and not over",
            f"`tracker run step {at.name} {begun.step}` says that it is",
        )


def _refuse_missing(at: Running, reason: str | None) -> None:
    """Nobody leaves out a step by mistake; of an earlier version nobody knows what is missing."""
    missing = at.course.missing
    if at.is_earlier or not missing or (reason or "").strip():
        return
    named = " and ".join(f"`{step}`" for step in missing)
    name = at.name
    raise Stop(
        f"{named} {'was' if len(missing) == 1 else 'were'} not done",
        f"`tracker run step {name} {missing[0]}`; or say why not: "
        f'`tracker run finish {name} --reason "..."`',
    )
