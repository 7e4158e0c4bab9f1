"""The folder that a site is written to: made aside, then put in its place file by file.

A mark in the folder lists what a build wrote. That alone is ever replaced or removed, so neither a
mark that somebody put elsewhere nor a file that lies among the pages costs anybody anything. Whoever
looks meanwhile sees whole pages; a build that is killed leaves those of before, or of after.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tracker.source.aside import lock

MARK = ".tracker-site"
"""Lies in every folder that a site was built into, and lists its files."""

ASIDE = ".tracker-site-aside"
_HEAD = "`tracker site build` wrote these files, and replaces or removes no others:"


class SiteError(Exception):
    """The site could not be built; `hint` says what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@contextmanager
def output(folder: Path) -> Iterator[Path]:
    """An empty folder to build into; in the end its files take the place of those of the build before.

    Another build into the same folder is waited for. Raises SiteError.
    """
    try:
        _claim(folder)
        with _alone(folder):
            aside = folder / ASIDE
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            try:
                yield aside
                _publish(aside, folder)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        message = f"cannot write to {folder}: {error.strerror}"
        raise SiteError(message, "name a folder that can be written to") from error


def mark(folder: Path) -> None:
    """List all that is there: for a folder that was filled otherwise, and that a build may take over."""
    _write_mark(folder, set(_files(folder)) - {MARK})


def _claim(folder: Path) -> None:
    """Take a folder for a site; one that holds something else is left alone."""
    link = _link(folder)
    if link is not None:
        message = f"{link} is a symbolic link, and a site is never written through one"
        raise SiteError(message, "remove the link, or name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        message = f"{folder} holds something that is not a site built by Tracker"
        raise SiteError(message, "name a new or an empty folder")
    if not (folder / MARK).exists():
        _write_mark(folder, set())


def _link(folder: Path) -> Path | None:
    """The first link in a folder that is to be written to, or the folder itself or its parent.

    What a repository holds at the place of its site must not lead the build out of it.
    """
    near = [folder, folder.parent]
    inside = folder.rglob("*") if folder.is_dir() and not folder.is_symlink() else ()
    return next((place for place in (*near, *inside) if place.is_symlink()), None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if not lock(opened):
            raise SiteError(
                f"another build writes into {folder}", "wait for its end, then build again"
            )
        yield
    finally:
        os.close(opened)


def _publish(aside: Path, folder: Path) -> None:
    """What is new is known to the mark before it comes, what is gone until it went."""
    new, old = set(_files(aside)), _listed(folder)
    foreign = next((name for name in sorted(new - old) if (folder / name).exists()), None)
    if foreign is not None:
        message = f"{folder / foreign} is in the way, and no build of Tracker wrote it"
        raise SiteError(message, "move it away, or name a new or an empty folder")
    _write_mark(folder, new | old)
    for name in sorted(new):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(folder / name)
    for name in sorted(old - new):
        _remove(folder, name)
    _write_mark(folder, new)


def _files(aside: Path) -> Iterator[str]:
    for place, _, names in os.walk(aside):
        for name in names:
            yield Path(place, name).relative_to(aside).as_posix()


def _listed(folder: Path) -> set[str]:
    """What the mark lists: paths that stay in the folder."""
    head, _, rest = (folder / MARK).read_text("utf-8", errors="replace").partition("\n")
    names = rest.splitlines() if head == _HEAD else ()
    return {name for name in names if name and _stays(PurePosixPath(name))}


def _stays(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts and path.parts[:1] != (".git",)


def _remove(folder: Path, name: str) -> None:
    """A file that is gone from the site, and the folders that are empty without it."""
    place = folder / name
    place.unlink(missing_ok=True)
    for above in place.parents:
        if above == folder or any(above.iterdir()):
            return
        above.rmdir()


def _write_mark(folder: Path, names: set[str]) -> None:
    text = "\n".join((_HEAD, *sorted(names), ""))
    aside = folder / f"{MARK}-new"
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(folder / MARK)
