"""XES, the format of process mining (IEEE 1849): traces of events in, one log out.

Read are `concept:name` of a trace (the run) and of an event (the step), `time:timestamp`,
`org:resource`, `lifecycle:transition` and `concept:instance`; and what we write ourselves,
`requested`, `version`, `right_first_time`, `rework_of` and `note`. A moment is that of completion
where no transition says otherwise. All other attributes are left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from tracker.interchange.arrival import COMPLETE, START, Event, whole_number
from tracker.interchange.exchange import Asked, Exchange, RefusedHereError
from tracker.interchange.landing import filling, left_out
from tracker.interchange.markup import Tag, tags
from tracker.interchange.moments import Moments
from tracker.interchange.xes_writing import written
from tracker.views.words import count

_TRACE, _EVENT, _LOG = "trace", "event", "log"


@dataclass(slots=True)
class _Node:
    """A trace or an event: the line where it opens, and its own attributes."""

    line: int
    column: int
    values: dict[str, str] = field(default_factory=dict)


OURS = {
    "requested": "date",
    "version": "int",
    "right_first_time": "boolean",
    "rework_of": "string",
    "note": "string",
}
"""What we write besides, by its type: what others call so, and is of another type, is left alone."""

READ = frozenset(
    "concept:name time:timestamp org:resource lifecycle:transition concept:instance".split()
)
"""The attributes of the standard that are read."""


def events(file: BinaryIO, asked: Asked) -> Iterator[Event | str]:
    """The events of a log, trace by trace, with no more than one trace held; then what else it has."""
    moments = Moments()
    seen: dict[str, int] = {}
    met, empty = set[str](), 0
    for trace, inner in _traces(file):
        case = _demand(trace, "concept:name", _TRACE)
        if case in seen:
            raise RefusedHereError(
                trace,
                f"a trace is called {case!r}, and so is that of line {seen[case]}",
                "give each trace a `concept:name` of its own",
            )
        seen[case] = trace.line
        met.update(trace.values)
        empty += not inner
        for node in inner:
            met.update(node.values)
            yield _event(case, trace, node, moments)
    yield from left_out("the attributes", met - READ - set(OURS))
    if empty:
        yield f"Left out: {count(empty, 'trace')} without an event"


def _traces(file: BinaryIO) -> Iterator[tuple[_Node, list[_Node]]]:
    depth, in_trace, in_event = 0, False, False
    trace, inner = _Node(0, 0), list[_Node]()
    for tag in tags(file):
        if not tag.opens:
            depth -= 1 if tag.name else 0
            if tag.name == _TRACE and depth == 1:
                yield trace, inner
            continue
        depth += 1
        if depth <= 2:
            _refuse_misplaced(tag, depth)
            in_trace, in_event = tag.name == _TRACE, False
            trace, inner = _Node(tag.line, tag.column), []
        elif depth == 3 and in_trace:
            in_event = tag.name == _EVENT
            if in_event:
                inner.append(_Node(tag.line, tag.column))
            else:
                _put(trace, tag)
        elif depth == 4 and in_event:
            _put(inner[-1], tag)


def _refuse_misplaced(tag: Tag, depth: int) -> None:
    """At the top stands a log, and in it no event."""
    if depth == 1 and tag.name != _LOG:
        raise RefusedHereError(
            tag,
            f"the file begins with <{tag.name[:40]}>, and a log of XES with <log>",
            "see that it is a log of XES",
        )
    if depth == 2 and tag.name == _EVENT:
        raise RefusedHereError(
            tag,
            "an event stands outside of any trace: whose run it is of cannot be told",
            "put it into a <trace>",
        )


def _put(node: _Node, tag: Tag) -> None:
    key = tag.attributes.get("key")
    if key is not None and OURS.get(key, tag.name) == tag.name:
        node.values[key] = tag.attributes.get("value", "")


def _event(case: str, trace: _Node, node: _Node, moments: Moments) -> Event:
    values, line = node.values, node.line
    activity = _demand(node, "concept:name", _EVENT)
    moment = moments.read(_demand(node, "time:timestamp", _EVENT), line)
    phase = values.get("lifecycle:transition", "").strip().lower() or COMPLETE
    requested, version = trace.values.get("requested"), trace.values.get("version", "")
    right = values.get("right_first_time")
    return Event(
        case,
        activity,
        line,
        started=moment if phase == START else None,
        finished=moment if phase == COMPLETE else None,
        phase=phase,
        instance=values.get("concept:instance", ""),
        who=values.get("org:resource", "").strip(),
        requested=moments.read(requested, trace.line) if requested else None,
        version=whole_number(version),
        right_first_time=right == "true" if right in ("true", "false") else None,
        rework_of=values.get("rework_of", "").strip(),
        note=values.get("note", ""),
    )


def _demand(node: _Node, key: str, what: str) -> str:
    value = node.values.get(key, "").strip()
    if not value:
        raise RefusedHereError(
            node,
            f"this {what} has no `{key}`",
            f'write one into it: `key="{key}"`; or take the {what} out',
        )
    return value


xes = Exchange(
    name="xes",
    says="XES, the format of process mining (IEEE 1849)",
    takes=frozenset({"person"}),
    fill=filling(events),
    write=written,
    timed=True,
)
