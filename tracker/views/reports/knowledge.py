"""Knowledge of the steps: who does them, who is missing what for them, who can teach them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.analysis.knowledge import RECENT, Gap
from tracker.analysis.training import SOON, Standing, best
from tracker.views.knowledge import Knowledge, Place
from tracker.views.report import Column, Entry, Value, report
from tracker.views.words import count


@dataclass(frozen=True)
class Lacking(Entry):
    """Somebody who holds the role of a step and is missing a training for it; `expired` was its last day."""

    person: str
    training: str
    expired: date | None

    @property
    def told(self) -> str:
        said = f"expired on {self.expired}" if self.expired else "never had it"
        return f"{self.person}: {self.training} ({said})"


@dataclass(frozen=True)
class Expiring(Entry):
    """Somebody whose training for a step expires within `SOON` days."""

    person: str
    training: str
    expires: date

    @property
    def told(self) -> str:
        return f"{self.person}: {self.training} (until {self.expires})"


@dataclass(frozen=True)
class Watched(Entry):
    """Somebody whose training for a step is that they watched it done, and no more; on that day."""

    person: str
    training: str
    since: date | None

    @property
    def told(self) -> str:
        said = f"watched on {self.since}" if self.since else "watched"
        return f"{self.person}: {self.training} ({said})"


@dataclass(frozen=True)
class Untrained(Entry):
    """Somebody who did a step without a training that it needs, so many times in the last 90 days."""

    person: str
    training: str
    times: int

    @property
    def told(self) -> str:
        return f"{self.person}: without {self.training}, {count(self.times, 'time')}"


@dataclass(frozen=True)
class KnownStep:
    """One step on a day; the last 90 days count as lately.

    `trained` counts the holders of its role who have all that it needs, none of it by watching alone.
    `performers` did it lately and are here, `gone` did and are not. `times` says how often it was
    done then, and `unnamed` how often the runs do not say by whom. `teachers` and `not_trained` are
    those who did it last, at any time: trained for it today, and not.
    """

    process: str
    number: int
    step: str
    does: str
    role: str | None
    trainings: tuple[str, ...]
    holders: tuple[str, ...]
    performers: tuple[str, ...]
    gone: tuple[str, ...]
    times: int
    unnamed: int
    teachers: tuple[str, ...]
    not_trained: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    learning: tuple[Watched, ...]
    expiring: tuple[Expiring, ...]
    untrained: tuple[Untrained, ...]

    @property
    def held_by(self) -> int:
        return len(self.holders)

    @property
    def trained(self) -> int:
        lacking = {one.person for one in self.lacking} | {one.person for one in self.learning}
        return len(self.holders) - len(lacking)

    @property
    def gaps(self) -> int:
        return len(self.lacking)

    @property
    def bus_factor(self) -> int | None:
        """How many people who are here did it lately; None where nobody is known to have done it."""
        return len(self.performers) if self.performers or self.gone else None

    @property
    def unsaid(self) -> str | None:
        """What the runs leave out of the bus factor, in words."""
        if not self.unnamed:
            return None
        if self.unnamed == self.times:
            return "the log does not say who"
        return f"{self.unnamed:,} of {self.times:,} times the log does not say who"


@report(
    Column("process", "Process", Value.REF, "process"),
    Column("step", "Step"),
    Column("role", "Role", Value.REF, "role"),
    Column("bus_factor", "Bus factor", Value.NUMBER),
    Column("held_by", "Held by", Value.NUMBER),
    Column("trained", "Trained", Value.NUMBER),
    Column("gaps", "Gaps", Value.NUMBER),
    Column("number", "No.", Value.NUMBER),
    Column("does", "What is done"),
    Column("holders", "Role is held by", Value.REFS, "person"),
    Column("trainings", "Needs", Value.REFS, "training", below=True),
    Column("performers", f"Done in {RECENT} days by", Value.REFS, "person", below=True),
    Column("gone", "Did it, and left", Value.REFS, "person", below=True),
    Column("unsaid", "Done by", below=True),
    Column("teachers", "Can teach it", Value.REFS, "person", below=True),
    Column("not_trained", "Did it, not trained", Value.REFS, "person", below=True),
    Column("lacking", "Missing", Value.ENTRIES, Lacking, below=True),
    Column("learning", "Learning", Value.ENTRIES, Watched, below=True),
    Column("expiring", f"Expires in {SOON} days", Value.ENTRIES, Expiring, below=True),
    Column("untrained", "Done without", Value.ENTRIES, Untrained, below=True),
    internal=True,
)
def knowledge(knowledge: Knowledge) -> list[KnownStep]:
    """Every step: who does it, who may, who is missing a training for it, who can teach it."""
    return known_steps(knowledge)


def known_steps(held: Knowledge) -> list[KnownStep]:
    """The steps of the processes in force, in the order of their titles."""
    return [_row(held, place) for place in held.places]


def _row(held: Knowledge, place: Place) -> KnownStep:
    of, id = held.practised[place.process], place.id
    holders = tuple(held.holders.get(place.step.role or "", ()))
    return KnownStep(
        place.process, place.number, id, place.title, place.step.role, held.needed(place), holders,
        tuple(of.lately.get(id, ())),
        tuple(of.gone.get(id, ())),
        *of.told.get(id, (0, 0)),
        tuple(one.person for one in held.teachers(place)),
        tuple(one.person for one in held.unready(place)),
        tuple(_lacking(of.gaps.get(id, ()))),
        *_standing(held, place, holders),
        tuple(
            Untrained(gap.person, gap.training, times)
            for gap, times in of.untrained.get(id, {}).items()
        ),
    )  # fmt: skip


def _lacking(gaps: Iterable[Gap]) -> Iterator[Lacking]:
    return (Lacking(one.person, one.training, one.expired) for one in gaps)


def _standing(
    held: Knowledge, place: Place, holders: Iterable[str]
) -> tuple[tuple[Watched, ...], tuple[Expiring, ...]]:
    """Which holders of a role are learning what a step needs, and whose training for it expires."""
    watched, expiring = [], []
    for person in holders:
        for training in held.needed(place):
            state, lesson = best(held.lessons.get(person, ()), training, held.as_of)
            if state is Standing.LEARNING and lesson is not None:
                watched.append(Watched(person, training, lesson.date))
            elif state is Standing.EXPIRING and lesson is not None and lesson.expires is not None:
                expiring.append(Expiring(person, training, lesson.expires))
    return tuple(watched), tuple(expiring)
