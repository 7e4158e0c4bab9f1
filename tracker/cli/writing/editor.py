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

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import USUAL, Opening, shown
from tracker.cli.writing.modelines import HIDDEN, schemas_of
from tracker.model.catalogue import SUFFIX, documents, schema_folder
from tracker.model.kinds import KINDS
from tracker.outputs.escape import escaped, in_json
from tracker.source.files import WriteError, replace_all
from tracker.source.snapshot import Folder, UnreadableError

FOLDER = ".vscode"
FILES = ("settings.json", "extensions.json")


def patterns(root: str) -> dict[str, str]:
    """Schema name to the pattern of the files that follow it, from the folder that is opened."""
    found = {}
    for kind in KINDS.values():
        found[kind.name] = posixpath.join(_literal(root), kind.glob)
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
    return dict(zip(FILES, (wanted, {"recommendations": ["redhat.vscode-yaml"]}), strict=True))


def text_of(content: dict[str, Any]) -> str:
    """Settings as their file holds them."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Editor:
    """The editor's files of one workspace: settings below `base`, schemas below `root`."""

    base: Path
    root: Path

    @classmethod
    def of(cls, opening: Opening) -> "Editor":
        """That of a workspace; without a repository, its settings lie beside the usual folder."""
        root = opening.top / opening.demand()
        inside = opening.repository is None and root == opening.top and root.name == USUAL
        return cls(root.parent if inside else opening.top, root)

    @property
    def schemas(self) -> str:
        """Where the schemas lie or shall lie, seen from the workspace."""
        return schemas_of(self.root) or HIDDEN

    def files(self) -> dict[Path, bytes]:
        """Everything as it is when it is new."""
        try:
            made = {path: text_of(content).encode() for path, content in self._settings().items()}
        except UnicodeEncodeError as error:
            raise Stop(
                f"the name of the folder is not UTF-8: {self.root}",
                "rename it; nothing was written",
            ) from error
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

    def changes(self) -> dict[Path, tuple[bytes | None, bytes]]:
        """What is missing, and the schemas that differ: each as it is (None: not there) and shall be."""
        made: dict[Path, tuple[bytes | None, bytes]] = {}
        for path, content in self.files().items():
            if not _is_taken(path):
                made[path] = (None, content)
            elif path.parent.name == HIDDEN and (old := self._read(path)) != content:
                made[path] = (old, content)
        return made

    def refresh(self) -> list[Path]:
        """Write what is missing, and the schemas anew where they differ; the paths that were written."""
        changes = self.changes()
        try:
            replace_all(changes, root=self.base)
        except WriteError as error:
            raise Stop(error.message, error.hint) from error
        return list(changes)

    def wanting(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Settings that are somebody's own and do not say all: the file, and the part that is missing."""
        for path, wanted in self._settings().items():
            said = self._read(path).decode("utf-8", "replace") if _is_taken(path) else None
            lacking = {} if said is None else dict(_lacking(wanted, said))
            if lacking:
                yield path, lacking

    def _read(self, path: Path) -> bytes:
        """The content of a regular file, the first MiB of it; nothing of a link, a pipe or a device."""
        try:
            return Folder(self.base, "sha1").read(path.relative_to(self.base).as_posix())
        except UnreadableError:
            return b""


def _is_taken(path: Path) -> bool:
    """True where something has that name already, or its folder leads somewhere else."""
    folder = path.parent
    return os.path.lexists(path) or folder.is_symlink() or folder.is_file()


def pasted(part: dict[str, Any]) -> list[str]:
    """The lines of settings that are to be pasted: names that no terminal bears are spelled in JSON."""
    lines = text_of(part).splitlines()
    if any(escaped(line) != line for line in lines):
        lines = in_json(json.dumps(part, indent=2)).splitlines()
    return lines[1:-1]


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
