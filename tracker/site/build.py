"""Building the site: our own configuration, made in memory; the repository's is never read."""

import logging
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import PluginCollection

from tracker.law.judge import Verdict
from tracker.model.work import Work
from tracker.site.plugin import TrackerPlugin, Watch, navigation
from tracker.site.resources import THEME
from tracker.site.status import Status

MARK = ".tracker-site"
"""Lies in every folder that a site was built into: only such a one is ever emptied."""


class SiteError(Exception):
    """The site could not be built; `hint` says what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def build(
    work: Work,
    verdict: Verdict,
    destination: Path,
    *,
    title: str,
    as_of: date,
    commit: str | None = None,
    site_url: str | None = None,
    strict: bool = True,
) -> int:
    """Build the site into a folder, and say how many pages it has.

    The folder must be absent, empty, or hold a site that was built before. `strict` refuses where
    MkDocs itself warns. Raises SiteError.
    """
    status = Status(work, verdict, title, as_of, commit)
    return build_status(status, destination, site_url=site_url, strict=strict)


def build_status(
    status: Status,
    destination: Path,
    *,
    site_url: str | None = None,
    strict: bool = True,
    autoescape: bool = True,
    watch: Watch = lambda done, count: None,
    only: frozenset[str] | None = None,
) -> int:
    """As `build`, and `watch` is told how many of how many pages are made.

    With `only` no other pages are made than those at these addresses, seen from the root.
    `autoescape` is taken away only where a test asks whether the other walls hold.
    """
    claim(destination)
    plugin = TrackerPlugin(status)
    plugin.watch = watch
    plugin.only = only
    plugin.autoescape = autoescape
    with TemporaryDirectory(prefix="tracker-site-") as empty:
        docs = Path(empty, "docs")
        docs.mkdir()
        config = _config(status, docs, destination, site_url, strict)
        plugin.load_config({})
        config.plugins = PluginCollection()
        config.plugins["tracker"] = plugin
        _quietly(config)
    return len(plugin.pages)


def claim(destination: Path) -> None:
    """Take a folder for a site; one that holds something else is left alone."""
    try:
        link = _link(destination)
        if link is not None:
            message = f"{link} is a symbolic link, and a site is never written through one"
            raise SiteError(message, "remove the link, or name another folder")
        destination.mkdir(parents=True, exist_ok=True)
        if any(destination.iterdir()) and not (destination / MARK).is_file():
            message = f"{destination} holds something that is not a site built by Tracker"
            raise SiteError(message, "name a new or an empty folder")
        (destination / MARK).write_bytes(b"This folder is emptied by every build.\n")
    except OSError as error:
        message = f"cannot write to {destination}: {error.strerror}"
        raise SiteError(message, "name a folder that can be written to") from error


def _link(destination: Path) -> Path | None:
    """The first link in a folder that is to be written to, or the folder itself or its parent.

    What a repository holds at the place of its site must not lead the build out of it.
    """
    near = [destination, destination.parent]
    inside = destination.rglob("*") if destination.is_dir() and not destination.is_symlink() else ()
    return next((place for place in (*near, *inside) if place.is_symlink()), None)


def _config(
    status: Status, docs: Path, destination: Path, site_url: str | None, strict: bool
) -> MkDocsConfig:
    config = MkDocsConfig(config_file_path=str(docs.parent / "mkdocs.yml"))
    config.load_dict(
        {
            "site_name": status.title,
            "site_url": site_url,
            "docs_dir": str(docs),
            "site_dir": str(destination.resolve()),
            "theme": {"name": None, "custom_dir": str(THEME)},
            "nav": navigation(status),
            "plugins": [],
            "hooks": [],
            "markdown_extensions": [],
            "use_directory_urls": False,
            "strict": strict,
        }
    )
    errors, warnings = config.validate()
    for key, problem in (*errors, *warnings):
        raise SiteError(f"the site's configuration does not hold: {key}: {problem}")
    return config


def _quietly(config: MkDocsConfig) -> None:
    """Run MkDocs; what it says goes to its own log, and an abort becomes our error."""
    try:
        mkdocs_build(config)
    except MkDocsException as error:
        raise SiteError(f"MkDocs stopped: {error}") from error
    except OSError as error:
        message = f"cannot write to {config.site_dir}: {error.strerror}"
        raise SiteError(message, "name a folder that can be written to") from error
    finally:
        logging.getLogger("mkdocs").setLevel(logging.NOTSET)
