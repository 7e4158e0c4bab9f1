"""Strict YAML: bytes to plain data, and the span of any key or value on demand.

This is the only reader in the project, so that the check, the editor commands and the site see
the same values. It walks the events of PyYAML's C parser with a stack of its own: nothing here
recurses, nothing is constructed but plain data, and every refusal has a name and a position.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from tracker.finding import START, Route, Span
from tracker.source.complaint import parser_refused, tag_refused, too_deep
from tracker.source.cut import cuts, may_cut
from tracker.source.doubt import doubt, is_doubtful
from tracker.source.refusal import (
    UNSEEN,
    Problem,
    ambiguous,
    at_end,
    bytes_refused,
    conflicted,
    further,
    refuse,
)
from tracker.source.scalar import WORDS, Refused, resolve

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
MAX_SCALAR: Final = 64 * 1024

MAX_WARNINGS: Final = 1_000

# No text of so few characters can have too many bytes.
_SHORT: Final = MAX_SCALAR // 4

# A plain scalar that starts with a letter is text, but for these words.
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NO_KEY: Any = object()
_OPENING = frozenset("[{")
_CLOSING = frozenset("]}")
_BEFORE_VALUE = frozenset("-:?")


class Reading(NamedTuple):
    """What a file says: its data, or the one reason why it cannot be read; and warnings."""

    data: Plain
    refusal: Problem | None = None
    warnings: tuple[Problem, ...] = ()


class Place(NamedTuple):
    """Where a route lies: the span of its key (none for items and the root) and of its value.

    `found` is false where the document has no such route; then the place is its nearest ancestor's.
    """

    key: Span | None
    value: Span
    found: bool = True


class _RefusedError(Exception):
    """Carries a refusal out of the walk; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read(content: bytes) -> Reading:
    """Reading never raises: a document is data with warnings, or refused with a reason."""
    reading = _parsed(content)
    if reading.refusal is None:
        return reading
    return Reading(None, conflicted(content) or reading.refusal)


def _parsed(content: bytes) -> Reading:
    refusal = bytes_refused(content, MAX_BYTES)
    if refusal is not None:
        return Reading(None, refusal)
    warnings: list[Problem] = []
    try:
        data = _compose(CParser(content).get_event, warnings, b"\\" in content)
    except _RefusedError as stop:
        is_inside = stop.problem.span.line <= content.count(b"\n") + 1
        span = stop.problem.span if is_inside else at_end(content.decode())
        return Reading(None, stop.problem._replace(span=span))
    except MarkedYAMLError as error:
        deep = too_deep(error)
        if deep is not None:
            return Reading(None, refuse("depth", deep, limit=MAX_DEPTH))
        return Reading(None, parser_refused(error, content))
    except YAMLError as error:
        return Reading(None, refuse("not-yaml", START, text=str(error)))
    except UnicodeDecodeError:
        return Reading(None, tag_refused(content))
    refusal = doubt(content.decode(), _scalars(content)) if is_doubtful(content) else None
    if refusal is not None:
        return Reading(None, refusal)
    if may_cut(content):
        warnings += islice(cuts(content.decode(), _scalars(content)), MAX_WARNINGS)
    return Reading(data, None, tuple(warnings))


def _compose(next_event: Callable[[], Any], warnings: list[Problem], has_escapes: bool) -> Plain:
    """One pass over the events; `current` is the open collection, `key` its pending key.

    `known` holds the meaning of the plain scalars met so far that nobody doubts.
    """
    root: Plain = None
    stack: list[tuple[Any, Any]] = []
    current: Any = None
    key: Any = _NO_KEY
    known: dict[str, Any] = {}
    nodes = documents = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            value = event.value
            if event.anchor is not None or event.tag is not None or len(value) > _SHORT:
                _check_node(event)
            style = event.style
            if not style:
                if not value or value[0] not in _LETTERS or value in WORDS:
                    meaning = known.get(value, known)
                    value = _plain(event, warnings, known) if meaning is known else meaning
            elif has_escapes and style == '"' and UNSEEN.search(value):
                raise _RefusedError(refuse("hidden-escape", _span(event)))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                _check_node(event)
            if len(stack) >= MAX_DEPTH:
                raise _RefusedError(refuse("depth", _span(event), limit=MAX_DEPTH))
            if key is _NO_KEY and current.__class__ is dict:
                raise _RefusedError(
                    _key_refused(event, "a list or mapping", "write the key as plain text")
                )
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            current, key = stack.pop()
            continue
        elif kind is DocumentStartEvent:
            documents += 1
            _check_document(event, documents)
            continue
        elif kind is AliasEvent:
            raise _RefusedError(refuse("alias", _span(event), name=event.anchor))
        elif kind is StreamEndEvent:
            return root
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES:
            raise _RefusedError(refuse("nodes", _span(event), limit=f"{MAX_NODES:,}"))
        if current.__class__ is dict:
            if key is _NO_KEY:
                if value.__class__ is not str or value in current or value == "<<":
                    _refuse_key(event, value, current)
                key = value
                continue
            current[key] = value
            key = _NO_KEY
        elif current is None:
            root = value
        else:
            current.append(value)
        if kind is not ScalarEvent:
            stack.append((current, key))
            current, key = value, _NO_KEY


