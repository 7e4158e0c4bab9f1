"""Findings for scripts: the envelope of `schemas/output/check.schema.json`."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from tracker.finding import Finding, Location, Severity
from tracker.law.judge import Verdict
from tracker.outputs.escape import in_json, sound
from tracker.outputs.format import Context, output

SCHEMA = "tracker/check/1"
_PATH = 4_096
_STATE = 200


@output
def json(verdict: Verdict, context: Context) -> Iterator[str]:
    """One object; each finding on a line of its own, so that a difference is a line."""
    summary = _dumped(_summary(verdict, context), indent=2).replace("\n", "\n  ")
    yield f'{{\n  "schema": "{SCHEMA}",\n  "findings": ['
    for at, finding in enumerate(verdict.findings):
        yield f"{',' if at else ''}\n    {_dumped(finding_data(finding))}"
    end = "\n  ]" if verdict.findings else "]"
    yield f'{end},\n  "summary": {summary}\n}}\n'


def _dumped(data: object, indent: int | None = None) -> str:
    return in_json(dumps(data, ensure_ascii=True, allow_nan=False, indent=indent))


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as scripts read it."""
    said: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": sound(finding.message),
        **_place(finding.location),
        "hint": None if finding.hint is None else sound(finding.hint),
        "related": [
            {"message": sound(related.message), **_place(related.location)}
            for related in finding.related
        ],
    }
    if finding.before is not None or finding.after is not None:
        said |= {"from": _state(finding.before), "to": _state(finding.after)}
    return said


def _place(location: Location) -> dict[str, Any]:
    return {"path": sound(location.path, _PATH), **location.span._asdict()}


def _summary(verdict: Verdict, context: Context) -> dict[str, Any]:
    return {
        "files": dict(sorted(verdict.files.items())),
        "entities": dict(sorted(verdict.entities.items())),
        "base": None if verdict.base is None else sound(verdict.base, _STATE),
        "head": sound(verdict.head, _STATE),
        "as_of": verdict.as_of.isoformat(),
        "policy": sound(verdict.policy, _PATH),
        "transitions_judged": verdict.transitions_judged,
        "errors": verdict.count(Severity.ERROR),
        "warnings": verdict.count(Severity.WARNING),
        "notes": verdict.count(Severity.NOTE),
        "seconds": round(context.seconds, 3),
    }


def _state(value: str | None) -> str | None:
    return None if value is None else sound(value, _STATE)
