"""`tracker diff` and `tracker check` decide alike, over every case of a change."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from casework import AS_OF, cases, name_of
from click.testing import CliRunner, Result

from tracker.cli.main import cli

CHANGES = [case for case in cases() if (case / "base").is_dir()]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One repository with the sides of all cases: of each a base, and a head that came of it."""
    made = tmp_path_factory.mktemp("cases")
    git(made, "init", "--quiet")
    git(made, "fast-import", "--quiet", stdin=b"".join(_stream()))
    return made


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", "-C", folder, *arguments], input=stdin, check=True)


def _stream() -> Iterator[bytes]:
    for case in CHANGES:
        base = f"refs/heads/{name_of(case)}/base"
        yield from _commit(base, None, case / "base")
        yield from _commit(f"refs/heads/{name_of(case)}/head", base, case / "head")
        if (case / "tip").is_dir():
            yield from _commit(f"refs/heads/{name_of(case)}/tip", base, case / "tip")


def _commit(branch: str, parent: str | None, folder: Path) -> Iterator[bytes]:
    said = "Ann Author <ann@example.org> 1767600000 +0000"
    yield f"commit {branch}\nauthor {said}\ncommitter {said}\ndata 0\n".encode()
    yield f"from {parent}\ndeleteall\n".encode() if parent else b""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield f"M 100644 inline {path.relative_to(folder)}\n".encode()
        yield b"data %d\n%s\n" % (len(content), content)


@pytest.mark.parametrize("case", CHANGES, ids=name_of)
def test_diff_decides_as_check_does(
    case: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, head = (f"{name_of(case)}/{side}" for side in ("base", "head"))
    base = base.replace("/base", "/tip") if (case / "tip").is_dir() else base
    git(repository, "checkout", "--quiet", "--detach", head)
    monkeypatch.chdir(repository)
    options = [f"--as-of={AS_OF}", "--format=json"]
    if (case / "reviews.json").is_file():
        options.append(f"--reviews={case / 'reviews.json'}")
    checked = run("check", "--base", base, "--head", head, *options)
    reviewed = run("diff", base, head, *options)
    assert reviewed.exit_code == checked.exit_code
    if checked.exit_code == 2:
        assert checked.stderr == reviewed.stderr
        assert "nothing was found to check" in checked.stderr
    else:
        assert json.loads(reviewed.stdout)["allowed"] is not bool(checked.exit_code)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="tracker")
