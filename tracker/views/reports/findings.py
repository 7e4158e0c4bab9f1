"""Findings: the worst first, and each with what it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tracker.finding import Finding, Route, Severity
from tracker.law.check import checks
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.work import Work
from tracker.source.located import located

SHOWN = ("goal", "project", "process", "team", "role", "person", "training")
"""The kinds that people look at one by one."""


@dataclass(frozen=True)
class FindingRow:
    """A finding, and the `kind/id` that it concerns where there is one."""

    finding: Finding
    concerns: str | None


@dataclass(frozen=True)
class RuleGroup:
    """All findings of one severity under one rule; `statement` is the rule as a fact."""

    rule: str
    severity: Severity
    statement: str
    rows: tuple[FindingRow, ...]


def findings(work: Work, found: Iterable[Finding]) -> list[FindingRow]:
    """Every finding, the gravest first; of two alike the one about a move, then by path and line."""
    ordered = sorted(found, key=lambda one: (*_gravity(one), *one.order))
    owners = _Owners(work, {one.location.path for one in ordered})
    return [FindingRow(one, owners.of(one)) for one in ordered]


def by_rule(rows: Iterable[FindingRow]) -> list[RuleGroup]:
    """The findings under their rules, the gravest first, then the rule with the most."""
    ordered = sorted(rows, key=lambda one: (one.finding.severity.rank, one.finding.rule))
    groups = [
        RuleGroup(rule, severity, _statement(rule), tuple(members))
        for (severity, rule), members in groupby(
            ordered, key=lambda one: (one.finding.severity, one.finding.rule)
        )
    ]
    order = [(*_gravity(one.rows[0].finding), -len(one.rows), one.rule) for one in groups]
    return [group for _, group in sorted(zip(order, groups, strict=True), key=lambda one: one[0])]


def _gravity(finding: Finding) -> tuple[int, bool]:
    """An illegal move is worse than a state that is wrong: it is being made right now."""
    known = checks().get(finding.rule)
    return finding.severity.rank, not (known is not None and known.needs_base)


def _statement(rule: str) -> str:
    known = checks().get(rule)
    return known.statement if known else ""


class _Owners:
    """Which entity a line of a file belongs to; a collection holds many, told apart by their lines."""

    def __init__(self, work: Work, paths: set[str]) -> None:
        inside: dict[str, list[tuple[Route, str]]] = {}
        for entity in work.all():
            shown = _shown(entity)
            if shown is not None and entity.path in paths:
                inside.setdefault(entity.path, []).append((entity.prefix, shown))
        self._ranges = {path: _ranges(work, path, held) for path, held in inside.items()}

    def of(self, finding: Finding) -> str | None:
        line = finding.location.span.line
        for first, last, shown in self._ranges.get(finding.location.path, ()):
            if first <= line <= last:
                return shown
        return None


def _shown(entity: Entity[Any]) -> str | None:
    kind = entity.kind if entity.kind in SHOWN else KINDS[entity.kind].part_of
    return f"{kind}/{owner_of(entity.id)}" if kind in SHOWN else None


def _ranges(work: Work, path: str, held: list[tuple[Route, str]]) -> list[tuple[float, float, str]]:
    if len({shown for _, shown in held}) == 1:
        return [(0, float("inf"), held[0][1])]
    places = located(path, work.snapshot.read(path), [prefix for prefix, _ in held])
    return [
        ((place.key or place.value).line, place.value.end_line, shown)
        for prefix, shown in held
        if (place := places[prefix]).found
    ]
