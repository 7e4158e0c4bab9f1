"""What a gate review tells in several parts: waivers, approvals, and conditions that are still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.analysis.facts import still_open
from tracker.law.gates import Held
from tracker.law.passing import Given
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import signed
from tracker.model.work import Work
from tracker.views.report import Entry
from tracker.views.reports.review.gates import PROVEN


class Proven(StrEnum):
    """What the files alone show of an approval; `strange` is a signature by no key of that person."""

    SIGNATURE = "signature"
    RECORDED = "recorded"
    STRANGE = "strange"


_WORDS = {
    Proven.SIGNATURE: PROVEN[Proof.SIGNATURE],
    Proven.RECORDED: PROVEN[Proof.RECORDED],
    Proven.STRANGE: "signed by no key of theirs",
}


@dataclass(frozen=True)
class Waiver(Entry):
    """A criterion that was passed over: why, and on whose word."""

    criterion: str | None
    reason: str | None
    approved_by: str | None

    @property
    def told(self) -> str:
        return (
            f"{self.criterion}: {self.reason or 'no reason given'} ({self.approved_by or 'nobody'})"
        )


@dataclass(frozen=True)
class Approved(Entry):
    """One approval, and how it is proved."""

    person: str
    role: str | None
    date: date | None
    proof: Proven

    @property
    def told(self) -> str:
        return f"{self.person} as {self.role or 'nobody'} ({_WORDS[self.proof]})"


@dataclass(frozen=True)
class Open(Entry):
    """A condition that is not met yet: days until it is due, and since it was made."""

    condition: str | None
    text: str | None
    owner: str | None
    due: date | None
    days: int | None
    age: int | None
    overdue: bool

    @property
    def told(self) -> str:
        said = f"{self.condition}: {self.text or 'no text'} ({self.owner or 'nobody'}, "
        said += "no day)" if self.days is None else f"by {self.due}, {_when(self.days)})"
        return said if self.age is None else f"{said}, open for {_days(self.age)}"


def _when(days: int) -> str:
    if days < 0:
        return f"overdue by {_days(-days)}"
    return f"in {_days(days)}" if days else "today"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


# As the files say it.


def approvals(work: Work) -> dict[str, list[Given]]:
    """The approvals of each review, by its id."""
    found: dict[str, list[Given]] = {}
    for id, entity in work.of("approval").items():
        found.setdefault(id.rpartition("/")[0], []).append(Given(entity))
    return found


def approved(one: Given, law: Law) -> Approved:
    """An approval as its file says it; that it is of what stands there is judged when it lands."""
    record = one.record
    proof = Proven.RECORDED
    if record.signature and record.digest:
        proof = Proven.SIGNATURE if signed(one, record.digest, law) else Proven.STRANGE
    return Approved(one.person, record.role, record.date, proof)


def open_conditions(work: Work, one: Held, as_of: date) -> Iterator[Open]:
    """What a review left to be done, and nobody has recorded as done."""
    for _, condition in still_open(work, one.entity):
        days = None if condition.due is None else (condition.due - as_of).days
        age = None if one.day is None else (as_of - one.day).days
        is_over = days is not None and days < 0
        yield Open(condition.id, condition.text, condition.owner, condition.due, days, age, is_over)
