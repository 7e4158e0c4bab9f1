"""The declaration of a report, and the registry that finds each by its file.

A report that people call by name is one file in `reports/`: a function of that name, whose first
line of docstring is what the report tells. What its parameters are called says what it is given. It
answers with rows; its columns say which of their values are shown, and of what kind these are.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, ClassVar, Generic, TypeVar

from tracker.declared import declared

Row = TypeVar("Row")
NARROWING = ("project", "process", "goal", "team", "role", "person")
"""The kinds of which people may ask for one alone."""

GIVEN = {"work", "law", "as_of", "needing", "coming", "operations", "knowledge", "by"}
"""What a report may ask for, by the names of its parameters; `Given` says what each of them is."""


class By(StrEnum):
    """What a report may group by: the week or month in which a run ended, its team, or its version."""

    WEEK = "week"
    MONTH = "month"
    TEAM = "team"
    VERSION = "version"


class Value(StrEnum):
    """What a column holds. Percents run to 100; days may be fewer than none; states are few words.

    Seconds are elapsed time, on the clock.
    """

    TEXT = "text"
    STATE = "state"
    DATE = "date"
    NUMBER = "number"
    DAYS = "days"
    SECONDS = "seconds"
    PERCENT = "percent"
    REF = "ref"
    REFS = "refs"
    ENTRIES = "entries"


@dataclass(frozen=True)
class Entry:
    """One of several things that a row tells; its fields are for scripts, `told` is for people.

    Of `brief` ones several stand on one line. Of more than `most` people are told the last ones, which
    are the newest, and how many came before.
    """

    brief: ClassVar[bool] = False
    most: ClassVar[int | None] = None

    @property
    def told(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Column:
    """One value of each row, by the name that scripts know and the heading that people read.

    `of` is the kind of thing that a reference leads to, or the type of the entries. What is
    `below` is told under its row, where there is something to tell: none, and a count of 0, is not.
    What is `quiet` people read in other columns: it is for scripts and spreadsheets alone.
    `cell` takes the value from a row; where it is not said, an attribute of the column's name does.
    `called` says what people call a state that has a title, and `order` which state comes first.
    What is `internal` stands on pages for the organisation alone.
    """

    name: str
    heading: str
    value: Value = Value.TEXT
    of: str | type[Entry] | None = None
    below: bool = False
    quiet: bool = False
    cell: Callable[[Any], Any] | None = None
    called: Callable[[Any], str | None] | None = None
    order: Callable[[Any], int] | None = None
    internal: bool = False

    def taken(self, row: Any) -> Any:
        """The value of a row."""
        return getattr(row, self.name) if self.cell is None else self.cell(row)

    @property
    def leads_to(self) -> str | None:
        """The kind of thing that the column names."""
        return self.of if isinstance(self.of, str) else None

    @property
    def parts(self) -> tuple[str, ...]:
        """What each entry says, by name."""
        return tuple(one.name for one in fields(self.of)) if isinstance(self.of, type) else ()


@dataclass(frozen=True)
class Report(Generic[Row]):
    """A report by name: what it tells, in which columns, and the function that makes its rows.

    What is `internal` says things of people that stand on pages for the organisation alone.
    """

    name: str
    tells: str
    columns: tuple[Column, ...]
    rows: Callable[..., list[Row]]
    internal: bool = False

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """What the function asks for."""
        return tuple(inspect.signature(self.rows).parameters)

    @property
    def takes(self) -> tuple[str, ...]:
        """The kinds of which it may be asked for one alone: those that its columns name."""
        named = {column.leads_to for column in self.columns}
        return tuple(kind for kind in NARROWING if kind in named)

    @property
    def options(self) -> tuple[str, ...]:
        """The options that it takes: of what it may tell alone, and whether it may tell by groups."""
        return (*self.takes, "by") if "by" in self.needs else self.takes

    @property
    def fields(self) -> tuple[str, ...]:
        """What rows may be asked by: columns, and of entries what each of them says."""
        return tuple(
            f"{column.name}.{part}" if part else column.name
            for column in self.columns
            for part in column.parts or ("",)
        )


def report(
    *columns: Column, internal: bool = False
) -> Callable[[Callable[..., list[Row]]], Report[Row]]:
    """Declares a report; its name is the function's, and the file's."""

    def declare(rows: Callable[..., list[Row]]) -> Report[Row]:
        tells = inspect.cleandoc(rows.__doc__ or "").partition("\n")[0]
        made = Report(rows.__name__, tells, columns, rows, internal)
        strange = set(made.needs) - GIVEN
        if strange:
            raise TypeError(f"the report {made.name} asks for {', '.join(sorted(strange))}")
        return made

    return declare


@cache
def reports() -> Mapping[str, Report[Any]]:
    """Every report, by name: one for each module of the folder that declares one of its own name."""
    return {one.name: one for one in declared(f"{__package__}.reports", Report)}
