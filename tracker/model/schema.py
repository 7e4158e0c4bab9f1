"""Documents held against schemas: what fits is decoded, what does not is named and set aside.

Broken is not unjudged: only the places that a schema refuses are pruned; the rest of the document
becomes a record like any other.
"""

import functools
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import jsonschema_rs
import msgspec

from tracker.finding import Route
from tracker.model.catalogue import (
    BASE,
    SUFFIX,
    Node,
    Pattern,
    annotated,
    documents,
    node_at,
    schema_folder,
)
from tracker.model.misfit import Misfit, explained
from tracker.model.moments import impossible, in_full

__all__ = [
    "Misfit",
    "RecordRefused",
    "References",
    "collect",
    "convert",
    "fit",
    "pruned",
    "references",
    "schema_folder",
    "without_nulls",
]

Record = TypeVar("Record")


class RecordRefused(Exception):  # noqa: N818 -- it says what happened
    """A record refused what its schema accepted: the two disagree, and that is our bug."""

    def __init__(self, record: type, reason: str) -> None:
        super().__init__(
            f"the schema accepts what the record {record.__name__} refuses: {reason}; "
            "this is a bug in Tracker, please report it"
        )


@functools.cache
def _registry(adopted: bool) -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry(
        [(BASE + name, schema) for name, schema in documents(adopted).items()]
    )


@functools.cache
def _validator(name: str, adopted: bool) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"{BASE}{name}{SUFFIX}"},
        validate_formats=True,
        registry=_registry(adopted),
        offline=True,
    )


@functools.cache
def _lookup(name: str, adopted: bool) -> Callable[[tuple[str | int, ...]], Node]:
    return functools.cache(lambda path: node_at(name, path, adopted))


def fit(name: str, data: object, adopted: bool = False) -> tuple[Misfit, ...]:
    """What the schema of that name refuses in the data, all of it; () where the data fits.

    Adopted data must have a title and a phase only, and its references may be any text.
    """
    validator = _validator(name, adopted)
    late = tuple(impossible(name, data))
    if validator.is_valid(data):
        return late
    return explained(validator.iter_errors(data), _lookup(name, adopted), data) + late


# What is left.


def pruned(data: object, misfits: Iterable[Misfit]) -> Any:
    """The data without what was refused; the data itself is not altered."""
    root: _Cut = {}
    for misfit in misfits:
        if not misfit.prune:
            return {}
        at = root
        for step in misfit.prune[:-1]:
            inner = at.setdefault(step, {})
            if not isinstance(inner, dict):
                break  # what stands around it goes already
            at = inner
        else:
            at[misfit.prune[-1]] = HOLLOW if misfit.hollow else GONE
    return _without(data, root) if root else data


GONE, HOLLOW = True, False
_Cut = dict[str | int, Any]


def _without(data: Any, cut: _Cut) -> Any:
    pairs: Iterable[tuple[Any, Any]]
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)
    else:
        return data
    kept = [
        (key, value if inner is None else {} if inner is HOLLOW else _without(value, inner))
        for key, value in pairs
        if (inner := cut.get(key)) is not GONE
    ]
    return dict(kept) if isinstance(data, dict) else [value for _, value in kept]


VERBATIM = frozenset({"requires"})
"""Keys below which nothing is dropped: in a criterion, `const: null` is not the same as nothing."""


def without_nulls(data: Any) -> Any:
    """A key left empty is the same as an absent one; the depth is bounded by the reader."""
    if data.__class__ is dict:
        return {
            key: value if value.__class__ is str or key in VERBATIM else without_nulls(value)
            for key, value in data.items()
            if value is not None
        }
    if data.__class__ is list:
        return [item if item.__class__ is str else without_nulls(item) for item in data]
    # 3.0 is an integer to JSON Schema.
    return int(data) if data.__class__ is float and data.is_integer() else data


def convert(record: type[Record], data: object) -> Record:
    """Data that fits its schema, or what is left of it after pruning, as a record."""
    try:
        return msgspec.convert(data, record)
    except msgspec.ValidationError:
        pass  # lists and maps take no null, and moments have seconds
    try:
        return msgspec.convert(in_full(record, without_nulls(data)), record)
    except msgspec.ValidationError as error:
        raise RecordRefused(record, str(error)) from error


@functools.cache
def _decoder(record: Hashable) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(record)


def decoded(record: type[Record], packed: bytes) -> Record:
    """As `convert`, from packed data without nulls; the quick way, for whole documents."""
    decoder: msgspec.msgpack.Decoder[Record] = _decoder(record)  # type: ignore[arg-type]
    try:
        return decoder.decode(packed)
    except msgspec.ValidationError:
        data = msgspec.msgpack.decode(packed)
        return convert(record, data if isinstance(data, dict) else {})


# What is named.


@dataclass(frozen=True, slots=True)
class _Step:
    """Where to look next below a value: under single keys, or in each item or map value."""

    kind: str | None
    keys: tuple[tuple[str, "_Step"], ...]
    each: "_Step | None"


@dataclass(frozen=True, slots=True)
class References:
    """Where documents of a schema name something: the patterns, and the walk made of them."""

    pairs: tuple[tuple[Pattern, str], ...]
    walk: _Step


@functools.cache
def references(name: str) -> References:
    """The places that the schema of that name annotates with `x-reference`."""
    pairs = tuple(annotated(name, "x-reference"))
    return References(pairs, _step(pairs))


def _step(pairs: Iterable[tuple[Pattern, str]]) -> _Step:
    kind = None
    below: dict[str, list[tuple[Pattern, str]]] = {}
    for pattern, named in pairs:
        if pattern:
            below.setdefault(pattern[0], []).append((pattern[1:], named))
        else:
            kind = named
    steps = {key: _step(rest) for key, rest in below.items()}
    each = steps.pop("*", None)
    return _Step(kind, tuple(steps.items()), each)


def collect(
    plan: References, data: object, broken: Collection[Route] = ()
) -> list[tuple[str, str, Route]]:
    """All references in a document; what lies at or below a broken route is left out.

    Given the data before it was pruned, the routes are those of the file.
    """
    found: list[tuple[str, str, Route]] = []
    _collect(plan.walk, data, (), found)
    if broken:
        found = [named for named in found if not _is_below(named[2], broken)]
    return found


def _is_below(route: Route, broken: Collection[Route]) -> bool:
    return any(route[:length] in broken for length in range(len(route) + 1))


def _collect(step: _Step, value: Any, route: Route, found: list[tuple[str, str, Route]]) -> None:
    if value.__class__ is str:
        if step.kind is not None:
            found.append((step.kind, value, route))
    elif value.__class__ is dict:
        for key, inner in step.keys:
            item = value.get(key)
            if item.__class__ is str and inner.kind is not None:  # most of them, so without a call
                found.append((inner.kind, item, (*route, key)))
            elif item is not None:
                _collect(inner, item, (*route, key), found)
        if step.each is not None:
            for key, item in value.items():
                _collect(step.each, item, (*route, key), found)
    elif value.__class__ is list and step.each is not None:
        for index, item in enumerate(value):
            _collect(step.each, item, (*route, index), found)
