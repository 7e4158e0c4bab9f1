"""Completion, in the shells themselves: what is offered for a line, and that a shell hears nothing else."""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from gitrepo import Repo

from tracker.cli.main import COMPLETE, Commands, cli
from tracker.cli.terminal.shells import SHELLS, answer
from tracker.cli.typed.candidates import known

EXAMPLE = Path(__file__).resolve().parent.parent / "work"
PROGRAMS = Path(sys.executable).parent
PATIENCE = 30


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a workspace of every form: files, collections, two lifecycles, a branch."""
    repo = Repo(tmp_path_factory.mktemp("completion") / "repo")
    repo.write(
        {
            "work/tracker.yaml": "title: T\ncurrency: EUR\nlifecycle: simple\n"
            "calendar: {working_days: [mon], hours_per_day: 8}\n",
            "work/lifecycles/simple.yaml": "title: S\nstart: idea\nfinal: [done]\n"
            "phases: [{id: idea}, {id: doing}, {id: done}]\n",
            "work/lifecycles/planned.yaml": "title: P\nstart: planning\nfinal: [closing]\n"
            "phases: [{id: planning}, {id: closing}]\n",
            "work/goals.yaml": "cut-cost: {title: C, owner: ada, status: active, period: {start: 2026-01-01}}\n",
            "work/people.yaml": "ada: {name: Ada}\n",
            "work/projects/scan-station/project.yaml": "title: S\nstatus: active\nphase: idea\n",
            "work/projects/scan-archive/project.yaml": "title: S\nstatus: active\nphase: idea\n",
            "work/processes/process-invoice/process.yaml": "title: I\nstatus: draft\n"
            "triggers: [{id: arrival, kind: event}]\nsteps: [{id: match, title: M}, {id: pay, title: P}]\n",
            "work/processes/process-invoice/runs/asked.yaml": "status: requested\nrequested: 2026-01-05T08:00Z\n",
            "work/processes/process-invoice/runs/begun.yaml": "status: in-progress\nstarted: 2026-01-05T08:00Z\n",
            "work/processes/process-invoice/runs/ended.yaml": "status: completed\nstarted: 2026-01-05T08:00Z\n",
            "work/processes/process-invoice/runs/2026-01.csv": "run,step,finished\nlogged,pay,2026-01-05T08:00Z\n",
        }
    )
    repo.commit("start")
    repo.git("branch", "release-7")
    repo.remove("work/projects/scan-archive")
    return repo.path


HOSTILE = (
    "zz$(touch here)",
    "zz`touch here`",
    "zz;touch here",
    "zz\nplain,zz",
    "zz,b",
)


def test_what_a_shell_would_run_is_not_offered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A completed line is run by Enter, and branches, keys and phases are named by anybody."""
    repo = Repo(tmp_path / "repo")
    keys = "".join(f"{json.dumps(name)}: {{name: X}}\n" for name in HOSTILE)
    phases = ", ".join(f"{{id: {json.dumps(name)}}}" for name in HOSTILE)
    repo.write({
        "work/tracker.yaml": "title: T\n",
        "work/people.yaml": f"zz-top: {{name: Z}}\n{keys}",
        "work/lifecycles/simple.yaml": f"title: S\nstart: idea\nfinal: [idea]\nphases: [{{id: zz-top}}, {phases}]\n",
    })  # fmt: skip
    repo.commit()
    for name in ("zz-top", "zz;touch${IFS}here", "zz$(touch${IFS}here)"):
        repo.git("branch", name)
    monkeypatch.chdir(repo.path)
    for line, wanted in {
        "tracker show person/zz": "person/zz-top",
        "tracker check --base zz": "zz-top",
        "tracker list project --where phase=zz": "zz-top",
    }.items():
        assert offered(line, capfd, monkeypatch) == [wanted], line


# In this process: what is offered for a line.


