"""Versions of processes out of history: runs are judged by what held when they were done."""

from datetime import date
from pathlib import Path

import memory
import pytest
from click.testing import CliRunner
from gitrepo import Repo
from memory import ORGANISATION
from test_report import rows

from tracker.cli.main import cli
from tracker.law.judge import judge
from tracker.model import versions
from tracker.model.load import Library, load
from tracker.model.records import Process, Step
from tracker.site.past import look_back
from tracker.site.status import Status
from tracker.source.git import Repository
from tracker.source.snapshot import Folder
from tracker.views.operation import operations
from tracker.views.report import reports

DAY = date(2026, 4, 1)
PAY, BUY = "work/processes/pay", "work/processes/buy"


def process(version: int, steps: str, more: str = "") -> str:
    items = "".join(f"  - {{id: {step}, title: {step}}}\n" for step in steps.split())
    return f"title: Pay\nstatus: active\nversion: {version}\nsteps:\n{items}{more}"


def ran(steps: str, more: str = "", day: int = 2) -> str:
    """A completed run of February."""
    items = "".join(
        f"  - {{step: {step}, finished: 2026-02-{day:02}T0{hour}:00Z}}\n"
        for hour, step in enumerate(steps.split(), 1)
    )
    return f"status: completed\n{more}steps:\n{items}"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A process that had three versions, the second of them under another name, and a broken moment."""
    repo = Repo(tmp_path / "repo")
    repo.write({**ORGANISATION, f"{BUY}/process.yaml": process(1, "ask buy")})
    repo.commit("first", date="2026-01-01T09:00:00Z")
    repo.write({f"{BUY}/process.yaml": process(2, "ask wait")})
    repo.commit("second", date="2026-01-02T09:00:00Z")
    repo.write({f"{BUY}/process.yaml": process(2, "ask compare buy")})
    repo.commit("second, mended", date="2026-01-03T09:00:00Z")
    repo.write({f"{BUY}/process.yaml": "title: Pay\nversion: 2\nsteps: what\n"})
    repo.commit("broken", date="2026-01-04T09:00:00Z")
    repo.move(BUY, PAY)
    repo.write({f"{PAY}/process.yaml": process(3, "order", "formerly: [buy]\n")})
    repo.write(
        {
            f"{PAY}/runs/one.yaml": ran("ask buy", "version: 1\n"),
            f"{PAY}/runs/two.yaml": ran("ask compare buy", "version: 2\n"),
            f"{PAY}/runs/three.yaml": ran("order", "version: 3\n"),
            f"{PAY}/runs/nine.yaml": ran("order", "version: 9\n"),
        }
    )
    repo.commit("third", date="2026-01-05T09:00:00Z")
    return repo


def by_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str
) -> dict[str, tuple[object, ...]]:
    """Cost and reason of each run, as the command line tells them."""
    monkeypatch.chdir(folder)
    found = rows("conformance", "--as-of", str(DAY), *more)
    return {row["run"]: (row["version"], row["cost"], row["reason"]) for row in found}


JUDGED = {
    "one": (1, 0, None),
    "two": (2, 0, None),
    "three": (3, 0, None),
    "nine": (
        9,
        None,
        "the steps of version 9 stand neither in the file nor in the history at hand",
    ),
}


def test_each_run_is_judged_by_the_version_that_it_followed(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert by_run(repo.path, monkeypatch) == JUDGED
    assert by_run(repo.path, monkeypatch, "--process", "pay") == JUDGED
    assert by_run(repo.path, monkeypatch, "--at", "HEAD") == JUDGED


def test_the_site_judges_as_the_command_line_does(repo: Repo) -> None:
    repository = Repository.find(repo.path)
    assert repository is not None
    library = Library()
    past, _ = look_back(repository, repository.resolve("HEAD"), "work", library)
    work = load(Folder(repo.path), "work", library)
    status = Status(work, judge(work, DAY), "Meridian", DAY, past=past)
    found = reports()["conformance"].rows(status.operations)
    assert {row.run: (row.version, row.cost, row.reason) for row in found} == JUDGED


def test_what_is_not_committed_yet_has_the_versions_that_are(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({f"{PAY}/process.yaml": process(4, "else", "formerly: [buy]\n")})
    assert by_run(repo.path, monkeypatch) == JUDGED


def test_a_run_that_names_no_version_followed_the_one_in_force_then(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "effective_from: 2026-03-01\nformerly: [buy]\n"
    repo.write({f"{PAY}/process.yaml": process(4, "pack send", start)})
    repo.write({f"{PAY}/runs/early.yaml": ran("order")})
    assert by_run(repo.path, monkeypatch)["early"] == (3, 0, None)


def test_without_its_history_a_run_is_not_judged(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {
        **JUDGED,
        "one": (
            1,
            None,
            "the steps of version 1 stand neither in the file nor in the history at hand",
        ),
        "two": (
            2,
            None,
            "the steps of version 2 stand neither in the file nor in the history at hand",
        ),
    }
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth", "1", repo.path.as_uri(), str(shallow))
    assert by_run(shallow, monkeypatch) == expected
    assert CliRunner().invoke(cli, ["report", "conformance"]).stderr == (
        "warning: runs of earlier versions are not judged: this clone does not hold the whole history\n"
        "help: `git fetch --unshallow` brings it\n"
    )
    (repo.path / ".git").rename(tmp_path / "gone")
    assert by_run(repo.path, monkeypatch) == expected


def test_git_is_asked_only_where_a_run_is_of_another_version(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "nine"):
        repo.remove(f"{PAY}/runs/{name}.yaml")

    def log(*given: object, **named: object) -> list[object]:
        raise AssertionError("git was asked")

    monkeypatch.setattr(Repository, "log", log)
    assert by_run(repo.path, monkeypatch) == {"three": (3, 0, None)}


def test_two_processes_that_had_one_name_both_have_its_versions() -> None:
    work = memory.work(
        {
            **ORGANISATION,
            f"{BUY}/process.yaml": process(3, "buy"),
            f"{PAY}/process.yaml": process(3, "pay", "formerly: [buy]\n"),
        }
    )
    said = work.processes["buy"].record
    found = versions.earlier(work, [("buy", said)])
    assert found == {"buy": [said], "pay": [said]}


def test_a_run_of_a_log_ends_with_the_last_steps_of_its_version() -> None:
    """Version 2 has one step more; a run of version 1 ended without it, or waits for what ended it."""
    first = Process(version=1, steps=(Step(id="order"), Step(id="pay")))
    log = "run,step,finished\ndone,order,2026-01-01T08:00Z\ndone,pay,2026-01-02T08:00Z\n"
    log += "open,order,2026-01-03T08:00Z\nnew,order,2026-01-05T08:00Z\nnew,pay,2026-01-05T09:00Z\n"
    said = process(2, "order pay file", "effective_from: 2026-01-04\n")
    work = memory.work({**ORGANISATION, f"{BUY}/process.yaml": said, f"{BUY}/runs/2026.csv": log})

    def states(*earlier: Process) -> dict[str, str | None]:
        found = operations(work, DAY, {"buy": earlier})["buy"].cases
        return {one.id.rpartition("/")[2]: one.run.status for one in found}

    assert states(first) == {"done": "completed", "open": "in-progress", "new": "in-progress"}
    # Where history is not at hand nobody knows what ended it: nothing in it is under way.
    assert states() == {"done": "completed", "open": "completed", "new": "in-progress"}


def test_what_most_earlier_runs_ended_with_ends_them_all() -> None:
    """A version that is only announced, and ends as the one before, closes nothing that is under way."""
    log = "run,step,finished\n"
    for run in ("a", "b"):
        log += f"{run},order,2026-01-01T08:00Z\n{run},pay,2026-01-02T08:00Z\n"
    log += "open,order,2026-01-03T08:00Z\n"

    def states(steps: str) -> dict[str, str | None]:
        said = process(2, steps, "effective_from: 2027-01-01\n")
        work = memory.work(
            {**ORGANISATION, f"{BUY}/process.yaml": said, f"{BUY}/runs/2026.csv": log}
        )
        return {one.id.rpartition("/")[2]: one.state for one in work.parts("run", "buy")}

    assert states("look order pay") == {"a": "completed", "b": "completed", "open": "in-progress"}
    # Another end: of none of them it is known what ended it.
    assert set(states("order pay file").values()) == {"completed"}
