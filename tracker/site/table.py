"""Tables that readers sort and filter: made from the columns of a report, whatever it tells.

What a table can be filtered by follows from its columns: states, and what references lead to. Each
row says by number which options it fits, so that the script in the browser reads no words.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tracker.site.words import label, state
from tracker.views.report import Column, Report, Value

UNSET = "-"
"""The option of rows that have no value there; neither an id nor a state is spelt so."""

Naming = Callable[[str], str]
"""The title of a `kind/id`."""

_LAST = 1 << 30
_FACETS = (Value.STATE, Value.REF, Value.REFS)
_COUNTED = (Value.NUMBER, Value.DAYS, Value.SECONDS, Value.PERCENT)
_SORTS = {Value.DATE: "date", **dict.fromkeys(_COUNTED, "number")}


@dataclass(frozen=True)
class Option:
    """A value that rows may be asked for, in words; `count` of them have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """What rows may be asked for by: the options, in the order that readers expect them in."""

    name: str
    heading: str
    options: tuple[Option, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {one.value: at for at, one in enumerate(self.options)}


@dataclass(frozen=True)
class Head:
    """The head of a column: `sort` is how its cells compare; `facet` the one whose order they take."""

    column: Column
    sort: str
    facet: int | None


@dataclass(frozen=True)
class Line:
    """A row with the values of the columns, and the options that it fits (`0;2,5;1`)."""

    row: Any
    ref: str | None
    cells: tuple[tuple[Column, Any], ...]
    below: tuple[tuple[Column, Any], ...]
    fits: str


@dataclass(frozen=True)
class Table:
    """A table with its facets; `subject` heads the column of titles, None where rows have none."""

    name: str
    subject: str | None
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    facets: tuple[Facet, ...]

    @cached_property
    def fits(self) -> Mapping[str, str]:
        """The options by `kind/id`, for what shows the same things in another form."""
        return {line.ref: line.fits for line in self.lines if line.ref}


def table(
    report: Report[Any],
    rows: Collection[Any],
    naming: Naming,
    shown: tuple[str, ...] | None = None,
) -> Table:
    """The table of a report's rows.

    `shown` names the columns that are seen, in their order; without it all are that do not stand
    below a row. A column without any value is left out; those not seen give facets all the same.
    """
    own = report.columns[0] if report.columns[0].value is Value.REF and _titled(report) else None
    hidden = {own.name, "title"} if own else set()
    known = [
        one for one in report.columns
        if one.name not in hidden and any(not _is_empty(one.taken(row)) for row in rows)
    ]  # fmt: skip
    facets = tuple(_facets(known, rows, naming))
    by_name = {one.name: one for one in known}
    names = shown or tuple(one.name for one in known if not (one.below or one.quiet))
    seen = [by_name[name] for name in names if name in by_name]
    below = [one for one in known if one.below and shown is None]
    places = {one.name: at for at, one in enumerate(facets)}
    return Table(
        report.name,
        own.heading if own else None,
        tuple(_head(one, places.get(one.name)) for one in seen),
        tuple(_line(row, own, seen, below, facets, by_name) for row in rows),
        facets,
    )


def _titled(report: Report[Any]) -> bool:
    return any(one.name == "title" for one in report.columns)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", ())


def _head(column: Column, facet: int | None) -> Head:
    by_facet = facet is not None and column.value is Value.STATE
    return Head(column, _SORTS.get(column.value, "text"), facet if by_facet else None)


def _line(
    row: Any, own: Column | None, seen: Iterable[Column], below: Iterable[Column],
    facets: Iterable[Facet], columns: Mapping[str, Column],
) -> Line:  # fmt: skip
    fits = (
        ",".join(str(one.places[value]) for value in _values(columns[one.name], row))
        for one in facets
    )
    more = ((one, one.taken(row)) for one in below)
    return Line(
        row,
        f"{own.leads_to}/{own.taken(row)}" if own else None,
        tuple((one, one.taken(row)) for one in seen),
        tuple((one, value) for one, value in more if not _is_empty(value) and value != 0),
        ";".join(fits),
    )


# Facets.


def _facets(columns: Iterable[Column], rows: Collection[Any], naming: Naming) -> Iterable[Facet]:
    """What more than one thing can be asked for by."""
    for column in columns:
        options = _options(column, rows, naming) if column.value in _FACETS else ()
        if len(options) > 1:
            yield Facet(column.name, column.heading, options)


def _options(column: Column, rows: Collection[Any], naming: Naming) -> tuple[Option, ...]:
    counts: Counter[str] = Counter()
    words: dict[str, tuple[int, str]] = {}
    for row in rows:
        for value in _values(column, row):
            counts[value] += 1
            if value not in words:
                words[value] = _words(column, row, value, naming)
    ordered = sorted(counts, key=lambda one: (words[one][0], words[one][1].casefold(), one))
    return tuple(Option(one, words[one][1], counts[one]) for one in ordered)


def _values(column: Column, row: Any) -> tuple[str, ...]:
    """What a row has there, each once; what it does not have is an option too."""
    value = column.taken(row)
    if _is_empty(value):
        return (UNSET,)
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (str(value),)


def _words(column: Column, row: Any, value: str, naming: Naming) -> tuple[int, str]:
    """Where an option stands, and what it is called: what is unset comes last."""
    if value == UNSET:
        return _LAST, "Not set"
    if column.value is not Value.STATE:
        return 0, naming(f"{column.leads_to}/{value}")
    called = column.called(row) if column.called else None
    return column.order(row) if column.order else 0, label(called) if called else state(value)
