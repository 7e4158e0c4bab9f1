"""What is handed over when somebody leaves: one row for each thing, whatever it is."""

from dataclasses import dataclass
from datetime import date

from tracker.analysis.handover import Passing
from tracker.views.report import Entry

DOES = "does"
"""The capacity of who performs a step, or holds its role."""


@dataclass(frozen=True)
class Learning(Entry):
    """Somebody who learns a step from the one who leaves, and when they taught it back."""

    person: str
    since: date
    taught_back: date | None

    @property
    def told(self) -> str:
        back = f"taught back on {self.taught_back}" if self.taught_back else "not taught back yet"
        return f"{self.person}, since {self.since}: {back}"


@dataclass(frozen=True)
class HandoverRow:
    """Something that somebody who leaves does, answers for, alone holds or alone gives.

    `capacity` says which: `does` a step, `holds` a role, `gives` a training, else the field that
    names them. `what` is `kind/id`, or `kind/id/part`; `ref` the first two of it; `place` is the file that says
    so. Of a step `last` is when they did it last, `trainings` teach it, `others` stay, did it in the
    last 90 days and are trained for it, `not_trained` did it as well, and `holders` stay and have
    its role, told where there are no others. Of a process `others` is who else is named in it.
    """

    person: str
    leaves: date
    capacity: str
    what: str
    title: str
    place: str
    passing: Passing
    others: tuple[str, ...] = ()
    process: str | None = None
    number: int | None = None
    step: str | None = None
    last: date | None = None
    not_trained: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    learning: tuple[Learning, ...] = ()
    trainings: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return self.passing.value

    @property
    def ref(self) -> str:
        return "/".join(self.what.split("/")[:2])

    @property
    def does(self) -> str | None:
        """What is done in a step."""
        return self.title if self.step is not None else None

    @property
    def learners(self) -> tuple[str, ...]:
        return tuple(one.person for one in self.learning)
