"""What CONTRIBUTING.md tells people to do works, word for word, in a copy of the repository."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from repocopy import repository_copy

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"`make ([a-z-]+)", TEXT))))
def test_a_verb_of_make_is_one(verb: str) -> None:
    assert re.search(
        rf"^{verb}:.* ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )


def blocks() -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_what_contributors_are_told_to_do_works(tmp_path: Path) -> None:
    """Shell blocks run one after the other; files are written, and texts were said just before."""
    root = repository_copy(tmp_path / "tracker")
    for git in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Start"]):
        subprocess.run(["git", "-C", root, *git], check=True)
    said, done = "", 0
    for language, text in blocks():
        if language == "sh":
            said = shell(root, text)
            done += 1
        elif language == "text":
            assert text in said
        else:
            name, _, content = text.partition("\n")
            target = root / name.removeprefix("# ")
            assert target.is_file(), f"the scaffold does not have {name}"
            target.write_text(content, encoding="utf-8")
    assert done == 8
    # All of it is committed, and nothing else lies about.
    said = shell(root, "git log -1 --format=%s; git status --short")
    assert said == "A sponsor who manages the project is warned of\n"


def shell(root: Path, commands: str) -> str:
    # To `sh -e` a command behind `!` that does not fail is no failure; here it is one.
    commands = re.sub(r"^! (.+)$", r"if \1; then exit 9; fi", commands, flags=re.MULTILINE)
    path = os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
    ran = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=root,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(root)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, (commands, ran.stdout, ran.stderr)
    return ran.stdout
