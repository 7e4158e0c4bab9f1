"""Pages that are run: a page of the handbook is a story, played from top to bottom in a folder of its own.

Shell blocks are run by bash in a terminal of 80 columns, one after the other; the folder, the
variables and the environment live on from block to block. What a text block shows must have been
printed by the block before it. A line that starts with `!` has to fail.

Directives are comments, which readers do not see:

    <!-- story: NAME -->        where the page plays: one of SETTINGS; an empty folder if not said
    <!-- story: NAME, written -->  and blocks whose first line names a file are written to it
    <!-- $ COMMAND -->          run, and not shown; what a page tells people to do with their hands
    <!-- exits N -->            the next block ends with N, not with 0
    <!-- not run: REASON -->    the next block is left alone
"""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from repocopy import files_copy, repository_copy

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COLUMNS = 80
PATIENCE = 120
DAY = "2026-11-21"
"""The day of the example organisation."""

SHOWN = {"text", "json", "xml"}
WRITTEN = {"yaml", "python"}


class Step(NamedTuple):
    """One thing that a page does: `kind` is run, hidden, shown, file, or the reason it is left alone."""

    kind: str
    language: str
    text: str
    line: int
    exits: int = 0
    at: tuple[int, int] = (0, 0)


_FENCE = re.compile(r"^( *)```(\w*)[^\n`]*\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_DIRECTIVE = re.compile(
    r"<!-- (?:(?P<key>story|exits|not run): ?(?P<value>[^>]*?)|exits (?P<code>\d)|(?P<run>\$ .*?)) -->",
    re.DOTALL,
)
_NAMED = re.compile(r"# (\S+/\S+|\S+\.ya?ml)\n")


class Setting(NamedTuple):
    """Where a page plays, and whether its blocks are written to the files that they name."""

    name: str
    written: bool


def setting(page: str) -> Setting:
    """What a page says of where it plays."""
    found = re.search(r"<!-- story: (\w+)(, written)? -->", page)
    return Setting(found[1], bool(found[2])) if found else Setting("empty", False)


def steps(page: str) -> Iterator[Step]:
    """What a page does, in its order."""
    tokens = [*_FENCE.finditer(page), *_DIRECTIVE.finditer(page)]
    exits, reason, end = 0, "", 0
    for token in sorted(tokens, key=lambda token: token.start()):
        if token.start() < end:
            continue  # a comment inside a block is the block's
        line = page.count("\n", 0, token.start()) + 1
        if token.re is _DIRECTIVE:
            if token["code"]:
                exits = int(token["code"])
            elif token["key"] == "not run":
                reason = token["value"]
            elif token["run"]:
                commands = re.sub(r"^\s*\$ ", "", token["run"], flags=re.MULTILINE)
                yield Step("hidden", "sh", commands, line, exits)
                exits = 0
            continue
        end = token.end()
        language, text = token[2], re.sub(f"^{token[1]}", "", token[3], flags=re.MULTILINE)
        kind = _kind(language, text)
        if reason and kind != "shown":
            yield Step(f"not run: {reason}", language, text, line)
            reason = ""
        elif kind == "run":
            yield Step("run", language, text, line, exits)
            exits = 0
        elif kind:
            yield Step(kind, language, text, line, at=token.span(3))


def _kind(language: str, text: str) -> str:
    if language == "sh":
        return "run"
    if language in SHOWN:
        return "shown"
    return "file" if language in WRITTEN and _NAMED.match(text) else ""


# Where a page plays.


def _empty(folder: Path) -> None:
    """An empty folder, as most people begin."""


def _example(folder: Path) -> None:
    """A repository that holds the example organisation, committed on main."""
    shutil.copytree(ROOT / "work", folder / "work")
    _committed(folder)


def _clone(folder: Path) -> None:
    """A folder that holds a clone of this repository, as it stands in the working tree."""
    _committed(files_copy(folder / "tracker"))


def _checkout(folder: Path) -> None:
    """A clone of this repository to work in, with its environment set up."""
    _committed(repository_copy(folder))


def _committed(folder: Path) -> None:
    for command in ("init -q -b main", "add -A", "commit -q -m Start"):
        subprocess.run(["git", "-C", folder, *command.split()], check=True, capture_output=True)


