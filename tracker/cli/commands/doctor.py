"""`tracker doctor`: what is set up, what is old, and what nothing protects."""

import os
import sys
from collections.abc import Iterator
from itertools import chain, repeat

import click

from tracker.cli.doctor.probe import Mark, Patient, Probe, Remark, probes
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.width import width
from tracker.cli.typed.options import OneOf
from tracker.cli.workspace.opening import here
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import escaped, in_json

PLACE = (Stage.HELP, 2)

SCHEMA = "tracker/doctor/1"
TO_MEND = 1
COULD_NOT_LOOK = 2

_COLOURS = {Mark.OK: "green", Mark.WARN: "yellow", Mark.FAIL: "red", Mark.BLIND: "magenta"}
_INDENT = 9
_HELP = 6

Report = list[tuple[Probe, Remark]]


@click.command(
    epilog="""\b
Examples:
  tracker doctor                 what is set up, and what could be better
  tracker doctor --format json   the same for scripts"""
)
@click.option(
    "--format", type=OneOf(lambda: ("text", "json")), default="text", show_default=True,
    help="How the report is said.",
)  # fmt: skip
def command(format: str) -> None:
    """Looks at everything around the files.

    Settings, versions, the schemas of the editor, CI, and what nothing protects. What it prints
    can go into a bug report: versions, counts and paths of the repository, and nothing personal.

    Exits 0 when nothing is wrong (`warn` is worth a look), 1 when something is to be mended, 2
    where it could not look.
    """
    opening = here()
    work = opening.load(opening.head(None), opening.root) if opening.root is not None else None
    patient = Patient(opening, work, os.environ)
    report = [(probe, remark) for probe in probes() for remark in probe.remarks(patient)]
    if format == "json":
        click.echo(_json(report))
    else:
        for line in _text(report, width(sys.stdout) or 80):
            click.echo(line)
    marks = {remark.mark for _, remark in report}
    if Mark.BLIND in marks:
        raise click.exceptions.Exit(COULD_NOT_LOOK)
    if Mark.FAIL in marks:
        raise click.exceptions.Exit(TO_MEND)


def _text(report: Report, room: int) -> Iterator[str]:
    last = None
    for probe, remark in report:
        if probe is not last:
            yield from ([""] if last else [])
            yield click.style(probe.name, bold=True)
            last = probe
        yield from _remark(remark, room)
    counts = _counts(report)
    yield ""
    yield ", ".join(f"{counts[mark]} {mark}" for mark in Mark if counts[mark])


def _remark(remark: Remark, room: int) -> Iterator[str]:
    """The mark, what was seen, and below it what to do."""
    mark = click.style(f"{remark.mark:<5}", fg=_COLOURS[remark.mark], bold=True)
    first, *rest = filled(tokens(escaped(remark.what)), room - _INDENT)
    yield f"  {mark}  {first}"
    for line in rest:
        yield f"{'':<{_INDENT}}{line}"
    for head, line in zip(chain(["help:"], repeat("")), _todo(remark, room), strict=False):
        yield f"{'':<{_INDENT}}{head:<{_HELP}}{line}"


def _todo(remark: Remark, room: int) -> Iterator[str]:
    """What to do; what is to be copied begins a line of its own."""
    for said in remark.todo.split("\n") if remark.todo else ():
        yield from filled(tokens(escaped(said)), room - _INDENT - _HELP)


def _counts(report: Report) -> dict[Mark, int]:
    return {mark: sum(remark.mark is mark for _, remark in report) for mark in Mark}


def _json(report: Report) -> str:
    import json

    remarks = [
        {"probe": probe.name, "mark": remark.mark, "what": remark.what, "todo": remark.todo}
        for probe, remark in report
    ]
    counts = {mark.value: count for mark, count in _counts(report).items()}
    return in_json(json.dumps({"schema": SCHEMA, "remarks": remarks, "summary": counts}, indent=2))
