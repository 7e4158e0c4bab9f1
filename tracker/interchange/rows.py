"""The rows of a table in CSV, one by one: text that is not UTF-8, cells without end and nulls are refused."""

import csv
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from tracker.interchange.exchange import RefusedError
from tracker.source.log import LONGEST

SEPARATORS = ",;\t|"

Row = tuple[int, list[str]]


def rows(file: BinaryIO, separator: str | None) -> Iterator[Row]:
    """Each row with the line where it ends; the separator is the usual one that the header has most of."""
    lines = _lines(file)
    first = next(lines, "")
    separator = separator or max(SEPARATORS, key=first.count)
    fed = _Fed(_chained(first, lines))
    reader = csv.reader(fed, delimiter=separator, strict=True)
    while True:
        fed.size = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise RefusedError(
                "the quotes of this row do not come in pairs, or it is too long",
                f"see where its quotes are; a row has at most {LONGEST:,} characters",
                max(reader.line_num, 1),
            ) from error
        if cells is None:
            return
        if cells:
            yield reader.line_num, cells


class _Fed:
    """Lines for a reader of CSV; `size` are the characters since it was last set to 0."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.size += len(line)
        if self.size > LONGEST:
            raise csv.Error
        return line


def header(found: Iterator[Row]) -> list[str]:
    """The names of the columns; two of one name are refused."""
    _, names = next(found, (0, []))
    names = [name.strip() for name in names]
    if not any(names):
        raise RefusedError(
            "there is no header: the table is empty", "see that it is the right file"
        )
    for name, times in Counter(names).items():
        if name and times > 1:
            raise RefusedError(f"two columns are called {name!r}", "rename one of them", 1)
    return names


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise RefusedError(
                f"the line has more than {LONGEST:,} bytes, which no row of a log needs",
                "see that it is a table of CSV; texts that are so long can be left out",
                number,
            )
        yield _decoded(line, number)


def _decoded(line: bytes, number: int) -> str:
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")  # spreadsheets put it there
    if b"\0" in line:
        raise RefusedError(
            "it holds a null character, as no text does",
            "if it is UTF-16: `iconv -f utf-16 -t utf-8 FILE > NEW`",
            number,
        )
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(
            "it is not UTF-8 from here on",
            "`iconv -f windows-1252 -t utf-8 FILE > NEW`, or export it as UTF-8",
            number,
            error.start + 1,
        ) from error
