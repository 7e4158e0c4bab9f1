"""News: what happened, one by one: what is new or gone, what moved, which dates were moved, and by which commit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.law.moved import History, Moved
from tracker.law.slips import Slip
from tracker.law.threads import Thread
from tracker.model.work import Work
from tracker.views import words
from tracker.views.reports.projects import phase_title


@dataclass(frozen=True)
class News:
    """One thing that happened. `key` tells it from all others for good, renamed or not.

    `title` is a line for itself, `said` the sentences that go with it.
    """

    key: str
    day: date
    ref: str
    title: str
    said: str


def news(told: History, work: Work) -> list[News]:
    """Everything that happened, the newest first; of one day the last first."""
    found = [
        *(_come(one) for one in told.threads if one.began is not None),
        *_moves(told.moves, work),
        *_slips(told.slips, work),
        *(_gone(one) for one in told.threads if one.ended is not None),
    ]
    return sorted(found, key=lambda one: one.day)[::-1]


def _come(one: Thread) -> News:
    assert one.began is not None
    key = f"new/{one.kind}/{one.first}/{one.began}"
    said = f"The {one.kind} {one.id} is new."
    return News(key, one.began, one.ref, f"{one.title}: new {one.kind}", said)


def _gone(one: Thread) -> News:
    assert one.ended is not None
    key = f"gone/{one.kind}/{one.id}/{one.ended}"
    said = f"The {one.kind} {one.id} was taken out of the files."
    return News(key, one.ended, one.ref, f"{one.title}: gone", said)


def _moves(moves: Iterable[Moved], work: Work) -> Iterator[News]:
    seen: Counter[str] = Counter()
    for one in moves:
        state = "/".join((one.at.commit, one.kind, one.field, one.before, one.after))
        seen[state] += 1
        before, after = _states(one, work)
        title = f"{_subject(one.thread, one.part, one.kind, work)}: {before} → {after}"
        yield News(
            f"{state}/{seen[state]}", one.at.date, one.thread.ref, title, " ".join(_told(one, before))
        )  # fmt: skip


def _told(one: Moved, before: str) -> Iterator[str]:
    if one.days is not None:
        yield f"{before} lasted {words.days(one.days)}."
    if one.decision:
        yield f"The gate decided {one.decision}."
    if one.approvals:
        yield f"{words.count(len(one.approvals), 'approval')} recorded."
    if one.refused is not None:
        yield f"The law of its day would have refused it: {one.refused.message}"


def _states(one: Moved, work: Work) -> tuple[str, str]:
    if one.field != "phase":
        return words.label(one.before or "none"), words.label(one.after or "none")
    lifecycle = work.lifecycles.get(one.lifecycle or "")
    before, after = (phase_title(lifecycle, phase) for phase in (one.before, one.after))
    return before or one.before, after or one.after


def _slips(slips: Iterable[Slip], work: Work) -> Iterator[News]:
    seen: Counter[str] = Counter()
    for one in slips:
        state = "/".join((one.at.commit, one.kind, one.field, str(one.before), str(one.after)))
        seen[state] += 1
        subject = _subject(one.thread, one.part, one.kind, work)
        title = f"{subject}: {_due(one)} {words.day(one.after)}, {words.apart(one.days)}"
        said = f"It was {words.day(one.before)}. The reason given: {one.why}"
        yield News(f"{state}/{seen[state]}", one.at.date, one.thread.ref, title, said)


def _due(one: Slip) -> str:
    return "ends" if one.field == "end" else "due"


def _subject(thread: Thread, part: str, kind: str, work: Work) -> str:
    return f"{thread.title}, {_part(thread, part, kind, work)}" if part else thread.title


def _part(thread: Thread, part: str, kind: str, work: Work) -> str:
    if kind == "change":
        entity = work.of("change").get(f"{thread.id}/{part}")
        return entity.title if entity else part
    items = getattr(work.plan(thread.id), f"{kind}s", ())
    return next((one.title for one in items if one.id == part and one.title), part)
