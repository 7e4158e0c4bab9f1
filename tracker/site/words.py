"""Words for values: dates, numbers, spans and states as people read them."""

import re
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from tracker.model.kinds import is_id
from tracker.views import words

_ISO = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})\b", re.ASCII)
_WEEK = "Mon Tue Wed Thu Fri Sat Sun".split()
_IN_FULL = (
    "January February March April May June July August September October November December"
).split()

# What a state means for the eye. The word always stands beside it, so colour alone says nothing.
TONES = {
    "active": "busy", "doing": "busy", "proposed": "idle", "todo": "idle", "draft": "idle",
    "pending": "idle", "on-hold": "wait", "blocked": "bad", "under-review": "wait",
    "conditional": "wait", "rejected": "bad", "accepted": "good", "done": "good", "completed": "good",
    "cancelled": "off", "retired": "off", "closed": "off", "on track": "good", "at risk": "wait",
    "off track": "bad", "error": "bad", "warning": "wait", "note": "busy", "achieved": "good",
    "go": "good", "hold": "wait", "recycle": "wait", "kill": "bad", "approved": "good",
    "postponed": "wait", "decided": "good", "partial": "wait", "missed": "bad", "dropped": "off", "stopped": "off",
    "accepted-with-defects": "wait", "green": "good", "amber": "wait", "red": "bad",
    "missing": "bad", "late": "bad", "expired": "bad", "expiring": "wait", "held": "good",
    "alone": "bad", "learning": "wait", "shared": "good", "taught-back": "good",
}  # fmt: skip


def day(value: date | None) -> Markup:
    """A date as people write it, with the one that machines read."""
    if value is None:
        return Markup('<span class="none">not set</span>')
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words.day(value))


def dated(text: str) -> Markup:
    """A text of ours, with the ISO days in it as people write them."""
    parts = _ISO.split(text)
    return Markup("").join(
        day(_date(part)) if index % 2 and _date(part) else escape(part)
        for index, part in enumerate(parts)
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month(value: date) -> str:
    """A month in full."""
    return f"{_IN_FULL[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """The day of the week, in three letters."""
    return _WEEK[value.weekday()]


def number(value: float | Decimal | None) -> str:
    """A number without a tail of zeros, thousands apart."""
    return "n/a" if value is None else words.number(value)


def percent(value: float | None) -> str:
    """A share as whole percent, halves upwards; n/a where there is none."""
    return "n/a" if value is None else words.percent(value)


def fine(value: float) -> str:
    """A share in percent with one decimal: for what is held against few percent."""
    return f"{words.number(round(value * 100, 1))} %"


def tone(state: str | None) -> str:
    """The class of a state: one of a few words of ours, whatever the file says."""
    return TONES.get(state or "", "idle")


def state(value: str | None) -> str:
    """A state in words: `on-hold` reads `On hold`."""
    return words.label(value or "not set")


def label(value: str) -> str:
    """A name as given; where it is but an id, in words."""
    return state(value) if is_id(value) else value


def ticked(text: str) -> Markup:
    """A message, with what stands between backticks set as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def ago(days: int | None) -> str:
    """How long ago something was, in words: `today`, `3 days ago`, `5 weeks ago`."""
    if days is None:
        return "on an unknown day"
    if days <= 0:
        return "today" if days == 0 else f"in {words.count(-days, 'day')}"
    if days == 1:
        return "yesterday"
    return (
        f"{words.count(days, 'day')} ago" if days < 21 else f"{words.count(days // 7, 'week')} ago"
    )
