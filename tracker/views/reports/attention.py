"""What needs attention: each goal, project and process once, with its reasons in plain words.

The order is that of `Why`, and says what a reader can do least without:

1. What breaks a rule (`broken`): until it is mended, nothing else that is said of the thing is sure.
2. Who calls for help (`red`, `blocked`), and who does not though the data says so (`computed`):
   people wait for an answer today.
3. Promises whose day has passed (`condition`, `overdue`, `past-end`): a condition first, because a gate
   was passed on its word; the end last, because what makes it late stands above it.
4. Gates that did not let a project on (`held`, `recycled`): decided by people, who know of it.
5. What goes astray slowly (`off-track`, `at-risk`; of processes `not-kept`, a service level that the
   runs of the last quarter missed, and `over-limit`, more runs under way than are allowed at once).
6. Silence and upkeep (`silent`, `review`, `defects`, `warning`): nothing is known to be wrong.

Among equals the one that has waited longest comes first. Projects on hold are waited for by nobody:
of them only broken rules and gates are told. Notes and amber lights are no reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.analysis.goals import Standing
from tracker.analysis.health import Light, health
from tracker.analysis.lately import DAYS
from tracker.analysis.staff import IN_FORCE
from tracker.analysis.updates import last_updates, update_due
from tracker.finding import Severity
from tracker.law.ended import ended
from tracker.law.gates import Held, reviews_by_project
from tracker.law.lifecycle import Decision
from tracker.model.entity import Entity
from tracker.model.records import Health, Project
from tracker.model.work import Work
from tracker.views.days import Closed, Dated, What, accepted
from tracker.views.operation import Operation
from tracker.views.reports.findings import SHOWN, FindingRow
from tracker.views.reports.goals import GoalRow
from tracker.views.reports.projects import phase_title
from tracker.views.reports.review.wording import Names
from tracker.views.spans import span
from tracker.views.words import count, days, listed, number, percent

LATELY = 30
"""For so many days a gate that sent a project back is news."""


class Why(StrEnum):
    """The kinds of reason, the gravest first."""

    BROKEN = "broken"
    RED = "red"
    COMPUTED = "computed"
    BLOCKED = "blocked"
    CONDITION = "condition"
    OVERDUE = "overdue"
    PAST_END = "past-end"
    HELD = "held"
    RECYCLED = "recycled"
    OFF_TRACK = "off-track"
    AT_RISK = "at-risk"
    NOT_KEPT = "not-kept"
    OVER_LIMIT = "over-limit"
    SILENT = "silent"
    REVIEW = "review"
    DEFECTS = "defects"
    WARNING = "warning"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return _RANKS[self]


_RANKS = {why: at for at, why in enumerate(Why)}


@dataclass(frozen=True)
class Reason:
    """Why a thing needs attention; `days` is for how long, where that is known.

    `place` is where the page of the thing tells more, "" where it tells nothing else.
    """

    why: Why
    said: str
    days: int | None = None
    finding: FindingRow | None = None
    place: str = ""

    @property
    def order(self) -> tuple[int, int]:
        return self.why.rank, -(self.days or 0)


@dataclass(frozen=True)
class Attention:
    """One thing to look at, with its reasons, the gravest first.

    `ref` is its `kind/id`, None where a finding concerns nothing that people look at; then `title`
    is the path of the file.
    """

    ref: str | None
    title: str
    reasons: tuple[Reason, ...]

    @property
    def first(self) -> Reason:
        return self.reasons[0]

    @property
    def more(self) -> int:
        return len(self.reasons) - 1

    @property
    def kind(self) -> str:
        return (self.ref or "").partition("/")[0]


@dataclass(frozen=True)
class Summary:
    """How it stands, in a sentence: how many of each kind need attention, and the first of them."""

    said: str
    first: Attention | None


def attention(
    work: Work,
    as_of: date,
    found: Iterable[FindingRow],
    due: Iterable[Dated],
    goals: Iterable[GoalRow],
    operations: Iterable[Operation] = (),
) -> list[Attention]:
    """Everything that needs attention, the gravest first; in the order that is argued above."""
    held: dict[str, list[Reason]] = {}
    for ref, reason in (
        *_broken(work, found),
        *_projects(work, as_of),
        *_overdue(work, as_of, due),
        *_goals(goals),
        *_processes(operations),
    ):
        held.setdefault(ref, []).append(reason)
    rows = [_attention(work, ref, reasons) for ref, reasons in held.items()]
    return sorted(rows, key=lambda one: (one.first.order, one.title.casefold(), one.ref or ""))


def _attention(work: Work, ref: str, reasons: list[Reason]) -> Attention:
    kind, _, id = ref.partition("/")
    entity = work.of(kind).get(id) if kind in SHOWN else None
    ordered = tuple(sorted(reasons, key=lambda one: one.order))
    return Attention(ref if entity else None, entity.title if entity else ref, ordered)


# Findings.


def _broken(work: Work, found: Iterable[FindingRow]) -> Iterator[tuple[str, Reason]]:
    names = Names(work, work)
    for row in found:
        one = row.finding
        if one.severity is not Severity.NOTE:
            why = Why.BROKEN if one.severity is Severity.ERROR else Why.WARNING
            yield (
                row.concerns or one.location.path,
                Reason(why, names.told(one.message), finding=row),
            )


# What projects say of themselves.


def _projects(work: Work, as_of: date) -> Iterator[tuple[str, Reason]]:
    gates, updates = reviews_by_project(work), last_updates(work)
    for id, entity in work.projects.items():
        if ended(work, entity):
            continue
        found = list(_gate(work, entity, gates.get(id, [])[-1:], as_of))
        if _is_awaited(entity):
            day, update = updates.get(id, (None, None))
            found += _health(update.record.health if update else None, day, as_of)
            found += _computed(work, id, update.record.health if update else None, as_of)
            found += _blocked(work, id)
            found += _defects(work, id)
            found += _silent(work, entity, day, as_of)
        yield from ((entity.ref, one) for one in found)


def _is_awaited(project: Entity[Project]) -> bool:
    """True while people wait for its results; an adopted one may not say."""
    return project.record.status == "active" or (project.adopted and project.record.status is None)


def _health(said: Health | None, day: date | None, as_of: date) -> Iterator[Reason]:
    if said is None or day is None or said.overall != "red":
        return
    parts = ("schedule", "cost", "scope", "resources", "quality")
    red = [name for name in parts if getattr(said, name) == "red"]
    told = f"Health is reported red{f' ({listed(red)})' if red else ''}"
    yield Reason(Why.RED, told, max(0, (as_of - day).days))


def _computed(work: Work, id: str, said: Health | None, as_of: date) -> Iterator[Reason]:
    """Red by the data, where people do not say so."""
    red = [one.dimension for one in health(work, id, as_of) if one.light is Light.RED]
    reported = said.overall if said is not None else None
    if red and reported != "red":
        beside = f"reported {reported}, " if reported else ""
        yield Reason(Why.COMPUTED, f"{beside}red by the data ({listed(red)})".capitalize())


def _blocked(work: Work, id: str) -> Iterator[Reason]:
    titles = [one.title or one.id or "" for one in work.plan(id).tasks if one.status == "blocked"]
    if titles:
        what = "A task is blocked" if len(titles) == 1 else f"{len(titles)} tasks are blocked"
        yield Reason(Why.BLOCKED, f"{what}: {'; '.join(titles)}")


def _defects(work: Work, id: str) -> Iterator[Reason]:
    """What was accepted, and has still to be mended."""
    for one in work.plan(id).deliverables:
        defects = one.acceptance.defects if one.acceptance else ()
        if defects and accepted(one) is Closed.WITH_DEFECTS:
            told = "; ".join(text.strip().rstrip(".") for text in defects)
            yield Reason(Why.DEFECTS, f"{one.title or one.id} is accepted; to mend: {told}")


def _gate(work: Work, project: Entity[Project], last: list[Held], as_of: date) -> Iterator[Reason]:
    """The last gate that was held, where it did not let the project on."""
    for one in last:
        waits = max(0, (as_of - one.day).days) if one.day else None
        name = phase_title(work.lifecycle_of(project), one.left) or "its phase"
        because = f": {one.record.reason.strip()}" if one.record.reason else ""
        if one.decision is Decision.HOLD:
            said = f"Waits at the gate of {name} since {_days(waits)}{because}"
            yield Reason(Why.HELD, said, waits)
        elif one.decision is Decision.RECYCLE and waits is not None and waits <= LATELY:
            yield Reason(Why.RECYCLED, f"Sent back from the gate of {name}{because}", waits)


def _silent(
    work: Work, project: Entity[Project], last: date | None, as_of: date
) -> Iterator[Reason]:
    until = update_due(work, project, last)
    if until is None or until >= as_of:
        return
    since = "yet" if last is None else f"since {_days((as_of - last).days)}"
    late = (as_of - until).days
    yield Reason(Why.SILENT, f"No update {since}; one was due {_days(late)} ago", late)


# Days that have passed.

_SAID = {
    What.CONDITION: (Why.CONDITION, "A condition of a gate is {days} overdue: {title}"),
    What.END: (Why.PAST_END, "Should have ended {days} ago"),
    What.REVIEW: (Why.REVIEW, "The review of the process is {days} overdue"),
    What.RISK: (Why.REVIEW, "A risk was to be looked at {days} ago: {title}"),
    What.ASK: (Why.OVERDUE, "Asked for {days} ago and not there: {title}"),
    What.IMPROVEMENT: (Why.REVIEW, "An improvement was to be measured {days} ago: {title}"),
    What.RUN: (Why.OVERDUE, "A run is {days} overdue: {title}"),
    What.DELIVERABLE: (Why.OVERDUE, "Deliverable {days} overdue: {title}"),
    What.TASK: (Why.OVERDUE, "Task {days} overdue: {title}"),
}


def _overdue(work: Work, as_of: date, due: Iterable[Dated]) -> Iterator[tuple[str, Reason]]:
    for one in due:
        late = -one.days(as_of)
        project = work.projects.get(one.id) if one.kind == "project" else None
        if late <= 0 or one.what not in _SAID or (project and not _is_awaited(project)):
            continue
        if one.what is What.RUN and not work.parts("run", one.id):
            continue  # nobody writes down the runs of this process
        why, said = _SAID[one.what]
        told = said.format(days=_days(late), title=one.title)
        yield one.ref, Reason(why, told, late, place=one.place)


def _goals(goals: Iterable[GoalRow]) -> Iterator[tuple[str, Reason]]:
    for row in goals:
        if row.status != "active" or row.progress.value is None:
            continue
        share = f"{percent(row.progress.value)} reached"
        if row.expected.value is not None:
            share += f", {percent(row.expected.value)} of its time is gone"
        if row.standing is Standing.OFF_TRACK:
            yield f"goal/{row.id}", Reason(Why.OFF_TRACK, f"Off track: {share}")
        elif row.standing is Standing.AT_RISK:
            yield f"goal/{row.id}", Reason(Why.AT_RISK, f"At risk: {share}")


def _processes(operations: Iterable[Operation]) -> Iterator[tuple[str, Reason]]:
    """What runs tell of processes that are in force."""
    for one in operations:
        if one.process.record.status in IN_FORCE:
            yield from ((one.process.ref, reason) for reason in (*_level(one), *_limit(one)))


def _level(operation: Operation) -> Iterator[Reason]:
    found = operation.lately
    if found is not None and found.is_kept is False:
        runs, share = count(found.met.total, "run"), percent(found.met.value or 0.0)
        told = (
            f"The service level is not kept: of {runs} completed in the last {DAYS} days {share} "
        )
        told += f"took {span(found.within)} or less, and {number(found.percent)} % should"
        yield Reason(Why.NOT_KEPT, told, place="operation")


def _limit(operation: Operation) -> Iterator[Reason]:
    most, wip = operation.process.record.wip_limit, operation.wip
    if most is not None and wip > most:
        told = f"{count(wip, 'run is', 'runs are')} under way, and {number(most)} at most should be"
        yield Reason(Why.OVER_LIMIT, told, place="under-way")


# The sentence.


def summary(work: Work, rows: list[Attention]) -> Summary:
    """How it stands: what needs attention of what is under way, kind by kind."""
    under_way = {
        "project": {id for id, one in work.projects.items() if not ended(work, one)},
        "goal": {id for id, one in work.goals.items() if one.record.status != "closed"},
        "process": {id for id, one in work.processes.items() if one.record.status != "retired"},
    }
    needing, fine = [], []
    for kind, ids in under_way.items():
        asked = {(one.ref or "").partition("/")[2] for one in rows if one.kind == kind}
        total = len(ids | asked)
        if asked:
            needing.append(f"{len(asked)} of {_plural(total, kind)}")
        elif total:
            fine.append(_plural(total, kind))
    others = sum(one.ref is None for one in rows)
    if others:
        needing.append(_plural(others, "file"))
    if needing:
        is_one = len(rows) == 1
        return Summary(f"{listed(needing)} {'needs' if is_one else 'need'} attention", rows[0])
    return Summary(
        f"{listed(fine)}: nothing needs attention" if fine else "Nothing is planned yet", None
    )


def _plural(number: int, kind: str) -> str:
    return count(number, kind, "processes" if kind == "process" else None)


def _days(number: int | None) -> str:
    return "a day that is not known" if number is None else days(number)
