"""Discovery: the workspace of a site that has its own mkdocs.yml, read and judged as it lies there."""

from datetime import date
from pathlib import Path

from tracker.law.judge import judge
from tracker.model.load import Library, load
from tracker.site.forge import origin
from tracker.site.past import look_back, standing_on
from tracker.site.status import Audience, Status
from tracker.source.git import Repository
from tracker.source.snapshot import Folder

MARK = "tracker.yaml"


class DiscoveryError(Exception):
    """There is no workspace where one was looked for."""


def discover(
    start: Path, workspace: str | None, as_of: date, audience: Audience = Audience.PUBLIC
) -> tuple[Status, Path]:
    """The status of the workspace that `workspace` names (from `start`) or that stands above it.

    With it, the folder of the workspace.
    """
    root = (start / workspace).resolve() if workspace else _above(start)
    if root is None or not (root / MARK).is_file():
        where = root or start
        raise DiscoveryError(f"no {MARK} at {where}: name its folder as `workspace`")
    repository = Repository.find(root)
    top = repository.root if repository else root
    below = root.relative_to(top).as_posix()
    below = "" if below == "." else below
    library = Library()
    work = load(Folder(top), below, library)
    commit = standing_on(repository)
    title = work.settings.title or root.name
    told, unknown = look_back(repository, commit, below, library)
    remote = repository.config("remote.origin.url") if repository else None
    status = Status(
        work, judge(work, as_of), title, as_of, commit, told, unknown, audience, origin(remote)
    )
    return status, root


def _above(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        for found in (folder, folder / "work"):
            if (found / MARK).is_file():
                return found
    return None
