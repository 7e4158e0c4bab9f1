"""Findings as annotations on a pull request, as GitHub reads them from the log of a job.

The form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator, Mapping

from tracker.finding import Finding, Severity
from tracker.law.judge import Verdict
from tracker.outputs.closing import closing, plural
from tracker.outputs.escape import escaped
from tracker.outputs.format import Context, output
from tracker.outputs.text import label, place, worded

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
MOST = 10
"""GitHub shows so many annotations of a level from one step, and drops the others in silence."""


@output
def github(verdict: Verdict, context: Context) -> Iterator[str]:
    """Annotations, those on changed lines first; past ten of a level, plain text."""
    changed = _changed(verdict, context)
    findings = sorted(verdict.findings, key=lambda finding: _order(finding, changed))
    for severity in Severity:
        of_level = [finding for finding in findings if finding.severity is severity]
        for finding in of_level[:MOST]:
            yield _annotation(finding)
        cut = of_level[MOST:]
        if cut:
            count = plural(len(cut), f"more {severity.value}")
            yield f"{count} not annotated, because GitHub shows {MOST} of a level:\n"
        for finding in cut:
            yield f"  {place(finding.location)}: {label(finding)} {worded(finding.message)}\n"
    yield closing(verdict, context)


def _changed(verdict: Verdict, context: Context) -> Mapping[str, frozenset[int]]:
    """The changed lines of each changed file, as far as they are known."""
    paths = (change.after.path for change in verdict.changes if change.after is not None)
    return dict.fromkeys(paths, frozenset()) | dict(context.changed_lines or {})


def _order(finding: Finding, changed: Mapping[str, frozenset[int]]) -> tuple[int, int]:
    """By severity, then changed lines, changed files, and the others."""
    path, span = finding.location
    touched = not changed.get(path, frozenset()).isdisjoint(range(span.line, span.last_line + 1))
    return finding.severity.rank, 0 if touched else 1 if path in changed else 2


def _annotation(finding: Finding) -> str:
    said = [worded(finding.message)]
    if finding.hint:
        said.append(f"help: {worded(finding.hint)}")
    for related in finding.related:
        said.append(f"note: {place(related.location)}: {worded(related.message)}")
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(finding))
    return f"::{LEVELS[finding.severity]} {properties}::{_data(said)}\n"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    path, span = finding.location
    last = span.last_line
    yield "file", escaped(path)
    yield "line", str(span.line)
    yield "endLine", str(last)
    if last == span.line:  # columns are taken only within one line
        yield "col", str(span.column)
        if span.end_line == span.line:
            yield "endColumn", str(max(span.end_column, span.column))
    yield "title", escaped(finding.rule)


def _data(lines: list[str]) -> str:
    """The lines of an annotation in one line of the log."""
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    # No CR or LF is left by the escaper; these four end a property or the list.
    return value.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
