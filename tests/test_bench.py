"""The bench: what it generates, its arithmetic, and what it says of what fails. Nothing is timed."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import eventlog
import figures.growth as growth
import flowing
import jsonschema
import machine
import measure
import measurements
import peer
import peers.check_jsonschema as equivalent
import pytest
import results
import run
from click.testing import CliRunner
from generate import generate
from ground import FULL, Ground, files
from items import items, outline
from measure import Bound, Command, Figure, Job, NotMeasuredError, Run

from tracker.cli.main import cli
from tracker.model.schema import fit
from tracker.source.document import read

SMALL = 40


def everything(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def echo(text: str, code: int = 0) -> Command:
    script = f"print({text!r}); raise SystemExit({code})"
    return Command([sys.executable, "-c", script], Path.cwd())


class Fake:
    """Runs nothing: each job takes the seconds that its one argument lists, round after round."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def __call__(self, job: Job) -> Run:
        name, *seconds = (str(each) for each in job[0].argv)
        taken = seconds[self.order.count(name)]
        self.order.append(name)
        return Run(float(taken), megabytes=len(self.order))


def job(name: str, *seconds: float) -> Job:
    return [Command([name, *map(str, seconds)], Path())]


# What is generated.


def test_the_same_number_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generate(SMALL, tmp_path / name, seed)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")
    assert everything(tmp_path / "a") != everything(tmp_path / "c")


def test_a_generated_workspace_has_no_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(SMALL, tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["check", "--fail-on", "note"])
    assert (done.exit_code, "no findings" in done.output) == (0, True), done.output


def test_a_generated_log_is_a_log_of_the_process_that_is_measured(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        eventlog.workspace(SMALL, tmp_path / name, seed)
    a, b, c = ((tmp_path / name / eventlog.LOG).read_bytes() for name in "abc")
    assert a == b != c
    flow, verdicts = flowing.measured(tmp_path / "a")
    assert flow.cases == SMALL and list(flow.steps) == list(eventlog.STEPS)
    assert 1 < flow.variants < SMALL
    costs = [one.cost for one in verdicts]
    assert None not in costs and 0 < costs.count(0) < SMALL


def test_items_say_what_the_files_say(tmp_path: Path) -> None:
    generate(SMALL, tmp_path)
    found = items(SMALL)
    for item in found:
        folder = {"goal": "goals", "project": "projects", "process": "processes"}[item.kind]
        file = f"{item.id}.yaml" if item.kind == "goal" else f"{item.id}/{item.kind}.yaml"
        assert f"title: {item.title}\n" in (tmp_path / "work" / folder / file).read_text("utf-8")
    goals = {item.id for item in found if item.kind == "goal"}
    assert all(set(item.links) <= goals for item in found)
    assert len({(item.kind, item.number) for item in found}) == len(found)


def test_an_outline_has_every_word() -> None:
    value: Any = {"title": "One", "tasks": [{"id": "a", "on": ["x", "y"]}], "none": []}
    assert list(outline(value)) == [
        "- **title**: One",
        "- **tasks**",
        "    - *each*",
        "        - **id**: a",
        "        - **on**",
        "            - x",
        "            - y",
        "- **none**: []",
    ]


@pytest.mark.parametrize("kind", sorted(equivalent.KINDS))
def test_the_schema_of_the_peer_judges_as_ours(kind: str, tmp_path: Path) -> None:
    """A reader of dates as text, a validator of its own: valid files are, and spoilt ones are not."""
    generate(SMALL, tmp_path)
    validator = jsonschema.Draft202012Validator(equivalent.bundle(kind))
    paths = equivalent.found(tmp_path, equivalent.KINDS[kind])
    assert paths
    data = read((tmp_path / paths[0]).read_bytes()).data
    assert isinstance(data, dict)
    for spoilt in (data, *({**data, key: {"no": "such"}} for key in data), {**data, "more": 1}):
        assert validator.is_valid(spoilt) == (not fit(kind, spoilt)), spoilt
    assert not validator.is_valid({**data, "more": 1})


# The arithmetic.


def test_jobs_run_in_turns_and_ratios_are_taken_pair_by_pair() -> None:
    fake = Fake()
    ground = Ground(Path(), runs=3, runner=fake)
    above, below = ground.turns(job("a", 4, 6, 30), job("b", 2, 1, 10))
    assert fake.order == ["a", "b"] * 3
    figure = measure.ratio("a / b", above, below, Bound("at most", 3))
    assert list(figure.values) == [2, 6, 3]
    assert (figure.median, figure.held) == (3, True)
    assert figure.seconds == (6, 2), "medians of each; their ratio is not what is shown"


@pytest.mark.parametrize(("each", "ratio"), [(0.001, 1), (0.0, None)])
def test_growth_is_the_cost_of_files_without_start_up(
    each: float, ratio: float | None, tmp_path: Path
) -> None:
    """A check that takes a tenth of a second and then `each` for a file, everywhere the same."""

    def runner(job: Job) -> Run:
        return Run(sum(0.1 + each * files(command.cwd) for command in job))

    found, said = outcome({"growth": growth.measure}, Ground(tmp_path, 100, 2, runner))
    assert [round(value, 6) for _, figure in found.figures for value in figure.values] == (
        [ratio] * 2 if ratio else []
    )
    assert ("too busy" in said) is (ratio is None)


@pytest.mark.parametrize(
    ("bound", "held"),
    [
        (Bound("at most", 2.0), True),
        (Bound("at most", 1.9), False),
        (Bound("at least", 2.0), True),
        (Bound("at least", 2.1), False),
        (None, True),
    ],
)
def test_bounds(bound: Bound | None, held: bool) -> None:
    assert Figure("a / b", (1.0, 2.0, 9.0), bound).held is held


def test_bounds_of_large_workspaces_are_not_judged_in_small_ones() -> None:
    bound = Bound("at least", 20)
    assert Ground(Path(), FULL).bound(bound) == bound
    assert Ground(Path(), FULL - 1).bound(bound) is None


def test_a_busy_machine_is_noted() -> None:
    assert machine.noise(0.1, [0.050, 0.060]) == []
    (load,) = machine.noise(3.0, [0.050, 0.051])
    assert load == "3.0 processes were running or waiting before the run began"
    (probes,) = machine.noise(0.1, [0.050, 0.080])
    assert probes == "the same piece of work took from 50 to 80 ms"


# What is run, and what fails.


def test_a_job_is_all_of_its_commands() -> None:
    done = measure.run([echo("one"), echo("two")])
    assert done.seconds > 0
    assert done.megabytes > 1


def test_a_command_may_tell_its_own_seconds() -> None:
    tells = Command([sys.executable, "-c", "print(0.25, 7)"], Path.cwd(), tells=True)
    assert measure.run([tells]).seconds == 0.25


def test_a_folder_is_removed_before_each_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = Command([sys.executable, "-c", f"import os; os.mkdir({str(out)!r})"], tmp_path, out)
    measure.run([command, command])
    assert out.is_dir()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (echo("An error of its own", 3), "ended with 3: An error of its own"),
        (Command(["no-such-program"], Path.cwd()), "no-such-program does not start"),
    ],
)
def test_what_fails_says_how(command: Command, said: str) -> None:
    with pytest.raises(NotMeasuredError, match=said):
        measure.run([command])