def _kubernetes(folder: Path) -> None:
    """The Kubernetes enhancements at two dates, beside this repository's policy for them."""
    clone = folder / "enhancements"
    bundle = Path(os.environ[CORPORA], "kep", "kep-2022-2023.bundle")
    subprocess.run(["git", "clone", "-q", "-b", "main", bundle, clone], check=True)
    example = Path("examples", "kubernetes-enhancements")
    shutil.copytree(ROOT / example, folder / "tracker" / example)


CORPORA = "TRACKER_CORPORA"
SETTINGS: Mapping[str, Callable[[Path], None]] = {
    "empty": _empty,
    "example": _example,
    "clone": _clone,
    "checkout": _checkout,
    "kubernetes": _kubernetes,
}


# Playing it.

# To `set -e`, a command behind `!` that does not fail is no failure; here it is one.
_FAILING = re.compile(r"^! (.+)$", re.MULTILINE)
_NO_FAILURE = r"if \1; then exit 9; fi"


@dataclass
class Shell:
    """Runs blocks in one folder; each begins where the last one ended."""

    folder: Path
    state: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, block: str) -> tuple[int, str]:
        """The exit code of a block, and what a terminal shows of it."""
        with self._started(block) as started:
            code = started.wait(PATIENCE)
            return code, started.said()

    def serve(self, block: str) -> str:
        """What a block says whose last command serves a site until it is ended; the site answers."""
        with self._started(block.rstrip() + " --port 0\n") as started:
            said = started.until(re.compile(r"http://[\d.]+:\d+/"))
            found = re.search(r"http://\S+", said)
            assert found is not None, said
            with urllib.request.urlopen(found[0]) as page:
                assert page.status == 200 and b"<html" in page.read()
            started.end()
            return said

    def _started(self, block: str) -> "_Started":
        kept = self.state / "environment"
        script = (
            f'[ ! -e {kept} ] || {{ . {kept}; cd "$PWD"; }}\n'
            f"trap 'export -p >{kept}' EXIT\nset -e\n{_FAILING.sub(_NO_FAILURE, block)}"
        )  # `export -p` holds PWD and OLDPWD too
        return _Started(["bash", "--norc", "-c", script], self.folder, self._environment())

    def _environment(self) -> dict[str, str]:
        environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "VIRTUAL_ENV", "CI", "TRACKER_"))
        }
        return environ | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.folder) if (self.folder / "tracker" / "cli").is_dir() else "",
            "HOME": str(self.state),
            "COLUMNS": str(COLUMNS),
            "NO_COLOR": "1",
            "TERM": "dumb",
            "GIT_PAGER": "cat",
            "PAGER": "cat",
            "PYTHONDONTWRITEBYTECODE": "1",  # what is changed within a second is read anew
            **self.variables,
        }


