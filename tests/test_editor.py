"""What editors get: modelines, schemas on disk, settings; and what the real language server makes of them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from gitrepo import Repo
from hypothesis import given
from hypothesis import strategies as st
from language_server import LanguageServer
from shown import SHOWN

from tracker.cli.main import cli
from tracker.cli.writing import modelines
from tracker.cli.writing.editor import settings, text_of
from tracker.cli.writing.modelines import BESIDE, marked, schemas_of, unmarked
from tracker.cli.writing.templating import write
from tracker.model.catalogue import documents, member, schema_folder
from tracker.model.kinds import KINDS, placed
from tracker.source.snapshot import Folder
from tracker.source.writing import document

ROOT = Path(__file__).resolve().parent.parent
TRACKER = Path(sys.executable).parent / "tracker"
PROJECT = "work/projects/first-project/project.yaml"
LINE = "# yaml-language-server: $schema="


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, arguments, prog_name="tracker")
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with the workspace that `tracker init` writes, committed."""
    made = Repo(tmp_path / "repo")
    monkeypatch.chdir(made.path)
    run("init")
    made.commit("start")
    return made


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def first_line(path: Path) -> str:
    return path.read_text("utf-8").partition("\n")[0]


# The line at the top.


@given(st.binary(max_size=40), st.sampled_from([b"\n", b"\r\n"]))
def test_a_modeline_is_one_line_at_the_top_and_all_other_bytes_stay(
    rest: bytes, ending: bytes
) -> None:
    content = b"title: A" + ending + rest
    line = f"{LINE}.schemas/team.schema.json"
    wanted = line.encode() + ending + content
    assert marked(content, line) == wanted
    assert marked(wanted, line) == wanted
    other = f"{LINE}../schemas/goal.schema.json"
    assert marked(wanted, other) == other.encode() + ending + content
    assert marked(wanted, None) == content


@pytest.mark.parametrize(
    "content",
    [
        f"{LINE}https://schemas.example/team.json\ntitle: A\n",
        f"{LINE}https://schemas.example/team.schema.json\ntitle: A\n",
        f"{LINE}mine/our-team.schema.json\ntitle: A\n",
        f"{LINE}custom/team.schema.json\ntitle: A\n",
        f"{LINE}../mine/.schemas/team.schema.json\ntitle: A\n",
        f"{LINE}schemas/team.schema.json\ntitle: A\n",
        f"{LINE}../../schemas/team.schema.json\ntitle: A\n",
        "# A comment first\n\n# yaml-language-server: $schema=x.json\ntitle: A\n",
        "# $schema: x.json\ntitle: A\n",
    ],
)
def test_a_modeline_that_leads_elsewhere_stays_alone(content: str) -> None:
    assert marked(content.encode(), f"{LINE}.schemas/team.schema.json") == content.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("../../schemas/team", "../.schemas/team"),  # from beside the workspace to inside
        ("../.schemas/team", "../../schemas/team"),
        ("../../../.schemas/team", "../.schemas/team"),  # the file was moved
        ("../.schemas/goal", "../.schemas/team"),
    ],
)
def test_a_modeline_that_leads_to_schemas_of_ours_is_put_right(old: str, new: str) -> None:
    before, after = (f"{LINE}{way}.schema.json\na: 1\n".encode() for way in (old, new))
    assert marked(before, f"{LINE}{new}.schema.json") == after


def test_a_text_that_speaks_of_modelines_below_is_no_modeline() -> None:
    content = b"title: A\n# yaml-language-server: $schema=x.json\n"
    assert marked(content, "# x") == b"# x\n" + content


def test_what_is_written_gets_the_line_that_is_right_there(repo: Repo) -> None:
    """Templates may come with the line of another place."""
    text = f"{LINE}../../schemas/role.schema.json\ntitle: A\nkind: team\n"
    write(repo.path / "work", {"teams/a.yaml": text}, repo.path)
    assert (repo.path / "work/teams/a.yaml").read_text() == (
        f"{LINE}../.schemas/team.schema.json\ntitle: A\nkind: team\n"
    )


