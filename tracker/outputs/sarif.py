"""Findings as SARIF 2.1.0, which GitHub's code scanning and many editors read.

The form: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import re
from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any
from urllib.parse import quote

from tracker.finding import Finding, Location
from tracker.law.check import Check, checks
from tracker.law.judge import Verdict
from tracker.outputs.closing import transitions
from tracker.outputs.escape import escaped, in_json, unlinked
from tracker.outputs.fingerprint import fingerprints
from tracker.outputs.format import Context, output
from tracker.outputs.prose import page
from tracker.outputs.text import worded
from tracker.version import VERSION

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

MOST = 5_000
"""GitHub shows no more results of a run; what is past it is left out, and said."""

LARGEST = 8_000_000
"""All results together have no more characters: what publishes them refuses a file without end."""

LONGEST_URI = 4_096
"""A place whose path is longer when it is percent-encoded is left out too."""

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@output
def sarif(verdict: Verdict, context: Context) -> Iterator[str]:
    """One run; each rule and each result on a line of its own, so that a difference is a line."""
    results = _kept(verdict)
    left = len(verdict.findings) - len(results)
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [{{\n'
    yield f'    "tool": {{"driver": {{"name": "Tracker", "semanticVersion": "{VERSION}", "rules": ['
    yield from _lines(_dumped(_rule(check)) for check in checks().values())
    yield "]}},\n"
    yield '    "columnKind": "unicodeCodePoints",\n'
    yield f'    "invocations": [{_dumped(_invocation(verdict, left))}],\n'
    yield '    "results": ['
    yield from _lines(results)
    yield "]\n  }]\n}\n"


def _kept(verdict: Verdict) -> list[str]:
    """The results that a forge takes, in their order; where there is no room for all, the gravest."""
    known = [one for one in fingerprints(verdict.findings) if _is_short(one[0].location)]
    room, kept = LARGEST, {}
    for at in sorted(range(len(known)), key=lambda at: known[at][0].severity.rank)[:MOST]:
        line = _dumped(_result(*known[at]))
        if len(line) <= room:
            room -= len(line)
            kept[at] = line
    return [kept[at] for at in sorted(kept)]


def _lines(lines: Iterable[str]) -> Iterator[str]:
    first = True
    for line in lines:
        yield f"{'' if first else ','}\n      {line}"
        first = False
    yield "" if first else "\n    "


def _dumped(data: object) -> str:
    return in_json(dumps(data, ensure_ascii=True, allow_nan=False))


def _rule(check: Check) -> dict[str, Any]:
    _, *about = check.page.split("\n\n", 2)
    return {
        "id": check.rule,
        "shortDescription": {"text": check.statement},
        "fullDescription": {"text": about[0] if about else check.statement},
        "defaultConfiguration": {"level": check.severity.value},
        "help": {"text": check.page, "markdown": page(check.page)},
    }


def _invocation(verdict: Verdict, left: int) -> dict[str, Any]:
    """What the results cannot show: whether transitions were judged, and how many there were more."""
    level = "note" if verdict.transitions_judged else "warning"
    said = transitions(verdict)
    if verdict.policy not in ("base", "head"):  # the law of a folder, which may be the machine's
        said = said.partition(", law of")[0]
    notifications = [{"level": level, "message": _message(said)}]
    if left:
        more = f"{left:,} of {len(verdict.findings):,} findings are left out: too many, or too long"
        notifications.append({"level": "warning", "message": _message(more)})
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    said = [finding.message] + ([f"help: {finding.hint}"] if finding.hint else [])
    result: dict[str, Any] = {
        "ruleId": escaped(finding.rule),
        "level": finding.severity.value,
        "message": _message(*said),
        "locations": [_location(finding.location)],
        # The name that GitHub looks for; without it, it would want the files themselves.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint[:16]}:1"},
    }
    places = [related for related in finding.related if _is_short(related.location)]
    if places:
        result["relatedLocations"] = [
            {"id": at, "message": _message(related.message), **_location(related.location)}
            for at, related in enumerate(places, 1)
        ]
    return result


def _message(*lines: str) -> dict[str, str]:
    return {"text": "\n".join(unlinked(worded(line)) for line in lines)}


def _location(location: Location) -> dict[str, Any]:
    span = location.span
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(location.path), "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }


def _is_short(location: Location) -> bool:
    return len(_uri(location.path)) <= LONGEST_URI


def _uri(path: str) -> str:
    """A path from the repository's root as a relative reference; a colon would name a scheme."""
    return quote(_NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape"))
