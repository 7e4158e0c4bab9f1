"""Strict YAML: bytes to plain data, and the span of any key or value on demand.

This is the only reader in the project, so that the check, the editor commands and the site see
the same values. It walks the events of PyYAML's C parser with a stack of its own: nothing here
recurses, nothing is constructed but plain data, and every refusal has a name and a position.
"""

import re
from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

from yaml.cyaml import CParser
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
from tracker.source.refusal import Problem, ambiguous, bytes_refused, parser_refused, refuse
from tracker.source.scalar import Refused, resolve

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
MAX_SCALAR: Final = 64 * 1024

# What libyaml lets through although YAML forbids it, or reads in another way than YAML 1.2.
_ESCAPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_PLAIN_WORD = frozenset("abcdeghijklmpqrsuvwxzABCDEGHIJKLMPQRSUVWXZ")
_NO_KEY: Any = object()


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


class _Stop(Exception):
    """Carries a refusal out of the walk; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read(content: bytes) -> Reading:
    """Reading never raises: a document is data with warnings, or refused with a reason."""
    refusal = bytes_refused(content, MAX_BYTES)
    if refusal is not None:
        return Reading(None, refusal)
    warnings: list[Problem] = []
    try:
        return Reading(_compose(CParser(content).get_event, warnings), None, tuple(warnings))
    except _Stop as stop:
        return Reading(None, stop.problem)
    except MarkedYAMLError as error:
        return Reading(None, parser_refused(error, content))
    except YAMLError as error:
        return Reading(None, refuse("not-yaml", START, text=str(error)))


def _compose(next_event: Callable[[], Any], warnings: list[Problem]) -> Plain:
    """One pass over the events; `current` is the open collection, `key` its pending key."""
    root: Plain = None
    stack: list[tuple[Any, Any]] = []
    current: Any = None
    key: Any = _NO_KEY
    nodes = 0
    documents = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            value = event.value
            if event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR // 4:
                _check_node(event)
            if event.style is None or event.style == "":
                if not value or value[0] not in _PLAIN_WORD:
                    value = _plain(event, warnings, current.__class__ is dict and key is _NO_KEY)
            elif event.style == '"' and _ESCAPED.search(value):
                raise _Stop(refuse("hidden-escape", _span(event)))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None:
                _check_node(event)
            if len(stack) >= MAX_DEPTH:
                raise _Stop(refuse("depth", _span(event), limit=MAX_DEPTH))
            if current.__class__ is dict and key is _NO_KEY:
                raise _Stop(refuse("key-not-text", _span(event), found="a collection"))
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            current, key = stack.pop()
            continue
        elif kind is DocumentStartEvent:
            documents += 1
            _check_document(event, documents)
            continue
        elif kind is AliasEvent:
            raise _Stop(refuse("alias", _span(event), name=event.anchor))
        elif kind is StreamEndEvent:
            return root
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES:
            raise _Stop(refuse("nodes", _span(event), limit=f"{MAX_NODES:,}"))
        if current.__class__ is dict:
            if key is _NO_KEY:
                key = _checked_key(event, value, current)
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


def _plain(event: Any, warnings: list[Problem], is_key: bool) -> Any:
    """The value of a plain scalar; doubtful ones are noted, impossible ones stop the walk."""
    text = event.value
    if is_key and text == "<<":
        raise _Stop(refuse("merge-key", _span(event)))
    meaning = resolve(text)
    if isinstance(meaning, Refused):
        raise _Stop(Problem(meaning.code, meaning.message, meaning.hint, _span(event)))
    if meaning.others is not None:
        warnings.append(ambiguous(text, meaning.value, meaning.others, _span(event)))
    return meaning.value


def _checked_key(event: Any, value: Any, mapping: dict[str, Any]) -> str:
    if value.__class__ is not str:
        found = "an empty value" if event.value == "" else f"`{event.value[:40]}`"
        raise _Stop(refuse("key-not-text", _span(event), found=found))
    if value in mapping:
        raise _Stop(refuse("duplicate-key", _span(event), key=value[:80]))
    return str(value)


def _check_node(event: Any) -> None:
    if event.anchor is not None:
        raise _Stop(refuse("anchor", _span(event), name=event.anchor))
    if event.tag is not None:
        raise _Stop(refuse("tag", _span(event), name=event.tag))
    size = len(event.value.encode("utf-8", "surrogatepass"))
    if size > MAX_SCALAR:
        raise _Stop(refuse("scalar-size", _span(event), size=f"{size:,}", limit=f"{MAX_SCALAR:,}"))


def _check_document(event: Any, number: int) -> None:
    if number > 1:
        raise _Stop(refuse("documents", _span(event)))
    if event.tags:
        raise _Stop(refuse("tag-directive", _span(event)))
    if event.version and tuple(event.version) != (1, 2):
        version = ".".join(map(str, event.version))
        raise _Stop(refuse("version", _span(event), version=version))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def locate(content: bytes, routes: Collection[Route]) -> dict[Route, Place]:
    """The place of each route, or of its nearest ancestor that the document has.

    The content is one that `read` accepted. Collections end where their last scalar ends, since
    the parser's own mark for them lies at the start of whatever comes next.
    """
    wanted = {route[:length] for route in routes for length in range(len(route) + 1)}
    places = _places(CParser(content).get_event, wanted)
    answer: dict[Route, Place] = {}
    for route in routes:
        known = route
        while known and known not in places:
            known = known[:-1]
        place = places.get(known, Place(None, START))
        answer[route] = place if known == route else place._replace(found=False)
    return answer


class _Open(NamedTuple):
    """A collection whose end has not been met."""

    route: Route | None
    key: Span | None
    start: Span
    is_mapping: bool


def _places(next_event: Callable[[], Any], wanted: set[Route]) -> dict[Route, Place]:
    """Walks the events with their routes; only wanted routes are followed and kept."""
    places: dict[Route, Place] = {}
    stack: list[_Open] = []
    pending: tuple[str, Span] | None = None
    counts: list[int] = []
    last = START
    while True:
        event = next_event()
        kind = event.__class__
        if kind is StreamEndEvent or kind is DocumentEndEvent:
            return places
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            closed = stack.pop()
            counts.pop()
            mark = _span(event)
            # A flow collection ends with its bracket; a block collection with its last scalar.
            end = mark if (mark.line, mark.column) != (mark.end_line, mark.end_column) else last
            if closed.route is not None:
                span = Span(closed.start.line, closed.start.column, end.end_line, end.end_column)
                places[closed.route] = Place(closed.key, span)
            last = end
            continue
        if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent):
            continue
        span = _span(event)
        if stack and stack[-1].is_mapping and pending is None:
            pending = (event.value, span)
            last = span
            continue
        parent = stack[-1].route if stack else ()
        step: Route = ()
        if stack:
            step = (pending[0],) if pending else (counts[-1],)
            counts[-1] += 1
        route = None if parent is None else parent + step
        if route not in wanted:
            route = None
        key_span = pending[1] if pending else None
        pending = None
        if kind is ScalarEvent:
            last = _end_of_scalar(event, span)
            if route is not None:
                places[route] = Place(key_span, last)
        else:
            stack.append(_Open(route, key_span, span, kind is MappingStartEvent))
            counts.append(0)
            last = span


def _end_of_scalar(event: Any, span: Span) -> Span:
    """A block scalar's own end mark lies on the line after it; its span ends with its last line."""
    if event.style in {"|", ">"} and span.end_column == 1 and span.end_line > span.line:
        return Span(span.line, span.column, span.end_line - 1, 10_000)
    return span
