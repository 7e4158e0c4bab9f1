"""A control chart in words and numbers: which values are shown, what marks them, what to see in them.

What is told is of the stretch whose limits are in force; the picture and the table show those before it too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.analysis.control import ENOUGH, Limits, Rule
from tracker.analysis.measurable import is_of_periods
from tracker.analysis.stretches import BASELINE, Stretch, all_wide
from tracker.views.chart import Table
from tracker.views.drawing import of_many
from tracker.views.measuring import told, unit
from tracker.views.measuring import values as counted
from tracker.views.operation import Controlled
from tracker.views.units import rounded, without_unit
from tracker.views.words import count, day

SHORT = {
    Rule.OUTSIDE: "outside",
    Rule.TWO_OF_THREE: "2 of 3",
    Rule.FOUR_OF_FIVE: "4 of 5",
    Rule.EIGHT_IN_A_ROW: "8 in a row",
}
_GRAVITY = {rule: at for at, rule in enumerate(Rule)}


@dataclass(frozen=True)
class Xmr:
    """A measure with its limits, so many of its newest values at most, and when what was improved.

    Its present stretch has limits.
    """

    held: Controlled
    most: int
    improved: list[tuple[date, str]]
    as_of: date

    @property
    def now(self) -> Stretch:
        """The stretch whose limits are in force."""
        return self.held.present

    @property
    def frozen(self) -> Limits:
        """The limits that are in force."""
        assert self.now.limits is not None
        return self.now.limits

    def stretches(self) -> list[tuple[Stretch, Limits]]:
        """The stretches of which something is shown and that have limits, with these."""
        return [
            (one, one.limits)
            for one in self.held.stretches
            if one.limits is not None and one.last > self.first
        ]

    @cached_property
    def first(self) -> int:
        """The place of the first value that is shown."""
        return max(len(self.held.values) - self.most, 0)

    @cached_property
    def marks(self) -> Mapping[int, Rule]:
        """The gravest rule that each value breaks, by its place."""
        found: dict[int, Rule] = {}
        for place, rule, _ in self.held.signals:
            known = found.get(place, rule)
            found[place] = rule if _GRAVITY[rule] < _GRAVITY[known] else known
        return found

    @cached_property
    def is_dense(self) -> bool:
        """Whether so many values share a day that a line of days would lay them over each other."""
        days = [one.day for one in self.held.values[self.first :]]
        return len(days) > 2 * len({*days})

    def tell(self, value: float) -> str:
        """A value with its unit."""
        return told(value, self.held.measure)

    def short(self, value: float) -> str:
        """As a line of the picture says it: without the unit of the axis."""
        return without_unit(value, self.tell(value))

    def reading(self) -> str:
        """What to see in it, in a sentence."""
        values, frozen = self.held.values, self.frozen
        natural = f"{self._lower()} and {self.tell(frozen.upper)}"
        many = counted(self.now.last - self.now.first, self.held.measure)
        if self.now.first:
            many += f" since {day(values[self.now.first].day)}"
        said = f"No signal in {many}: it varies as it always did, "
        said += f"around {self.tell(frozen.mean)}, between {natural}"
        found = [at for at in self.marks if at >= self.now.first]
        if found:
            last = max(found)
            said = f"{count(len(found), 'signal')} in {many} against limits of {natural}"
            said += f"; the latest, on {day(values[last].day)}, is {self._latest(last)}"
        if frozen.is_provisional:
            said += f"; the limits are provisional, on fewer than {ENOUGH} values"
        return f"{said}{of_many(len(values) - self.first, len(values))}."

    def _lower(self) -> str:
        """The lower limit, without its unit where that stands behind the upper one."""
        lower, upper = self.tell(self.frozen.lower), self.tell(self.frozen.upper)
        amount, _, said = lower.partition(" ")
        is_same = upper.partition(" ")[2] == said and not any(map(str.isdigit, said))
        return amount if is_same or not self.frozen.lower else lower

    def _latest(self, place: int) -> str:
        """The gravest rule that a value breaks, in full."""
        return f"{self.marks[place]}, {self.side(place)} the mean of {self.tell(self.frozen.mean)}"

    def side(self, place: int) -> str:
        """On which side of the mean of its stretch a value lies."""
        held = next(one for one in self.held.stretches if place < one.last)
        mean = held.limits.mean if held.limits is not None else self.frozen.mean
        return "above" if self.held.values[place].value > mean else "below"

    def key(self) -> str:
        """What its marks are."""
        said = f"Limits {self._are()} {self._frozen_on()}"
        said += ", shaded" if self.first < self.now.until else ", which lie before what is shown"
        anew = ", and set anew when an improvement was confirmed" if self.now.first else ""
        return f"{said}{anew}." + (
            " Upright lines: improvements took effect." if self.lines() else ""
        )

    def _frozen_on(self) -> str:
        """The values of the baseline."""
        now, values = self.now, self.held.values
        if now.since > now.first:
            days = day(values[now.since].day), day(values[now.until - 1].day)
            return f"{self._baseline()} from {days[0]} to {days[1]}"
        since = f" since {day(values[now.since].day)}" if now.first else ""
        return f"{'' if self.frozen.is_provisional else 'the first '}{self._baseline()}{since}"

    def _baseline(self) -> str:
        return counted(self.now.baseline, self.held.measure)

    def _are(self) -> str:
        """How firm the limits are: the next value may become one of their baseline."""
        if self.frozen.is_provisional:
            return "so far are of"
        is_open = self.now.until == self.now.last and self.now.baseline < BASELINE
        return "are of" if is_open else "are frozen on"

    def lines(self) -> list[tuple[date, str]]:
        """The days of improvements between those of the values, or today, with their titles."""
        shown = self.held.values[self.first :]
        last = max(shown[-1].day, self.as_of)
        return [one for one in self.improved if shown[0].day <= one[0] <= last]

    def table(self) -> Table:
        """The values that are shown, the newest first."""
        values = self.held.values
        jumps = set(all_wide(values, self.held.stretches))
        rows = []
        for at in range(len(values) - 1, self.first - 1, -1):
            moved = abs(values[at].value - values[at - 1].value) if at else None
            said = [f"{SHORT[self.marks[at]]}, {self.side(at)}"] if at in self.marks else []
            said += ["range above its limit"] if at in jumps else []
            rows.append((
                values[at].day, rounded(values[at].value), None if moved is None else rounded(moved),
                "; ".join(said) or None,
            ))  # fmt: skip
        measure = self.held.measure
        when = "Month from" if is_of_periods(measure.of) else "Day"
        return Table((when, f"Value, {unit(measure)}", "Moving range", "Signal"), tuple(rows))
