"""`tracker show`: one entity, where it stands and what it may do next."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.width import width
from tracker.cli.typed.candidates import REF
from tracker.cli.typed.options import OneOf, revision_option
from tracker.cli.workspace.opening import here
from tracker.law.lifecycle import MACHINES, Phases
from tracker.model.kinds import KINDS
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import escaped, in_json

if TYPE_CHECKING:
    from tracker.model.entity import Entity
    from tracker.model.work import Work

PLACE = (Stage.LOOK, 1)

_LABEL = 14


@click.command(
    epilog="""\b
Examples:
  tracker show project/erp-replacement
  tracker show erp-replacement --format json
  tracker show lifecycle/five-phase"""
)
@click.argument("ref", shell_complete=REF)
@revision_option
@click.option("--format", type=OneOf(lambda: ("text", "json")), default="text", show_default=True)
def command(ref: str, revision: str | None, format: str) -> None:
    """Shows an entity and what it may do next.

    REF is kind/id, or an id alone where it is one kind's: its fields, the moves that are open to
    it, and what names it.
    """
    work = here().work(revision)
    entity = entity_named(work, ref)
    if format == "json":
        data = {
            "schema": "tracker/show/1",
            "kind": entity.kind,
            "id": entity.id,
            "path": entity.path,
        }
        click.echo(in_json(json.dumps({**data, "data": entity.plain()}, indent=2)))
        return
    for line in _lines(work, entity):
        click.echo(line)


def _lines(work: "Work", entity: "Entity[Any]") -> Iterator[str]:
    yield click.style(f"{entity.ref}  {escaped(entity.title)}", bold=True)
    yield f"{escaped(entity.path)}"
    if entity.unreadable:
        yield "its file cannot be read: `tracker check` says why"
        return
    yield ""
    for key, value in entity.plain().items():
        yield from _field(key, value)
    yield from _next(work, entity)
    naming = [other.ref for other in work.all() if _names(other, entity)]
    if naming:
        yield from _field("named by", sorted(naming))


def _field(key: str, value: Any) -> Iterator[str]:
    """A value under its name; prose keeps its lines, what is nested is said in brief."""
    text = _entry(value) if isinstance(value, dict) else _brief(value)
    label = f"{key}:"
    room = max(width(sys.stdout) - _LABEL - 1, 0)
    for line in text.rstrip("\n").split("\n"):
        words = tokens(escaped(line)) if room else [escaped(line)]
        for part in filled(words, room) if line else [""]:
            yield f"{label:<{_LABEL}} {part}".rstrip()
            label = ""


def _entry(value: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_brief(inner)}" for name, inner in value.items())


_NAMES = ("id", "title", "person", "role", "work", "date", "text")


def _brief(value: Any) -> str:
    """A list of plain values in full; of entries, how many and what they are called."""
    if isinstance(value, dict):
        return next((str(value[name]) for name in _NAMES if name in value), _entry(value))
    if isinstance(value, list):
        names = ", ".join(_brief(item) for item in value) or "none"
        return f"{len(value)}: {names}" if value and isinstance(value[0], dict) else names
    return str(value)


def _next(work: "Work", entity: "Entity[Any]") -> Iterator[str]:
    if entity.kind == "project":
        lifecycle = work.lifecycle_of(entity)
        phase = entity.record.phase
        if lifecycle is not None and phase is not None:
            phases = Phases(lifecycle.record)
            track = " › ".join(f"[{name}]" if name == phase else name for name in phases.order)
            yield from _field(
                "phases", track + (f" › [{phase}]" if phase in phases.off_path else "")
            )
            allowed = phases.allowed(phase) if phase in phases.names else ()
            yield from _field(
                "next phase", " or ".join(allowed) or "none: nothing follows this one"
            )
        held = "\n".join(_gates(work, entity.id))
        if held:
            yield from _field("gates", held)
    machine = MACHINES.get(entity.kind)
    status = entity.state
    if machine is not None and status is not None:
        yield from _field(
            f"next {KINDS[entity.kind].state}",
            " or ".join(machine.moves.get(status, ())) or "none: it has ended",
        )


def _gates(work: "Work", project: str) -> Iterator[str]:
    """Each gate that was held: what was decided, what was waived, and what is still open."""
    from tracker.analysis.facts import still_open
    from tracker.law.gates import reviews

    for one in reviews(work, project):
        waived = [met.id for met in one.record.criteria if met.status == "waived" and met.id]
        left = [each.id for _, each in still_open(work, one.entity) if each.id]
        said = f"{one.day or one.name} {one.left} › {one.record.to}: {one.record.decision}"
        said += f"; waived: {', '.join(waived)}" if waived else ""
        yield said + (f"; still open: {', '.join(left)}" if left else "")


def _names(other: "Entity[Any]", entity: "Entity[Any]") -> bool:
    """True where another entity names this one in any field."""
    return other is not entity and any(
        (text == entity.id and entity.kind in kind.split("|")) or text == entity.ref
        for kind, text, _ in other.references
    )