def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "LIMIT", 0)
    with pytest.raises(NotMeasuredError, match="ended with -9"):
        measure.run([Command([sys.executable, "-c", "import signal; signal.pause()"], Path.cwd())])


def test_the_gist_of_an_error_has_no_address() -> None:
    text = "npm error code E404\nnpm error 404 at https://example.org/x\nnpm\nmore\n"
    assert measure.gist(text) == "npm error code E404 · npm error 404 at (address)"


def fake_peer(*figures: Figure, fault: Exception | None = None) -> peer.Peer:
    def measured(ground: Ground, tool: Path) -> Iterator[Figure]:
        yield from figures
        if fault:
            raise fault

    return peer.Peer("Fake", "fake", "Nothing.", "Everything.", measured)


def outcome(
    what: dict[str, run.Measurement], ground: Ground | None = None
) -> tuple[results.Results, str]:
    said: list[str] = []
    return run.measure(what, ground or Ground(Path()), said.append, []), "\n".join(said)


def test_a_peer_that_cannot_be_installed_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: dict[str, str]
) -> None:
    """An impossible pin, handed to pip itself."""
    for name, value in offline.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pins").mkdir()
    (tmp_path / "pins" / "fake.txt").write_text("click==0.0.0.1\n", encoding="utf-8")

    def absent(ground: Ground) -> Iterator[Figure]:
        peer.install("fake", "fake", pinned=tmp_path / "pins", built=tmp_path / "built")
        yield Figure("never", (1.0,))

    def present(ground: Ground) -> Iterator[Figure]:
        yield Figure("a / b", (2.0,), Bound("at most", 3))

    found, said = outcome({"fake": absent, "other": present})
    assert [figure.title for _, figure in found.figures] == ["a / b"]
    assert "No matching distribution found for click==0.0.0.1" in found.failed["fake"]
    assert "fake\n  not measured: not installed: ERROR" in said
    assert found.code == 2


