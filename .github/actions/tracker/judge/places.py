"""The places that the inputs name: a change may bring links, and none of them leads elsewhere.

What is judged, whose law judges it and where SARIF is written are told by the workflow; a link, a
submodule or a folder of the change in their place would make it the change's to tell.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from tracker.cli.terminal.stop import Stop
from tracker.source.git import Repository


def checkout(environ: Mapping[str, str]) -> tuple[Path, Repository]:
    """The folder that is judged, and its repository: the one that a step before checked out."""
    named, top = environ.get("TRACKER_FOLDER") or ".", _top(environ)
    folder, mend = _joined(top, named), "see `working-directory` of this step"
    if not folder.is_relative_to(top):
        raise Stop(f"{named} lies outside of the checkout, {top}", mend)
    if _through_a_link(folder, top):
        raise Stop(f"{named} is a link, or lies behind one: it may lead to another checkout", mend)
    if not folder.is_dir():
        raise Stop(f"there is no folder {named}", mend)
    repository = Repository.find(folder)
    if repository is None or not repository.root.is_relative_to(top.resolve()):
        raise Stop("there is no checkout to judge", "check out in a step before: actions/checkout")
    if not (repository.root / ".git").is_dir():
        raise Stop(f"{named} lies in a submodule, which is another repository", mend)
    return folder, repository


def policy(environ: Mapping[str, str], folder: Path, repository: Repository) -> str:
    """Whose law judges; a folder of the checkout would be the change's own law."""
    named = environ.get("TRACKER_POLICY") or "base"
    if named in ("base", "head"):
        return named
    path = _joined(folder, named)
    if any(one.is_relative_to(repository.root) for one in (path, _real(path))):
        raise Stop(
            f"the policy {named} lies in the checkout that is judged: the change would bring its own law",
            "check both out side by side (`path` of actions/checkout) and name the other; or leave `policy: base`",
        )
    return str(path)


def sarif(environ: Mapping[str, str]) -> Path | None:
    """The file that SARIF is written to, if there is one."""
    named, top = environ.get("TRACKER_SARIF"), _top(environ)
    if not named:
        return None
    path = _joined(top, named)
    for one in (top, _real(top)):
        if path.is_relative_to(one) and _through_a_link(path, one):
            raise Stop(
                f"{named} lies behind a link of the checkout, which may lead anywhere",
                "name a file below runner.temp: see `sarif-file` of this step",
            )
    return path


def _top(environ: Mapping[str, str]) -> Path:
    return _joined(Path.cwd(), environ.get("GITHUB_WORKSPACE") or ".")


def _joined(folder: Path, named: str) -> Path:
    return Path(os.path.normpath(folder / named))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _through_a_link(path: Path, top: Path) -> bool:
    """True where a link lies on the way down; the way to the top is the machine's own."""
    return _real(path) != _real(top) / path.relative_to(top)
