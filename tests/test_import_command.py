"""`tracker import` and `export` on the command line: all is written or nothing, and what was is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from logwork import HEAD

from tracker.cli.main import cli

LOG = f"{HEAD}\n1,look,,2026-11-03T08:00Z\n1,pay,2026-11-03T09:00Z,2026-11-03T10:00Z\n"
MORE = LOG + "2,look,,2026-11-04T08:00Z\n"
RUNS = Path("work/processes/claim/runs/log.csv")
PROCESS = Path("work/processes/claim/process.yaml")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tracker("init").exit_code == 0
    Path("log.csv").write_text(LOG, encoding="utf-8")


def tracker(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def imported(*words: str) -> Result:
    return tracker("import", "csv", "log.csv", "--process", "claim", *words)


def test_a_draft_and_a_log_are_written_and_pass_the_check() -> None:
    done = imported("--title", "Handle a claim")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1:] == [
        f"wrote {PROCESS}", f"wrote {RUNS}", "Next: look at it, then `tracker check`",
    ]  # fmt: skip
    assert "title: Handle a claim\n" in PROCESS.read_text(encoding="utf-8")
    checked = tracker("check")
    assert checked.exit_code == 0
    assert "1 warning" in checked.stdout


def test_a_dry_run_writes_nothing() -> None:
    done = imported("--dry-run")
    assert done.exit_code == 0
    assert done.stdout.endswith("dry run: nothing was written\n")
    assert not PROCESS.exists()


@pytest.mark.parametrize("line", ["2,pay,,\n", "2,pay,,soon\n", "2\n", "2,pay,,2026-11-03T08:00\n"])
def test_nothing_is_left_of_what_was_refused(line: str) -> None:
    Path("log.csv").write_text(LOG + line, encoding="utf-8")
    before = sorted(Path().rglob("*"))
    assert imported().exit_code == 2
    assert sorted(Path().rglob("*")) == before


def test_what_is_there_stays_unless_it_is_forced() -> None:
    imported()
    process, runs = PROCESS.read_bytes(), RUNS.read_bytes()
    Path("log.csv").write_text(MORE, encoding="utf-8")
    assert imported().exit_code == 2
    assert (PROCESS.read_bytes(), RUNS.read_bytes()) == (process, runs)
    assert imported("--force").exit_code == 0
    assert PROCESS.read_bytes() == process
    assert RUNS.read_text(encoding="utf-8").count("\n") == 4


def test_what_was_refused_takes_nothing_that_was_there() -> None:
    imported()
    runs = RUNS.read_bytes()
    Path("log.csv").write_text(LOG + "2,pay,,soon\n", encoding="utf-8")
    assert imported("--force").exit_code == 2
    assert RUNS.read_bytes() == runs


def test_a_process_that_is_there_is_not_touched() -> None:
    tracker("new", "process", "claim")
    before = PROCESS.read_bytes()
    done = imported()
    assert "Unknown: process/claim has no step look, pay;" in done.stdout
    assert PROCESS.read_bytes() == before


def test_a_name_of_its_own_beside_other_runs() -> None:
    imported()
    Path("log.csv").write_text(f"{HEAD}\n7,pay,,2026-11-05T08:00Z\n", encoding="utf-8")
    assert imported("--name", "later").exit_code == 0
    assert RUNS.with_name("later.csv").is_file()
    assert tracker("check").exit_code == 0


@pytest.mark.parametrize("separator", ["tab", "\\t", "\t"])
def test_a_separator_is_said(separator: str) -> None:
    text = LOG.replace(",", "\t").replace("run\t", "a,b,c,d,e,run\t").replace("\n1", "\nx\t1")
    text = text.replace("a,b,c,d,e,run", "a,b,c,d,e\trun")
    Path("log.csv").write_text(text, encoding="utf-8")
    assert imported().exit_code == 2
    assert imported("--separator", separator).exit_code == 0


@pytest.mark.parametrize("format", ["xes", "csv"])
def test_an_export_is_imported_as_the_same_file(format: str) -> None:
    imported()
    log = RUNS.read_text(encoding="utf-8")
    Path("again").write_text(tracker("export", format).stdout, encoding="utf-8")
    done = tracker("import", format, "again", "--process", "claim", "--name", "log", "--force")
    assert done.exit_code == 0, done.output
    assert RUNS.read_text(encoding="utf-8") == log


def test_all_processes_go_into_one_ocel() -> None:
    imported()
    tracker("import", "csv", "log.csv", "--process", "complaint")
    said = tracker("export", "ocel").stdout
    assert '"id": "run/claim/1"' in said
    assert '"id": "run/complaint/1"' in said
    assert '"id": "run/claim/1"' not in tracker("export", "ocel", "--process", "complaint").stdout


def test_help_lists_the_formats() -> None:
    assert "  xes " in tracker("import", "--help").stdout
    exported = tracker("export", "--help").stdout
    assert "  ocel " in exported
    assert "  bpmn " not in exported
