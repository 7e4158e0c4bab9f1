"""`tracker` alone: where you are, and what is next."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from tracker.cli.terminal.width import width
from tracker.cli.workspace.opening import here, shown
from tracker.cli.workspace.standing import HEAD, Standing, standing
from tracker.cli.writing.advice import Step, first, next_steps
from tracker.finding import Severity
from tracker.law.change import Change
from tracker.model.kinds import KINDS
from tracker.model.work import Work
from tracker.outputs.closing import plural
from tracker.outputs.columns import filled, tokens
from tracker.outputs.columns import width as columns
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.text import COLOURS
from tracker.views.reports.board import Board, boards

_LABEL = 12
_MOST = 4
"""So many changes are named; the check lists all."""

_COUNTED = [kind for kind in KINDS.values() if kind.part_of is None and kind.name != "workspace"]


def guide() -> None:
    """Says where you are and what is next."""
    at = standing(here())
    room = width(sys.stdout) or 80
    for line in (
        *_where(at, room),
        "",
        click.style("Next:", bold=True),
        *_next(next_steps(at), room),
    ):
        click.echo(line)


def _where(at: Standing, room: int) -> Iterator[str]:
    yield click.style(escaped(clipped(_title(at), 200)), bold=True)
    if at.opening.root is not None:
        yield from _row("workspace", shown(at.opening.top / at.opening.root), room)
    yield from _row("repository", _repository(at), room)
    if at.trouble is not None:
        # A ref in full means nothing to most people.
        message = at.trouble.message.replace("refs/heads/", "").replace("refs/remotes/", "")
        yield from _row("", f"{message}; {at.trouble.hint}", room)
    if at.work is not None:
        yield from _row("holds", _holds(at.work), room)
        for number, board in enumerate(boards(at.work)):
            yield from _row("" if number else "projects", _phases(board), room)
    yield from _check(at, room)
    if at.uncommitted:
        yield from _row("uncommitted", plural(len(at.uncommitted), "file"), room)
    for number, said in enumerate(_does(at)):
        yield from _row("" if number else "changes", said, room)


def _row(label: str, said: str | list[str], room: int, **style: Any) -> Iterator[str]:
    """A label with its text beside it, over as many lines as it takes; a list is broken between its parts."""
    words = tokens(escaped(clipped(said, 500))) if isinstance(said, str) else map(escaped, said)
    for line in filled(words, room - _LABEL - 3):
        yield f"  {click.style(f'{label:<{_LABEL}}', dim=True)} {click.style(line, **style) if style else line}"
        label = ""


def _title(at: Standing) -> str:
    if at.opening.root is None:
        return "No workspace here"
    return (at.work and at.work.settings.title) or at.opening.top.name


def _repository(at: Standing) -> str:
    if at.bare:
        return "bare: it has no files to work on"
    if at.repository is None:
        return "none: the folder is not in a git repository"
    name = at.repository.root.name
    if at.commit is None:
        return f"{name}, no commit yet" if at.trouble is None else name
    place = f"branch {at.branch}" if at.branch else f"no branch, at commit {at.commit[:8]}"
    return ", ".join([name, place, *_apart(at)])


def _apart(at: Standing) -> Iterator[str]:
    """How far the head and the branch that changes go to have parted."""
    if at.ahead:
        yield f"{plural(at.ahead, 'commit')} ahead of {at.against}"
    if at.behind:
        yield (
            f"{at.behind:,} behind"
            if at.ahead
            else f"{plural(at.behind, 'commit')} behind {at.against}"
        )


def _holds(work: Work) -> list[str]:
    counts = [(len(work.of(kind.name)), kind) for kind in _COUNTED]
    return _listed([plural(count, kind.name, kind.plural) for count, kind in counts if count])


def _phases(board: Board) -> str:
    """How many projects of a lifecycle are in each phase."""
    counted = [f"{len(one.rows)} {one.phase or 'no phase'}" for one in board.columns if one.rows]
    return f"{', '.join(counted)} ({board.lifecycle or 'no lifecycle'})"


def _listed(parts: list[str]) -> list[str]:
    return [f"{part}," for part in parts[:-1]] + parts[-1:] or ["nothing yet"]


def _check(at: Standing, room: int) -> Iterator[str]:
    if at.verdict is None:
        return
    counts = [(at.verdict.count(severity), severity) for severity in Severity]
    said = ", ".join(plural(count, severity.value) for count, severity in counts if count)
    grave = next((severity for count, severity in counts if count), None)
    colour = COLOURS[grave] if grave else "green"
    yield from _row("check", said or "no findings", room, fg=colour)
    finding = first(at)
    if finding is not None:
        where = f"{finding.location.path}:{finding.location.span.line}:"
        yield from _row("", f"{where} {finding.message}", room)


def _does(at: Standing) -> Iterator[str]:
    """What the change does: moves first, then what is new, gone or otherwise; the rest is counted."""
    said = [line for change in at.changes for line in _moves(change)]
    said += [line for change in at.changes for line in _comes(change)]
    yield from said[:_MOST]
    if len(said) > _MOST:
        rest = plural(len(said) - _MOST, "more change")
        yield f"and {rest}, against {at.against if at.commit else HEAD}"


def _moves(change: Change) -> Iterator[str]:
    for move in change.moves:
        yield f"{move.subject}: {move.field} {move.before} → {move.after}"


def _comes(change: Change) -> Iterator[str]:
    if change.is_new:
        yield f"{change.ref} is new"
    elif change.is_removed:
        yield f"{change.ref} is gone"
    elif not change.moves and change.fields:
        names = ", ".join(dict.fromkeys(field.name for field in change.fields))
        yield f"{change.ref if change.id else 'tracker.yaml'}: {clipped(names, 120)}"


def _next(steps: list[Step], room: int) -> Iterator[str]:
    """Each command with its meaning beside it, where all of them have room, else below it."""
    longest = max((columns(step.command) for step in steps), default=0)
    beside = all(longest + 6 + columns(step.meaning) <= room for step in steps)
    for step in steps:
        command = escaped(step.command)
        shown_command = click.style(command, fg="cyan", bold=True)
        if beside:
            yield f"  {shown_command}{' ' * (longest - columns(command) + 3)}{step.meaning}"
        else:
            yield f"  {shown_command}"
            yield f"      {step.meaning}"
