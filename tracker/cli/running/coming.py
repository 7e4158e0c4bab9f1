"""What comes next in a run: said after each step, and asked about where the order is left."""

import sys
from collections.abc import Iterator

import click

from tracker.analysis.course import Course
from tracker.cli.running.run import Running
from tracker.cli.terminal.stop import lines
from tracker.cli.terminal.width import width

_MOST = 4
"""So many of the steps that may come are named."""


def tell(at: Running) -> None:
    """What to do next, the first thing first."""
    label = "Next:"
    for text in _next(at):
        for line in lines(label, text, width(sys.stdout)):
            click.echo(line)
        label = "or:  "


def _next(at: Running) -> Iterator[str]:
    name, found = at.name, at.course
    if at.is_earlier:
        yield f"`tracker run step {name} STEP`: the file of the process holds a later version"
        return
    last = next((one for one in at.process.steps if one.id == found.last), None)
    back = last.rework_to.rpartition("/")[2] if last is not None and last.rework_to else None
    returns = [f"`tracker run step {name} {back} --rework-of {back}`, where it comes back"]
    is_wrong = bool(at.record.steps) and at.record.steps[-1].right_first_time is False
    yield from returns if back and is_wrong else ()
    begun = [one.step for one in at.record.steps if one.started and not one.finished]
    for step in begun:
        yield f"`tracker run step {name} {step}`, once it is over"
    ready = [] if begun else sorted(found.may_come, key=lambda one: one not in found.must_come)
    for step in ready[:_MOST]:
        yield f"`tracker run step {name} {step}`{_said(at, step)}"
    passed = () if begun else found.passed_over
    for step in passed[: max(_MOST - len(ready), 1)]:
        yield f'`tracker run step {name} {step} --note "..."`, which was passed over'
    if not found.missing and not begun:
        yield f"`tracker run finish {name}`"
    yield from returns if back and not is_wrong else ()


def _said(at: Running, id: str) -> str:
    """Whose step it is, and whether it may be left out."""
    step = next(one for one in at.process.steps if one.id == id)
    said = [step.role or "", "optional" if step.optional else ""]
    return f" ({', '.join(filter(None, said))})" if any(said) else ""


def expected(course: Course) -> str:
    """The steps that may come, as a message names them."""
    return " or ".join(f"`{step}`" for step in course.may_come[:_MOST])
