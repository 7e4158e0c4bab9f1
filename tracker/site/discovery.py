"""Discovery: the workspace of a site that has its own mkdocs.yml, read and judged as it lies there."""

from datetime import date
from pathlib import Path

from tracker.law.judge import judge
from tracker.model.load import load
from tracker.site.status import Status
from tracker.source.git import Repository
from tracker.source.snapshot import Folder

MARK = "tracker.yaml"


class DiscoveryError(Exception):
    """There is no workspace where one was looked for."""


def discover(start: Path, workspace: str | None, as_of: date) -> Status:
    """The status of the workspace that `workspace` names (from `start`), or that stands above it."""
    root = (start / workspace).resolve() if workspace else _above(start)
    if root is None or not (root / MARK).is_file():
        where = root or start
        raise DiscoveryError(f"no {MARK} at {where}: name its folder as `workspace`")
    repository = _repository(root)
    work = load(Folder(repository), root.relative_to(repository).as_posix().removeprefix("."))
    verdict = judge(work, as_of)
    return Status(work, verdict, work.settings.title or root.name, as_of)


def _above(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        for found in (folder, folder / "work"):
            if (found / MARK).is_file():
                return found
    return None


def _repository(root: Path) -> Path:
    """The folder that paths are told from: the repository's root, else the workspace itself."""
    found = next((one for one in (root, *root.parents) if (one / ".git").exists()), None)
    return found or root
