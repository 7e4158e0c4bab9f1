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
from tracker.site.output import SiteError, output
from tracker.site.plugin import TrackerPlugin, Watch, navigation
from tracker.site.resources import THEME
from tracker.site.status import Status


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

    The folder must be absent, empty, or hold a site that was built before, of which nothing stays.
    `strict` refuses where
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
    plugin = TrackerPlugin(status)
    plugin.watch = watch
    plugin.only = only
    plugin.autoescape = autoescape
    with output(destination) as aside, TemporaryDirectory(prefix="tracker-site-") as empty:
        docs = Path(empty, "docs")
        docs.mkdir()
        config = _config(status, docs, aside, site_url, strict)
        plugin.load_config({})
        config.plugins = PluginCollection()
        config.plugins["tracker"] = plugin
        _quietly(config)
    return len(plugin.pages)


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
    finally:
        logging.getLogger("mkdocs").setLevel(logging.NOTSET)
