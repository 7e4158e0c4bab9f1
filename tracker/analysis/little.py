"""Little's law as a check of consistency, never as a forecast.

Mean cycle time = mean work in progress / mean throughput, over one window: from the first start to
the last moment that a case knows. Work in progress is the mean over time, throughput the completed
runs by second. Past `TOLERANCE` the figures are flagged: then an assumption does not hold.
Source: definitions, Flow of a process; J. Little (1961).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.cases import Case
from tracker.analysis.percentile import Sample

TOLERANCE = 0.2
ASSUMPTIONS = (
    "As much work arrives as leaves, on average",
    "What is started is finished one day, and leaves",
    "There is about as much work in progress at the end as at the beginning",
    "Work in progress grows neither older nor younger, on average",
    "All figures are in the same units",
)


@dataclass(frozen=True)
class Little:
    """`wip` runs at a time, `throughput` runs a second, `implied` their quotient in seconds.

    `gap` is how far the implied cycle time lies from the measured mean, as a share of that.
    """

    wip: Answer
    throughput: Answer
    implied: Answer
    gap: Answer

    @property
    def is_flagged(self) -> bool:
        return self.gap.value is not None and self.gap.value > TOLERANCE


def little(cases: Iterable[Case], cycle: Sample) -> Little:
    """The check over all cases that started; `cycle` are the cycle times of the completed ones."""
    stays = [stay for one in cases if (stay := _stay(one)) is not None]
    ends = [last for _, last, _ in stays]
    opened, closed = min((first for first, _, _ in stays), default=0.0), max(ends, default=0.0)
    length, known = closed - opened, len(stays)
    if length <= 0:
        none = unknown("the cases lie in no stretch of time")
        return Little(none, none, none, none)
    passed = sum((last if has_ended else closed) - first for first, last, has_ended in stays)
    wip = Answer(passed / length, None, known, known)
    throughput = Answer(len(cycle) / length, None, len(cycle), known)
    if not cycle or not sum(cycle.numbers):
        none = unknown("no completed run has a cycle time")
        return Little(wip, throughput, none, none)
    implied, measured = passed / len(cycle), sum(cycle.numbers) / len(cycle)
    gap = Answer(abs(implied - measured) / measured, None, len(cycle), known)
    return Little(wip, throughput, Answer(implied, None, len(cycle), known), gap)


def _stay(case: Case) -> tuple[float, float, bool] | None:
    """From when to when a case is known to be under way, and whether it left then."""
    if case.since is None:
        return None
    last = case.last if case.until is None else case.until
    return case.since, max(case.since, last or case.since), case.is_over
