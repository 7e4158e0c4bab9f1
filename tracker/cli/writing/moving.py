"""A move of a project as it would be: which files it writes, and what the law says of them.

The files are made in memory, and judged there as a change of the base; nothing is written where the
law refuses it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from tracker.cli.writing.against import Files, Side
from tracker.cli.writing.editing import spliced
from tracker.cli.writing.fields import field as place_of
from tracker.cli.writing.freezing import baseline
from tracker.cli.writing.holding import marked, merged
from tracker.cli.writing.targets import Target
from tracker.cli.writing.templating import marked_new
from tracker.finding import Finding
from tracker.law import criteria, subset
from tracker.law.approval import appointing, entitled, managing, named
from tracker.law.gates import COMPLETED, Held
from tracker.law.lifecycle import Decision, Phases
from tracker.law.passing import passed
from tracker.model.catalogue import member
from tracker.model.entity import Entity
from tracker.model.records import Criterion, Gate, Project
from tracker.source.edits import Set
from tracker.source.writing import document

_AFTERWARDS = ("approval-", "author-")
"""How rules begin that speak of who approved and who committed: both come after the move."""

_LATER = "to be filled in"
"""Stands for evidence that people still have to write, while the rest of a move is judged."""


@dataclass(frozen=True)
class Words:
    """What people say of a gate: its decision, and how each criterion was found."""

    decision: Decision | None = None
    reason: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    conditions: tuple[dict[str, Any], ...] = ()


class Approver(NamedTuple):
    """Whose approval a gate takes: who may give it, who may not as the manager, and what mends that."""

    role: str
    may: frozenset[str]
    manage: frozenset[str]
    mend: str

    @property
    def names(self) -> str:
        return " or ".join(sorted(self.may))


@dataclass(frozen=True)
class Passage:
    """One move through a gate, or past none: from where to where, and what people say of it.

    `standing` is the review of it that this change brought already.
    """

    side: Side
    project: Entity[Project]
    before: Entity[Project]
    phases: Phases
    to: str
    day: date
    words: Words
    standing: Held | None = None

    @property
    def left(self) -> str:
        """The phase that is left, as the base has it."""
        if self.to == COMPLETED:
            return self.project.record.phase or ""
        return self.before.record.phase or ""

    @property
    def gate(self) -> Gate | None:
        """The gate that is held: that of the phase, or a bare one where a decision is said."""
        phase = self.phases.phases.get(self.left)
        gate = phase.gate if phase is not None else None
        return gate or (Gate() if self.words.decision is not None else None)

    @property
    def decision(self) -> Decision:
        said = self.standing.decision if self.standing is not None else None
        return self.words.decision or said or Decision.GO

    @property
    def name(self) -> str:
        """The folder of its review."""
        return f"{self.left}-{self.day.isoformat()}"

    @property
    def folder(self) -> str:
        """Where the files of the project lie, below the workspace."""
        return f"projects/{self.project.id}"

    @property
    def review_path(self) -> str:
        return f"{self.folder}/gates/{self.name}/review.yaml"

    @property
    def edit(self) -> tuple[str, str]:
        """The field of the project that changes, and what it will hold."""
        if self.decision is Decision.HOLD:
            return "status", "on-hold"
        return ("status", COMPLETED) if self.to == COMPLETED else ("phase", self.to)

    # What it writes.

    def files(self, *, supposed: bool = False) -> Files:
        """Every file, by its path from the root, as its old and its new content.

        `supposed` writes evidence where people still have to.
        """
        made = self._project()
        if self.gate is not None:
            made |= self._reviewed(supposed)
        if self._freezes:
            kept = {"taken_on": self.day.isoformat()}
            if self.gate is not None:
                kept["gate"] = self.name
            made |= baseline(self.side, self.project.id, kept, made)
        return made

    def _project(self) -> Files:
        name, value = self.edit
        work = self.side.work
        at = place_of(work, Target(self.project), name)
        old, new = spliced(work, at.entity, [Set(at.route, value, at.order)])
        return {} if old == new else {at.entity.path: (old, new)}

    def _reviewed(self, supposed: bool) -> Files:
        left_open = () if supposed else self.open
        said = self._review(supposed)
        if self.standing is None:
            return self._new(self.review_path, marked(document(said), left_open))
        order = tuple((member("review", ()) or {})["properties"])
        edits = [Set((key,), value, order) for key, value in said.items()]
        old, new = spliced(self.side.work, self.standing.entity, edits)
        new = marked(new.decode(), left_open).encode()
        return {} if old == new else {self.standing.entity.path: (old, new)}

    def _new(self, path: str, text: str) -> Files:
        opening = self.side.opening
        root = f"{opening.root}/" if opening.root else ""
        made = marked_new(opening.top / (opening.root or ""), path, text)
        return {root + path: (None, made)}

    @property
    def _freezes(self) -> bool:
        if self.decision not in (Decision.GO, Decision.CONDITIONAL) or self.to == COMPLETED:
            return False
        order = self.phases.order
        if self.left not in order or self.to not in order:
            return False
        left = order[order.index(self.left) : order.index(self.to)]
        return any("freeze-baseline" in self.phases.phases[name].on_leave for name in left)

    def _review(self, supposed: bool) -> dict[str, Any]:
        said: dict[str, Any] = {"to": self.to, "decision": str(self.decision)}
        if self.words.reason:
            said["reason"] = self.words.reason
        said["criteria"] = [found for _, found in self.found(supposed)]
        if self.words.conditions:
            said["conditions"] = list(self.words.conditions)
        return merged(self._known, said)

    @cached_property
    def _known(self) -> dict[str, Any]:
        """What the review says that stands already."""
        return self.standing.entity.plain() if self.standing is not None else {}

    # How its criteria stand.

    def found(self, supposed: bool = False) -> Iterator[tuple[Criterion, dict[str, Any]]]:
        """Each criterion of the gate, as the review says it: nothing is claimed that nobody saw."""
        for criterion in self.gate.criteria if self.gate else ():
            yield criterion, {"id": criterion.id, **self._finding(criterion, supposed)}

    def _finding(self, criterion: Criterion, supposed: bool) -> dict[str, Any]:
        id, words = criterion.id or "", self.words
        if id in words.waived:
            return {"status": "waived", "reason": words.waived[id], "approved_by": words.by}
        if id in words.evidence:
            return {"status": "met", "evidence": words.evidence[id]}
        criteria = self._known.get("criteria", ())
        known: dict[str, Any] = next((one for one in criteria if one.get("id") == id), {})
        if known.get("status") == "waived":
            return dict(known)
        if criterion.requires is not None:
            holds = supposed or criterion.id not in self.unmet
            return {**known, "status": "met" if holds else "not-met"}
        if known.get("status") == "met":
            return dict(known)
        return {"status": "met", "evidence": _LATER} if supposed else {"status": "not-met"}

    @cached_property
    def unmet(self) -> frozenset[str]:
        """The criteria that the files do not meet."""
        data = criteria.View(self.side.work, self.project.id).data()
        return frozenset(
            one.id or ""
            for one in (self.gate.criteria if self.gate else ())
            if one.requires is not None
            and any((*subset.faults(one.requires), *criteria.failures(one.requires, data)))
        )

    @property
    def open(self) -> tuple[str, ...]:
        """The criteria of which people still have to say what shows that they are met."""
        if self.decision not in (Decision.GO, Decision.CONDITIONAL):
            return ()
        return tuple(
            criterion.id or "" for criterion, said in self.found() if said["status"] == "not-met"
        )

    def approvers(self) -> Iterator[Approver]:
        """Whose approval the gate takes, and who may give it, as the base has it."""
        verdict = self.side.judged(self._contents)
        law = replace(self.side.law, head=verdict.work)
        for gate in passed(verdict.changes, law):
            own = managing(gate.before, gate.after, verdict.changes)
            for rule in gate.gate.approvals if gate.project.id == self.project.id else ():
                may = entitled(rule, gate, law)
                yield Approver(named(rule), may - own, may & own, appointing(rule, gate))

    @cached_property
    def _contents(self) -> dict[str, bytes]:
        return {path: new for path, (_, new) in self.files(supposed=True).items()}

    def refusals(self) -> list[Finding]:
        """What the law says against it; what people still have to fill in and approve apart."""
        return [
            one for one in self.side.errors(self._contents) if not one.rule.startswith(_AFTERWARDS)
        ]