def test_a_peer_that_crashes_keeps_what_was_measured_before() -> None:
    def crashing(ground: Ground) -> Iterator[Figure]:
        yield Figure("a / b", (2.0,))
        measure.run([echo("Error: it broke", 70)])

    found, said = outcome(
        {"fake": crashing, "other": lambda ground: iter([Figure("c / d", (1.0,))])}
    )
    assert [figure.title for _, figure in found.figures] == ["a / b", "c / d"]
    assert "ended with 70: Error: it broke" in said
    assert found.code == 2


def test_a_missed_bound_decides_the_exit_code() -> None:
    missed = Figure("a / b", (2.0,), Bound("at most", 1))
    found, said = outcome({"own": lambda ground: iter([missed])})
    assert (found.code, found.missed) == (1, ["a / b"])
    assert "MISSED" in said
    found.failed["fake"] = "gone"
    assert found.code == 1
    assert list(results.closing(found, ["busy"])) == [
        "MISSED: a / b",
        "not measured: fake: gone",
        "the machine was busy: busy",
    ]
    assert results.Results().code == 0


def test_lines_fit_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    figure = Figure("t" * 70, (1234.5, 2345.6), Bound("at least", 20), seconds=(123.4, 0.0567))
    run.say(results.line(figure))
    assert capsys.readouterr().out == results.line(figure) + "\n"
    run.say("not measured: " + "word " * 40)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


# Which measurements there are.


def test_one_file_is_one_measurement() -> None:
    assert set(run.chosen(None, None)) == {
        path.stem for folder in ("figures", "peers") for path in (run.HERE / folder).glob("*.py")
    }
    assert set(run.chosen(None, "none")) == set(run.measurements())
    assert set(run.chosen(None, "yamllint")) == {*run.measurements(), "yamllint"}
    assert set(run.chosen("check-jsonschema", None)) == {"check_jsonschema"}
    with pytest.raises(LookupError, match="by the name nothing: events"):
        run.chosen("nothing", None)


@pytest.mark.parametrize("name", sorted(run.peers()))
def test_every_peer_is_pinned_and_told(name: str) -> None:
    one = run.peers()[name]
    found = peer.pins(name)
    assert one.title.lower() in {pin.lower().partition("==")[0] for pin in found}
    assert all(pin.count("==") == 1 for pin in found)
    assert one.does.endswith(".")
    assert one.lacks.endswith(".")


# What is saved, and the page.


def saved(*figures: Figure, failed: Sequence[str] = (), noise: Sequence[str] = ()) -> Any:
    made = results.Results([("yamllint", each) for each in figures], dict.fromkeys(failed, "gone"))
    record = run.record(made, Ground(Path()), list(noise), date(2026, 11, 21))
    return json.loads(json.dumps(record))


def test_what_is_saved_becomes_tables() -> None:
    held = Figure("yamllint | 9 / check", (3.0, 2.0, 4.0), Bound("at least", 2), seconds=(6.0, 2.0))
    text = measurements.tables(saved(held)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Measured on 2026-11-21 with Tracker" in text
    assert "| yamllint &#124; 9 / check | **3×** | 2 to 4 | at least 2× | 6 / 2 |" in text
    assert "| yamllint 1." in text
    assert "| sphinx-needs" not in text, "what was not measured is not described"
    assert "busy" not in text
    assert "Not measured" not in text


def test_what_went_wrong_is_on_the_page() -> None:
    missed = Figure("peak", (300.0,), Bound("at most", 200), "MB")
    made = measurements.tables(saved(missed, failed=["doorstop"], noise=["2 to 9 ms"]))
    text = made.replace("\N{NO-BREAK SPACE}", " ")
    assert "| peak | **300 MB** | 300 to 300 | **missed:** at most 200 MB |  |" in text
    assert "**The machine was busy**, so take these with care: 2 to 9 ms." in text
    assert "**Not measured:** doorstop: gone." in text


def test_the_saved_results_are_of_a_whole_run_and_render() -> None:
    """Only names are held against the code: figures are measured again when somebody asks for it."""
    record = json.loads(measurements.SAVED.read_bytes())
    assert record["size"] == FULL
    assert set(record["peers"]) == set(run.peers())
    of = {figure["of"] for figure in record["figures"]} | set(record["failed"])
    assert of == set(run.chosen(None, None))
    text = measurements.made()
    for figure in record["figures"]:
        assert figure["min"] <= figure["median"] <= figure["max"]
        assert measurements._text(figure["title"]) in text
