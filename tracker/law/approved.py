"""The approvals of the gates that a step passes: which of them something in git proves, and which landed late.

A branch that is rebased lands commit by commit, so that an approval of its own commit comes after
the move. It is judged as if it had come with it: by the law, and over the content, of the move.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from tracker.finding import Finding
from tracker.law.approval import Fault, illegible, rejections, unmet
from tracker.law.authorship import Authors, authors
from tracker.law.change import Change
from tracker.law.check import ignored
from tracker.law.passing import Approving, Given, given, passed
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import proof_of
from tracker.model.entity import Entity

MISSING = "approval-missing"

Coming = Callable[[str], Iterable[tuple[date, Entity[Any]]]]
"""What comes into a folder after a step, each with the day on which it landed."""


class Approved(NamedTuple):
    """One approval of a review, where it lies, and whether a signature proves it.

    `late` is the day on which it landed, where that was after its move.
    """

    id: str
    path: str
    is_verified: bool
    late: date | None = None

    @property
    def review(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def person(self) -> str:
        return self.id.rpartition("/")[2]


def approved(
    changes: tuple[Change, ...], law: Law, findings: Iterable[Finding], coming: Coming
) -> Iterator[Approved]:
    """The approvals of every gate that a step passes; late ones where they make it whole."""
    signs = proof_of(law) is Proof.SIGNATURE and Fault.UNPROVEN not in ignored(law.settings)
    refused = {one.location.path for one in findings}
    for gate in passed(changes, law):
        came = given(changes, gate.review)
        for one in came:
            path = one.entity.path
            yield Approved(one.entity.id, path, signs and path not in refused)
        for day, one in _late(gate, came, changes, law, coming):
            yield Approved(one.entity.id, one.entity.path, signs, day)


def _late(
    gate: Approving,
    came: tuple[Given, ...],
    changes: tuple[Change, ...],
    law: Law,
    coming: Coming,
) -> list[tuple[date, Given]]:
    """The good approvals that came after a move; none while it lacks one even with them."""
    if illegible(gate, law) or not any(unmet(gate, came, law)):
        return []
    wrote = authors(gate.project, changes, law)
    folder = f"{gate.review.entity.path.rpartition('/')[0]}/approvals"
    later = [(day, Given(entity)) for day, entity in coming(folder) if entity.kind == "approval"]
    good = [
        (day, one)
        for day, one in later
        if _is_good(one, gate, changes, wrote, replace(law, as_of=day))
    ]
    return [] if any(unmet(gate, [*came, *(one for _, one in good)], law)) else good


def _is_good(
    one: Given, gate: Approving, changes: tuple[Change, ...], wrote: Authors, law: Law
) -> bool:
    """True where nothing keeps it from counting; the forge's reviews are not in git, and not asked for."""
    unasked = {Fault.UNPROVEN} if proof_of(law) is Proof.REVIEW else set()
    faults = {why.fault for why in rejections(one, gate, changes, wrote, law)}
    return not one.entity.unreadable and faults <= unasked


def settled(
    findings: Iterable[Finding], approvals: Iterable[Approved], answering: Container[str]
) -> tuple[Finding, ...]:
    """What is found, without what late approvals answer.

    That is at the move that it lacked them, and where one of these (`answering`, by path) landed
    that it came without its move: `approval-late` says so.
    """
    answered = {one.path.rpartition("/approvals/")[0] for one in approvals if one.late is not None}
    return tuple(
        one
        for one in findings
        if not (one.rule == MISSING and one.location.path.rpartition("/")[0] in answered)
        if not (one.rule == Fault.STALE and one.location.path in answering)
    )
