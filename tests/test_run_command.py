"""`tracker run`: what is written of a run, no line more, and what is said to come next."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli

FILES = {
    "work/tracker.yaml": "title: M\ncurrency: EUR\ncalendar: {working_days: [mon, tue, wed, thu, fri]}\n",
    "work/people.yaml": "mia: {name: Mia}\nben: {name: Ben}\n",
    "work/people/mia/identity.yaml": "emails: [mia@example.org]\n",
    "work/roles.yaml": "fitter: {title: Fitter, work: producer}\n",
    "work/processes/repair/process.yaml": """\
title: Repair
status: active
owner: mia
version: 2
triggers: [{id: breakdown, kind: event, text: A machine stops}]
steps:
  - {id: lock, title: Lock, role: fitter}
  - {id: order, title: Order, role: fitter, parallel_with: lock, optional: true}
  - {id: mend, title: Mend, role: fitter}
  - {id: test, title: Test, role: fitter, rework_to: mend}
""",
    "work/processes/repair/runs/old.yaml": "version: 1\nstatus: in-progress\nstarted: 2026-01-05T08:00Z\n",
    "work/processes/repair/runs/asked.yaml": """\
# Said by phone.
title: 'Press 4'   # the left one
status: requested
requested: 2026-01-05T07:00+01:00   # early

steps: []
""",
    "work/processes/repair/runs/flow.yaml": """\
status: in-progress
started: 2026-01-05T08:00+01:00
steps:
  - {step: lock, by: ben, started: 2026-01-05T08:00+01:00}   # his own lock
  # what follows is of the night shift
