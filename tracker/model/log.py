"""Event logs as runs: rows of cells in, the records of their runs out, and what does not fit.

The cells are judged a column at a time, since a log has many; the words for what is refused are those
of the schema of a run.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from tracker.finding import Route, Span
from tracker.model.cells import MEANINGS, REFUSED, Cells, Offsets, moments, shapes
from tracker.model.misfit import Misfit
from tracker.model.records import Done, Run
from tracker.model.suggest import closest
from tracker.source.log import COLUMNS, Log, LogRefusedError, locate
from tracker.source.refusal import Problem, refuse

Reference = tuple[str, str, Route]
Explain = Callable[[dict[str, Any]], tuple[Misfit, ...]]
"""What the schema of a run says of a document of one event."""

MAX_MISFITS: Final = 1_000
Head = tuple[Any, ...]
"""What lines say of a whole run: its version, and when it was asked for."""

_OF_EVENTS: Final = ("step", "started", "finished", "by", "right_first_time", "rework_of", "note")
_OF_RUNS: Final = ("version", "requested")
_DEMANDED: Final = ("run", "step")
_NAMES = {"by": "person", "step": "step", "rework_of": "step"}


class Events:
    """The events of a log, gathered chunk by chunk."""

    def __init__(self, content: bytes, explain: Explain) -> None:
        """Raises LogRefusedError."""
        log = Log(content)
        self._content = content
        self.misfits: list[Misfit] = list(_of_columns(log.columns))
        self.references: list[Reference] = []
        self._columns = {name: at for at, name in enumerate(log.columns) if name in COLUMNS}
        self._cells = {name: Cells(meaning) for name, meaning in MEANINGS.items()}
        self._offsets = Offsets()
        self._explain = explain
        self._steps: defaultdict[str, list[Done]] = defaultdict(list)
        self._heads: dict[str, tuple[Any, Any]] = {}
        self._named: set[tuple[str, Any]] = set()
        for first, rows in log.chunks():
            columns = list(zip(*rows, strict=True))
            texts = {name: list(columns[at]) for name, at in self._columns.items()}
            self._take(Chunk(first, texts, len(rows)))

    def runs(self) -> dict[str, Run]:
        """The runs as far as the log alone tells: without a status, and without an end."""
        return {
            id: _run(*self._heads.get(id, (None, None)), tuple(steps))
            for id, steps in self._steps.items()
        }

    def _take(self, chunk: "Chunk") -> None:
        runs = self._values(chunk, "run", [])
        values = {name: self._values(chunk, name, runs) for name in _OF_EVENTS}
        versions = self._values(chunk, "version", runs)
        self._name(chunk, runs, values, versions)
        self._head(chunk, runs, versions)
        if "finished" not in self._columns:
            values["finished"] = values["started"]  # it is over at the one moment that it has
        found = zip(*(values[name] for name in _OF_EVENTS), strict=True)
        steps = self._steps
        for run, (step, started, finished, by, right, rework, note) in zip(
            runs, found, strict=True
        ):
            if run is not None:
                steps[run].append(
                    Done(step=step, by=by, started=started, finished=finished,
                         right_first_time=right, rework_of=rework, note=note)
                )  # fmt: skip

    # What the cells of a column mean.

    def _values(self, chunk: "Chunk", name: str, runs: list[Any]) -> list[Any]:
        texts = chunk.texts.get(name)
        if texts is None or not (any(texts) or name in _DEMANDED):
            return [None] * chunk.size
        if name in MEANINGS:
            values = list(map(self._cells[name].__getitem__, texts))
            sound = self._cells[name].sound and not (name in _DEMANDED and None in values)
        else:
            values, sound = self._moments(chunk, name, texts)
        if sound:
            return values
        return [self._checked(chunk, name, runs, at, one) for at, one in enumerate(values)]

    def _moments(self, chunk: "Chunk", name: str, texts: list[str]) -> tuple[list[Any], bool]:
        # Each line of a run may say when that was asked for.
        each = list(dict.fromkeys(texts)) if name in _OF_RUNS else texts
        found = shapes(each)
        odd = self._offsets.odd(texts, found, chunk.first + 2)
        if odd is not None:
            raise LogRefusedError(_mixed(self._offsets, self._place(chunk, odd, name)))
        values, sound = moments(each, found)
        if each is texts:
            return values, sound
        meant = dict(zip(each, values, strict=True))
        return list(map(meant.__getitem__, texts)), sound

    def _checked(
        self, chunk: "Chunk", name: str, runs: list[Any], at: int, value: object
    ) -> object:
        if value is REFUSED or (value is None and name in _DEMANDED):
            route = self._route(chunk, name, runs, at)
            self._refuse(chunk, at, _misfit(route, name, chunk.texts[name][at], self._explain))
            return None
        return value

    def _route(self, chunk: "Chunk", name: str, runs: list[Any], at: int) -> Route:
        """The route of a cell: in the run that its row belongs to, or else in the row."""
        if not runs or runs[at] is None:
            return (chunk.first + at + 1, name)
        before = len(self._steps[runs[at]]) if runs[at] in self._steps else 0
        return (runs[at], "steps", before + runs[:at].count(runs[at]), name)

    # What is named, and what is said of a whole run.

    def _name(
        self, chunk: "Chunk", runs: list[Any], values: Mapping[str, list[Any]], versions: list[Any]
    ) -> None:
        """Each name is judged once, where it is first said; those of steps once for each version."""
        for name, kind in _NAMES.items():
            keys: list[Any] = values[name]
            if kind == "step":
                keys = list(zip(keys, versions, strict=True))
            new = (key for key in set(keys) if (name, key) not in self._named)
            for at in sorted(map(keys.index, new)):
                if values[name][at] is not None and runs[at] is not None:
                    self._named.add((name, keys[at]))
                    route = self._route(chunk, name, runs, at)
                    self.references.append((kind, values[name][at], route))

    def _head(self, chunk: "Chunk", runs: list[Any], versions: list[Any]) -> None:
        """Version and request stand in any line of a run, and are the same in all that say them."""
        if not set(_OF_RUNS) & self._columns.keys():
            return
        asked = self._values(chunk, "requested", runs)
        # By their texts, which are quick to tell apart; few of the lines say something new.
        texts = chunk.texts.get("requested") or [""] * chunk.size
        keys = list(zip(runs, versions, texts, strict=True))
        first = dict(zip(reversed(keys), reversed(range(chunk.size)), strict=True))
        for at in sorted(first.values()):
            run, said = runs[at], (versions[at], asked[at])
            known = self._heads.setdefault(run, said)
            if known != said and run is not None:
                self._heads[run] = self._agreed(chunk, runs, at, known, said)

    def _agreed(self, chunk: "Chunk", runs: list[Any], at: int, known: Head, said: Head) -> Head:
        for name, first, second in zip(_OF_RUNS, known, said, strict=True):
            if None not in (first, second) and first != second:
                route = self._route(chunk, name, runs, at)
                self._refuse(chunk, at, _contradicted(route, name, chunk.texts[name][at]))
        return tuple(two if one is None else one for one, two in zip(known, said, strict=True))

    def _refuse(self, chunk: "Chunk", at: int, misfit: Misfit) -> None:
        if len(self.misfits) >= MAX_MISFITS:
            place = self._place(chunk, at, str(misfit.route[-1]))
            raise LogRefusedError(refuse("log-misfits", place, limit=f"{MAX_MISFITS:,}"))
        self.misfits.append(misfit)

    def _place(self, chunk: "Chunk", at: int, name: str) -> Span:
        route = (chunk.first + at + 1, name)
        return locate(self._content, [route])[route].value


class Chunk(NamedTuple):
    """Some rows of a log, as columns of texts; the first of them has the number `first`, from 0."""

    first: int
    texts: Mapping[str, list[str]]
    size: int


def _run(version: int | None, requested: datetime | None, steps: tuple[Done, ...]) -> Run:
    known = [one.started or one.finished for one in steps]
    if None in known:
        known = [moment for moment in known if moment is not None]
    started = min(known, default=None)  # type: ignore[type-var]
    return Run(version=version, requested=requested, started=started, steps=steps)


# What does not fit.


def _of_columns(columns: tuple[str, ...]) -> Iterator[Misfit]:
    free = [name for name in COLUMNS if name not in columns]
    for name in columns:
        if name not in COLUMNS:
            meant = closest(name, free)
            hint = (
                f"did you mean `{meant}`?"
                if meant
                else f"remove it; a log has {', '.join(COLUMNS)}"
            )
            route = (0, name)
            yield Misfit(route, False, f"`{name}` is not a column of an event log", hint, route)


def _misfit(route: Route, name: str, text: str, explain: Explain) -> Misfit:
    """What is wrong with one cell, in the words of the schema."""
    if not text:
        return Misfit(route, False, f"the line does not say its `{name}`", "give it an id", route)
    cell = {"step" if name == "run" else name: _plain(text)}
    said = explain(cell if name in _OF_RUNS else {"steps": [{"step": "x", **cell}]})
    return Misfit(route, False, said[0].message, _of_a_cell(said[0].hint), route)


_KEY = re.compile(r"(?<=for example `)[a-z_]+: ")


def _of_a_cell(hint: str | None) -> str | None:
    """A hint without what YAML would have around the value: a key, and quotes."""
    if hint and "without quotes" in hint:
        return "write a whole number"
    return _KEY.sub("", hint) if hint else None


_NUMBER = re.compile(r"-?[0-9]{1,18}\Z", re.ASCII)


def _plain(text: str) -> Any:
    """A cell as YAML would read it."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if _NUMBER.match(text) and str(int(text)) == text else text


def _contradicted(route: Route, name: str, text: str) -> Misfit:
    message = f"another line of this run has another `{name}` than {text}"
    hint = "a run has one, and keeps it: say it in one line, or the same in all"
    return Misfit(route, False, message, hint, route)


def _mixed(offsets: Offsets, place: Span) -> Problem:
    found, other = ("no", "one") if offsets.are_there else ("an", "none")
    return refuse("log-offsets", place, found=found, other=other, line=offsets.line)
