"""An answer in numbers, or the reason why there is none.

Where a divisor is 0 or the data is too thin, the answer is the reason, never 0 or infinity.
Source: definitions, first paragraph.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True)
class Answer:
    """A number, or None with the reason; `counted` of `total` things went into it."""

    value: float | None
    reason: str | None = None
    counted: int = 0
    total: int = 0


def unknown(reason: str, total: int = 0) -> Answer:
    """What cannot be told."""
    return Answer(None, reason, 0, total)


def share(part: int, whole: int, reason: str) -> Answer:
    """`part` of `whole` things, from 0 to 1; the reason is for a whole of nothing."""
    return Answer(part / whole, None, whole, whole) if whole else unknown(reason)


def quotient(above: float, below: float, counted: int, reason: str) -> Answer:
    """One sum over another; the reason is for a divisor of 0."""
    return Answer(above / below, None, counted, counted) if below else unknown(reason)


def mean(values: Collection[float], reason: str) -> Answer:
    """The arithmetic mean."""
    return quotient(sum(values), len(values), len(values), reason)


def product(answers: Sequence[Answer], reason: str) -> Answer:
    """The product of the answers that are known; it says how many of how many those are."""
    known = [one.value for one in answers if one.value is not None]
    if not known:
        return unknown(reason, len(answers))
    return Answer(prod(known), None, len(known), len(answers))
