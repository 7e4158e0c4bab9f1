"""What `--help` shows: every command has examples, and each of them works as it is written."""

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli

EXAMPLE = Path(__file__).resolve().parent.parent / "work"
WIDE = 80


def commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """Every command, those inside others too."""
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, click.Context(inner, parent=context, info_name=name))


CONTEXTS = {
    found.command_path: found
    for found in commands(cli, click.Context(cli, info_name="tracker", terminal_width=WIDE))
}


def examples(context: click.Context) -> list[str]:
    """The lines under `Examples:` without what is said beside them."""
    _, _, text = (context.command.epilog or "").partition("Examples:\n")
    joined = re.sub(r"\n {10,}\S.*", "", text)  # what is said below a long one
    return [re.split(r"\s{2,}", line.strip())[0] for line in joined.splitlines()]


EXAMPLES = [(path, line) for path, context in CONTEXTS.items() for line in examples(context)]


@pytest.mark.parametrize("path", CONTEXTS)
def test_every_command_has_an_example_of_its_own(path: str) -> None:
    lines = examples(CONTEXTS[path])
    assert any(re.match(rf"{path}\b", line) for line in lines), lines


@pytest.mark.parametrize("path", CONTEXTS)
def test_help_fits_a_terminal(path: str) -> None:
    text = CONTEXTS[path].get_help()
    assert [line for line in text.splitlines() if len(line) > WIDE] == []


def run(line: str) -> Result:
    """A line as it is written; of `eval` and a pipe, the command of ours."""
    taken = re.search(r"(?:\$\(|^)(tracker\b.*?)(?: [|>]|\)\"|$)", line)
    assert taken
    program, *arguments = shlex.split(taken[1])
    assert program == "tracker"
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def example(folder: Path) -> None:
    """The example organisation under two tags, with a change that is not committed, and rules aside."""
    copytree(EXAMPLE, folder / "work")
    repo = Repo(folder)
    repo.commit("start")
    repo.git("tag", "v1")
    repo.write({"NOTES": "x"})
    repo.commit("go on")
    repo.git("tag", "v2")
    (folder / "DIR/lifecycles").mkdir(parents=True)
    for name in ("tracker.yaml", "lifecycles/simple.yaml"):
        copy(EXAMPLE / name, folder / "DIR" / name)


def started(folder: Path) -> None:
    """What `tracker init` leaves."""
    assert run("tracker init").exit_code == 0
    Repo(folder).commit("start")


def project(folder: Path) -> None:
    """A project without a plan."""
    started(folder)
    assert run("tracker new project scan-station").exit_code == 0


def nothing(folder: Path) -> None:
    """An empty folder."""


def held(folder: Path) -> None:
    """A gate of the example was held on a branch, and its sponsor is asked to approve."""
    example(folder)
    project = folder / "work/projects/erp-replacement"
    repo = Repo(folder)
    repo.git("switch", "-q", "-c", "gate")
    text = (project / "project.yaml").read_text()
    (project / "project.yaml").write_text(text.replace("phase: planning", "phase: execution"))
    (project / "gates/planning-2026-11-20").mkdir(parents=True)
    review = "to: execution\ndecision: go\ncriteria: []\n"
    (project / "gates/planning-2026-11-20/review.yaml").write_text(review)
    repo.commit("hold the gate")
    repo.git("config", "user.email", "ilse.vandermolen@meridian.example")


def reporting(folder: Path) -> None:
    """The example organisation, seen by one of its people."""
    example(folder)
    Repo(folder).git("config", "user.email", "ilse.vandermolen@meridian.example")