""",
}
RUNS = "work/processes/repair/runs"
DAY = "2026-01-05T"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo = Repo(tmp_path / "repo")
    repo.write(FILES)
    repo.git("config", "user.email", "mia@example.org")
    repo.commit("start")
    monkeypatch.chdir(repo.path)
    return repo.path


def tracker(*words: str) -> Result:
    done = CliRunner().invoke(cli, ["run", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def ran(*words: str) -> str:
    done = tracker(*words)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return done.stdout


def test_one_run_more_than_the_limit_is_begun_and_told(place: Path) -> None:
    """Two are under way from the start."""
    path = Path("work/processes/repair/process.yaml")
    path.write_text(path.read_text() + "wip_limit: 3\n")
    assert "wip" not in ran("start", "repair", "--id", "third", "--at", f"{DAY}08:00Z")
    for words in (("repair", "--id", "fourth"), ("repair/asked",)):
        done = tracker("start", *words, "--at", f"{DAY}08:00Z")
        count = 4 if words[0] == "repair" else 5
        assert done.exit_code == 0 and "Next:" in done.stdout
        assert done.stderr == (
            f"warning: {count} runs of process/repair are under way, and 3 at most should be\n"
            "help: finish what has waited longest before the next one\n"
        )
    ran("finish", "third", "--incomplete")
    ran("cancel", "fourth", "--reason", "no")
    ran("finish", "asked", "--incomplete")
    ran("start", "repair", "--id", "sixth", "--at", f"{DAY}08:00Z")


def coming(said: str) -> list[str]:
    """The commands that come next."""
    return [line.split("`")[1] for line in said.splitlines() if line.startswith(("Next:", "or:"))]


def text(id: str) -> str:
    return Path(RUNS, f"{id}.yaml").read_text()


@pytest.fixture
def run(place: Path) -> Callable[..., list[str]]:
    """A run that was started at 8; gives a function that tells a step at a minute after."""
    ran("start", "repair", "--id", "one", "--at", f"{DAY}08:00+01:00")

    def step(name: str, minute: int, *words: str) -> list[str]:
        moment = f"{DAY}08:{minute:02}+01:00"
        return coming(ran("step", "one", name, "--finished", moment, *words))

    return step


def test_a_run_begins_in_a_file_of_its_own(place: Path) -> None:
    said = ran(
        "start", "repair", "--title", "Press 4: it leaks", "--trigger", "breakdown",
        "--requested", f"{DAY}07:00+01:00", "--at", f"{DAY}08:00+01:00",
    )  # fmt: skip
    assert text("2026-01-05-press-4-it-leaks") == (
        'version: 2\ntitle: "Press 4: it leaks"\nstatus: in-progress\ntrigger: breakdown\n'
        "requested: 2026-01-05T07:00+01:00\nstarted: 2026-01-05T08:00+01:00\n"
    )
    name = "2026-01-05-press-4-it-leaks"
    assert coming(said) == [f"tracker run step {name} lock", f"tracker run step {name} order"]


def test_a_name_that_is_taken_is_counted_on(place: Path) -> None:
    for end in ("", "-2", "-3"):
        assert f"2026-01-05{end}.yaml" in ran("start", "repair", "--at", f"{DAY}08:00Z")
    long = ran("start", "repair", "--title", "word " * 30, "--at", f"{DAY}08:00Z")
    assert "word-word" in long


def test_the_clock_is_read_where_no_moment_is_said(place: Path) -> None:
    ran("start", "repair", "--id", "now")
    ran("step", "now", "lock")
    ran("step", "now", "mend", "--started", "now")
    ran("step", "now", "mend")
    ran("step", "now", "test")
    ran("finish", "now")
    done = CliRunner().invoke(cli, ["check", "--fail-on", "error"])
    assert done.exit_code == 0, done.output


def test_a_moment_without_an_offset_is_by_the_local_clock(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        ran("start", "repair", "--id", "local", "--at", "2026-07-05T08:00:30")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "started: 2026-07-05T08:00:30+02:00\n" in text_in(place, "local")


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-03-29T01:59", "2026-03-29T01:59+01:00"),
        ("2026-03-29T02:00", None),
        ("2026-03-29T02:59", None),
        ("2026-03-29T03:00", "2026-03-29T03:00+02:00"),
        ("2025-10-26T01:59", "2025-10-26T01:59+02:00"),
        ("2025-10-26T02:00", None),
        ("2025-10-26T02:59:59", None),
        ("2025-10-26T03:00", "2025-10-26T03:00+01:00"),
        ("2025-10-26T02:30+01:00", "2025-10-26T02:30+01:00"),
    ],
)
def test_a_moment_that_the_clock_does_not_tell_apart_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, moment: str, written: str | None
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        done = tracker("start", "repair", "--id", "hour", "--at", moment)
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    if written is None:
        assert done.exit_code == 2 and not (place / RUNS / "hour.yaml").exists()
    else:
        assert f"started: {written}\n" in text_in(place, "hour")


def test_a_run_of_a_version_that_never_was_goes_no_further(place: Path) -> None:
    ran("start", "repair", "--id", "one", "--at", f"{DAY}08:00Z")
    path = place / RUNS / "one.yaml"
    path.write_text(path.read_text().replace("version: 2", "version: 7"))
    before = path.read_text()
    for words in (["step", "one", "lock"], ["finish", "one", "--incomplete"]):
        done = tracker(*words)
        assert done.exit_code == 2 and path.read_text() == before
    mend = done.stderr.partition("`tracker ")[2].partition("`")[0].split()
    assert CliRunner().invoke(cli, mend).exit_code == 0
    ran("step", "one", "lock", "--finished", f"{DAY}08:10Z")


def text_in(place: Path, id: str) -> str:
    return (place / RUNS / f"{id}.yaml").read_text()


def test_a_run_that_was_asked_for_is_taken_up(place: Path) -> None:
    before = text("asked")
    said = ran("start", "repair/asked", "--at", f"{DAY}08:00+01:00")
    assert text("asked") == before.replace("requested\n", "in-progress\n", 1).replace(
        "# early\n", "# early\nstarted: 2026-01-05T08:00+01:00\n"
    )
    assert coming(said)[0] == "tracker run step asked lock"


def test_its_first_step_takes_it_up_as_well(place: Path) -> None:
    ran("step", "run/repair/asked", "lock", "--finished", f"{DAY}08:10+01:00")
    assert "status: in-progress" in text("asked")
    assert "started: 2026-01-05T08:10+01:00\n" in text("asked")
    assert "  - step: lock\n    by: mia\n" in text("asked") or "step: lock, by: mia" in text(
        "asked"
    )


def test_what_was_begun_is_over_when_it_is_told_once_more(place: Path) -> None:
    before = text("flow")
    ran("step", "flow", "lock", "--right", "--finished", f"{DAY}08:10+01:00")
    assert text("flow") == before.replace(
        "started: 2026-01-05T08:00+01:00}",
        "started: 2026-01-05T08:00+01:00, finished: 2026-01-05T08:10+01:00, right_first_time: true}",
    )
    ran("step", "flow", "mend", "--started", f"{DAY}08:20+01:00", "--by", "ben")
    assert text("flow").count("step: mend") == 1
    said = ran("step", "flow", "mend", "--finished", f"{DAY}08:30+01:00")
    assert text("flow").count("step: mend") == 1 and text("flow").count("by: ben") == 2
    assert "# his own lock" in text("flow") and "# what follows" in text("flow")
    assert coming(said) == ["tracker run step flow test"]


def test_what_is_begun_is_told_first(place: Path) -> None:
    assert coming(ran("step", "flow", "order", "--finished", f"{DAY}08:05+01:00")) == [
        "tracker run step flow lock"
    ]


def test_each_step_says_what_comes_next(run: Callable[..., list[str]]) -> None:
    step, back = "tracker run step one", "tracker run step one mend --rework-of mend"
    assert run("order", 5) == [f"{step} lock"]
    assert run("lock", 10) == [f"{step} mend"]
    assert run("mend", 20) == [f"{step} test"]
    assert run("test", 30, "--wrong") == [back, "tracker run finish one"]
    assert run("mend", 40, "--rework-of", "mend") == [f"{step} test"]
    assert run("test", 50, "--right") == ["tracker run finish one", back]


def test_a_step_out_of_order_asks_for_a_reason(run: Callable[..., list[str]]) -> None:
    before = text("one")
    assert tracker("step", "one", "mend", "--note", " ").exit_code == 2
    refused = tracker("step", "one", "mend")
    assert refused.exit_code == 2 and "`lock` or `order` comes now" in refused.stderr
    assert text("one") == before
    assert run("mend", 10, "--note", "It was locked") == [
        "tracker run step one test", 'tracker run step one lock --note "..."',
    ]  # fmt: skip
    assert "note: It was locked\n" in text("one")
    refused = tracker("step", "one", "lock")
    assert refused.exit_code == 2 and "`test` comes now, not `lock`" in refused.stderr
    run("lock", 20, "--note", "Late")


def test_what_is_told_later_is_judged_by_its_moment(run: Callable[..., list[str]]) -> None:
    run("lock", 10)
    run("mend", 30)
    assert tracker("step", "one", "order", "--finished", f"{DAY}08:40+01:00").exit_code == 2
    run("order", 5)


def test_a_run_of_an_earlier_version_has_no_order_at_hand(place: Path) -> None:
    said = ran("step", "old", "weld", "--finished", f"{DAY}09:00Z")
    assert "later version" in said
    ran("finish", "old", "--at", f"{DAY}10:00Z")
    assert "status: completed" in text("old")


def test_a_run_ends_as_it_is_said(run: Callable[..., list[str]]) -> None:
    assert tracker("finish", "one").exit_code == 2
    shown = ran("finish", "one", "--reason", "It stood still", "--at", f"{DAY}09:00Z", "--dry-run")
    assert "dry run" in shown and "in-progress" in text("one")
    ran("finish", "one", "--reason", "It stood still", "--at", f"{DAY}09:00Z")
    assert text("one").splitlines()[1:] == [
        "status: completed",
        "started: 2026-01-05T08:00+01:00",
        "finished: 2026-01-05T09:00+00:00",
        "reason: It stood still",
    ]
    for verb in (("finish",), ("cancel", "--reason", "x"), ("finish", "--incomplete")):
        assert tracker(verb[0], "one", *verb[1:]).exit_code == 2


def test_a_run_may_stay_incomplete_or_be_cancelled(place: Path) -> None:
    ran("finish", "flow", "--incomplete", "--at", f"{DAY}09:00Z")
    assert "status: incomplete" in text("flow")
    ran("cancel", "asked", "--reason", "A wrong alarm", "--at", f"{DAY}09:00Z")
    assert "status: cancelled" in text("asked") and "reason: A wrong alarm" in text("asked")


def test_nothing_is_written_in_a_dry_run(place: Path) -> None:
    before = text("flow")
    assert "dry run" in ran("step", "flow", "order", "--dry-run")
    assert text("flow") == before


def test_a_run_is_named_by_an_old_name_of_its_process(place: Path) -> None:
    path = place / "work/processes/repair/process.yaml"
    assert "step: order" not in text("flow")
    path.write_text(path.read_text() + "formerly: [mending]\n")
    ran("step", "mending/flow", "order", "--finished", f"{DAY}08:05+01:00")
    assert "step: order" in text("flow")