def test_without_schemas_no_line_leads_to_them(repo: Repo) -> None:
    for path in (repo.path / "work/.schemas").iterdir():
        path.unlink()
    (repo.path / "work/.schemas").rmdir()
    run("new", "team", "a")
    assert (repo.path / "work/teams/a.yaml").read_text().startswith("title:")


# What `tracker init` writes.


def test_init_writes_settings_and_schemas_and_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("init").stdout
    assert "\nwrote .vscode/ and work/.schemas/ (editor settings)\n" in said
    copies = {path.name: path.read_bytes() for path in (tmp_path / "work/.schemas").iterdir()}
    assert copies == {name: (schema_folder() / name).read_bytes() for name in documents()}
    mapping = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert mapping["./work/.schemas/project.schema.json"] == "work/projects/*/project.yaml"
    assert {Path(schema).name for schema in mapping} == set(documents()) - {"common.schema.json"}
    for path in (tmp_path / "work").rglob("*.yaml"):
        line = first_line(path)
        assert line.startswith(LINE)
        assert (path.parent / line.removeprefix(LINE)).is_file()


def test_settings_lie_at_the_root_of_the_repository(repo: Repo) -> None:
    shutil.rmtree(repo.path / "work")
    (repo.path / "deep").mkdir()
    os.chdir(repo.path / "deep")
    said = run("init", "b(2)").stdout
    assert "wrote b(2)/work/.schemas/ (editor settings)\n" in said
    assert "../.vscode/settings.json is yours" in said
    assert not (repo.path / "deep/.vscode").exists()
    os.chdir(repo.path / "deep/b(2)")
    said = run("init", "--editor").stdout
    added = json.loads("{" + said.partition("Add to it:\n")[2] + "}")
    schemas = added["yaml.schemas"]
    assert schemas["./deep/b(2)/work/.schemas/goals.schema.json"] == "deep/b?2?/work/goals.yaml"
    assert list(added) == ["yaml.schemas", "files.associations"]


MINE = '{\n  // mine\n  "editor.tabSize": 3,\n  "yaml.schemaStore.enable": true,\n}\n'


def test_settings_of_ones_own_are_never_touched_and_what_to_add_is_said(repo: Repo) -> None:
    for path in (repo.path / "work/.schemas").iterdir():
        path.unlink()
    repo.write({".vscode/settings.json": MINE, ".vscode/extensions.json": "[]"})
    said = run("init", "--editor").stdout
    assert "wrote work/.schemas/ (editor settings)\n" in said
    assert '\n  "recommendations": [\n    "redhat.vscode-yaml"\n  ]\n' in said
    assert '"yaml.schemaStore.enable"' not in said
    assert (repo.path / ".vscode/settings.json").read_text() == MINE
    part = said.partition("settings.json is yours and stays as it is. Add to it:\n\n")[2]
    pasted = MINE.replace("}", part.partition("\n\n")[0] + "\n}")
    repo.write(
        {".vscode/settings.json": pasted, ".vscode/extensions.json": '["redhat.vscode-yaml"]'}
    )
    assert run("init", "--editor").stdout == "schemas and settings of the editor are up to date\n"


