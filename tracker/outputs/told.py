"""A history as text, beside the forms that scripts read."""

from collections.abc import Callable, Iterator, Mapping

from tracker.law.approved import Approved
from tracker.law.moved import Moved
from tracker.law.slips import Slip
from tracker.law.threads import At
from tracker.outputs.columns import filled
from tracker.outputs.escape import clipped, escaped
from tracker.outputs.table import Table, rendered
from tracker.outputs.told_data import as_csv, as_json
from tracker.views.reports.history import HistoryReport

SHORT = 8
"""How many digits of a commit people are shown."""

_MARGIN = 12
_LONGEST = 300
_SOON = 3
"""How many days after the day that the data says something lands without a word of it."""


def _text(told: HistoryReport, room: int) -> Iterator[str]:
    if told.of is not None:
        yield f"{told.of.ref}  {_safe(told.of.title)}"
    sections: tuple[tuple[str, list[str]], ...] = (
        ("Moves", [line for one in told.moves for line in _move(one, told, room)]),
        ("Dates moved", [line for one in told.slips for line in _slip(one, told, room)]),
        ("Promised, and now", _table(_promises(told))),
        ("Days in a phase, until it was left", _table(_phases(told))),
        ("Moves between phases", _table(_transitions(told))),
        ("Where it stands", _table(_standing(told))),
    )
    shown = [(heading, lines) for heading, lines in sections if lines]
    for at, (heading, lines) in enumerate(shown):
        if at or told.of is not None:
            yield ""
        yield heading
        yield from (f"  {line}" for line in lines)
    yield ""
    yield f"{_counted(len(told.moves), 'move')} in {_counted(told.commits, 'commit')}, as of {told.as_of}"


def _move(one: Moved, told: HistoryReport, room: int) -> Iterator[str]:
    what = "" if told.of is not None and not one.part else f"{one.kind}/{one.id}: "
    lasted = f", after {_counted(one.days, 'day')}" if one.days is not None else ""
    yield from _lines(str(one.at.date), f"{what}{one.before} › {one.after}{lasted}", room)
    if one.decision is not None:
        by = ", ".join(map(_approval, one.approvals))
        by = f", approved by {by}" if by else ""
        yield from _lines("", f"gate {one.gate}: {one.decision}{by}", room)
    if one.reason:
        yield from _lines("", f"because: {one.reason}", room)
    if one.unread is not None:
        yield from _lines("", f"it could not be read since commit {one.unread[:SHORT]}", room)
    if one.refused is not None:
        yield from _lines("", f"refused by the law of its day: {one.refused.rule}", room)
    yield from _lines("", _wrote(one.at), room)


def _approval(one: Approved) -> str:
    said = [] if one.late is None else [f"landed late, on {one.late}"]
    said += [] if one.is_verified else ["recorded, not verified"]
    return f"{one.person} ({'; '.join(said)})" if said else one.person


def _wrote(at: At) -> str:
    """Who wrote it, where; and when that landed, if the data says a day that lies well before."""
    after = (at.recorded - at.date).days
    landed = f", recorded {after} days later, on {at.recorded}" if after > _SOON else ""
    return f"{at.author}, commit {at.commit[:SHORT]}{landed}"


def _slip(one: Slip, told: HistoryReport, room: int) -> Iterator[str]:
    what = f"{one.kind}/{one.id}: " if told.of is None or one.part else ""
    way = "later" if one.days > 0 else "earlier"
    moved = f"{what}{one.field} {one.before} › {one.after}, {_counted(abs(one.days), 'day')} {way}"
    yield from _lines(str(one.at.date), moved, room)
    by = f"change request {one.change}: {one.why}" if one.change else one.why
    yield from _lines("", by, room)
    yield from _lines("", _wrote(one.at), room)


def _lines(label: str, text: str, room: int) -> Iterator[str]:
    words = [f"{label:<{_MARGIN - 1}}", *_safe(text).split()]
    yield from (line.rstrip() for line in filled(words, max(room - 2, 0), _MARGIN))


def _table(table: Table) -> list[str]:
    return rendered(table, "text", "").splitlines() if table.rows else []


def _counted(number: int | float, name: str) -> str:
    return f"{number:g} {name}{'' if number == 1 else 's'}"


def _safe(text: str) -> str:
    return clipped(escaped(text), _LONGEST)


def _promises(told: HistoryReport) -> Table:
    """What was promised first stands beside it where a baseline has moved."""
    rows = tuple(
        (
            one.id, one.what, one.promised or "gone", one.now or "gone", _later(one.days),
            one.first or "none", _later(one.days_from_first),
        )
        for one in told.promises
    )  # fmt: skip
    columns = ("project", "what", "promised", "now", "days", "first", "days from first")
    shown = len(columns) if any(one.first != one.promised for one in told.promises) else 5
    return Table(columns[:shown], tuple(row[:shown] for row in rows))


def _later(days: int | None) -> str:
    return "" if days is None else f"{days:+d}"


def _phases(told: HistoryReport) -> Table:
    rows = tuple((one.lifecycle, one.phase, f"{one.days:g}", one.times) for one in told.phases)
    return Table(("lifecycle", "phase", "median", "times"), rows)


def _transitions(told: HistoryReport) -> Table:
    rows = tuple((one.lifecycle, one.before, one.after, one.times) for one in told.transitions)
    return Table(("lifecycle", "from", "to", "times"), rows)


def _standing(told: HistoryReport) -> Table:
    """Of one thing alone: of all others `tracker list` says it."""
    rows = tuple(
        (one.field, one.state, one.since or "", "" if one.days is None else one.days)
        for one in (told.standing if told.of is not None else ())
    )
    return Table(("field", "state", "since", "days"), rows)


FORMATS: Mapping[str, Callable[[HistoryReport, int], Iterator[str]]] = {
    "text": _text,
    "json": as_json,
    "csv": as_csv,
}
"""Each yields lines; `room` is the width of the terminal, 0 where there is none."""
