"""What the rows of a flow say in words: the promise, the bottleneck, what comes back, what cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.analysis.bottleneck import ENOUGH
from tracker.analysis.cases import Case, by_variant
from tracker.analysis.elapsed import split
from tracker.analysis.flow import Flow
from tracker.analysis.rework import returns
from tracker.analysis.servicelevel import Kept
from tracker.views.report import Entry
from tracker.views.spans import elapsed, span
from tracker.views.units import WORKED, rounded, spelled
from tracker.views.words import count

MOST = 10
"""So many of the ways in which work comes back are told, the most frequent first."""


@dataclass(frozen=True)
class Back(Entry):
    """Work that came back so many `times`: from a step and whoever did it, to those who do it again."""

    step: str
    by: str | None
    to_step: str
    to: str | None
    times: int

    @property
    def told(self) -> str:
        giver, taker = self.by or "nobody said who", self.to or "nobody said who"
        return (
            f"from {self.step} ({giver}) to {self.to_step} ({taker}): {count(self.times, 'time')}"
        )


@dataclass(frozen=True)
class Assumption(Entry):
    """What Little's law takes for granted."""

    text: str

    @property
    def told(self) -> str:
        return self.text


@dataclass(frozen=True)
class Unknown(Entry):
    """Figures that cannot be told, by the headings of their columns, and why.

    What holds of `every_step` is said once, of the process.
    """

    figures: str
    reason: str
    every_step: bool = False

    @property
    def told(self) -> str:
        return f"{self.figures}{' of every step' if self.every_step else ''}: {self.reason}"


def promise(kept: Kept) -> str:
    if kept.within is None:
        return f"none is promised{_taken(kept)}"
    return f"{kept.percent:g} % within {_promised(kept.within)}: {_held(kept)}{_taken(kept)}"


def _promised(within: str) -> str:
    """A promise in days is one of working days."""
    found = split(within)
    return spelled(*found) if found and found[1] in WORKED else span(within) or within


def _taken(kept: Kept) -> str:
    """What was taken, in the unit of the promise; where that is working time, by the clock as well."""
    if kept.expected.value is None:
        return ""
    said, clock = f"; {kept.percent:g} % took at most", elapsed(kept.expected.value)
    unit = (split(kept.within) or (0, ""))[1]
    if kept.taken.value is None or unit not in WORKED or rounded(kept.taken.value) < 1:
        return f"{said} {clock}"
    return f"{said} {spelled(kept.taken.value, unit)} ({clock} by the clock)"


def _held(kept: Kept) -> str:
    if kept.met.value is None:
        return f"n/a ({kept.met.reason})"
    return (
        f"{'kept' if kept.is_kept else 'missed'} ({kept.met.value * 100:.3g} % of the runs kept it)"
    )


def bottleneck(found: Flow) -> str:
    slow = found.bottleneck
    if slow.step is None:
        return f"n/a ({slow.reason})"
    grown = slow.growth[slow.step].value or 0.0
    what = "waits" if slow.of == "wait" else "takes"
    return f"{slow.step} {what} {elapsed(grown)} longer in the later half of the runs"


def longest(found: Flow) -> str:
    """Which step waits longest now, beside the bottleneck."""
    slow = found.bottleneck
    if slow.longest is None:
        return f"n/a (no step has {ENOUGH} values in the later half)"
    step, lasted = slow.longest
    what = "waits" if slow.of == "wait" else "takes"
    return f"{step} {what} {elapsed(lasted)} in the later half of the runs (median)"


def little(found: Flow) -> str:
    law = found.little
    if law.gap.value is None or law.wip.value is None or law.implied.value is None:
        return f"n/a ({law.gap.reason})"
    mean = found.cycle.mean.value or 0.0
    said = f"{law.wip.value:.3g} in progress make a cycle time of {elapsed(law.implied.value)}"
    apart = f"measured are {elapsed(mean)} by the clock, {law.gap.value * 100:.0f} % apart"
    return f"{said}; {apart}" + (": what it assumes does not hold" if law.is_flagged else "")


def back(cases: Sequence[Case]) -> tuple[Back, ...]:
    found = returns(by_variant(cases)).most_common(MOST)
    return tuple(Back(*one, times) for one, times in found)