class _Started:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str], folder: Path, environ: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        plain = termios.tcgetattr(theirs)
        plain[1] &= ~termios.ONLCR
        termios.tcsetattr(theirs, termios.TCSANOW, plain)
        termios.tcsetwinsize(theirs, (24, COLUMNS))
        self._program = subprocess.Popen(
            command, cwd=folder, env=dict(environ), stdin=subprocess.DEVNULL,
            stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._said = b""

    def __enter__(self) -> "_Started":
        return self

    def __exit__(self, *_: Any) -> None:
        self.end()
        os.close(self._ours)

    def until(self, pattern: re.Pattern[str]) -> str:
        """What was said up to the pattern; all of it where the pattern never comes."""
        while not pattern.search(self.said()) and self._more():
            pass
        return self.said()

    def wait(self, patience: int) -> int:
        """The exit code, once all was said."""
        while self._more():
            pass
        return self._program.wait(patience)

    def said(self) -> str:
        """What stands on the terminal: what a line was begun anew over is gone."""
        return re.sub(r"[^\n]*\r(?!\n)", "", self._said.decode("utf-8", "replace"))

    def end(self) -> None:
        """Ends the program and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._program.pid, signal.SIGTERM)
        self._program.wait(PATIENCE)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        if not ready:
            raise PageError(f"nothing was said for {PATIENCE} s, after:\n{self.said()}")
        try:
            piece = os.read(self._ours, 65_536)
        except OSError:  # the far end of a terminal closes with an error
            return False
        self._said += piece
        return bool(piece)


# What varies from run to run.

VARYING = [
    (r"\b\d+\.\d\d s\b", "N s"),
    (r"as of\s+\d{4}-\d\d-\d\d", "as of DAY"),
    (r"\b(base|head|commit)\s+[0-9a-f]{8}\b", r"\1 COMMIT"),
    (r"git checkout [0-9a-f]{12}\b", "git checkout COMMIT"),
    (r'"(base|head)": "[0-9a-f]{40}"', r'"\1": "COMMIT"'),
    (r'"as_of": "[0-9-]+"', '"as_of": "DAY"'),
    (r'"seconds": [0-9.]+', '"seconds": N'),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"(gates/[a-z-]+)-\d{4}-\d\d-\d\d", r"\1-DAY"),
    (r"(gate of [a-z-]+: [a-z]+, on) \d{4}-\d\d-\d\d", r"\1 DAY"),
    (r"\b\d{4}-01-01", "YEAR-01-01"),
    (r"\b\d{4}-12-31", "YEAR-12-31"),
]


def steady(text: str) -> str:
    """Without what differs between two runs: times, hashes, the day."""
    for pattern, word in VARYING:
        text = re.sub(pattern, word, text)
    return text


def shows(block: str, said: str) -> bool:
    """True where the output holds the block, line under line; a line `...` stands for any lines."""
    if not block.strip():
        return False
    parts = re.split(r"^ *\.\.\.\n", steady(block), flags=re.MULTILINE)
    pattern = "(?:.*\n)*?".join(re.escape(part) for part in parts)
    return (
        re.search(f"^{pattern}", steady(said if said.endswith("\n") else said + "\n"), re.MULTILINE)
        is not None
    )


class PageError(AssertionError):
    """A page says what does not happen."""


def play(page: Path, folder: Path, variables: Mapping[str, str], *, update: bool = False) -> str:
    """Runs a page. With `update`, gives the page as it should read where something else was printed."""
    text = page.read_text(encoding="utf-8")
    state = folder / "home"
    state.mkdir()
    place = folder / "story"
    place.mkdir()
    named = setting(text)
    SETTINGS[named.name](place)
    shell = Shell(place, state, variables)
    said = ""
    mended: list[tuple[tuple[int, int], str]] = []
    for step in steps(text):
        where = f"{page.name}:{step.line}"
        match step.kind:
            case "file" if named.written:
                _write(place, state, step.text)
            case "run" | "hidden":
                said = _run(shell, step.text, step.exits, where)
            case "shown" if not shows(step.text, said):
                if not update:
                    raise PageError(f"{where}: shown is\n{step.text}\nprinted was\n{said}")
                mended.append((step.at, f"{_part(step.text, said)}\n"))
    for (start, end), printed in reversed(mended):
        text = text[:start] + printed + text[end:]
    return text


def _part(shown: str, said: str) -> str:
    """What takes the place of a block: the finding that it showed, else all that was said."""
    about = re.match(r"(\S+?):.*?(\[[a-z-]+\])", shown, re.DOTALL)
    parts = re.split(r"\n\n", said.strip())
    if "\n\n" in shown.strip():
        return said.strip()
    same = (part for part in parts if about and part.startswith(about[1]) and about[2] in part)
    return next(same, said.strip())


def _run(shell: Shell, block: str, exits: int, where: str) -> str:
    if re.search(r"tracker site serve\s*\Z", block):
        return shell.serve(block)
    code, said = shell.run(block)
    if code != exits:
        raise PageError(f"{where}: ended with {code}, not with {exits}:\n{block}\n{said}")
    return said


def _write(place: Path, state: Path, text: str) -> None:
    """A block is written to the file that its first line names, where the story stands."""
    found = _NAMED.match(text)  # the line is a caption, and no part of the file
    assert found is not None
    kept = state / "environment"
    stands = re.search(r'^declare -x PWD="(.*)"$', kept.read_text() if kept.exists() else "", re.M)
    target = Path(stands[1] if stands else place, found[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text.partition("\n")[2], encoding="utf-8")