@pytest.mark.parametrize("kind", ["endless", "pipe", "link"])
def test_settings_that_are_no_file_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A pipe and a device have no end; whoever reads a link may read what nobody gave."""
    monkeypatch.chdir(tmp_path)
    place = tmp_path / ".vscode/settings.json"
    place.parent.mkdir()
    (tmp_path / "mine").write_text(text_of(settings("work", ".schemas")["settings.json"]))
    os.mkfifo(place) if kind == "pipe" else place.symlink_to(
        "/dev/zero" if kind == "endless" else "../mine"
    )
    done = subprocess.run(
        ["bash", "-c", 'ulimit -v 2000000; exec "$0" init', str(TRACKER)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ".vscode/settings.json is yours" in done.stdout


def test_what_is_to_be_pasted_drives_no_terminal_and_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "a\u009b31m\u202e##[error]b"
    made = Repo(tmp_path)
    made.write({f"{name}/tracker.yaml": "title: T\n", ".vscode/settings.json": "{}"})
    monkeypatch.chdir(tmp_path / name)
    said = run("init", "--editor").stdout
    assert said.isprintable() or {one for one in said if not one.isprintable()} == {"\n"}
    assert "##[" not in said
    added = json.loads("{" + said.partition("Add to it:\n")[2] + "}")
    assert f"./{name}/.schemas/goals.schema.json" in added["yaml.schemas"]


@pytest.mark.parametrize("kind", ["folder", "schema", "file"])
def test_where_a_schema_cannot_be_written_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    hidden = tmp_path / "work/.schemas"
    hidden.parent.mkdir()
    if kind == "folder":
        (tmp_path / "mine").mkdir()
        hidden.symlink_to("../mine")
    elif kind == "schema":
        hidden.mkdir()
        (hidden / "goal.schema.json").symlink_to("../../nowhere")
    else:
        hidden.write_text("mine")
    before = list(tmp_path.rglob("*"))
    for _ in range(2):
        assert "exists already" not in run("init", code=2).stderr
        assert list(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_folder_of_settings_that_is_none_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "here").mkdir()
    place = tmp_path / "here/.vscode"
    place.symlink_to("../mine") if kind == "link" else place.write_text("mine")
    monkeypatch.chdir(tmp_path / "here")
    assert ".vscode/settings.json is yours" in run("init").stdout
    assert not list((tmp_path / "mine").iterdir())


def test_a_workspace_in_a_hidden_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repo(tmp_path)
    monkeypatch.chdir(tmp_path)
    run("init", ".planning")
    mapping = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert mapping["./.planning/work/.schemas/goals.schema.json"] == ".planning/work/goals.yaml"


def test_what_is_there_already_is_not_said_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("init")
    (tmp_path / "work/tracker.yaml").rename(tmp_path / "kept.yaml")
    for path in [*(tmp_path / "work").glob("*.yaml"), *(tmp_path / "work").glob("*/**/*.yaml")]:
        path.unlink()
    assert "editor" not in run("init").stdout


def test_a_workspace_at_the_root_of_its_repository(repo: Repo) -> None:
    found = settings("", ".schemas")["settings.json"]
    assert found["yaml.schemas"]["./.schemas/goal.schema.json"] == "goals/*.yaml"
    assert "files.associations" not in found


def test_the_example_comes_with_the_lines_of_its_new_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        "\nwrote .vscode/ and work/.schemas/ (editor settings)\n" in run("init", "--example").stdout
    )
    assert list(unmarked(Folder(tmp_path), "work", ".schemas")) == []


# After an upgrade.


def test_editor_writes_the_schemas_anew_and_touches_nothing_else(repo: Repo) -> None:
    before = everything(repo.path)
    repo.write({"work/.schemas/goal.schema.json": "{}", "work/.schemas/mine.json": "{}"})
    (repo.path / "work/.schemas/plan.schema.json").unlink()
    assert "wrote work/.schemas/ (editor settings)" in run("init", "--editor").stdout
    assert everything(repo.path) == before | {"work/.schemas/mine.json": b"{}"}
    assert "up to date" in run("init", "--editor").stdout


def test_editor_in_a_workspace_from_before(repo: Repo) -> None:
    """Schemas and settings come, and files get a line only where that is asked for."""
    files = {path: text for path, text in everything(repo.path).items() if path.endswith(".yaml")}
    bare = {path: text.partition(b"\n")[2] for path, text in files.items()}
    bare["work/goals.yaml"] = bare["work/goals.yaml"].replace(b"\n", b"\r\n")
    bare["work/teams/broken.yaml"] = b'title: "a\n'
    repo.git("rm", "-r", "-q", ".")
    repo.write(bare)
    repo.commit("before")
    said = run("init", "--editor").stdout
    assert "wrote .vscode/ and work/.schemas/ (editor settings)\n" in said
    assert "\n5 files lack their modeline: `tracker init --modelines` adds that line\n" in said
    assert {path: everything(repo.path)[path] for path in bare} == bare
    said = run("init", "--modelines").stdout
    assert said.count("wrote the modeline of work/") == 5
    now = everything(repo.path)
    assert now["work/goals.yaml"] == files["work/goals.yaml"].replace(b"\n", b"\r\n")
    assert now["work/teams/broken.yaml"] == bare["work/teams/broken.yaml"]
    assert {path: now[path] for path in files if path != "work/goals.yaml"} == {
        path: text for path, text in files.items() if path != "work/goals.yaml"
    }
    assert "wrote" not in run("init", "--modelines").stdout


GOAL = "title: G\nowner: {person: committer-name}\nstatus: proposed\n"
TYPED = b"# the sentence that I typed and saved just now\n"


def goals(repo: Repo) -> list[Path]:
    """Files without their line, in the order in which they get it."""
    repo.write({f"work/goals/g{number}.yaml": GOAL for number in range(4)})
    return [repo.path / f"work/goals/g{number}.yaml" for number in range(4)]


def test_what_is_saved_while_others_are_written_is_kept(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_, last = goals(repo)
    real = click.echo

    def echo(message: str, **more: Any) -> None:
        if first.name in message:
            last.write_bytes(last.read_bytes() + TYPED)
        real(message, **more)

    monkeypatch.setattr(click, "echo", echo)
    assert run("init", "--modelines").stdout.count("wrote the modeline") == 4
    assert last.read_bytes().startswith(LINE.encode()) and last.read_bytes().endswith(TYPED)


def test_what_is_saved_between_reading_and_writing_is_kept_and_said(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_, last = goals(repo)
    real = modelines.marked

    def meanwhile(content: bytes, line: str | None) -> bytes:
        found = real(content, line)
        if first.read_bytes().startswith(LINE.encode()) and second.read_bytes() == GOAL.encode():
            second.write_bytes(GOAL.encode() + TYPED)
        return found

    monkeypatch.setattr(modelines, "marked", meanwhile)
    done = run("init", "--modelines", code=2)
    assert "work/goals/g1.yaml" in done.stderr and "`tracker init --modelines` again" in done.stderr
    assert second.read_bytes() == GOAL.encode() + TYPED
    assert done.stdout.count("wrote the modeline") == 3
    assert last.read_bytes().startswith(LINE.encode())
    monkeypatch.undo()
    os.chdir(repo.path)
    assert run("init", "--modelines").stdout.count("wrote the modeline") == 1


def test_editor_says_where_there_is_no_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "`tracker init` starts a workspace" in run("init", "--editor", code=2).stderr
    assert everything(tmp_path) == {}


def test_without_a_repository_settings_lie_beside_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("init")
    monkeypatch.chdir(tmp_path / "work")
    assert "up to date" in run("init", "--editor").stdout
    assert not (tmp_path / "work/.vscode").exists()


# What lies aside is nobody's work.


def test_schemas_in_the_workspace_are_not_judged_nor_adopted(repo: Repo) -> None:
    adopting = (
        'adopt:\n  - {kind: team, files: ["**/*.yaml"], exclude: ["**/work/*/**"], id: "{path}"}\n'
    )
    text = (repo.path / "work/tracker.yaml").read_text()
    repo.write({"work/tracker.yaml": text + adopting, "work/.schemas/x.yaml": "a: [\n"})
    repo.write({"work/.schemas/goal.schema.json": "not json"})
    files = json.loads(run("check", "--base", "HEAD", "--format", "json").stdout)["summary"][
        "files"
    ]
    assert sum(files.values()) == 5


# Our own repository.


def test_our_settings_are_those_that_are_generated() -> None:
    assert schemas_of(ROOT / "work") == BESIDE
    for name, content in settings("work", BESIDE).items():
        assert (ROOT / ".vscode" / name).read_text("utf-8") == text_of(content)


def test_every_file_of_the_example_has_its_modeline() -> None:
    """`tracker init --modelines` in the repository mends what fails here."""
    wrong = [path for path, _, _ in unmarked(Folder(ROOT), "work", BESIDE)]
    assert wrong == []
    for path in (ROOT / "work").rglob("*.yaml"):
        assert (path.parent / first_line(path).removeprefix(LINE)).resolve().is_file(), path


def test_the_table_for_jetbrains_is_that_of_the_settings() -> None:
    page = (ROOT / "site/docs/how-to/set-up-your-editor.md").read_text("utf-8")
    mapping = settings("work", ".schemas")["settings.json"]["yaml.schemas"]
    rows = [f"| `{schema.removeprefix('./')}` | `{glob}` |" for schema, glob in mapping.items()]
    assert "\n|---|---|\n" + "\n".join(rows) + "\n\n" in page


# The real language server.


@dataclass
class Edited:
    """A workspace with a file of every kind, as an editor shows it; `texts` as they are opened."""

    server: LanguageServer
    texts: dict[str, str]


def section(found: Mapping[str, Any]) -> dict[str, Any]:
    """The settings below `yaml`, as an editor hands them to the server."""
    made: dict[str, Any] = {}
    for name, value in found.items():
        first, *steps = name.split(".")
        inner = made
        if first == "yaml":
            for step in steps[:-1]:
                inner = inner.setdefault(step, {})
            inner[steps[-1]] = value
    return made


RECORDS = ("review", "approval", "condition", "baseline")
"""What no template holds, or belongs to what none holds."""


ASKED = {
    "lifecycle": ("--like", "five-phase"),
    "change": ("--reason", "The harvest", "--by", "owner"),
    "improvement": ("--reason", "The queue"),
}
"""What a template cannot know."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `tracker init` and `tracker new` have written every kind."""
    folder = tmp_path_factory.mktemp("edited")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run("init")
        for kind in KINDS.values():
            if kind.name not in ("workspace", "plan", "update", *RECORDS):
                owner = {
                    "project": "first-project",
                    "person": "new-person",
                    "process": "new-process",
                }
                id = owner.get(kind.part_of or "", f"new-{kind.name}")
                id += f"/new-{kind.name}" if kind.parts > 1 else ""
                run("new", kind.name, id, *ASKED.get(kind.name, ()))
        run("new", "plan", "new-project")
        run(
            "update",
            "first-project",
            "--author",
            "new-person",
            "--health",
            "green",
            "--summary",
            "Well",
        )
        for name in RECORDS:
            parts = ("first-project", "idea-2026-11-20", "owner")[: KINDS[name].parts]
            path = KINDS[name].path_of("/".join(parts))
            write(folder / "work", {path: document(SHOWN[name])}, folder)
    return folder


