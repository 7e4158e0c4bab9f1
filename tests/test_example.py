"""The example organisation: whole, clean on its day, and written by `tracker init --example`."""

import base64
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from gitrepo import Repo

from tracker.cli.main import cli
from tracker.cli.writing import example
from tracker.cli.writing.templating import templates
from tracker.finding import Severity
from tracker.law.judge import judge
from tracker.model.catalogue import SUFFIX, documents
from tracker.model.kinds import KINDS, placed, schema_name
from tracker.model.load import load
from tracker.model.work import Work
from tracker.source.document import read
from tracker.source.snapshot import Folder

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "work"
DAY = date.fromisoformat(example.DAY)


@pytest.fixture(scope="module")
def work() -> Work:
    return load(Folder(ROOT), "work")


MEANT = {
    ("training-expired", "work/people/ap-clerk/training.yaml"),
    ("performer-untrained", "work/processes/post-job-opening/runs/2026-10-electrician.yaml"),
}
"""What the example has to be found: a training that ran out, and one that somebody went without."""


def test_it_has_no_findings_on_its_day_but_those_that_are_meant(work: Work) -> None:
    found = judge(work, DAY).findings
    assert {(one.rule, one.location.path) for one in found} <= MEANT
    assert len(found) <= len(MEANT)
    assert {one.severity for one in found} <= {Severity.WARNING}


