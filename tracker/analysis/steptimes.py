"""How long the steps of a process wait, and how long work on them takes.

A step can begin when the step before it in its case is complete, the first one when the run was
requested. From then to its own start it waits, from start to completion somebody works on it, and
both together are its lead time; all are elapsed seconds. Who began before the step before was
complete has not waited. A log that knows completions only tells lead times and nothing else. What
is completed before it begins is somebody's mistake, and left out. Source: definitions, Flow of a
process (activity ratio); lean value stream mapping.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tracker.analysis.answer import Answer, quotient
from tracker.analysis.cases import Ways

NO_START = "no event says both when work began and when it was done"


@dataclass
class Times:
    """What one step took; `busy` of `passed` seconds were worked, as far as `paired` events say both."""

    wait: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    lead: list[float] = field(default_factory=list)
    busy: float = 0.0
    passed: float = 0.0
    paired: int = 0


class _Events:
    """All events of one step: when each could begin, when it began, and when it was done."""

    def __init__(self) -> None:
        self.before: list[float | None] = []
        self.start: list[float | None] = []
        self.end: list[float | None] = []

    def times(self) -> Times:
        """What they took, in one go over each pair of columns."""
        wait = [
            s - b if s > b else 0.0
            for b, s in zip(self.before, self.start, strict=True)
            if b is not None and s is not None
        ]
        work = [
            e - s
            for s, e in zip(self.start, self.end, strict=True)
            if s is not None and e is not None and e >= s
        ]
        lead = [
            e - (b if s is None or b < s else s)
            for b, s, e in zip(self.before, self.start, self.end, strict=True)
            if b is not None and e is not None and e >= (b if s is None else s)
        ]
        return Times(wait, work, lead, *self._paired(wait, work))

    def _paired(self, wait: list[float], work: list[float]) -> tuple[float, float, int]:
        """Of the events of which wait and work are known: seconds worked, seconds passed, how many."""
        if len(wait) < len(self.end) or len(work) < len(self.end):
            columns = zip(self.before, self.start, self.end, strict=True)
            known = [
                (max(s - b, 0.0), e - s)
                for b, s, e in columns
                if b is not None and s is not None and e is not None and e >= s
            ]
            wait, work = [one for one, _ in known], [one for _, one in known]
        return sum(work), sum(wait) + sum(work), len(work)


def step_times(ways: Ways) -> dict[str, Times]:
    """The times of each step that was done, in the order in which steps are met.

    Cases of one variant are gone through event by event, all of them at once.
    """
    found: defaultdict[str, _Events] = defaultdict(_Events)
    for variant, taken in ways.items():
        before: Sequence[float | None] = [case.requested for case in taken]
        starts = zip(*[case.begun for case in taken], strict=True)
        ends = zip(*[case.done for case in taken], strict=True)
        for step, start, end in zip(variant, starts, ends, strict=bool(taken)):
            events = found[step]
            events.before += before
            events.start += start
            events.end += end
            before = _latest(before, end)
    return {step: events.times() for step, events in found.items()}


def _latest(before: Sequence[float | None], end: Sequence[float | None]) -> Sequence[float | None]:
    """When the events after these can begin."""
    if None not in end:
        return end
    return [b if e is None else e for b, e in zip(before, end, strict=True)]


def together(early: Mapping[str, Times], late: Mapping[str, Times]) -> dict[str, Times]:
    """The times of both halves of the cases."""
    found = {}
    for step in {**early, **late}:
        parts = [one[step] for one in (early, late) if step in one]
        found[step] = Times(
            wait=[*chain.from_iterable(one.wait for one in parts)],
            work=[*chain.from_iterable(one.work for one in parts)],
            lead=[*chain.from_iterable(one.lead for one in parts)],
            busy=sum(one.busy for one in parts),
            passed=sum(one.passed for one in parts),
            paired=sum(one.paired for one in parts),
        )
    return found


def activity(times: Iterable[Times]) -> Answer:
    """Σ work time / Σ lead time, over the events of which both are known."""
    times = list(times)
    passed, counted = sum(one.passed for one in times), sum(one.paired for one in times)
    return quotient(sum(one.busy for one in times), passed, counted, NO_START)