@pytest.fixture(scope="module", params=["by modeline", "by mapping"])
def edited(request: pytest.FixtureRequest, workspace: Path, node_modules: Path) -> Iterator[Edited]:
    """By the first line of each file alone, and by the settings of the editor alone."""
    found = section(json.loads((workspace / ".vscode/settings.json").read_text()))
    texts = {
        path.relative_to(workspace).as_posix(): path.read_text("utf-8")
        for path in workspace.rglob("*.yaml")
    }
    if request.param == "by modeline":
        del found["schemas"]
    else:
        texts = {path: text.partition("\n")[2] for path, text in texts.items()}
    with LanguageServer(node_modules, workspace, found) as server:
        yield Edited(server, texts)
        assert server.asked_for == []


def at(text: str, words: str) -> tuple[int, int]:
    """The place right behind these words."""
    lines = text[: text.index(words) + len(words)].split("\n")
    return len(lines) - 1, len(lines[-1])


def test_what_tracker_writes_is_right_to_the_editor(edited: Edited) -> None:
    kinds = {place.kind.name for path in edited.texts if (place := placed(path[len("work/") :]))}
    assert kinds == set(KINDS)
    assert {
        path: found for path, found in edited.server.open_all(edited.texts).items() if found
    } == {}


def test_a_new_key_is_completed_with_what_it_means(edited: Edited) -> None:
    text = edited.texts[PROJECT]
    edited.server.open(PROJECT, text + "\n")
    offered = edited.server.completion(PROJECT, text.count("\n"), 0)
    schema = member("project", ())
    assert schema is not None
    known = {key: one["description"] for key, one in schema["properties"].items()}
    new = {key: said for key, said in known.items() if f"\n{key}:" not in "\n" + text}
    assert {label: item.get("documentation") for label, item in offered.items()} == new