def test_its_day_is_said_once_and_meant() -> None:
    assert f"as_of: {DAY}" in (ROOT / "site" / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"--as-of {DAY}" in (EXAMPLE / "tracker.yaml").read_text(encoding="utf-8")


def test_it_has_every_kind(work: Work) -> None:
    assert set(judge(work, DAY).files) == set(KINDS)


# Every key of the schemas.

NOT_USED = {
    "approval.signature": "Meridian's law takes a recorded name for an approval",
    "workspace.adopt": "Meridian has no YAML of an earlier day; "
    "examples/kubernetes-enhancements shows how it is adopted",
}
"""Keys that no file of the example uses, each with its reason; what lies below them is meant too."""

Schema = dict[str, Any]


def defined() -> Iterator[str]:
    """Every property of every schema, as `project.budget.lines.planned`."""
    for name, schema in documents().items():
        yield from _below(name.removesuffix(SUFFIX), schema)


def _below(where: str, schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{where}.{key}"
            yield from _below(f"{where}.{key}", inner)
        yield from _below(where, schema.get("items"))
        for name, inner in schema.get("$defs", {}).items():
            yield from _below(f"{where}.{name}", inner)


def used() -> Iterator[str]:
    """Every property that a file of the example sets."""
    for file in EXAMPLE.rglob("*.yaml"):
        place = placed(file.relative_to(EXAMPLE).as_posix())
        assert place is not None, file
        reading = read(file.read_bytes())
        assert reading.refusal is None, file
        yield from _set(reading.data, {"$ref": schema_name(place) + SUFFIX}, "")


def _set(data: Any, schema: Schema, where: str) -> Iterator[str]:
    while "$ref" in schema:
        schema, where = _target(schema["$ref"], where)
    if isinstance(data, dict):
        for key, value in data.items():
            inner = schema.get("properties", {}).get(key)
            if inner is not None:
                yield f"{where}.{key}"
                yield from _set(value, inner, f"{where}.{key}")
            elif isinstance(schema.get("additionalProperties"), dict):
                yield from _set(value, schema["additionalProperties"], where)
    elif isinstance(data, list):
        for item in data:
            yield from _set(item, schema.get("items", {}), where)


def _target(reference: str, where: str) -> tuple[Schema, str]:
    """What a `$ref` leads to, and the name that its properties go by."""
    file, _, pointer = reference.partition("#")
    file = file or f"common{SUFFIX}"
    steps = pointer.split("/")[1:]
    target: Schema = documents()[file]
    for step in steps:
        target = target[step]
    named = [step for step in steps if step not in ("$defs", "properties", "items")]
    return target, ".".join([file.removesuffix(SUFFIX), *named])


def test_every_key_of_the_schemas_is_used_or_left_out_for_a_reason() -> None:
    missing = set(defined()) - set(used())
    excused = {key for key in missing if any(f"{key}.".startswith(f"{one}.") for one in NOT_USED)}
    assert sorted(missing - excused) == []
    assert set(NOT_USED) <= missing, "an exception that is none any more"


def test_a_key_that_is_not_used_would_be_found() -> None:
    assert {"plan.tasks.depends_on.lag", "common.tolerances.cost", "goal.formerly"} <= set(used())
    assert "workspace.adopt.files" in set(defined()) - set(used())


# A company in the middle of things.


def test_its_projects_stand_in_every_state_but_the_last(work: Work) -> None:
    states = {project.record.status for project in work.projects.values()}
    assert states == {"proposed", "active", "on-hold", "cancelled"}
    stopped = [one.id for one in work.closures.values() if one.record.outcome == "stopped"]
    assert stopped == ["time-kiosks"]
    lifecycles = {work.lifecycle_of(project) for project in work.projects.values()}
    assert len(lifecycles) == len(work.lifecycles)


def test_its_dependencies_are_of_every_type_and_cross_projects(work: Work) -> None:
    links = [
        (link if isinstance(link, str) else link.task, getattr(link, "type", None))
        for link in (
            link for id in work.projects for task in work.plan(id).tasks for link in task.depends_on
        )
    ]
    assert {kind for _, kind in links} == {None, "FS", "SS", "FF", "SF"}
    assert any(task and task.startswith("project/") for task, _ in links)


def test_its_people_build_run_and_improve(work: Work) -> None:
    assert 12 <= len(work.people) <= 18
    teams = work.of("team").values()
    assert len([team for team in teams if team.record.kind == "department"]) == 4
    held = {role for person in work.people.values() for role in person.record.roles}
    assert {work.of("role")[role].record.work for role in held} == {
        "producer", "improver", "builder",
    }  # fmt: skip


def test_its_keys_have_the_form_of_keys(work: Work) -> None:
    keys = [key for one in work.of("identity").values() for key in one.record.keys]
    assert len(set(keys)) == len(keys) > 5
    for key in keys:
        kind, blob, _ = key.split()
        content = base64.b64decode(blob)
        assert content[4:15].decode() == kind == "ssh-ed25519"
        assert len(content) == 4 + 11 + 4 + 32


def test_its_days_make_sense_on_its_day(work: Work) -> None:
    """Done is past, under way has begun, to do has not, and nothing is measured ahead."""
    for id in work.projects:
        for task in work.plan(id).tasks:
            began = task.started is not None and task.started <= DAY
            ended = task.finished is not None and task.finished <= DAY
            assert ended == (task.status == "done"), (id, task.id)
            assert began or task.status not in ("done", "doing"), (id, task.id)
            assert task.started is None or task.status not in ("todo", "cancelled"), (id, task.id)
            late = task.deadline is not None and task.deadline < DAY
            assert not late or task.status == "done", (id, task.id)
        for item in work.plan(id).deliverables:
            assert item.acceptance is None or (item.acceptance.date or DAY) <= DAY, (id, item.id)
    for goal in work.goals.values():
        for result in goal.record.key_results:
            assert all((one.date or DAY) <= DAY for one in result.measurements), goal.id


def test_the_lifecycles_that_ship_are_in_it_as_they_ship() -> None:
    for name, text in templates("lifecycles").items():
        written = (EXAMPLE / "lifecycles" / f"{name}.yaml").read_text(encoding="utf-8")
        assert written.partition("\n")[2] == text, "below the line for the editor"


# Written by `tracker init --example`.


def files(folder: Path) -> list[Path]:
    """What lies there and is of the workspace: not what is for an editor."""
    return [path for path in folder.rglob("*.*") if path.suffix in (".yaml", ".csv")]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = Repo(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    return made


def test_init_writes_it_and_it_passes(repo: Repo) -> None:
    said = run("init", "--example")
    assert said.exit_code == 0, said.output
    assert max(map(len, said.output.splitlines())) <= 80
    written = {path.relative_to(repo.path / "work") for path in files(repo.path / "work")}
    assert written == {path.relative_to(EXAMPLE) for path in files(EXAMPLE)}
    assert f"wrote {len(written)} files to work: Meridian Foods" in said.output
    checked = run("check", "--as-of", example.DAY)
    assert checked.exit_code == 0
    assert not re.search(r"[1-9]\d* (error|note)", checked.output)


def test_what_init_says_to_try_works(repo: Repo) -> None:
    said = run("init", "--example").output
    repo.commit("Meridian Foods")
    file, old, new = (
        repo.path / re.findall(r"work/projects\S+\.yaml", said)[0],
        *re.findall(r"`(phase: \w+)`", said),
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(f"{old}\n") == 1
    file.write_text(text.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")
    refused = run("check", "--base", "HEAD", "--as-of", example.DAY)
    assert refused.exit_code == 1
    assert "may not move from planning to closing" in " ".join(refused.output.split())
    assert run("show", "erp-replacement").exit_code == 0


def test_it_is_written_into_a_folder_and_never_over_another(repo: Repo) -> None:
    assert run("init", "--example", "planning").exit_code == 0
    assert (repo.path / "planning/work/tracker.yaml").is_file()
    assert run("check", "--as-of", example.DAY).exit_code == 2, "the workspace is not here"
    again = run("init", "--example", "planning")
    assert (again.exit_code, "exists already" in again.output) == (2, True)


def test_it_keeps_its_own_title(repo: Repo) -> None:
    stopped = run("init", "--example", "--title", "Acme")
    assert (stopped.exit_code, "--title" in stopped.output) == (2, True)
    assert not (repo.path / "work").exists()
