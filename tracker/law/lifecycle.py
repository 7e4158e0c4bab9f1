"""Which moves are legal: of phases by the declared lifecycle, of every other state by its table.

Pure: a lifecycle or a table goes in, a ruling comes out. Source: definitions, Gates and phases.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.finding import Route
from tracker.model.records import Lifecycle, Phase

ANY = "any"
"""A lifecycle that starts so takes new projects in every phase."""


ON_HOLD = "on-hold"
"""The status of a project that waits where it is."""


class Decision(StrEnum):
    """What a gate review decides; it authorises the moves that the order alone does not."""

    GO = "go"
    CONDITIONAL = "conditional"
    HOLD = "hold"
    RECYCLE = "recycle"
    KILL = "kill"


class Ruling(NamedTuple):
    """Whether a move is legal, why, and what is legal from there without a review's leave."""

    legal: bool
    reason: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """States with their declared moves: where they start, where each may go, where they end."""

    start: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    ended: tuple[str, ...] = ()

    def ruling(self, before: str, after: str) -> Ruling:
        """A state moves along a declared move, or not at all."""
        allowed = self.moves.get(before, ())
        if after == before or after in allowed:
            return Ruling(True, "declared", allowed)
        if not allowed:
            return Ruling(False, f"nothing follows {before}, which is an end", allowed)
        return Ruling(False, "there is no such move", allowed)


# Declared once, here; the schemas spell the same states, and a test holds the two together.
MACHINES: dict[str, Machine] = {
    "project": Machine(
        ("proposed", "active"),
        {
            "proposed": ("active", "cancelled"),
            "active": ("on-hold", "completed", "cancelled"),
            "on-hold": ("active", "cancelled"),
            "completed": (),
            "cancelled": (),
        },
        ("completed", "cancelled"),
    ),
    "goal": Machine(
        ("proposed", "active"),
        {"proposed": ("active", "closed"), "active": ("closed",), "closed": ()},
        ("closed",),
    ),
    "process": Machine(
        ("draft", "active"),
        {
            "draft": ("active",),
            "active": ("under-review", "retired"),
            "under-review": ("active", "retired"),
            "retired": (),
        },
        ("retired",),
    ),
    "run": Machine(
        # It is the record of what happened, and may be written down when all is over.
        (
            "requested",
            "assigned",
            "accepted",
            "in-progress",
            "completed",
            "incomplete",
            "cancelled",
        ),
        {
            "requested": ("assigned", "in-progress", "cancelled"),
            "assigned": ("accepted", "cancelled"),
            "accepted": ("in-progress", "cancelled"),
            "in-progress": ("completed", "incomplete", "cancelled"),
            "completed": (),
            "incomplete": (),
            "cancelled": (),
        },
        ("completed", "incomplete", "cancelled"),
    ),
    "improvement": Machine(
        ("new",),
        {
            "new": ("assessed", "dropped"),
            "assessed": ("approved", "dropped"),
            "approved": ("in-progress", "dropped"),
            "in-progress": ("review", "dropped"),
            "review": ("closed", "in-progress", "dropped"),
            "closed": (),
            "dropped": (),
        },
        ("closed", "dropped"),
    ),
    "change": Machine(
        ("proposed",),
        {
            "proposed": ("approved", "rejected", "postponed"),
            "postponed": ("proposed",),
            "approved": (),
            "rejected": (),
        },
        ("approved", "rejected"),
    ),
    "deliverable": Machine(
        ("pending",),
        {
            "pending": ("accepted", "conditional", "rejected"),
            "conditional": ("accepted", "rejected"),
            "rejected": ("pending",),
            "accepted": (),
        },
    ),
}