@pytest.mark.parametrize(
    ("path", "words", "options"),
    [
        (PROJECT, "\nstatus: ", "proposed active on-hold completed cancelled"),
        (
            "work/processes/new-process/process.yaml",
            "\nstatus: ",
            "draft active under-review retired",
        ),
        ("work/goals.yaml", "\n  status: ", "proposed active closed"),
        ("work/roles/new-role.yaml", "\nwork: ", "producer improver builder"),
    ],
)
def test_a_status_is_completed_with_its_values(
    edited: Edited, path: str, words: str, options: str
) -> None:
    text = edited.texts[path]
    before, _, after = text.partition(words)
    text = before + words + "\n" + after.partition("\n")[2]
    edited.server.open(path, text)
    assert list(edited.server.completion(path, *at(text, words))) == options.split()


def test_a_misspelt_key_is_marked_and_what_is_ill_formed_explained(edited: Edited) -> None:
    text = (
        edited.texts[PROJECT]
        .replace("goals: [", "gaols: [")
        .replace("phase: idea", "phase: An Idea")
    )
    found = edited.server.open(PROJECT, text)
    said = {one["message"]: one["range"]["start"]["line"] for one in found}
    assert said == {
        "Property gaols is not allowed.": at(text, "\ngaols")[0],
        "Expected an id: lower-case letters, digits and single hyphens, up to 63 characters.": at(
            text, "\nphase"
        )[0],
    }


