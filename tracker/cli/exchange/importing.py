"""An import, from what was typed to what is written: all of it, or nothing."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.progress import Progress
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.workspace.opening import Opening, here, shown
from tracker.cli.writing.templating import marked_new
from tracker.interchange.exchange import Asked, Exchange, Filling, RefusedError, importers
from tracker.model.adopt import normalised
from tracker.model.kinds import is_id
from tracker.model.work import Work
from tracker.outputs.escape import escaped
from tracker.source.files import AlreadyThereError, WriteError, replace_all

_WORTH = 8 << 20
"""Bytes of a file that is told of while it is read."""

_TAB = "tab"


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was typed, as it was typed."""

    columns: tuple[str, ...] = ()
    separator: str | None = None
    time: str | None = None
    people: tuple[str, ...] = ()

    def given(self) -> Iterator[str]:
        """The options that were given, by their names on the command line."""
        pairs = ("column", self.columns), ("separator", self.separator), ("time", self.time)
        yield from (name for name, value in (*pairs, ("person", self.people)) if value)


def imported(
    format: str, file: Path, process: str, name: str | None, title: str | None,
    options: Options, force: bool, dry_run: bool,
) -> Iterator[str]:  # fmt: skip
    """Takes a file into a process, and says line by line what was done."""
    exchange = importers()[format]
    _refuse_options(exchange, options)
    opening = here()
    root = opening.top / opening.demand()
    asked = _asked(opening.work(), file, process, name, title, options)
    made = _filled(exchange, file, asked)
    if not dry_run:
        _write(opening, root, made, force)
    yield from (line for told in made.told for line in lines(*_parted(told), 80))
    if dry_run:
        yield "dry run: nothing was written"
        return
    yield from (f"wrote {escaped(shown(root / path))}" for path in made.files)
    yield "Next: look at it, then `tracker check`"


def _parted(told: str) -> tuple[str, str]:
    label, _, text = told.partition(": ")
    return f"{label}:", text


def _asked(
    work: Work, file: Path, process: str, name: str | None, title: str | None, options: Options
) -> Asked:
    name = name or normalised(file.name.partition(".")[0]) or "log"
    for id in (process, name):
        if not is_id(id):
            raise Stop(
                f"{id!r} is not an id: lower-case letters, digits and single hyphens, up to 63",
                f"for example `{normalised(id) or 'handle-claim'}`",
            )
    return Asked(
        work=work, id=process, name=name, title=title, time=options.time,
        separator=_separator(options.separator), columns=_pairs("column", options.columns),
        people=_people(work, options.people),
    )  # fmt: skip


def _refuse_options(exchange: Exchange, options: Options) -> None:
    for name in options.given():
        if name not in exchange.takes:
            known = " and ".join(f"--{one}" for one in sorted(exchange.takes))
            raise Stop(
                f"--{name} means nothing to {exchange.name}",
                f"leave it out; it takes {known or 'no options of its own'}",
            )


def _pairs(option: str, said: tuple[str, ...]) -> Mapping[str, str]:
    found = {}
    for pair in said:
        left, _, right = pair.partition("=") if option == "column" else pair.rpartition("=")
        if not left or not right:
            raise Stop(f"--{option} {pair!r} has no two sides", f"write --{option} 'ONE=OTHER'")
        found[left] = right
    return found


def _people(work: Work, said: tuple[str, ...]) -> Mapping[str, str]:
    found = _pairs("person", said)
    for id in found.values():
        if id not in work.people:
            raise Stop(f"there is no person {id!r}", nearest(id, list(work.people)))
    return found


def _separator(said: str | None) -> str | None:
    if said in (_TAB, "\\t"):
        return "\t"
    if said is not None and (len(said) != 1 or said in '"\r\n'):
        raise Stop(
            f"the separator {said!r} is not one character that can stand between cells",
            "for example --separator ';' or --separator tab",
        )
    return said


def _filled(exchange: Exchange, file: Path, asked: Asked) -> Filling:
    assert exchange.fill is not None
    try:
        with (
            Progress(f"bytes of {file.name}", _WORTH) as progress,
            _Watched(file, progress) as read,
        ):
            return exchange.fill(read, asked)
    except RefusedError as error:
        where = "".join(f"{number}:" for number in (error.line, error.column) if number)
        raise Stop(f"{file}:{where} {error.reason}", error.hint) from error
    except OSError as error:
        raise Stop(
            f"{file} cannot be read: {error.strerror}", "name the file that is to be imported"
        ) from error


class _Watched(io.BufferedReader):
    """A file of which is told how far it was read."""

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__(io.FileIO(path))
        self._size = path.stat().st_size
        self._progress = progress
        self._done = 0

    def read(self, size: int | None = -1, /) -> bytes:
        return self._counted(super().read(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._counted(super().readline(size))

    def _counted(self, piece: bytes) -> bytes:
        self._done += len(piece)
        self._progress.tell(self._done, self._size)
        return piece


def _write(opening: Opening, root: Path, made: Filling, force: bool) -> None:
    plan: dict[Path, tuple[bytes | None, bytes]] = {}
    for path, text in made.files.items():
        there = root / path
        plan[there] = (_old(there) if force else None, marked_new(root, path, text))
    try:
        replace_all(plan, root=opening.top)
    except AlreadyThereError as error:
        hint = "--force puts the new log in its place; one of other runs takes another --name"
        raise Stop(error.message, hint) from error
    except WriteError as error:
        raise Stop(error.message, error.hint) from error


def _old(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
