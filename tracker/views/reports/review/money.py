"""The budget: what is planned in all, before and after."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tracker.law.change import Change
from tracker.model.entity import Entity
from tracker.views.reports.review.fields import Row, Telling
from tracker.views.reports.review.tree import Item, Tone
from tracker.views.reports.review.vocabulary import BUDGET
from tracker.views.reports.review.wording import number


def total(change: Change, telling: Telling) -> Iterator[Row]:
    """The sum of what is planned, where any of it changed."""
    if change.kind != "project" or not any(one.route[:1] == ("budget",) for one in change.fields):
        return
    old, new = _planned(change.before), _planned(change.after)
    if old == new:
        yield BUDGET, Item("budget", "Planned in all", note=f"stays {_money(new, telling)}")
        return
    rise = new - old
    share = f", {abs(rise) / old:.1%}" if old else ""
    note = f"{_money(abs(rise), telling)} {'more' if rise > 0 else 'less'}{share}"
    tone = Tone.CARE if rise > 0 else Tone.PLAIN
    yield (
        BUDGET,
        Item("budget", "Planned in all", _money(old, telling), _money(new, telling), note, tone),
    )


def _planned(entity: Entity[Any] | None) -> Decimal:
    budget = entity.record.budget if entity is not None else None
    lines = budget.lines if budget is not None else ()
    return sum((line.planned for line in lines if line.planned is not None), Decimal(0))


def _money(amount: Decimal, telling: Telling) -> str:
    return f"{number(amount)} {telling.names.currency or ''}".rstrip()
