"""Conformance: each run beside the version of its process that it followed.

A run keeps the version that it followed; one that does not say it followed the version in force when
it started. A cancelled or incomplete run is held against the order as far as it came, as is one under
way: that it stopped is no fault of its order. What cannot be judged says why. Source: definitions,
Conformance to a sequence.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.analysis.alignment import Alignment, Budget, align
from tracker.analysis.answer import Answer, mean, share
from tracker.analysis.cases import Case, Variant
from tracker.analysis.order import Order, order
from tracker.model.records import Process

Versions = Mapping[int, Process]
"""A process in the versions that are at hand."""

NO_EVENTS = "it has no events"
NO_VERSION = "the process has no version that was in force then"
TOO_MANY = "there are too many ways to lay it beside the defined order"
NOTHING = "no run could be judged"


class Verdict(NamedTuple):
    """A case, the version that it is judged by, and its alignment: None with the reason."""

    case: Case
    version: int | None
    alignment: Alignment | None
    reason: str | None = None

    @property
    def cost(self) -> int | None:
        return None if self.alignment is None else self.alignment.cost


def versions(*processes: Process) -> Versions:
    """Processes by their version; one without a version is the first."""
    return {1 if one.version is None else one.version: one for one in processes}


def followed(versions: Versions, case: Case) -> int | None:
    """The version that a case says it followed, else the one in force on the day it started."""
    if case.run.version is not None:
        return case.run.version
    return in_force(versions, case.began.date() if case.began else None)


def in_force(versions: Versions, day: date | None) -> int | None:
    """The version that took effect last by a day; one that names no day was always in force."""
    known = [
        (process.effective_from or date.min, version)
        for version, process in versions.items()
        if day is None or (process.effective_from or date.min) <= day
    ]
    return max(known)[1] if known else None


def not_judged(version: int | None) -> str:
    """Why a run of a version whose steps are not known cannot be held against them."""
    if version is None:
        return NO_VERSION
    return f"the steps of version {version} stand neither in the file nor in the history at hand"


def conformance(versions: Versions, cases: Iterable[Case]) -> list[Verdict]:
    """A verdict on every case, in their order; equal variants are aligned once."""
    judge = _Judge(versions)
    return [judge(case) for case in cases]


class _Judge:
    """The orders of the versions, and the alignments found so far."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._orders: dict[int, Order] = {v: order(p.steps) for v, p in versions.items()}
        self._known: dict[tuple[int, Variant, bool], Alignment | None] = {}
        self._budget = Budget()
        # Days repeat as much as variants do.
        self._days: dict[date | None, int | None] = {}

    def __call__(self, case: Case) -> Verdict:
        version = self._followed(case)
        if version is None or version not in self._orders:
            return Verdict(case, version, None, not_judged(version))
        if not case.variant:
            return Verdict(case, version, None, NO_EVENTS)
        found = self._align(version, case)
        return Verdict(case, version, found, None if found else TOO_MANY)

    def _followed(self, case: Case) -> int | None:
        if case.run.version is not None:
            return case.run.version
        day = case.began.date() if case.began else None
        if day not in self._days:
            self._days[day] = in_force(self._versions, day)
        return self._days[day]

    def _align(self, version: int, case: Case) -> Alignment | None:
        key = version, case.variant, case.is_completed
        if key not in self._known:
            defined, variant = self._orders[version], case.variant
            self._known[key] = align(defined, variant, case.is_completed, self._budget)
        return self._known[key]


def conforming(verdicts: Sequence[Verdict]) -> Answer:
    """The share of the judged runs that keep the defined order."""
    costs = _costs(verdicts)
    return share(costs.count(0), len(costs), NOTHING)


def mean_cost(verdicts: Sequence[Verdict]) -> Answer:
    """The mean cost of the judged runs."""
    return mean(_costs(verdicts), NOTHING)


def _costs(verdicts: Iterable[Verdict]) -> list[int]:
    return [one.alignment.cost for one in verdicts if one.alignment is not None]
