"""Findings for people: the place, the lines with carets, what to do, and what was read."""

import re
from collections.abc import Callable, Iterator

from click import style

from tracker.finding import START, Finding, Location, Severity
from tracker.law.judge import Verdict
from tracker.outputs import closing
from tracker.outputs.columns import filled, tokens
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.excerpt import excerpt
from tracker.outputs.format import Context, output
from tracker.source.git import GitError

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
LONGEST = 2_000
"""No message is longer in a terminal; JSON has all of it."""

_WIDE = 80
_LEAST = 20

# The closing line is broken between its parts, and between the kinds of files.
_BREAKS = re.compile(r"\n|(?<=,) (?=\d+ \w+[,)])")

Paint = Callable[..., str]


@output
def text(verdict: Verdict, context: Context) -> Iterator[str]:
    """Each finding with its lines, a blank line after it; then the closing line."""
    paint: Paint = style if context.colour else unpainted
    files = Files(context.read)
    for finding in verdict.findings:
        for line in finding_lines(finding, files, context.width, paint):
            yield line + "\n"
        yield "\n"
    for line in _closing(verdict, context, paint):
        yield line + "\n"


def place(location: Location) -> str:
    """`path:line:column`, as editors and terminals make it a link."""
    return escaped(f"{location.path}:{location.span.line}:{location.span.column}")


def label(finding: Finding) -> str:
    """`severity[rule]`."""
    return f"{finding.severity.value}[{escaped(finding.rule)}]"


def worded(message: str) -> str:
    """A message as it is shown: on one line, safe, and not without end."""
    return clipped(escaped(message), LONGEST)


def unpainted(message: str, **_: object) -> str:
    return message


def finding_lines(finding: Finding, files: "Files", room: int, paint: Paint) -> Iterator[str]:
    """A finding with its lines and its help."""
    at, said = place(finding.location), label(finding)
    first, *rest = filled([f"{at}: {said}", *tokens(worded(finding.message))], room, 4)
    colour = COLOURS[finding.severity]
    message = first[len(at) + 2 + len(said) :]
    yield f"{paint(at + ':', dim=True)} {paint(said, fg=colour, bold=True)}{message}"
    yield from rest
    yield from _excerpt(finding, files, room or _WIDE, paint)
    if finding.hint:
        first, *rest = filled(["help:", *tokens(worded(finding.hint))], room, 6)
        yield first.replace("help:", paint("help:", bold=True), 1)
        yield from rest
    for related in finding.related:
        where = escaped(f"{related.location.path}:{related.location.span.line}:")
        yield from filled(["note:", where, *tokens(worded(related.message))], room, 6)


def _excerpt(finding: Finding, files: "Files", room: int, paint: Paint) -> Iterator[str]:
    path, span = finding.location
    if span == START:  # it is about the file as a whole
        return
    gutter = len(str(max(span.line, span.end_line)))
    for row in excerpt(files.lines(path), span, max(room - gutter - 3, _LEAST)):
        yield f"{paint(f'{row.number:>{gutter}} |', dim=True)} {row.text}".rstrip()
        carets = paint("^" * row.carets, fg=COLOURS[finding.severity], bold=True)
        yield f"{paint(' ' * gutter + ' |', dim=True)} {' ' * row.before}{carets}"


def _closing(verdict: Verdict, context: Context, paint: Paint) -> Iterator[str]:
    counted = closing.counts(verdict)
    said = f" {closing.DOT}\n".join([counted, *closing.parts(verdict, context)])
    first, *rest = filled(_BREAKS.split(said), context.width)
    grave = min((finding.severity for finding in verdict.findings), key=_rank, default=None)
    colour = COLOURS[grave] if grave else "green"
    yield first.replace(counted, paint(counted, fg=colour, bold=True), 1)
    yield from rest
    loud = not verdict.transitions_judged or verdict.policy == "head"
    judged = closing.transitions(verdict)
    yield paint(judged, fg="yellow", bold=True) if loud else judged


def _rank(severity: Severity) -> int:
    return severity.rank


class Files:
    """The lines of files that have findings; the last file is kept: findings come by path."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._last: tuple[str | None, list[str]] = (None, [])

    def lines(self, path: str) -> list[str]:
        """The lines of a file of the head; none where it has no content, as after a removal."""
        if self._last[0] != path:
            try:
                text = self._read(path).decode("utf-8", "surrogateescape")
            except (OSError, LookupError, GitError):
                text = ""
            self._last = (path, text.split("\n"))
        return self._last[1]
