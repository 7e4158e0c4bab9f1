"""Events of another program as runs of a process: grouped, paired, in the order in which they were completed."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tracker.interchange.exchange import Asked, RefusedError
from tracker.interchange.names import Names, People, refuse_many, steps_of
from tracker.model.records import Done, Process, Run
from tracker.source.log import MAX_ROWS

WHOLE, START, COMPLETE = "", "start", "complete"
"""A step that is told at once; the beginning of one that is told in two parts, and its end."""


_EACH_ITS_OWN = (
    "see what names the step: a name with a number or a day of its own is another each time"
)


class Event(NamedTuple):
    """Something that happened in a case.

    `phase` is WHOLE, START, COMPLETE, or what else a program tells of a step on its way. `instance`
    pairs a start with its completion.
    """

    case: str
    activity: str
    line: int
    started: datetime | None = None
    finished: datetime | None = None
    phase: str = WHOLE
    instance: str = ""
    who: str = ""
    account: str = ""
    requested: datetime | None = None
    version: int | None = None
    right_first_time: bool | None = None
    rework_of: str = ""
    note: str = ""


@dataclass(slots=True)
class _Row:
    """A step of a run as far as it is known; the line and the place in the file are of its last event."""

    step: str
    by: str | None
    line: int
    place: int
    started: datetime | None
    finished: datetime | None
    more: tuple[bool | None, str | None, str | None]


@dataclass(slots=True)
class _Case:
    """One run in the making."""

    rows: list[_Row]
    requested: datetime | None = None
    version: int | None = None


class Arrival:
    """Takes events one by one, and gives the runs at the end; raises RefusedError for what makes no run."""

    def __init__(self, asked: Asked) -> None:
        known = asked.work.processes.get(asked.id)
        self.steps = Names("step", steps_of(known.record if known else Process()))
        self.cases = Names("run")
        self.people = People(asked.work, asked.people)
        self.events = 0
        self.passed: dict[str, int] = {}
        self.alike = 0
        self._cases: dict[str, _Case] = {}
        self._open: dict[tuple[str, str, str], deque[_Row]] = {}

    def add(self, event: Event) -> None:
        """One event more, in the order of the file."""
        self.events += 1
        if self.events > MAX_ROWS:
            raise RefusedError(
                f"more than {MAX_ROWS:,} events stand in one log, and it is kept as one file",
                "import it in parts, for example a year each",
                event.line,
            )
        if event.phase not in (WHOLE, START, COMPLETE):
            self.passed[event.phase] = self.passed.get(event.phase, 0) + 1
            return
        id = self.cases.of(event.case)
        case = self._cases.get(id)
        if case is None:
            case = self._cases[id] = _Case([])
        self._tell(case, event)
        self._take(case, id, event)

    def _tell(self, case: _Case, event: Event) -> None:
        """What an event says of the whole run; two that differ are refused."""
        for name in ("requested", "version"):
            new, old = getattr(event, name), getattr(case, name)
            if new is not None and old not in (None, new):
                raise RefusedError(
                    f"the case {event.case!r} has `{name}` {_said(new)} here, and {_said(old)} before",
                    "say one thing of a case in all its events",
                    event.line,
                )
            if new is not None:
                setattr(case, name, new)

    def _take(self, case: _Case, id: str, event: Event) -> None:
        step = self.steps.of(event.activity)
        key = (id, step, event.instance)
        if event.phase == COMPLETE and self._open.get(key):
            row = self._open[key].popleft()
            row.finished, row.line, row.place = event.finished, event.line, self.events
            if event.who:
                row.by = self.people.of(event.who, event.account)
        else:
            row = self._row(step, event)
            if event.phase == START:
                self._open.setdefault(key, deque()).append(row)
            case.rows.append(row)
        refuse_many(self.steps, event.line, _EACH_ITS_OWN)
        _refuse_backwards(row, event)

    def _row(self, step: str, event: Event) -> _Row:
        by = self.people.of(event.who, event.account) if event.who else None
        rework = self.steps.of(event.rework_of) if event.rework_of else None
        more = (event.right_first_time, rework, event.note or None)
        return _Row(step, by, event.line, self.events, event.started, event.finished, more)

    def runs(self) -> Mapping[str, Run]:
        """The runs in the order in which they came; afterwards nothing is kept here."""
        self._open.clear()
        return dict(self._made())

    def _made(self) -> Iterator[tuple[str, Run]]:
        for id in list(self._cases):
            case = self._cases.pop(id)
            case.rows.sort(key=lambda row: (_completed(row), row.place))
            self.alike += sum(
                _completed(one) == _completed(other)
                for one, other in zip(case.rows, case.rows[1:], strict=False)
            )
            self._refuse_early(id, case)
            steps = tuple(map(_done, case.rows))
            yield id, Run(version=case.version, requested=case.requested, steps=steps)

    def _refuse_early(self, id: str, case: _Case) -> None:
        for row in case.rows if case.requested is not None else ():
            first = row.started or row.finished
            assert first is not None
            assert case.requested is not None
            if first < case.requested:
                raise RefusedError(
                    f"the step `{row.step}` of `{id}` is at {_said(first)}, before the run was "
                    f"requested at {_said(case.requested)}",
                    "mend the moment that is wrong, or leave out when it was requested",
                    row.line,
                )


def _completed(row: _Row) -> datetime:
    moment = row.finished or row.started
    assert moment is not None
    return moment


def _done(row: _Row) -> Done:
    right, rework, note = row.more
    return Done(
        step=row.step, by=row.by, started=row.started, finished=row.finished,
        right_first_time=right, rework_of=rework, note=note,
    )  # fmt: skip


def _refuse_backwards(row: _Row, event: Event) -> None:
    if row.started is not None and row.finished is not None and row.finished < row.started:
        raise RefusedError(
            f"{event.activity!r} of the case {event.case!r} ends at {_said(row.finished)}, before "
            f"it starts at {_said(row.started)}",
            "mend the moment that is wrong",
            event.line,
        )


def whole_number(text: str) -> int | None:
    """The number of a version; None for what is none."""
    is_number = text.isascii() and text.isdecimal() and 0 < len(text) < 7
    return int(text) or None if is_number else None


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