_OFTEN = 24
"""Dates, numbers and switches are short, and stand in many files."""

_quickly = lru_cache(8192)(resolve)


def _plain(event: Any, warnings: list[Problem], known: dict[str, Any]) -> Any:
    """The value of a plain scalar; doubtful ones are noted, impossible ones stop the walk."""
    text = event.value
    meaning = _quickly(text) if len(text) <= _OFTEN else resolve(text)
    if isinstance(meaning, Refused):
        raise _RefusedError(Problem(meaning.code, meaning.message, meaning.hint, _span(event)))
    if meaning.others is None:
        known[text] = meaning.value
    elif len(warnings) < MAX_WARNINGS:
        warnings.append(ambiguous(text, meaning.value, meaning.others, _span(event)))
    else:
        known[text] = meaning.value
        if len(warnings) == MAX_WARNINGS:
            warnings.append(further(MAX_WARNINGS, _span(event)))
    return meaning.value


def _refuse_key(event: Any, value: Any, mapping: dict[str, Any]) -> None:
    """A quoted `<<` is a key like any other, so this one may come back."""
    if value.__class__ is not str:
        if event.value == "":
            raise _RefusedError(_key_refused(event, "empty", "write a key before the `:`"))
        raise _RefusedError(_key_refused(event, f"`{event.value}`", f'quote it: "{event.value}"'))
    if value in mapping:
        raise _RefusedError(refuse("duplicate-key", _span(event), key=value))
    if not event.style:
        raise _RefusedError(refuse("merge-key", _span(event)))


def _key_refused(event: Any, found: str, remedy: str) -> Problem:
    return refuse("key-not-text", _span(event), found=found, remedy=remedy)


