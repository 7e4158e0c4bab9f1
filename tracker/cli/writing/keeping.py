"""The command that gives a workspace to git, with the editor's settings where git lacks them."""

import os
import shlex
from pathlib import Path

from tracker.cli.writing.editor import FILES, FOLDER, Editor
from tracker.source.git import GitError, Repository


def add(editor: Editor, repository: Repository | None, start: Path) -> str:
    """`git add` with what it takes, as it can be pasted in that folder."""
    names = [editor.root]
    if editor.base != editor.root and _is_lacking(editor, repository):
        names.append(editor.base / FOLDER)
    words = [shlex.quote(os.path.relpath(name, start)) for name in names]
    end = "-- " if any(word.startswith("-") for word in words) else ""
    return f"git add {end}{' '.join(words)}"


def _is_lacking(editor: Editor, repository: Repository | None) -> bool:
    """Whether settings are there that git neither knows nor ignores; before `git init`, any."""
    files = [editor.base / FOLDER / name for name in FILES]
    if repository is None:
        return any(file.is_file() for file in files)
    try:
        return repository.lacks(*(file.relative_to(repository.root).as_posix() for file in files))
    except GitError:
        return False