class Phases:
    """The moves that a lifecycle allows; unknown phases are another rule's business."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.phases = {phase.id: phase for phase in lifecycle.phases if phase.id}
        self.order = tuple(self.phases)
        self.off_path = tuple(lifecycle.off_path)
        self.final = tuple(lifecycle.final)
        self.start = lifecycle.start

    @property
    def names(self) -> tuple[str, ...]:
        """Every phase that a project may be in."""
        return self.order + self.off_path

    @property
    def starts(self) -> tuple[str, ...]:
        """The phases in which a new project may be: with `any` every one, off-path ones too."""
        return self.names if self.start == ANY else tuple(filter(None, (self.start,)))

    @property
    def first(self) -> tuple[str, ...]:
        """The phase in which a project has not moved yet; where any is a start, the first in order."""
        return self.order[:1] if self.start == ANY else self.starts

    def has_gate(self, phase: str) -> bool:
        """True where leaving the phase takes a gate review."""
        return phase in self.phases and self.phases[phase].gate is not None

    def ended(self, phase: str | None) -> bool:
        """True in a phase that nothing follows: a final or an off-path one."""
        return phase in self.final or phase in self.off_path

    def allowed(self, before: str) -> tuple[str, ...]:
        """Where a project may go from a phase, by the order alone."""
        if before not in self.names:
            return ()
        return tuple(
            name for name in self.names if name != before and self._judge(before, name, None)[0]
        )

    def leads(self, before: str, after: str) -> bool:
        """True where the order alone lets a project go from one phase of the lifecycle to another."""
        return self._judge(before, after, None)[0]

    def open_from(self, phases: Iterable[str]) -> tuple[str, ...]:
        """Where a project may have come from these phases, if it passed no gate and owed nothing."""
        found: dict[str, None] = {}
        for first in phases:
            for name in self.order[self.order.index(first) :] if first in self.order else (first,):
                found[name] = None
                if self.has_gate(name) or (name in self.phases and self.phases[name].on_leave):
                    break
        return tuple(found)

    def ruling(self, before: str, after: str, decision: Decision | None = None) -> Ruling:
        """A phase moves forward by one; skipping is legal over optional phases only.

        A decision is what a gate review of this change says. Without one, a backward move and the
        end of a project ahead of its last phase are illegal, as no lifecycle's order holds them.
        """
        for name in (before, after):
            if name not in self.names:
                return Ruling(False, f"the lifecycle has no phase `{name}`", self.allowed(before))
        legal, reason = self._judge(before, after, decision)
        if legal:
            return Ruling(True, reason)
        return Ruling(False, reason, self.allowed(before))

    def _judge(self, before: str, after: str, decision: Decision | None) -> tuple[bool, str]:
        if before == after:
            return True, "the phase stays"
        if self.ended(before):
            return False, f"nothing follows {before}, which is an end"
        if decision in (Decision.HOLD,):
            return False, "a review that decides hold moves no phase"
        if after in self.off_path:
            if self.has_gate(before) and decision is not Decision.KILL:
                return False, f"leaving {before} for {after} takes a gate review that decides kill"
            return True, "an off-path phase is open from everywhere"
        if decision is Decision.KILL:
            return after in self.final, f"a review that decides kill leads to {_one_of(self.final)}"
        at, to = self.order.index(before), self.order.index(after)
        if to < at:
            if decision is Decision.RECYCLE:
                return True, "the review sends the project back"
            return (
                False,
                f"{after} lies before {before}; only a gate review that decides recycle leads back",
            )
        if decision is Decision.RECYCLE:
            return False, "a review that decides recycle leads back, not on"
        skipped = [name for name in self.order[at + 1 : to] if not self.phases[name].optional]
        if skipped:
            return False, f"{_and(skipped)} would be skipped"
        return True, "the next phase"


def _one_of(names: tuple[str, ...]) -> str:
    return " or ".join(names) if names else "no phase: the lifecycle has no final one"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


class LifecycleFault(NamedTuple):
    """What is wrong with a lifecycle itself, where, and what to do."""

    route: Route
    message: str
    hint: str


def faults(lifecycle: Lifecycle) -> Iterator[LifecycleFault]:
    """A lifecycle is sound: its names are known, every phase is reached, and an end can be reached."""
    yield from _doubled(lifecycle.phases)
    phases = Phases(lifecycle)
    yield from _unknown_names(lifecycle, phases)
    yield from _unreached(lifecycle, phases)
    yield from _no_way_out(lifecycle, phases)


_RENAME = "give one of the two another id"


def _doubled(items: tuple[Phase, ...]) -> Iterator[LifecycleFault]:
    seen: set[str] = set()
    for index, phase in enumerate(items):
        if phase.id in seen:
            yield LifecycleFault(
                ("phases", index, "id"), f"the phase `{phase.id}` stands twice", _RENAME
            )
        seen.add(phase.id or "")
        criteria: set[str] = set()
        for at, criterion in enumerate(phase.gate.criteria if phase.gate else ()):
            if criterion.id in criteria:
                route = ("phases", index, "gate", "criteria", at, "id")
                yield LifecycleFault(route, f"the criterion `{criterion.id}` stands twice", _RENAME)
            criteria.add(criterion.id or "")


def _unknown_names(lifecycle: Lifecycle, phases: Phases) -> Iterator[LifecycleFault]:
    known = f"the phases are {', '.join(phases.order)}" if phases.order else "list some in `phases`"
    if lifecycle.start not in (None, ANY, *phases.order):
        message = f"`{lifecycle.start}` is not a phase to start in"
        yield LifecycleFault(("start",), message, f"{known}; `any` stands for all of them")
    for index, name in enumerate(lifecycle.final):
        if name not in phases.order:
            message = f"the final phase `{name}` is not one of `phases`"
            yield LifecycleFault(("final", index), message, known)
    for index, name in enumerate(lifecycle.off_path):
        if name in phases.order:
            message = f"`{name}` stands in `phases` and in `off_path`"
            yield LifecycleFault(("off_path", index), message, "keep it in one of the two")


def _unreached(lifecycle: Lifecycle, phases: Phases) -> Iterator[LifecycleFault]:
    reached = dict.fromkeys(name for name in phases.starts if name in phases.order)
    pending = list(reached)
    for name in pending:
        new = [
            after for after in phases.order if after not in reached and _leads(phases, name, after)
        ]
        reached |= dict.fromkeys(new)
        pending += new
    for index, phase in enumerate(lifecycle.phases):
        if phase.id and reached and phase.id not in reached:
            message = f"the phase `{phase.id}` is never reached"
            hint = "it stands behind a final phase, or ahead of the start: move it, or remove it"
            yield LifecycleFault(("phases", index, "id"), message, hint)


def _leads(phases: Phases, before: str, after: str) -> bool:
    """Forward moves are what reaches a phase: going back needs to have been there."""
    return phases.order.index(after) > phases.order.index(before) and phases.leads(before, after)


def _no_way_out(lifecycle: Lifecycle, phases: Phases) -> Iterator[LifecycleFault]:
    if not lifecycle.final:
        message = "no phase is final: a project under this lifecycle never ends"
        yield LifecycleFault(("final",), message, "name the last phase in `final`")
    elif phases.order and phases.order[-1] not in phases.final:
        message = f"the phase `{phases.order[-1]}` leads nowhere: it is the last, and not final"
        route = ("phases", len(lifecycle.phases) - 1, "id")
        ends = ", ".join((*lifecycle.final, phases.order[-1]))
        yield LifecycleFault(route, message, f"add it: `final: [{ends}]`")
