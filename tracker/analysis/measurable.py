"""What can be measured of a process: by which names, and in which units.

A name is that of a time, a share or a count (`NAMES`). A time may end in how it is summed up, as in
`cycle_time_p85`, `lead_time_median` or `cycle_time_mean`. Units of times are those of spans: `m` and
`h` by the clock, `d` and `w` in working time. Shares are in percent, or from 0 to 1 where there is no unit.
What is counted may be called anything. Source: formats, Processes (measures).
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from tracker.analysis.control import UNBOUND, Bounds
from tracker.model.records import Measure


class Kind(StrEnum):
    """What a measure is."""

    TIME = "time"
    SHARE = "share"
    COUNT = "count"


_KINDS: Mapping[str, Kind] = {
    "cycle_time": Kind.TIME,
    "lead_time": Kind.TIME,
    "first_pass_yield": Kind.SHARE,
    "rework_rate": Kind.SHARE,
    "throughput": Kind.COUNT,
    "work_in_progress": Kind.COUNT,
}
NAMES = tuple(_KINDS)
PERCENT = ("percent", "%")
UNITS: Mapping[Kind, tuple[str, ...]] = {Kind.TIME: ("m", "h", "d", "w"), Kind.SHARE: PERCENT}
"""The units of what does not go by any."""

HOURS = "h"
"""The unit of a time that says none."""

_NAME = re.compile(r"([a-z_]+?)(?:_(mean|median|p((?![0.]+\Z)(?:100|[0-9]{1,2}(?:\.[0-9]+)?))))?\Z")


class Named(NamedTuple):
    """What a name says: one of `NAMES`, its kind, and how it is summed up: `mean`, `median` or a `percent`."""

    what: str
    kind: Kind
    how: str | None
    percent: float | None


def named(name: str | None) -> Named | None:
    """What a name says; None where nothing is measured by it."""
    found = _NAME.match(name or "")
    kind = _KINDS.get(found[1]) if found else None
    if found is None or kind is None or (found[2] and kind is not Kind.TIME):
        return None
    return Named(found[1], kind, found[2], float(found[3]) if found[3] else None)


def is_known(name: str | None) -> bool:
    """Whether a name is one of a measure."""
    return named(name) is not None


def is_time(name: str | None) -> bool:
    """Whether a measure is of a time, which is never below 0."""
    found = named(name)
    return found is not None and found.kind is Kind.TIME


def is_of_periods(name: str | None) -> bool:
    """Whether it has one value a period; a time that is not summed up has one for each run."""
    found = named(name)
    return found is not None and (found.kind is not Kind.TIME or found.how is not None)


def wrong_unit(measure: Measure) -> str | None:
    """Why nothing is measured in the unit of a measure; None where its name has this unit."""
    found = named(measure.of)
    if (
        found is None
        or measure.unit is None
        or measure.unit in UNITS.get(found.kind, (measure.unit,))
    ):
        return None
    return f"`{measure.of}` is a {found.kind}, and `{measure.unit}` is no unit of one"


def labelled(measure: Measure) -> Measure:
    """The measure with the unit of its values: a time that does not say its own is in hours."""
    if measure.unit is None and is_time(measure.of):
        return msgspec.structs.replace(measure, unit=HOURS)
    return measure


def bounds(measure: Measure) -> Bounds:
    """What its values cannot pass: none is below 0, and no share is more than all."""
    found = named(measure.of)
    if found is None:
        return UNBOUND
    if found.kind is Kind.SHARE:
        return Bounds(0.0, 100.0 if measure.unit in PERCENT else 1.0)
    return Bounds(0.0)