def _check_node(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(refuse("anchor", _span(event), name=event.anchor))
    if event.tag is not None:
        raise _RefusedError(refuse("tag", _span(event), name=event.tag.replace(_YAML_TAG, "!!")))
    if event.__class__ is not ScalarEvent:
        return
    size = len(event.value.encode())
    if size > MAX_SCALAR:
        raise _RefusedError(
            refuse("scalar-size", _span(event), size=f"{size:,}", limit=f"{MAX_SCALAR:,}")
        )


_YAML_TAG = "tag:yaml.org,2002:"


def _check_document(event: Any, number: int) -> None:
    if number > 1:
        raise _RefusedError(refuse("documents", _span(event)))
    if event.version and tuple(event.version) != (1, 2):
        version = ".".join(map(str, event.version))
        line = event.start_mark.line + 1
        span = Span(line, 1, line, len("%YAML 1.2") + 1)
        raise _RefusedError(refuse("version", span, version=version))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _scalars(content: bytes) -> Iterator[Any]:
    """The scalar events of a document that is known to be sound."""
    next_event = CParser(content).get_event
    while (event := next_event()).__class__ is not StreamEndEvent:
        if event.__class__ is ScalarEvent:
            yield event


class Event(NamedTuple):
    """One node of a document, or the end of a collection: where it stands, in characters from 0."""

    kind: str
    start: int
    end: int
    value: str = ""
    style: str = ""
    in_brackets: bool = False


_NODES: Final = {
    ScalarEvent: "scalar",
    MappingStartEvent: "map",
    SequenceStartEvent: "list",
    MappingEndEvent: "end",
    SequenceEndEvent: "end",
}


def events(content: bytes) -> Iterator[Event]:
    """The nodes of a document that `read` takes, in their order: `map`, `list`, `scalar`, `end`."""
    next_event: Callable[[], Any] = CParser(content).get_event
    while (event := next_event()).__class__ is not StreamEndEvent:
        kind = _NODES.get(event.__class__)
        if kind is None:
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if kind == "scalar":
            yield Event(kind, start, end, event.value, event.style or "")
        else:
            yield Event(kind, start, end, in_brackets=kind != "end" and bool(event.flow_style))


def locate(content: bytes, routes: Collection[Route]) -> dict[Route, Place]:
    """The place of each route, or of its nearest ancestor that the document has.

    Content that `read` refuses is located as far as the parser gets within the limits.
    """
    steps: dict[Route, set[str | int]] = {}
    for route in routes:
        for length, step in enumerate(route):
            steps.setdefault(route[:length], set()).add(step)
    places: dict[Route, Place] = {}
    if bytes_refused(content, MAX_BYTES) is None:
        with contextlib.suppress(YAMLError, UnicodeDecodeError):
            _places(content.decode(), CParser(content).get_event, steps, places)
    answer: dict[Route, Place] = {}
    for route in routes:
        known = route
        while known and known not in places:
            known = known[:-1]
        place = places.get(known, Place(None, START))
        answer[route] = place if known == route else place._replace(found=False)
    return answer


class _Open(NamedTuple):
    """A collection on the way to a wanted route, whose end has not been met."""

    route: Route
    key: Any
    start: Any
    steps: Collection[str | int]


def _places(
    text: str,
    next_event: Callable[[], Any],
    steps: dict[Route, set[str | int]],
    places: dict[Route, Place],
) -> None:
    """Walks the events; `steps` are the wanted ones below a route, the rest is passed over.

    Collections end where the last thing in them ends, since the parser's own mark for the end of
    a block lies at the start of whatever comes next.
    """
    stack: list[tuple[_Open | None, Any, int]] = []
    current: _Open | None = None
    key: Any = None
    count = nodes = 0
    last: Any = None
    while True:
        event = next_event()
        kind = event.__class__
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            assert current is not None
            if text[current.start.start_mark.index] in _OPENING:
                last = event
            places[current.route] = _place(text, current.key, current.start, last)
            current, key, count = stack.pop()
            continue
        if kind is DocumentEndEvent or kind is StreamEndEvent:
            return
        if kind is DocumentStartEvent:
            last = event
        if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent):
            continue
        nodes += 1
        if nodes > MAX_NODES or len(stack) > MAX_DEPTH:
            return
        before, last = last, _last(text, event, last)
        route: Route | None = ()
        if current is not None:
            if key is None and current.start.__class__ is MappingStartEvent:
                if kind is not ScalarEvent:
                    return
                key = event
                continue
            step = count if key is None else key.value
            count += 1
            route = (*current.route, step) if step in current.steps else None
        if kind is ScalarEvent:
            if route is not None:
                places[route] = _place(text, key, event, last if last is event else before)
            key = None
        elif route is not None:
            stack.append((current, None, count))
            current = _Open(route, key, event, steps.get(route, ()))
            key, count = None, 0
        else:
            last, passed = _pass_over(text, next_event, event)
            nodes += passed
            key = None


def _pass_over(text: str, next_event: Callable[[], Any], start: Any) -> tuple[Any, int]:
    """Goes to the end of a collection that nobody asks for: the last thing in it, and its size."""
    depth, nodes = 1, 0
    last = start
    ends: list[Any] = []
    while depth:
        event = next_event()
        kind = event.__class__
        nodes += 1
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            depth += 1
            if depth > MAX_DEPTH:
                raise YAMLError
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            depth -= 1
            ends.append(event)
        elif kind is ScalarEvent:
            last = event if event.value else _last(text, event, last)
            ends.clear()
    for event in ends:
        last = _last(text, event, last)
    return last, nodes - len(ends)


def _last(text: str, event: Any, last: Any) -> Any:
    """The event, if it has an extent of its own; else the one before it.

    An absent value has its mark where the parser noticed that it is absent, maybe lines below.
    """
    kind = event.__class__
    if kind is ScalarEvent and (event.value or event.style or last is None):
        return event
    mark = event.start_mark
    if kind is ScalarEvent:
        is_after = mark.column > 0 and text[mark.index - 1] in _BEFORE_VALUE
        return event if is_after or mark.line <= last.end_mark.line else last
    if kind is MappingEndEvent or kind is SequenceEndEvent:
        return event if text[mark.index : mark.index + 1] in _CLOSING else last
    return event


def _place(text: str, key: Any, start: Any, last: Any) -> Place:
    """From the start of a node to the end of the last thing in it; an absent node has no width."""
    end = _end(text, last)
    first = min((start.start_mark.line + 1, start.start_mark.column + 1), end)
    return Place(key and _span(key), Span(*first, *end))


def _end(text: str, event: Any) -> tuple[int, int]:
    """Where the text of an event ends; a block scalar's with its last line that is not blank."""
    start, mark = event.start_mark, event.end_mark
    is_block = event.__class__ is ScalarEvent and event.style in {"|", ">"}
    if not is_block:
        return mark.line + 1, mark.column + 1
    lines = text[start.index : mark.index].rstrip().split("\n")
    width = len(lines[-1]) + (start.column if len(lines) == 1 else 0)
    return start.line + len(lines), width + 1
