"""A run that a command takes further: where it stands, what its states allow, how it is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from tracker.analysis.cases import case
from tracker.analysis.course import Course, course
from tracker.analysis.order import order
from tracker.cli.running.named import process_of, run_named
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.moments import written
from tracker.cli.workspace.opening import Opening, here
from tracker.cli.writing.editing import edit
from tracker.cli.writing.fields import Place, field
from tracker.cli.writing.targets import Target
from tracker.law.lifecycle import MACHINES
from tracker.law.runs import is_ahead, is_earlier
from tracker.model.entity import Entity
from tracker.model.records import Done, Process, Run
from tracker.model.work import Work
from tracker.source.document import Plain
from tracker.source.edits import Edit, Set

UNDER_WAY = "in-progress"


class Running(NamedTuple):
    """A run with its process and the workspace; `record` is what it is to become."""

    opening: Opening
    work: Work
    run: Entity[Run]
    process: Process
    record: Run

    @property
    def name(self) -> str:
        """How a command line names it: by its id alone, where that is one run's."""
        id = self.run.id.rpartition("/")[2]
        others = sum(f"{process}/{id}" in self.work.runs for process in self.work.processes)
        return id if others == 1 else self.run.id

    @property
    def is_earlier(self) -> bool:
        """True where it follows a version whose steps the file of the process does not hold any more."""
        return is_earlier(self.work, self.run)

    @property
    def course(self) -> Course:
        """Where it stands in the order of its process."""
        return self.course_until(None)

    def course_until(self, moment: datetime | None) -> Course:
        """The same, by what was over or begun at a moment; events stand in the order of their time."""
        events = case(self.run.id, self.record).events
        known = (one for one in events if moment is None or _time(one, moment) <= moment)
        return course(order(self.process.steps), known)

    @property
    def last(self) -> datetime | None:
        """The latest moment that is written of it."""
        said = [one for event in self.record.steps for one in (event.started, event.finished)]
        return max(filter(None, [self.record.requested, self.record.started, *said]), default=None)

    def place(self, name: str) -> Place:
        return field(self.work, Target(self.run), name)

    def sets(self, values: Mapping[str, str | datetime]) -> list[Edit]:
        """Fields of the run, set to values."""
        places = {name: self.place(name) for name in values}
        return [
            Set(places[name].route, plain(value), places[name].order)
            for name, value in values.items()
        ]

    def write(self, edits: Sequence[Edit], dry_run: bool) -> bool:
        return edit(self.opening, self.work, self.run, edits, dry_run)

    def becoming(self, **values: object) -> "Running":
        """The same run, once it is written."""
        return self._replace(record=msgspec.structs.replace(self.record, **values))


def running(text: str) -> Running:
    """The run that is named where the command was started."""
    opening = here()
    work = opening.work()
    run = run_named(work, text)
    process = process_of(work, run)
    if is_ahead(work, run):
        raise Stop(
            f"{run.ref} follows version {run.record.version}, and {process.ref} is at version "
            f"{process.record.version}",
            f"say which it follows: `tracker set {run.ref} version {process.record.version}`",
        )
    return Running(opening, work, run, process.record, run.record)


def _time(event: Done, otherwise: datetime) -> datetime:
    return event.finished or event.started or otherwise


def plain(value: object) -> Plain:
    """A value as files hold it."""
    return written(value) if isinstance(value, datetime) else value  # type: ignore[return-value]


def refuse_move(run: Entity[Run], to: str) -> None:
    """A state moves as the law declares for runs."""
    machine, now = MACHINES["run"], run.state or ""
    allowed = machine.moves.get(now, ())
    if to in allowed:
        return
    if now in machine.ended:
        hint = f"it stays as it was: what is learned later is one more event in {run.path}"
    elif now == to:
        hint = f"`tracker run step {run.id} STEP` tells what was done"
    elif UNDER_WAY in allowed:
        hint = f"`tracker run start {run.id}` takes it up"
    else:
        hint = f"`tracker set {run.ref} status {allowed[0]}` comes first"
    raise Stop(
        f"{run.ref} is {now}" + (" already" if now == to else f", and cannot become {to}"), hint
    )


def refuse_before(moment: datetime, earlier: datetime | None, what: str, than: str) -> None:
    """Nothing happens before what it follows."""
    if earlier is not None and moment < earlier:
        raise Stop(
            f"{what} at {written(moment)} would lie before {than} at {written(earlier)}",
            "say another moment, or mend the one that is written",
        )
