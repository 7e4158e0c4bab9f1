"""What editors need beside the files: schemas on disk, and settings that say which file follows which.

Nothing in them is ever fetched. The schemas are a copy of ours and are written anew; what somebody
may have written, such as the settings of Visual Studio Code, is never touched.
"""

import json
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.cli.modelines import HIDDEN, schemas_of
from tracker.cli.opening import shown
from tracker.cli.stop import Stop
from tracker.model.catalogue import SUFFIX, documents, schema_folder
from tracker.model.kinds import KINDS
from tracker.source.files import WriteError, create, overwrite

FOLDER = ".vscode"


def patterns(root: str) -> dict[str, str]:
    """Schema name to the pattern of the files that follow it, from the folder that is opened."""
    found = {}
    for kind in KINDS.values():
        found[kind.name] = posixpath.join(_literal(root), kind.path_of("*"))
        if kind.collection:
            found[kind.plural] = posixpath.join(_literal(root), kind.collection)
    return found


def _literal(root: str) -> str:
    """A folder's name in a pattern, in which brackets and the like would mean something else."""
    return re.sub(r"[^\w./ -]", "?", root)


def settings(root: str, schemas: str) -> dict[str, dict[str, Any]]:
    """The files of Visual Studio Code for a workspace in this folder, by name."""
    lies = posixpath.normpath(posixpath.join(root, schemas))
    mapping = {f"./{lies}/{name}{SUFFIX}": pattern for name, pattern in patterns(root).items()}
    wanted = {"yaml.schemas": mapping, "yaml.schemaStore.enable": False, "yaml.validate": True}
    if root:  # at the repository's root it would claim everybody's files
        wanted["files.associations"] = {f"**/{_literal(root)}/**/*.yaml": "yaml"}
    return {
        "settings.json": wanted,
        "extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
    }


def text_of(content: dict[str, Any]) -> str:
    """Settings as their file holds them."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Editor:
    """The editor's files of one workspace: settings below `base`, schemas below `root`."""

    base: Path
    root: Path

    @property
    def schemas(self) -> str:
        """Where the schemas lie or shall lie, seen from the workspace."""
        return schemas_of(self.root) or HIDDEN

    def files(self) -> dict[Path, bytes]:
        """Everything as it is when it is new."""
        made = {path: text_of(content).encode() for path, content in self._settings().items()}
        if self.schemas == HIDDEN:
            folder = schema_folder()
            made |= {
                self.root / HIDDEN / name: (folder / name).read_bytes() for name in documents()
            }
        return made

    def _settings(self) -> dict[Path, dict[str, Any]]:
        root = self.root.relative_to(self.base).as_posix()
        made = settings("" if root == "." else root, self.schemas)
        return {self.base / FOLDER / name: content for name, content in made.items()}

    def missing(self) -> dict[Path, bytes]:
        """What is not there yet."""
        return {path: content for path, content in self.files().items() if not _is_taken(path)}

    def refresh(self) -> Iterator[Path]:
        """Write what is missing, and the schemas anew where they differ; the paths that were written."""
        for path, content in self.files().items():
            is_copy = path.parent.name == HIDDEN
            if _is_taken(path) and not (is_copy and _differs(path, content)):
                continue
            try:
                (overwrite if is_copy else create)(path, content, root=self.base)
            except WriteError as error:
                raise Stop(error.message, error.hint) from error
            yield path

    def wanting(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Settings that are somebody's own and do not say all: the file, and the part that is missing."""
        for path, wanted in self._settings().items():
            lacking = dict(_lacking(wanted, _said(path))) if _is_taken(path) else None
            if lacking:
                yield path, lacking


def _is_taken(path: Path) -> bool:
    """True where something has that name already, or its folder leads somewhere else."""
    folder = path.parent
    return os.path.lexists(path) or folder.is_symlink() or folder.is_file()


def _said(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def _lacking(wanted: dict[str, Any], said: str) -> Iterator[tuple[str, Any]]:
    """The settings that a text does not name; its values, comments and order are the user's business."""
    for key, value in wanted.items():
        if isinstance(value, dict):
            part: Any = {name: one for name, one in value.items() if json.dumps(name) not in said}
        elif isinstance(value, list):
            part = [one for one in value if json.dumps(one) not in said]
        else:
            part = value if json.dumps(key) not in said else None
        if part not in ({}, [], None):
            yield key, part


def wrote(paths: Iterable[Path]) -> str:
    """One line for all files of the editor that were written."""
    folders = sorted({shown(path.parent) for path in paths})
    return f"wrote {' and '.join(f'{folder}/' for folder in folders)} (editor settings)"
