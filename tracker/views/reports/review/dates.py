"""Dates that move: by how many days and working days, and what was promised."""

from datetime import date
from typing import Any

from tracker.analysis.workdays import working_days
from tracker.law.change import Change
from tracker.model.kinds import owner_of
from tracker.model.work import Work
from tracker.views.reports.review.leaves import Leaf
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.wording import day, plural


def moved(change: Change, leaf: Leaf, text: str, before: Work, after: Work) -> Item:
    """A date with how far it moved; the baseline's beside it, where there is one."""
    old, new = day(leaf.before), day(leaf.after)
    said = [
        _distance(old, new, after) if old and new else None,
        _promise(_promised(change, leaf, before, after), new),
    ]
    tone = Tone.CARE if old and new and new > old else Tone.PLAIN
    note = "; ".join(filter(None, said)) or None
    return Item("date", text, _text(leaf.before), _text(leaf.after), note, tone)


def _text(raw: Any) -> str | None:
    return None if raw is None else str(raw)


def _distance(old: date, new: date, work: Work) -> str:
    days = (new - old).days
    working = working_days(work.settings.calendar, old, new)
    way = "later" if days > 0 else "earlier"
    counted = f", {plural(abs(working), 'working day')}" if working is not None else ""
    return f"{plural(abs(days), 'day')} {way}{counted}"


def _promised(change: Change, leaf: Leaf, before: Work, after: Work) -> date | None:
    """What the baseline says of the same date: that of the base, else that of the head."""
    project = owner_of(change.id)
    if change.kind not in ("project", "plan"):
        return None
    for id, work in ((change.before.id if change.before else project, before), (project, after)):
        entity = work.of("baseline").get(id)
        if entity is None:
            continue
        if leaf.item is None:
            found = getattr(entity.record, leaf.key[-1], None) if len(leaf.key) == 1 else None
        else:
            found = getattr(entity.record, leaf.key[-1], {}).get(leaf.item)
        return found if isinstance(found, date) else None
    return None


def _promise(promised: date | None, new: date | None) -> str | None:
    if promised is None:
        return None
    if new is None or new == promised:
        return f"baseline {promised.isoformat()}"
    days = (new - promised).days
    return f"baseline {promised.isoformat()}, now {plural(abs(days), 'day')} {'after' if days > 0 else 'before'} it"
