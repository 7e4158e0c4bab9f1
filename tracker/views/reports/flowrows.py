"""Rows of the flow of a process: the whole, then its steps in their order.

What each figure means stands in `analysis/flow.py` and the files that it names. Times are elapsed
seconds. Those of the whole are of its runs, from the first to the last event (`elapsed`), or from
start and request to finish. Those of a step are of its events: `elapsed` and `lead` from the moment at
which it could begin to the one at which it was done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.cases import Case
from tracker.analysis.flow import Flow
from tracker.analysis.little import ASSUMPTIONS
from tracker.analysis.percentile import Sample
from tracker.views.reports.flowtold import (
    Assumption,
    Back,
    Unknown,
    back,
    bottleneck,
    little,
    longest,
    promise,
)

HIGH = 85.0
"""The percentile that stands beside a median; a service level says its own."""
TIMES = {
    "elapsed": "Time",
    "cycle": "Cycle time",
    "lead": "Lead time",
    "wait": "Wait",
    "work": "Work",
}
ANSWERS = {
    "oldest": "Oldest open",
    "kept": "Kept",
    "activity": "Activity ratio",
    "ca": "%C&A",
    "first_pass": "First-pass yield",
    "rolled_yield": "Rolled yield",
    "rework": "Rework",
    "growth": "Growth of waiting",
    "little_gap": "Off Little's law",
}
"""What people call the figures of a row."""
NOTHING_OPEN = "nothing is in progress"


@dataclass(frozen=True)
class FlowRow:
    """A process, or a `step` of it; of all its runs, or of those of a `group`.

    `times` and `answers` are by the names of columns; what this row is not asked for is not in them.
    `counts` are `arrived` and `left`, and either `throughput`, which is the mean of the weeks, or `wip`,
    at the end of a period.
    """

    process: str
    group: str | None
    step: str | None
    cases: int
    variants: int
    completed: int
    wip: int
    times: Mapping[str, Sample]
    answers: Mapping[str, Answer]
    counts: Mapping[str, float] = field(default_factory=dict)
    promise: str | None = None
    bottleneck: str | None = None
    longest: str | None = None
    little: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    back: tuple[Back, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def median(self, name: str) -> float | None:
        return self.times[name].median.value if name in self.times else None

    def high(self, name: str) -> float | None:
        return self.times[name].percentile(HIGH).value if name in self.times else None

    def value(self, name: str) -> float | None:
        return self.answers[name].value if name in self.answers else None

    def percent(self, name: str) -> float | None:
        share = self.value(name)
        return None if share is None else round(share * 100, 2)


def whole(process: str, found: Flow, cases: Sequence[Case], counts: Mapping[str, float]) -> FlowRow:
    """The process with all its runs."""
    oldest = found.open[0].age if found.open else None
    return FlowRow(
        process, None, None, found.cases, found.variants, found.completed, found.wip,
        {"elapsed": found.elapsed, "cycle": found.cycle, "lead": found.lead},
        {
            "oldest": unknown(NOTHING_OPEN) if oldest is None else Answer(round(oldest)),
            "kept": found.service_level.met,
            **_right(found),
            "little_gap": found.little.gap,
        },
        counts,
        promise(found.service_level),
        bottleneck(found),
        longest(found),
        little(found),
        tuple(map(Assumption, ASSUMPTIONS)) if found.little.is_flagged else (),
        back(cases),
    )  # fmt: skip


def of_group(
    process: str, group: str, found: Flow, cases: Sequence[Case], counts: Mapping[str, float]
) -> FlowRow:
    """Some runs of a process. What compares early runs with late ones is not told of them."""
    return FlowRow(
        process, group, None, found.cases, found.variants, found.completed,
        int(counts.get("wip", found.wip)),
        {"elapsed": found.elapsed, "cycle": found.cycle, "lead": found.lead},
        {"kept": found.service_level.met, **_right(found)},
        counts,
        back=back(cases),
    )  # fmt: skip


def _right(found: Flow) -> Mapping[str, Answer]:
    names = ("activity", "ca", "first_pass", "rolled_yield", "rework")
    return {name: getattr(found, name) for name in names}


def steps(process: str, group: str | None, found: Flow) -> Iterator[FlowRow]:
    """The steps of a process in their order."""
    for id, one in found.steps.items():
        answers = {name: getattr(one, name) for name in ("activity", "ca", "first_pass")}
        if group is None:
            answers["growth"] = one.growth
        yield FlowRow(
            process, group, id, one.cases, one.variants, one.done, one.wip,
            {"elapsed": one.lead, "lead": one.lead, "wait": one.wait, "work": one.work},
            answers,
        )  # fmt: skip


# What cannot be told.


def with_reasons(rows: Sequence[FlowRow]) -> Iterator[FlowRow]:
    """A process and its steps, each with the figures that it is asked for and that are not known."""
    first, *rest = rows
    asked = [_unknown(row) for row in rest]
    shared = [one for one in asked[0] if all(one in other for other in asked)] if asked else []
    everywhere = (replace(one, every_step=True) for one in shared)
    yield replace(first, unknown=(*_unknown(first), *everywhere))
    for row, own in zip(rest, asked, strict=True):
        yield replace(row, unknown=tuple(one for one in own if one not in shared))


def _unknown(row: FlowRow) -> list[Unknown]:
    """Those of one reason together."""
    asked = [
        *((TIMES[name], one.median) for name, one in row.times.items()),
        *((ANSWERS[name], one) for name, one in row.answers.items()),
    ]
    found: dict[str, list[str]] = {}
    for heading, one in asked:
        if one.value is None:
            found.setdefault(one.reason or "", []).append(heading)
    return [Unknown(", ".join(names), reason) for reason, names in found.items()]
