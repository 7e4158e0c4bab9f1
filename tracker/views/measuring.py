"""What was measured, in words: in which unit, of what each value is, and how much it is.

Which names and units there are says `analysis/measurable.py`.
"""

from tracker.analysis.measurable import HOURS, PERCENT, Kind, is_of_periods, named, wrong_unit
from tracker.model.records import Measure
from tracker.views.units import counted_in, in_words, rounded
from tracker.views.words import count, number


def unit(measure: Measure) -> str:
    """`working days`, `percent`, `posts`."""
    found = named(measure.of)
    if found is not None and found.kind is Kind.TIME:
        return counted_in(measure.unit or HOURS)
    if found is not None and found.kind is Kind.SHARE:
        return "percent" if measure.unit in PERCENT else "shares from 0 to 1"
    return measure.unit or "runs"


def counted(measure: Measure) -> str | None:
    """In what it is counted, and what has a value: `hours by the clock, one value a run`.

    None where nothing is measured by its name, or in its unit.
    """
    if named(measure.of) is None or wrong_unit(measure):
        return None
    return f"{unit(measure)}, {'by month' if is_of_periods(measure.of) else 'one value a run'}"


def values(amount: int, measure: Measure) -> str:
    """`4 months`, `1 value`."""
    return count(amount, "month" if is_of_periods(measure.of) else "value")


def told(value: float, measure: Measure) -> str:
    """`4.5 working days`, `80 %`, `3 posts`."""
    found = named(measure.of)
    if found is not None and found.kind is Kind.TIME and measure.unit is not None:
        return in_words(value, measure.unit)
    said = "%" if measure.unit in PERCENT else measure.unit or ""
    return f"{number(rounded(value))} {said}".rstrip()
