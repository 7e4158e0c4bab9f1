"""Strict YAML: bytes to plain data, and the span of any key or value on demand.

This is the only reader in the project, so that the check, the editor commands and the site see
the same values. It walks the events of PyYAML's C parser with a stack of its own: nothing here
recurses, nothing is constructed but plain data, and every refusal has a name and a position.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator
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
from tracker.source.complaint import parser_refused, tag_refused
from tracker.source.doubt import doubt, is_doubtful
from tracker.source.refusal import UNSEEN, Problem, ambiguous, bytes_refused, further, refuse
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
    refusal = bytes_refused(content, MAX_BYTES)
    if refusal is not None:
        return Reading(None, refusal)
    warnings: list[Problem] = []
    try:
        data = _compose(CParser(content).get_event, warnings, b"\\" in content)
    except _RefusedError as stop:
        return Reading(None, stop.problem)
    except MarkedYAMLError as error:
        return Reading(None, parser_refused(error, content))
    except YAMLError as error:
        return Reading(None, refuse("not-yaml", START, text=str(error)))
    except UnicodeDecodeError:
        return Reading(None, tag_refused(content))
    refusal = doubt(content.decode(), _scalars(content)) if is_doubtful(content) else None
    return Reading(None, refusal) if refusal else Reading(data, None, tuple(warnings))


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
                raise _RefusedError(refuse("key-not-text", _span(event), found="a collection"))
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


def _plain(event: Any, warnings: list[Problem], known: dict[str, Any]) -> Any:
    """The value of a plain scalar; doubtful ones are noted, impossible ones stop the walk."""
    text = event.value
    meaning = resolve(text)
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
        found = "an empty value" if event.value == "" else f"`{event.value}`"
        raise _RefusedError(refuse("key-not-text", _span(event), found=found))
    if value in mapping:
        raise _RefusedError(refuse("duplicate-key", _span(event), key=value))
    if not event.style:
        raise _RefusedError(refuse("merge-key", _span(event)))


def _check_node(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(refuse("anchor", _span(event), name=event.anchor))
    if event.tag is not None:
        raise _RefusedError(refuse("tag", _span(event), name=event.tag))
    if event.__class__ is not ScalarEvent:
        return
    size = len(event.value.encode())
    if size > MAX_SCALAR:
        raise _RefusedError(
            refuse("scalar-size", _span(event), size=f"{size:,}", limit=f"{MAX_SCALAR:,}")
        )


def _check_document(event: Any, number: int) -> None:
    if number > 1:
        raise _RefusedError(refuse("documents", _span(event)))
    if event.version and tuple(event.version) != (1, 2):
        version = ".".join(map(str, event.version))
        raise _RefusedError(refuse("version", _span(event), version=version))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _scalars(content: bytes) -> Iterator[Any]:
    """The scalar events of a document that is known to be sound."""
    next_event = CParser(content).get_event
    while (event := next_event()).__class__ is not StreamEndEvent:
        if event.__class__ is ScalarEvent:
            yield event


def locate(content: bytes, routes: Collection[Route]) -> dict[Route, Place]:
    """The place of each route, or of its nearest ancestor that the document has.

    The content is one that `read` accepted; of others, what the parser gets through is located.
    Collections end where their last scalar ends, since the parser's own mark for them lies at
    the start of whatever comes next.
    """
    wanted = {route[:length] for route in routes for length in range(len(route) + 1)}
    places: dict[Route, Place] = {}
    with contextlib.suppress(YAMLError, UnicodeDecodeError):
        _places(content.decode("utf-8"), CParser(content).get_event, wanted, places)
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
    is_bracketed: bool


def _places(
    text: str, next_event: Callable[[], Any], wanted: set[Route], places: dict[Route, Place]
) -> None:
    """Walks the events with their routes; only wanted routes are followed and kept."""
    stack: list[_Open] = []
    pending: tuple[str, Span] | None = None
    counts: list[int] = []
    last = START
    while True:
        event = next_event()
        kind = event.__class__
        if kind is StreamEndEvent or kind is DocumentEndEvent:
            return
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            closed = stack.pop()
            counts.pop()
            last = _span(event) if closed.is_bracketed else last
            if closed.route is not None:
                span = closed.start._replace(end_line=last.end_line, end_column=last.end_column)
                places[closed.route] = Place(closed.key, span)
            continue
        if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent):
            continue
        span = _span_of_scalar(text, event, last) if kind is ScalarEvent else _span(event)
        last = span
        if stack and stack[-1].is_mapping and pending is None and kind is ScalarEvent:
            pending = (event.value, span)
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
        if kind is not ScalarEvent:
            is_bracketed = bool(event.flow_style) and text[event.start_mark.index] in "[{"
            stack.append(_Open(route, key_span, span, kind is MappingStartEvent, is_bracketed))
            counts.append(0)
        elif route is not None:
            places[route] = Place(key_span, span)


def _span_of_scalar(text: str, event: Any, last: Span) -> Span:
    """Where the parser's marks lie beyond a scalar, the span ends with the text itself.

    A block scalar ends with its last line that is not blank. An absent value lies where the
    parser noticed that it was absent; it is told at the end of what stands before it.
    """
    span = _span(event)
    start, end = event.start_mark.index, event.end_mark.index
    if start == end and span.line > last.end_line:
        return Span(last.end_line, last.end_column, last.end_line, last.end_column)
    if event.style not in {"|", ">"}:
        return span
    lines = text[start:end].rstrip().split("\n")
    width = len(lines[-1]) + (span.column if len(lines) == 1 else 1)
    return Span(span.line, span.column, span.line + len(lines) - 1, width)
