"""Rework: what is done again, whose work it was, and who sent it back.

A step of a case is reworked when the case repeats it, when an event says that it does the step's work
again (`rework_of`), or when it says that it was not right the first time. First-pass yield of a step
is the share of the cases with it in which it was not; of a process, the share of the runs that are over
in which none was. Rework rate: runs with a repeated step / runs. %C&A of a step: the share of its events that
the next step could use as they were, among those that say so. Source: definitions, Flow of a process;
lean value stream mapping.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.analysis.answer import Answer, product, share
from tracker.analysis.cases import Case, Variant, Ways
from tracker.model.records import Done

NO_CASES = "there are no runs with a step"
NOT_OVER = "no run with a step is over yet"
NOT_SAID = "nobody said whether it was right the first time"


class Quality(NamedTuple):
    """How often a step is right: %C&A and first-pass yield, as shares from 0 to 1."""

    ca: Answer
    first_pass: Answer


@dataclass(frozen=True)
class Rework:
    """Shares from 0 to 1: runs with a repeated step, runs without any rework; and of each step done."""

    rate: Answer
    first_pass: Answer
    steps: Mapping[str, Quality]


class Return(NamedTuple):
    """Work that came back: from the step and the person before, to those who do it again."""

    step: str
    by: str | None
    to_step: str
    to: str | None


def rework(ways: Ways) -> Rework:
    """The rework of all cases that have a step."""
    tally = _Tally()
    for variant, taken in ways.items():
        if variant:
            tally.add(variant, taken)
    return Rework(
        share(tally.repeating, tally.runs, NO_CASES),
        share(tally.clean, tally.over, NOT_OVER),
        {step: tally.quality(step) for step in tally.having},
    )


class _Tally:
    """Counts of runs, and of the steps that they are `having`, did `again`, and `said` to be `right`."""

    def __init__(self) -> None:
        self.runs = self.repeating = self.over = self.clean = 0
        self.having, self.again = Counter[str](), Counter[str]()
        self.said, self.right = Counter[str](), Counter[str]()

    def add(self, variant: Variant, cases: Sequence[Case]) -> None:
        """Count the cases of one variant: those of which no event says anything all at once."""
        repeated = {step for step, times in Counter(variant).items() if times > 1}
        told = [(words, case) for case in cases if (words := _words(case.events))]
        over = sum(case.is_over for case in cases)
        self.runs += len(cases)
        self.repeating += len(cases) if repeated else 0
        for step in dict.fromkeys(variant):
            self.having[step] += len(cases)
        self.over += over
        told_over = sum(case.is_over for _, case in told)
        self._rework(repeated, len(cases) - len(told), over - told_over)
        for words, case in told:
            # A word may name a step that its run does not have; nothing of that can be counted.
            again = repeated | {step for step in variant if step in _reworked(words)}
            self._rework(again, 1, int(case.is_over))
            self._hear(words)

    def _rework(self, steps: set[str], runs: int, over: int) -> None:
        self.clean += 0 if steps else over
        for step in steps:
            self.again[step] += runs

    def _hear(self, words: Iterable[Done]) -> None:
        for event in words:
            if event.right_first_time is not None and event.step is not None:
                self.said[event.step] += 1
                self.right[event.step] += event.right_first_time

    def quality(self, step: str) -> Quality:
        having = self.having[step]
        return Quality(
            share(self.right[step], self.said[step], NOT_SAID),
            share(having - self.again[step], having, NO_CASES),
        )


def _words(events: Iterable[Done]) -> list[Done]:
    """The events that say something of how right they were."""
    return [e for e in events if e.right_first_time is not None or e.rework_of is not None]


def _reworked(words: Iterable[Done]) -> set[str | None]:
    """The steps of which events say that they were not right."""
    return {event.rework_of for event in words} | {
        event.step for event in words if event.right_first_time is False
    }


def rolled(shares: Iterable[Answer]) -> Answer:
    """The product of shares, one a step: rolled %C&A, rolled throughput yield."""
    return product(list(shares), "no step of it is known")


def returns(ways: Ways) -> Counter[Return]:
    """Who gets work back from whom, most frequent first as `most_common` gives it.

    Work comes back with an event that goes back to a step done before, or that says so; it comes
    from the event before it.
    """
    found: Counter[Return] = Counter()
    for variant, taken in ways.items():
        backward = _backward(variant)
        for case in taken:
            said = {at for at, one in enumerate(case.events) if at and one.rework_of is not None}
            for at in sorted(backward | said):
                giver, taker = case.events[at - 1], case.events[at]
                found[Return(variant[at - 1], giver.by, variant[at], taker.by)] += 1
    return found


def _backward(variant: Variant) -> set[int]:
    """The places of steps that were met before, not after the step before them."""
    first: dict[str, int] = {}
    places = [first.setdefault(step, at) for at, step in enumerate(variant)]
    return {at for at in range(1, len(places)) if places[at] < at and places[at] <= places[at - 1]}
