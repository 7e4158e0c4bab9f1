"""Hostile text in every file, name and commit of a repository: whatever any command prints of it is text.

Commands and their formats are found, not listed, so that a new one is tested by itself. What is printed
moves no terminal, gives no command to a CI system, and is read by who reads that format as data.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner
from fast_import import fast_import
from memory import ORGANISATION, project
from test_diff import FORGE, MARKUP, page
from test_outputs import HOSTILE, OURS, SGR

from tracker.cli.main import cli
from tracker.cli.terminal.stages import Stage
from tracker.outputs.inert import JOINER
from tracker.source.document import read
from tracker.source.git import Repository

CONTEXT = click.Context(cli)
BASE = "before"
"""A tag; what comes after it is one commit that fills every place with hostile text."""

OPTIONS: dict[str, list[list[str]]] = {
    "check": [[], ["--base", BASE]],
    "diff": [[BASE]],
    "history": [["project/moving"]],
    "list": [["project"], ["goal"], ["process"], ["person"]],
    "show": [["project/p0"], ["goal/g0"], ["process/r0"], ["lifecycle/hostile"], ["person/ann"]],
}
"""What a command is given; of the others, each name that its shell completion offers."""


# A repository of it.


def quoted(text: str) -> str:
    return json.dumps(text)


def is_read(text: str) -> bool:
    return read(f"title: {quoted(text)}\n".encode()).refusal is None


def files(texts: list[str]) -> dict[str, str]:
    """Ten texts a project, in each place that it has for one; what no reader takes lies in files of its own."""
    made = {f"work/goals/bad{at}.yaml": f"title: {quoted(text)}\n# {text}\n".replace("\0", "")
            for at, text in enumerate(texts) if not is_read(text)}  # fmt: skip
    taken = [quoted(text) for text in texts if is_read(text)]
    for at in range(0, len(taken), 10):
        chunk = [*taken[at : at + 10], *taken[:10]][:10]
        made |= {path.format(at // 10): text for path, text in filled(*chunk).items()}
    names = (re.sub(r"[\0/]", "", text) for text in texts)
    made |= {f"work/goals/{name[:60]}.txt": "" for name in names if name.strip(". ")}
    return made


def filled(*t: str) -> dict[str, str]:
    """The files of one project, one goal and one process; `{}` is their number."""
    folder = "work/projects/p{}"
    return {
        f"{folder}/project.yaml": f"title: {t[0]}\nsummary: {t[1]}\nstatus: active\nphase: {t[2]}\n"
        f"goals: [{t[3]}]\nsponsor: {t[4]}\nstart: 2026-02-02\nend: 2026-01-01\n",
        f"{folder}/plan.yaml": f"tasks: [{{id: a, title: {t[5]}, status: todo, effort: {t[6]}}}]\n"
        f"deliverables: [{{id: d, title: {t[7]}, due: 2026-05-01, "
        f"acceptance: {{criteria: [{t[8]}], status: accepted}}}}]\n",
        f"{folder}/updates/2026-01-06.yaml": f"author: {t[9]}\nhealth: {{overall: red}}\n"
        f"summary: {t[0]}\ndone: [{t[1]}]\n",
        f"{folder}/changes/c.yaml": f"title: {t[2]}\nraised_by: ann\nreason: {t[3]}\ndecision: approved\n",
        f"{folder}/gates/idea-2026-01-06/review.yaml": f"to: {t[4]}\nreason: {t[5]}\ndecision: go\n"
        f"criteria: [{{id: a, status: waived, reason: {t[6]}, approved_by: {t[7]}}}]\nminutes: {t[8]}\n",
        "work/goals/g{}.yaml": f"title: {t[0]}\nowner: {t[1]}\nperiod: {{start: 2026-01-01}}\n"
        f"status: active\nkey_results: [{{id: k, title: {t[2]}, unit: {t[3]}, baseline: 1, target: 2}}]\n",
        "work/processes/r{}/process.yaml": f"title: {t[0]}\npurpose: {t[1]}\nowner: {t[2]}\nstatus: active\n"
        f"version: 1\nsteps: [{{id: s, title: {t[3]}, role: {t[4]}, instructions: {t[5]}}}]\n",
    }  # fmt: skip


def repository(folder: Path, texts: list[str]) -> Path:
    """A commit for each text, which it is the message and the author of, and one for all of them."""
    read_texts = [quoted(text) for text in texts if is_read(text)]
    gates = "".join(
        f"  - {{id: s{at}, title: {text}, gate: {{title: {text}, criteria: [{{id: a, text: {text}}}]}}}}\n"
        for at, text in enumerate(read_texts[:20])
    )
    start = {
        **ORGANISATION,
        "work/people.yaml": f"ann: {{name: {read_texts[0]}}}\n",
        "work/lifecycles/hostile.yaml": f"title: {read_texts[1]}\nstart: s0\nfinal: [s1]\nphases:\n{gates}",
    }
    steps = [
        {
            "work/projects/moving/project.yaml": project(
                extra=f"end: 20{10 + at // 27 % 80}-01-{1 + at % 27:02}\n"
            )
        }
        for at in range(len(texts))
    ]
    steps.append({"work/projects/moving/project.yaml": project("done")})
    fast_import(folder, [start, *steps, files(texts)], lambda at: named(texts[at % len(texts)]))
    base = Repository(folder).resolve("HEAD~1")
    (folder / ".git/refs/tags" / BASE).write_text(f"{base}\n")
    return folder


def named(text: str) -> tuple[str, str]:
    return re.sub(r"[<>\n\0]", "", text).strip() or "x", text.replace("\0", "")


# What is run in it.

WRITING = (Stage.START, Stage.CHANGE)


def reading() -> Iterator[tuple[str, str | None]]:
    """Each command that writes nothing, with each of its formats; None where it has but one way."""
    for name in cli.list_commands(CONTEXT):
        command = cli.get_command(CONTEXT, name)
        if command is None or isinstance(command, click.Group):
            continue
        if (
            name != "import"
            and import_module(str(command.callback.__module__)).PLACE[0] not in WRITING
        ):
            options = (one for one in command.params if isinstance(one, click.Option))
            kinds = [one.type for one in options if one.name == "format"]
            formats = kinds[0].shell_complete(CONTEXT, command.params[0], "") if kinds else []
            yield from ((name, one.value) for one in formats) if kinds else ((name, None),)


READING = list(reading())


def lines(name: str) -> list[list[str]]:
    """What the command is given, as it can be typed."""
    command = cli.get_command(CONTEXT, name)
    assert command is not None
    wanted = [one for one in command.params if isinstance(one, click.Argument) and one.required]
    if name in OPTIONS or not wanted:
        return OPTIONS.get(name, [[]])
    (one,) = wanted
    offered = [[item.value] for item in one.shell_complete(click.Context(command), "")]
    assert offered, f"what does `tracker {name}` take? Say it in OPTIONS"
    return offered


def run(*arguments: str) -> str:
    """All that a terminal would get; only what may have been coloured by us is plain again."""
    done = CliRunner().invoke(cli, arguments, prog_name="tracker", color=True)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return SGR.sub("", done.output)


# What reads it.


def assert_tame(printed: str, format: str | None) -> None:
    """Neither a terminal nor a CI system is told to do anything."""
    assert printed.endswith("\n")
    printed.encode("utf-8")
    if format == "markdown":
        printed = printed.replace(JOINER, "")  # our own, by which no word is a name or an address
    for line in printed.split("\n"):
        assert line.isprintable(), ascii(line)
        assert re.search(r"##\w*\[", line) is None, line
        assert (format == "github" and OURS.match(line)) or not line.strip().startswith("::"), line


def as_csv(printed: str) -> None:
    for row in csv.reader(io.StringIO(printed)):
        for cell in row:
            assert re.match(r"[=+@\t\r]|-(?!\d+\Z)", cell) is None, cell


def as_sarif(printed: str) -> None:
    """Its plain text has links too."""
    json.loads(printed, object_hook=lambda one: _unlinked(one.get("text")))


def _unlinked(text: object) -> None:
    assert "](" not in str(text), text


def as_markdown(printed: str) -> None:
    made = page(printed)
    marked = {tag for tag, attributes in made.tags if attributes}
    assert marked <= {"code", "details"}, "a picture, and what is folded"
    assert not {"a", "img", "script", "iframe", "svg"} & {tag for tag, _ in made.tags}
    assert len(made.comments) <= 1, "the mark by which the comment of a review is found again"
    for text in made.texts:
        assert FORGE.search(text) is None, text


READERS: dict[str | None, Callable[[str], object]] = {
    "csv": as_csv,
    "json": json.loads,
    "gitlab": json.loads,
    "sarif": as_sarif,
    "junit": ElementTree.fromstring,
    "markdown": as_markdown,
}


# Commands of CI systems stand where all is printed: in the title and the summary of the first.
COMMANDS_FIRST = sorted([*HOSTILE, *MARKUP], key=lambda text: "##" not in text)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("ours"), COMMANDS_FIRST)


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory, corpora: Path) -> Path:
    strings = json.loads((corpora / "adversarial" / "blns" / "blns.json").read_bytes())
    assert len(strings) > 500
    return repository(tmp_path_factory.mktemp("naughty"), strings)


@pytest.mark.parametrize(("name", "format"), READING)
def test_hostile_text_is_text(
    name: str, format: str | None, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_only_text(name, format, ours, monkeypatch)


@pytest.mark.parametrize(("name", "format"), READING)
def test_naughty_strings_are_text(
    name: str, format: str | None, naughty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_only_text(name, format, naughty, monkeypatch)


def assert_only_text(
    name: str, format: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for line in lines(name):
        printed = run(name, *line, *(["--format", format] if format else []))
        assert_tame(printed, format)
        READERS.get(format, str)(printed)


def test_the_places_are_filled(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked for above is there to be found."""
    monkeypatch.chdir(ours)
    for line in ("check", "diff before", "history", "audit", "list project", "show project/p0"):
        assert re.search(r"octocat|acme/team|\[error\]", run(*line.split())), line


# What is typed: a script of CI hands on the names of branches, which anybody gives.


@pytest.mark.parametrize("line", ["check --base", "show", "explain"])
def test_what_is_typed_is_text(line: str, ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ours)
    for text in filter(None, HOSTILE):
        words = line.split() if line.startswith("check") else [line, "--"]
        assert_tame(run(*words, text), None)
