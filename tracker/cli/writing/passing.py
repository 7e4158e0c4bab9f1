"""What `tracker move` is told, made sense of: the project, the step that it takes, what people say of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.oneself import known
from tracker.cli.writing.against import Side
from tracker.cli.writing.gateday import on_its_day
from tracker.cli.writing.moving import Passage, Words
from tracker.cli.writing.targets import readable
from tracker.law.gates import COMPLETED
from tracker.law.lifecycle import MACHINES, Decision
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.suggest import did_you_mean
from tracker.model.work import Work


def project_named(work: Work, text: str) -> Entity[Project]:
    """A project by its id, or as `project/<id>`."""
    ref = text if "/" in text or text not in work.projects else f"project/{text}"
    entity = readable(entity_named(work, ref))
    if entity.kind != "project":
        raise Stop(
            f"{entity.ref} is no project", "projects alone have phases: `tracker list project`"
        )
    return entity


def said_of(texts: Sequence[str], option: str) -> dict[str, str]:
    """`ID=TEXT`, as often as it is said."""
    said = {}
    for text in texts:
        id, equals, rest = text.partition("=")
        if not (id and equals and rest.strip()):
            raise Stop(f"{option} {text!r} does not say which and what", f"write {option} ID=TEXT")
        said[id] = rest.strip()
    return said


def conditions_of(
    texts: Sequence[str], owner: str | None, due: date | None
) -> tuple[dict[str, Any], ...]:
    """Conditions with who sees to them, and by when."""
    if texts and (owner is None or due is None):
        raise Stop(
            "a condition has somebody who sees to it, and a day",
            "add --owner PERSON and --due DATE",
        )
    said = said_of(texts, "--condition")
    day = due.isoformat() if due else ""
    return tuple({"id": id, "text": text, "owner": owner, "due": day} for id, text in said.items())


def passage(at: Side, entity: Entity[Project], to: str, day: date | None, words: Words) -> Passage:
    """The step, where the order of the phases and its decision allow it.

    What this change brought of it already is gone over once more.
    """
    before = at.before(entity)
    if before is None:
        raise Stop(
            f"{entity.ref} is not in {at.name} yet: it is new in this change",
            "let it land in the phase where it starts, then move it",
        )
    phases = at.law.phases(before)
    if phases is None or before.record.phase not in phases.names:
        raise Stop(
            f"the phase of {entity.ref} is not one of a lifecycle that is known at the base",
            "`tracker check` says what is wrong with it",
        )
    step = Passage(at, entity, before, phases, to, day or at.day, words)
    _refuse(step)
    step = on_its_day(step, day)
    _known(step)
    return step


def _refuse(step: Passage) -> None:
    now, decision, ref = step.project.record, step.words.decision, step.project.ref
    if decision is Decision.HOLD:
        if step.to != step.before.record.phase:
            raise Stop(
                f"a review that decides hold moves no phase: {ref} stays in {step.before.record.phase}",
                f"`tracker move {step.project.id} {step.before.record.phase} --decision hold`",
            )
    elif step.to == COMPLETED:
        return
    elif step.to == step.before.record.phase == now.phase:
        raise Stop(f"{ref} is in {step.to} already", _from_here(step))
    elif step.to == step.before.record.phase:
        raise Stop(
            f"{ref} is in {step.to} at the base, and this change moves it to {now.phase}",
            f"to take that back: `tracker set {ref} phase {step.to}`, and remove the review of it",
        )
    else:
        ruling = step.phases.ruling(step.left, step.to, decision)
        if not ruling.legal:
            raise Stop(
                f"{ref} may not move from {step.left} to {step.to}: {ruling.reason}",
                _from_here(step),
            )
    if decision in (Decision.HOLD, Decision.RECYCLE, Decision.KILL) and not step.words.reason:
        raise Stop(f"to {decision} takes a reason", "add --reason TEXT")
    if decision is Decision.CONDITIONAL and not step.words.conditions:
        raise Stop(
            "a conditional decision lists its conditions",
            "add --condition ID=TEXT, --owner PERSON and --due DATE; or decide go",
        )


def _from_here(step: Passage) -> str:
    """Where it may go, and how else."""
    id, phases, left, to = step.project.id, step.phases, step.left, step.to
    move, now = f"tracker move {id}", step.project.record.phase
    if to in MACHINES["project"].moves:
        return f"a status is set: `tracker set project/{id} status {to}`"
    if now not in (left, to) and now in phases.names and phases.leads(left, now or ""):
        return f"this change moves it to {now} already: let that land, then move it on"
    if phases.ended(left):
        return f"nothing follows {left}: `{move} {COMPLETED}` closes the project"
    if to in phases.order and phases.order.index(to) < phases.order.index(left):
        return f"`{move} {to} --decision recycle --reason TEXT` sends it back"
    legal = phases.allowed(left)
    ways = [f"from {left} it may go to {' or '.join(legal)}: `{move} {legal[0]}`"] if legal else []
    if to in (*phases.final, *phases.off_path):
        ways.append(f"`{move} {to} --decision kill --reason TEXT` stops it")
    free = "; ".join(ways) or "it has nowhere to go"
    return free if to in phases.names else did_you_mean(to, list(phases.names), free)


def _known(step: Passage) -> None:
    """What is said of a criterion is said of one that there is."""
    asked = [one.id for one in (step.gate.criteria if step.gate else ()) if one.id]
    for id in (*step.words.evidence, *step.words.waived):
        if id not in asked:
            there = f"its criteria are {', '.join(asked)}" if asked else "it asks for nothing"
            raise Stop(
                f"the gate of {step.left} has no criterion {id!r}", did_you_mean(id, asked, there)
            )
    if step.words.waived and step.words.by is None:
        raise Stop(
            "a criterion is waived by somebody", "add --by PERSON, one who may approve the gate"
        )
    for person in {step.words.by, *(one["owner"] for one in step.words.conditions)} - {None}:
        known(step.side.work, person)
