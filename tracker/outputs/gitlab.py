"""Findings as GitLab's Code Quality report, shown on a merge request and beside its lines.

The form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Iterator
from json import dumps
from typing import Any

from tracker.finding import Finding, Severity
from tracker.law.judge import Verdict
from tracker.outputs.escape import in_json, sound
from tracker.outputs.fingerprint import fingerprints
from tracker.outputs.format import Context, output
from tracker.outputs.text import worded

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


@output
def gitlab(verdict: Verdict, context: Context) -> Iterator[str]:
    """A list; each finding on a line of its own."""
    found = [_finding(*known) for known in fingerprints(verdict.findings)]
    lines = (in_json(dumps(one, ensure_ascii=True, allow_nan=False)) for one in found)
    yield "[\n  " + ",\n  ".join(lines) + "\n]\n" if found else "[]\n"


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    path, span = finding.location
    help_ = f" (help: {worded(finding.hint)})" if finding.hint else ""
    return {
        "description": worded(finding.message) + help_,
        "check_name": sound(finding.rule),
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": sound(path), "lines": {"begin": span.line, "end": span.last_line}},
    }
