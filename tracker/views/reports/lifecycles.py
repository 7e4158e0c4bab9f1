"""The law in words: lifecycles with their phases, and what each gate asks for and of whom."""

from collections import Counter
from dataclasses import dataclass

from tracker.law.lifecycle import ANY, Phases
from tracker.law.policy import Law
from tracker.law.proof import Proof
from tracker.law.proving import proof_of
from tracker.model.entity import Entity
from tracker.model.records import ApprovalRule, Gate, Lifecycle, Phase
from tracker.model.work import Work

_ON_LEAVE = {
    "freeze-baseline": "what is promised is frozen as the baseline",
    "require-accepted": "every deliverable has to be accepted, with or without a list of defects",
    "require-closure": "a closure record says how the project ended",
}

PROOFS = {
    Proof.RECORDED: "a name in a reviewed file, recorded and not verified",
    Proof.SIGNATURE: "a signature over what was approved, by a key that was known before",
    Proof.REVIEW: "a review on the forge",
}


@dataclass(frozen=True)
class CriterionRow:
    """One criterion; `computed` where Tracker holds it against the files, else people show evidence."""

    text: str
    computed: bool


@dataclass(frozen=True)
class GateRow:
    """What it takes to leave a phase."""

    title: str
    criteria: tuple[CriterionRow, ...]
    approvals: tuple[str, ...]


@dataclass(frozen=True)
class PhaseRow:
    """A phase: where it stands, what it takes to leave it, and how many projects are in it."""

    id: str
    title: str
    start: bool
    final: bool
    optional: bool
    gate: GateRow | None
    leaving: tuple[str, ...]
    projects: int


@dataclass(frozen=True)
class LifecycleRow:
    """One lifecycle; `anywhere` where projects may start in any phase, `default` for who names none."""

    id: str
    title: str
    phases: tuple[PhaseRow, ...]
    off_path: tuple[str, ...]
    projects: int
    default: bool
    anywhere: bool
    unreadable: bool

    @property
    def gates(self) -> int:
        """How many of its phases are left through a gate."""
        return sum(one.gate is not None for one in self.phases)


def lifecycles(work: Work) -> list[LifecycleRow]:
    """Every lifecycle, that with most projects first."""
    inside = Counter((work.lifecycle_id(one), one.record.phase) for one in work.projects.values())
    rows = [_lifecycle(work, one, inside) for one in work.lifecycles.values()]
    return sorted(rows, key=lambda one: (-one.projects, one.title.casefold(), one.id))


def proof(law: Law) -> str:
    """What counts as proof of an approval, in words."""
    return PROOFS[proof_of(law)]


def _lifecycle(
    work: Work, entity: Entity[Lifecycle], inside: Counter[tuple[str | None, str | None]]
) -> LifecycleRow:
    phases = Phases(entity.record)
    rows = tuple(
        _phase(work, one, phases, inside[entity.id, one.id]) for one in phases.phases.values()
    )
    return LifecycleRow(
        entity.id,
        entity.title,
        rows,
        phases.off_path,
        sum(number for (id, _), number in inside.items() if id == entity.id),
        work.settings.lifecycle == entity.id,
        phases.start == ANY,
        entity.unreadable,
    )


def _phase(work: Work, one: Phase, phases: Phases, projects: int) -> PhaseRow:
    id = one.id or ""
    leaving = tuple(_ON_LEAVE.get(said, said) for said in one.on_leave)
    return PhaseRow(
        id, one.title or id, phases.start == id, id in phases.final, bool(one.optional),
        _gate(work, one.gate, one.title or id) if one.gate is not None else None, leaving, projects,
    )  # fmt: skip


def _gate(work: Work, gate: Gate, phase: str) -> GateRow:
    return GateRow(
        gate.title or f"Gate of {phase}",
        tuple(
            CriterionRow(one.text or one.id or "", one.requires is not None)
            for one in gate.criteria
        ),
        tuple(_approver(work, one) for one in gate.approvals),
    )


def _approver(work: Work, rule: ApprovalRule) -> str:
    if rule.field:
        return f"the {rule.field.replace('_', ' ')} of the project"
    role = work.roles.get(rule.role or "")
    return f"whoever holds the role {role.title if role else rule.role}"