def offered(line: str, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> list[str]:
    patch.setenv(COMPLETE, "bash_complete")
    patch.setenv("COMP_WORDS", line)
    assert answer(cli, COMPLETE) == 0
    said = capfd.readouterr()
    assert said.err == ""
    return [row.partition(",")[2] for row in said.out.splitlines() if row]


LINES = {
    "tracker ch": ["check"],
    "tracker site ": ["build", "serve"],
    "tracker site build --o": ["--output"],
    "tracker show scan": ["scan-station"],
    "tracker show project/": ["project/scan-station"],
    "tracker show goal": ["goal/cut-cost"],
    "tracker show --at HEAD project/": ["project/scan-archive", "project/scan-station"],
    "tracker list pro": ["project", "process"],
    "tracker list project --where pha": ["phase="],
    "tracker list project --where phase=": ["planning", "closing", "idea", "doing", "done"],
    "tracker list --where phase=pl": [],
    "tracker list project --where status=on": ["on-hold"],
    "tracker list project --where goals=": ["cut-cost"],
    "tracker list project --where manager=a": ["ada"],
    "tracker list project --where id=": ["scan-station"],
    "tracker list project --format c": ["csv"],
    "tracker report proj": ["projects"],
    "tracker report gates --project scan": ["scan-station"],
    "tracker report gates --where waivers.": [
        "waivers.criterion=",
        "waivers.reason=",
        "waivers.approved_by=",
    ],
    "tracker report projects --where goals=": ["cut-cost"],
    "tracker report projects --where status=": [],
    "tracker report --where ph": [],
    "tracker report gates --format m": ["markdown"],
    "tracker new proj": ["project"],
    "tracker new plan ": ["scan-station"],
    "tracker new identity ": ["ada"],
    "tracker new goal ": [],
    "tracker new lifecycle f": ["five-phase", "four-stage"],
    "tracker new project x --lifecycle ": ["planned", "simple"],
    "tracker new lifecycle x --like s": ["simple"],
    "tracker check --base re": ["release-7"],
    "tracker check --base H": ["HEAD"],
    "tracker diff re": ["release-7"],
    "tracker diff HEAD re": ["release-7"],
    "tracker check --at m": ["main"],
    "tracker check --format=git": ["github"],
    "tracker check --fail-on w": ["warning"],
    "tracker check --policy b": ["base"],
    "tracker approve scan": ["scan-station"],
    "tracker approve scan-station --base re": ["release-7"],
    "tracker run ": ["cancel", "finish", "start", "step"],
    "tracker run start proc": ["process-invoice"],
    "tracker run start process-invoice/": ["process-invoice/asked"],
    "tracker run start process-invoice --trigger ": ["arrival"],
    "tracker run step pro": ["process-invoice/asked", "process-invoice/begun"],
    "tracker run step process-invoice/begun ": ["match", "pay"],
    "tracker run step begun p": ["pay"],
    "tracker run step begun pay --rework-of m": ["match"],
    "tracker run step begun pay --by a": ["ada"],
    "tracker run finish process-invoice/b": ["process-invoice/begun"],
    "tracker run step nothing ": [],
    "tracker explain phase": ["phase-transition"],
    "tracker completion z": ["zsh"],
    "tracker doctor --format ": ["text", "json"],
    "tracker nonsense x": [],
    'tracker show "scan': ["scan-station"],
}


@pytest.mark.parametrize("line", LINES)
def test_what_a_line_may_go_on_with(
    line: str, place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    found = offered(line, capfd, monkeypatch)
    if "--format=git" in line:  # GitLab's may be there as well
        found = [name for name in found if name != "gitlab"]
    assert sorted(found) == sorted(LINES[line])


def test_ids_of_adopted_files_are_known(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path)
    repo.write(
        {
            "work/tracker.yaml": "title: T\ncurrency: EUR\ncalendar: {working_days: [mon]}\nadopt:\n"
            '  - {kind: project, files: ["keps/*/kep.yaml"], id: "{folder}", fields: {title: title}}\n',
            "keps/0042-answer/kep.yaml": "title: A\n",
        }
    )
    monkeypatch.chdir(tmp_path)
    assert offered("tracker show project/", capfd, monkeypatch) == ["project/0042-answer"]


@pytest.mark.parametrize("broken", ["settings", "lifecycle", "collection", "git", "nothing"])
def test_a_broken_workspace_says_nothing(
    broken: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong: no traceback, nothing on standard error, exit code 0."""
    files: dict[str, bytes] = {
        "settings": {"work/tracker.yaml": b"adopt: [\n"},
        "lifecycle": {"work/tracker.yaml": b"", "work/lifecycles/a.yaml": b"phases: 7\n"},
        "collection": {"work/tracker.yaml": b"", "work/goals.yaml": b"\xff\xfe- ["},
        "git": {".git/HEAD": b"ref: nowhere\n", "work/tracker.yaml": b"title: T\n"},
        "nothing": {},
    }[broken]  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    for line in (
        "show ",
        "list project --where phase=",
        "check --base ",
        "show --at x ",
        "new goal ",
    ):
        offered(f"tracker {line}", capfd, monkeypatch)


def test_the_program_itself_stays_silent(tmp_path: Path) -> None:
    environ = os.environ | {COMPLETE: "zsh_complete", "COMP_WORDS": "", "COMP_CWORD": "nonsense"}
    done = subprocess.run(
        [PROGRAMS / "tracker"], env=environ, cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_nothing_heavy_is_loaded_for_an_id(place: Path) -> None:
    """A person waits for it: no check, no site and no YAML that is not asked for."""
    code = (
        "import sys, os\nfrom tracker.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({'mkdocs', 'jsonschema_rs', 'tracker.law.check'} & set(sys.modules))"
    )
    environ = os.environ | {COMPLETE: "bash_complete", "COMP_WORDS": "tracker show proj"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environ,
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["plain,project/scan-station", "set()"]


def test_every_command_says_what_it_is_without_being_loaded() -> None:
    assert isinstance(cli, Commands)
    context = cli.make_context("tracker", ["check"])
    items = cli.shell_complete(context, "")
    assert {item.value for item in items} == set(cli.list_commands(context))
    assert [item.value for item in items if not item.help] == []


def test_ids_are_those_that_loading_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the light reading lists is what the full one knows, over the whole example.

    But for the runs of event logs: a log may have a million lines, and nothing in it is edited by id.
    """
    from tracker.cli.workspace.opening import here

    monkeypatch.chdir(EXAMPLE.parent)
    context = cli.make_context("tracker", ["check"])
    work = here().work()
    for kind, ids in known(context).items():
        if kind != "plan":  # a plan may lie in its project's file
            assert ids == [id for id, one in work.of(kind).items() if not one.is_logged], kind


# In the shells.


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "TERM": "dumb"}


def script(shell: str, folder: Path) -> Path:
    done = CliRunner().invoke(cli, ["completion", shell])
    assert done.exit_code == 0
    path = folder / f"tracker.{shell}"
    path.write_text(done.stdout, encoding="utf-8")
    return path


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_of_that_shell(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    assert program, f"{shell} is not there: run `make tools`"
    subprocess.run([program, "-n", script(shell, tmp_path)], check=True)


def test_a_shell_that_is_not_known() -> None:
    done = CliRunner().invoke(cli, ["completion", "bahs"])
    assert done.exit_code == 2
    assert "did you mean `bash`?" in done.stderr


IN_FISH = {
    "tracker expl": ["explain"],
    "tracker show scan": ["scan-station"],
    "tracker show process/": ["process/process-invoice"],
    "tracker list project --where phase=pl": ["phase=planning"],
    "tracker check --base=rel": ["--base=release-7"],
    "tracker check --fail": ["--fail-on"],
}


def test_fish(place: Path, tmp_path: Path) -> None:
    asked = "\n".join(f"echo '> {line}'\ncomplete -C '{line}'" for line in IN_FISH)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script('fish', tmp_path)}\n{asked}"],
        cwd=place, env=environment() | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers = {
        line: [row.partition("\t")[0] for row in rest]
        for line, *rest in (part.splitlines() for part in done.stdout.split("> ")[1:])
    }
    assert answers == IN_FISH
    assert done.stderr == ""


class Typing:
    """An interactive shell on a terminal of its own, driven by keys; Ctrl-O tells the line as it stands."""

    def __init__(self, arguments: list[str], cwd: Path, setup: str) -> None:
        ours, theirs = pty.openpty()
        self._screen = ours
        self._process = subprocess.Popen(
            arguments, cwd=cwd, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        # In two parts, so that the echo of the line is not taken for what it says.
        self.keys(f"{setup}; echo rea''dy\n")
        self.until("ready\r\n")

    def keys(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def until(self, end: str) -> str:
        said = b""
        deadline = time.monotonic() + PATIENCE
        while end.encode() not in said:
            left = deadline - time.monotonic()
            assert left > 0 and select.select([self._screen], [], [], left)[0], said
            said += os.read(self._screen, 65536)
        return said.decode("utf-8", "replace")

    def line(self, typed: str) -> str:
        """What stands on the line after these keys."""
        self.keys(f"\x15{typed}\x0f")
        return self.until("]]").rpartition("[[")[2].partition("]]")[0]

    def listed(self, typed: str) -> str:
        """What is on the screen after these keys."""
        self.keys(f"\x15{typed}\x0f")
        return self.until("]]")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._screen)


@pytest.fixture(params=["bash", "zsh"])
def typing(request: pytest.FixtureRequest, place: Path, tmp_path: Path) -> Iterator[Typing]:
    source = script(request.param, tmp_path)
    if request.param == "bash":
        arguments = ["bash", "--norc", "--noprofile", "-i"]
        setup = (
            "PS1=; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'; "
            f"""bind -x '"\\C-o": printf "[[%s]]" "$READLINE_LINE"'; source {source}"""
        )
    else:
        arguments = ["zsh", "-f", "-i"]
        setup = (
            "PS1=; unsetopt beep; autoload -U compinit; compinit -u -D; "
            f"say() {{ print -rn -- \"[[$BUFFER]]\" }}; zle -N say; bindkey '^O' say; source {source}"
        )
    shell = Typing(arguments, place, setup)
    yield shell
    shell.close()


def test_typing(typing: Typing) -> None:
    """Tab completes what is clear, goes on behind `=`, and lists what is not."""
    assert typing.line("tracker expl\t") == "tracker explain "
    assert typing.line("tracker show scan-s\t") == "tracker show scan-station "
    assert typing.line("tracker list project --where pha\t") == (
        "tracker list project --where phase="
    )
    assert typing.line("tracker list project --where phase=pl\t") == (
        "tracker list project --where phase=planning "
    )
    assert typing.line("tracker check --base=rel\t") == "tracker check --base=release-7 "
    listed = typing.listed("tracker list project --where phase=\t\t")
    assert all(phase in listed for phase in ("planning", "closing", "doing"))