def brought(folder: Path) -> None:
    """The example organisation, with an event log and a model of elsewhere beside it."""
    example(folder)
    moment = '<date key="time:timestamp" value="2026-11-03T08:00:00+01:00"/>'
    event = f'<event><string key="concept:name" value="Register"/>{moment}</event>'
    trace = f'<trace><string key="concept:name" value="c-1"/>{event}</trace>'
    (folder / "claims.xes").write_text(f'<log xmlns="http://www.xes-standard.org/">{trace}</log>')
    (folder / "log.csv").write_text("Case,step,finished\nc-1,Register,2026-11-03T08:00+01:00\n")
    flows = '<sequenceFlow id="f" sourceRef="a" targetRef="b"/><sequenceFlow id="g" sourceRef="b" targetRef="c"/>'
    nodes = '<startEvent id="a"/><task id="b" name="Register"/><endEvent id="c"/>'
    model = f'<process id="p">{nodes}{flows}</process>'
    (folder / "model.bpmn").write_text(
        f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{model}</definitions>'
    )


def under_way(folder: Path) -> None:
    """The same, where somebody works on a press."""
    reporting(folder)
    name = "maintenance-order/press-2"
    moments = ("--started", "2026-11-20T08:05+01:00", "--finished", "2026-11-20T08:10+01:00")
    for line in (
        ("start", "maintenance-order", "--id", "press-2", "--at", "2026-11-20T08:00+01:00"),
        ("step", name, "report", *moments),
    ):
        assert CliRunner().invoke(cli, ["run", *line]).exit_code == 0


def done_with(folder: Path) -> None:
    """The same, where all is done but to say so."""
    under_way(folder)
    for step in ("plan", "lock", "repair", "test", "hand-back"):
        line = ["run", "step", "press-2", step, "--by", "fitter"]
        assert CliRunner().invoke(cli, line).exit_code == 0


def held_and_signed(folder: Path) -> None:
    """The same, where the law asks for signatures; the home folder holds the sponsor's key."""
    key = folder / "home/.ssh/id_ed25519"
    key.parent.mkdir(parents=True)
    making = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(making, check=True)
    held(folder)
    repo = Repo(folder)
    repo.git("switch", "-q", "main")
    settings, identity = "work/tracker.yaml", "work/people/finance-director/identity.yaml"
    text = (folder / settings).read_text().replace("proof: recorded", "proof: signature")
    known = re.sub(r"ssh-ed25519 \S+", key.with_suffix(".pub").read_text().rpartition(" ")[0],
                   (folder / identity).read_text())  # fmt: skip
    repo.write({settings: text, identity: known})
    repo.commit("signatures")
    repo.git("switch", "-q", "gate")
    repo.git("rebase", "-q", "main")


PLACES: dict[str, Callable[[Path], None]] = {
    "tracker approve": held,
    "tracker approve erp-replacement --key": held_and_signed,
    "tracker import": brought,
    "tracker init": nothing,
    "tracker init --editor": started,
    "tracker init --modelines": started,
    "tracker new": started,
    "tracker new plan": project,
    "tracker new raid": project,
    "tracker new change": project,
    "tracker run": under_way,
    "tracker run finish": done_with,
    "tracker update": reporting,
}
"""Where a line makes sense, by the longest beginning; all others in the example organisation."""


def place(line: str) -> Callable[[Path], None]:
    fitting = [start for start in PLACES if f"{line} ".startswith(f"{start} ")]
    return PLACES[max(fitting, key=len)] if fitting else example


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """`site serve` reads what it would serve, and ends."""
    import tracker.site.serve

    def serve(read: Callable[[], Any], *_: object, **__: object) -> None:
        assert read().work.projects

    monkeypatch.setattr(tracker.site.serve, "serve", serve)


@pytest.mark.usefixtures("no_server")
@pytest.mark.parametrize(("path", "line"), EXAMPLES, ids=lambda text: text)
def test_every_example_works(
    path: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "COMMAND" in line:
        line = line.replace("COMMAND", "check")
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder / "home"))
    place(line)(folder)
    result = run(line.replace("~", str(folder / "home")))
    assert result.exit_code in (0, 1), result.output
    if not line.startswith("tracker export"):  # what no log holds is told beside the log
        assert result.stderr == ""