@pytest.fixture(scope="module")
def server(workspace: Path, node_modules: Path) -> Iterator[LanguageServer]:
    """A server that knows modelines alone."""
    with LanguageServer(node_modules, workspace) as made:
        yield made


@pytest.mark.parametrize("name", SHOWN)
def test_every_key_shows_its_description_and_nothing_is_wrong(
    server: LanguageServer, name: str
) -> None:
    """The complete example of a kind: each key of it, hovered over."""
    path = f"work/{name}.yaml"
    text = f"{LINE}.schemas/{name}.schema.json\n"
    text += yaml.safe_dump(SHOWN[name], sort_keys=False, allow_unicode=True, width=1000)
    assert server.open(path, text) == []
    wrong = {}
    for route, line, column in keys(yaml.compose(text), ()):
        schema = member(name, route)
        if schema is not None and "requires" not in route[:-1] and "description" in schema:
            shown = server.hover(path, line, column).replace("\\", "").replace("&nbsp;", " ")
            if schema["description"] not in shown or "Example" not in shown:
                wrong[route] = shown
    assert wrong == {}


def keys(
    node: yaml.Node | None, route: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Every key of a document with its place; `*` stands for the entries of a list."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from keys(item, (*route, "*"))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*route, key.value), key.start_mark.line, key.start_mark.column + 1
            yield from keys(value, (*route, key.value))


def test_a_server_that_may_ask_the_catalogue_of_the_world_does(
    workspace: Path, node_modules: Path
) -> None:
    """So the silence of the others is by their settings."""
    with LanguageServer(node_modules, workspace, {}) as made:
        made.open(PROJECT)
        assert made.asked_for


def test_every_file_of_the_example_is_right_to_the_editor(node_modules: Path) -> None:
    """In the repository itself, by the modelines alone."""
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in (ROOT / "work").rglob("*.yaml")
    }
    with LanguageServer(node_modules, ROOT) as made:
        assert {path: found for path, found in made.open_all(texts).items() if found} == {}
        assert made.asked_for == []
        assert "Where the project stands." in made.hover(*status_of(texts))


def status_of(texts: Mapping[str, str]) -> tuple[str, int, int]:
    path = next(path for path in texts if path.endswith("/project.yaml"))
    return path, *at(texts[path], "\nstatus")
