"""A control chart in words and numbers: which values are shown, what marks them, what to see in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.analysis.control import ENOUGH, Limits, Rule, wide
from tracker.views.chart import Table
from tracker.views.drawing import of_many
from tracker.views.operation import Controlled
from tracker.views.words import count, day, number
from tracker.views.yardstick import rounded

SHORT = {
    Rule.OUTSIDE: "outside",
    Rule.TWO_OF_THREE: "2 of 3",
    Rule.FOUR_OF_FIVE: "4 of 5",
    Rule.EIGHT_IN_A_ROW: "8 in a row",
}
_GRAVITY = {rule: at for at, rule in enumerate(Rule)}


@dataclass(frozen=True)
class Xmr:
    """A measure with its limits, so many of its newest values at most, and when what was improved."""

    held: Controlled
    frozen: Limits
    most: int
    improved: list[tuple[date, str]]
    as_of: date

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
        unit = self.held.measure.unit
        return f"{number(rounded(value))} {'%' if unit == 'percent' else unit or ''}".rstrip()

    def reading(self) -> str:
        """What to see in it, in a sentence."""
        values, frozen = self.held.values, self.frozen
        natural = f"{number(rounded(frozen.lower))} and {self.tell(frozen.upper)}"
        many = count(len(values), "value")
        said = f"No signal in {many}: it varies as it always did, "
        said += f"around {self.tell(frozen.mean)}, between {natural}"
        if self.marks:
            last = max(self.marks)
            said = f"{count(len(self.marks), 'signal')} in {many} against limits of {natural}"
            said += f"; the latest, on {day(values[last].day)}, is {self._latest(last)}"
        if frozen.is_provisional:
            said += f"; the limits are provisional, on fewer than {ENOUGH} values"
        return f"{said}{of_many(len(values) - self.first, len(values))}."

    def _latest(self, place: int) -> str:
        """The gravest rule that a value breaks, in full."""
        return f"{self.marks[place]}, {self.side(place)} the mean of {self.tell(self.frozen.mean)}"

    def side(self, place: int) -> str:
        """On which side of the mean a value lies."""
        return "above" if self.held.values[place].value > self.frozen.mean else "below"

    def key(self) -> str:
        """What its marks are."""
        said = f"Limits are frozen on the first {count(self.held.baseline, 'value')}"
        is_shown = self.first < self.held.baseline
        said += ", shaded." if is_shown else ", which lie before what is shown."
        return said + (" Upright lines: improvements took effect." if self.lines() else "")

    def lines(self) -> list[tuple[date, str]]:
        """The days of improvements between those of the values, or today, with their titles."""
        shown = self.held.values[self.first :]
        last = max(shown[-1].day, self.as_of)
        return [one for one in self.improved if shown[0].day <= one[0] <= last]

    def table(self) -> Table:
        """The values that are shown, the newest first."""
        values = self.held.values
        jumps = set(wide([one.value for one in values], self.frozen))
        rows = []
        for at in range(len(values) - 1, self.first - 1, -1):
            moved = abs(values[at].value - values[at - 1].value) if at else None
            said = [f"{SHORT[self.marks[at]]}, {self.side(at)}"] if at in self.marks else []
            said += ["range above its limit"] if at in jumps else []
            rows.append((
                values[at].day, rounded(values[at].value), None if moved is None else rounded(moved),
                "; ".join(said) or None,
            ))  # fmt: skip
        unit = self.held.measure.unit
        value = f"Value, {unit}" if unit else "Value"
        return Table(("Day", value, "Moving range", "Signal"), tuple(rows))
