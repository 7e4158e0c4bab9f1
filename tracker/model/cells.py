"""Cells of event logs: what a text in a column means, found out for many of them at once.

What the rules here take, the schema of a run takes as well; but a log may leave out the offset of
all its moments, and guard a note from spreadsheets.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import msgspec

from tracker.model.kinds import is_id
from tracker.source.guard import unguarded

_SHAPE = str.maketrans("123456789", "000000000")
_MINUTE_LONG = "0000-00-00T00:00"
_MINUTE = len(_MINUTE_LONG)
_ZONES = ("Z", "+00:00", "-00:00")
_SECONDS = tuple(f"{_MINUTE_LONG}:00{one}" for one in ("", *(f".{'0' * n}" for n in range(1, 7))))
_IN_MINUTES = frozenset(f"{_MINUTE_LONG}{zone}" for zone in ("", *_ZONES))
NAIVE: Final = frozenset({_MINUTE_LONG, *_SECONDS})
AWARE: Final = frozenset(f"{one}{zone}" for one in NAIVE for zone in _ZONES)
MOMENTS: Final = NAIVE | AWARE
"""The shapes of moments, with 0 for every digit."""


class Refused:
    """Stands for the value of a cell that does not fit."""


REFUSED: Final[object] = Refused()


class Cells(dict[str, Any]):
    """What each text in a column means; found out when it is first met.

    `sound` is true as long as all of them fit.
    """

    def __init__(self, meaning: Callable[[str], Any]) -> None:
        super().__init__({"": None})
        self._meaning = meaning
        self.sound = True

    def __missing__(self, text: str) -> Any:
        value = self[text] = self._meaning(text)
        self.sound &= value is not REFUSED
        return value


def _id(text: str) -> Any:
    return text if is_id(text) else REFUSED


def _note(text: str) -> Any:
    note = unguarded(text)
    return note if len(note) <= 2_000 else REFUSED


def _version(text: str) -> Any:
    is_number = text.isascii() and text.isdigit() and len(text) < 8 and text[0] != "0"
    return int(text) if is_number and int(text) <= 1_000_000 else REFUSED


def _truth(text: str) -> Any:
    return {"true": True, "false": False}.get(text, REFUSED)


MEANINGS: Final[Mapping[str, Callable[[str], Any]]] = {
    "run": _id, "step": _id, "by": _id, "rework_of": _id,
    "version": _version, "right_first_time": _truth, "note": _note,
}  # fmt: skip
"""What a text in a column means; all other columns hold moments."""


def shapes(texts: list[str]) -> set[str]:
    """The shapes of some texts, each once."""
    return set("\n".join(texts).translate(_SHAPE).split("\n"))


class Offsets:
    """Whether the moments of a log carry an offset, as the first of them does, in its `line`."""

    def __init__(self) -> None:
        self.line = 0
        self.are_there = True

    def odd(self, texts: list[str], found: set[str], line: int) -> int | None:
        """Which of some moments is the first that is not as the first of the log.

        They have the shapes `found`, and begin in a line.
        """
        if not self.line and found & MOMENTS:
            at = next(at for at, one in enumerate(texts) if one.translate(_SHAPE) in MOMENTS)
            self.line, self.are_there = line + at, texts[at].translate(_SHAPE) in AWARE
        other = NAIVE if self.are_there else AWARE
        if found.isdisjoint(other):
            return None
        return next(at for at, one in enumerate(texts) if one.translate(_SHAPE) in other)


def moments(texts: list[str], found: set[str]) -> tuple[list[Any], bool]:
    """Moments of these shapes, and whether all fit; quick where they do, as nearly always.

    Of an empty text the value is None.
    """
    if "" in found:
        present = [text for text in texts if text]
        values, sound = moments(present, found - {""}) if present else ([], True)
        rest = iter(values)
        return [next(rest) if text else None for text in texts], sound
    if found <= MOMENTS and min(texts) >= "1" and max(texts) < "3":
        with suppress(msgspec.ValidationError):
            return msgspec.convert(_in_full(texts, found), list[datetime]), True
    values = list(map(moment, texts))
    return values, not any(value is REFUSED for value in values)


def _in_full(texts: list[str], found: set[str]) -> list[str]:
    """Moments with their seconds; quick where all have one zone, which stands in no other part of them."""
    if found.isdisjoint(_IN_MINUTES):
        return texts
    if not found <= _IN_MINUTES:
        return [one if one[_MINUTE : _MINUTE + 1] == ":" else _filled(one) for one in texts]
    zone, whole = texts[0][_MINUTE:], "\n".join(texts)
    if not zone or whole.count(zone) != len(texts):
        return list(map(_filled, texts))
    return whole.replace(zone, f":00{zone}").split("\n")


def _filled(text: str) -> str:
    return f"{text[:_MINUTE]}:00{text[_MINUTE:]}"


def moment(text: str) -> Any:
    """One moment, REFUSED where it is none; None for an empty text."""
    if not text:
        return None
    if text.translate(_SHAPE) not in MOMENTS or text[0] not in "12":
        return REFUSED
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return REFUSED
