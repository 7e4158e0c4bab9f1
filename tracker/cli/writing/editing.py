"""Editing one file: the change is made, held against the schema, shown, and only then written."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import click

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening, shown
from tracker.cli.writing.targets import content, order_of
from tracker.law.runs import is_of_old
from tracker.model.digest import digest
from tracker.model.entity import Entity
from tracker.model.reference import resolves
from tracker.model.work import Work
from tracker.outputs.escape import escaped
from tracker.source.document import Plain, read
from tracker.source.edits import Edit
from tracker.source.files import WriteError, replace
from tracker.source.splice import UnspliceableError, splice

_MOST = 20
"""Of a longer difference the rest is counted."""


def edit(
    opening: Opening, work: Work, entity: Entity[Any], edits: Sequence[Edit], dry_run: bool
) -> bool:
    """The file of an entity, edited; False where it says so already."""
    old, new = spliced(work, entity, edits)
    if new == old:
        click.echo("nothing to change: the file says so already")
        return False
    for line in difference(entity.path, old.decode(), new.decode()):
        click.echo(line)
    if dry_run:
        click.echo("dry run: nothing was written")
        return True
    path = opening.top / entity.path
    try:
        replace(path, old, new, root=opening.top)
    except WriteError as error:
        raise Stop(error.message, error.hint) from error
    click.echo(f"wrote {escaped(shown(path))}")
    return True


def spliced(work: Work, entity: Entity[Any], edits: Sequence[Edit]) -> tuple[bytes, bytes]:
    """The file of an entity as it is, and as the edits leave it; nothing is written."""
    old = content(work, entity)
    try:
        new = splice(old, edits)
    except UnspliceableError as error:
        raise Stop(f"{entity.path}:{error.line}: {error.reason}", error.hint) from error
    if new != old:
        _refuse_misfits(work, entity, old, new)
    return old, new


def _refuse_misfits(work: Work, entity: Entity[Any], old: bytes, new: bytes) -> None:
    """What the schema refuses now, and did not before, is not written; a new name is looked up."""
    order = order_of(work, entity)
    before, after = digest(old, order), digest(new, order)
    known = {(one.route, one.message) for one in (*before.misfits, *before.unmapped)}
    for misfit in (*after.misfits, *after.unmapped):
        if (misfit.route, misfit.message) not in known:
            raise Stop(
                f"nothing was written: {misfit.message}",
                misfit.hint or "`tracker explain schema` says more",
            )
    for kind, text, _ in set(after.references) - set(before.references):
        is_known = is_of_old(work, entity, kind) or resolves(work, kind, text, entity)
        if not entity.adopted and not is_known:
            click.echo(
                f"warning: `{escaped(text)}` names no {kind.replace('|', ' or ')}: "
                "`tracker check` will say so",
                err=True,
            )


def difference(path: str, old: str, new: str) -> Iterator[str]:
    """The lines that go and the lines that come, each group under its first line's number."""
    before, after = old.splitlines(), new.splitlines()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    left = _MOST
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        rows = [f"- {row}" for row in one[i:j]] + [f"+ {row}" for row in other[k:m]]
        yield escaped(f"{path}:{start + k + 1}")
        for row in rows[:left]:
            yield click.style(f"  {escaped(row)}", fg="red" if row[0] == "-" else "green")
        if len(rows) > left:
            yield f"  and {len(rows) - left} more lines"
        left = max(left - len(rows), 0)


_PARSED = frozenset({"array", "boolean", "integer", "number", "object"})


def value_of(schema: dict[str, Any], name: str, text: str) -> Plain:
    """A value as it is typed, read as what the field holds: text as it stands, the rest as YAML."""
    types = schema.get("type", ())
    types = {types} if isinstance(types, str) else set(types)
    is_flow = text.lstrip().startswith(("[", "{"))
    if "string" in types and not (types & {"array", "object"} and is_flow):
        return text
    if not types & _PARSED:
        return text
    reading = read(text.encode("utf-8", "surrogateescape"))
    if reading.refusal is not None:
        raise Stop(
            f"{text!r} is no value of `{name}`: {reading.refusal.message}", reading.refusal.hint
        )
    if types & {"array"} and not isinstance(reading.data, list):
        raise Stop(
            f"`{name}` is a list", f"write it in brackets, and quote them for the shell: '[{text}]'"
        )
    return reading.data
