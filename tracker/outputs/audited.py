"""An audit as text, JSON or CSV."""

import json
from collections.abc import Callable, Iterator, Mapping

from click import style

from tracker.finding import Severity
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import clipped, escaped, in_json, sound
from tracker.outputs.json import finding_data
from tracker.outputs.table import Table, rendered
from tracker.outputs.text import Files, Paint, finding_lines, unpainted
from tracker.outputs.told import SHORT
from tracker.outputs.told_data import move_data
from tracker.views.reports.audit import AuditReport, Judged

SCHEMA = "tracker/audit/1"
_LONGEST = 300
_LANDED = (
    "what has landed stays in history, and is found again. Put right what still stands, in a change "
    "of its own: `git checkout COMMIT~1 -- FILE` brings back a file as it was before a commit. "
    "`tracker audit --since COMMIT` begins after what you have seen"
)
_TURNED = (
    "this merge brought the main line into a branch, and the branch became the main line: what had "
    "landed step by step counts as one step here. `tracker audit --at {}` judges it as it landed"
)


def _text(audit: AuditReport, room: int, colour: bool) -> Iterator[str]:
    """Each commit with what the law of its day says, notes apart; then the closing lines."""
    paint = style if colour else unpainted
    told = [line for each in audit.judged for line in _commit(each, room, paint)]
    yield from told
    if told:
        yield from _help(_LANDED, room, paint)
        yield ""
    yield from filled(_closing(audit).split(), room)


def _commit(each: Judged, room: int, paint: Paint) -> Iterator[str]:
    grave = [one for one in each.findings if one.severity is not Severity.NOTE]
    if not grave:
        return
    for line in filled(_heading(each).split(), room, 2):
        yield paint(line, bold=True)
    files = Files(each.read)
    for finding in grave:
        yield from finding_lines(finding, files, room, paint)
    if each.other is not None:
        yield from _help(_TURNED.format(each.other[:SHORT]), room, paint)
    yield ""


def _help(said: str, room: int, paint: Paint) -> Iterator[str]:
    first, *rest = filled(["help:", *tokens(said)], room, len("help: "))
    yield first.replace("help:", paint("help:", bold=True), 1)
    yield from rest


def _heading(each: Judged) -> str:
    subject = escaped(clipped(each.subject, _LONGEST))
    return f"commit {each.commit[:SHORT]} of {each.day}, {escaped(each.author)}: {subject}"


def _closing(audit: AuditReport) -> str:
    counts = [(audit.count(severity), severity.value) for severity in Severity]
    told = [_counted(number, name) for number, name in counts if number]
    said = ", ".join(told) or "no findings"
    if audit.count(Severity.NOTE):
        said += " (notes stand in JSON and CSV)"
    law = "the law of its day" if audit.policy is None else escaped(audit.policy)
    since = f" since commit {audit.since[:SHORT]}" if audit.since else ""
    by_name = (
        f" · {_counted(audit.unverified, 'approval')} not verified" if audit.unverified else ""
    )
    return (
        f"{said} · {_counted(audit.commits, 'commit')}{since}, each judged by {law} · "
        f"{audit.refused} of {_counted(len(audit.moves), 'move')} would have been refused{by_name}"
    )


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _json(audit: AuditReport, room: int, colour: bool) -> Iterator[str]:
    data = {
        "schema": SCHEMA,
        "moves": [move_data(one) for one in audit.moves],
        "findings": [
            {
                "commit": each.commit,
                "date": each.day,
                "author": sound(each.author),
                **finding_data(one),
            }
            for each in audit.judged
            for one in each.findings
        ],
        "summary": {
            "commits": audit.commits,
            "head": audit.head,
            "since": audit.since,
            "policy": None if audit.policy is None else sound(audit.policy),
            "moves_refused": audit.refused,
            "approvals_not_verified": audit.unverified,
            "errors": audit.count(Severity.ERROR),
            "warnings": audit.count(Severity.WARNING),
            "notes": audit.count(Severity.NOTE),
        },
    }
    yield in_json(json.dumps(data, indent=2))


_COLUMNS = ("date", "commit", "author", "severity", "rule", "path", "line", "from", "to", "message")


def _csv(audit: AuditReport, room: int, colour: bool) -> Iterator[str]:
    rows = tuple(
        (
            each.day, each.commit, each.author, one.severity.value, one.rule, one.location.path,
            one.location.span.line, one.before or "", one.after or "", one.message,
        )
        for each in audit.judged
        for one in each.findings
    )  # fmt: skip
    yield rendered(Table(_COLUMNS, rows), "csv", SCHEMA).rstrip("\n")


FORMATS: Mapping[str, Callable[[AuditReport, int, bool], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
"""Each yields lines; `room` is the width of the terminal, 0 where there is none."""
