"""Hooks of the handbook's own configuration: references that are made at build time, never typed."""

import re
from pathlib import Path

import changelog
import measurements
import messages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tracker.cli.main import cli
from tracker.law.check import checks
from tracker.site import handbook
from tracker.site.output import mark
from tracker.views.report import reports

PAGES = {
    "reference/files.md": handbook.files,
    "reference/rules.md": lambda: handbook.rules(checks()),
    "changes.md": changelog.page,
    "reference/commands.md": lambda: handbook.commands(cli),
    "reference/messages.md": messages.page,
    "reference/reports.md": lambda: handbook.reports(reports()),
}
PARTS = {
    "<!-- made: keywords -->": handbook.keywords,
    "<!-- made: facts -->": handbook.facts,
    "<!-- made: limits -->": handbook.limits,
    "<!-- made: measurements -->": measurements.made,
    "<!-- made: check envelope -->": lambda: handbook.envelope("check"),
    "<!-- made: diff envelope -->": lambda: handbook.envelope("diff"),
    "<!-- made: report envelope -->": lambda: handbook.envelope("report"),
}

# What the tests run a page by (tests/story.py) is nothing for readers.
DIRECTIVE = re.compile(r"<!-- (?:story:|exits|not run:|\$) .*?-->\n?", re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Whole pages are generated files."""
    for path, make in PAGES.items():
        files.append(File.generated(config, path, content=make()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tables inside a written page stand where a comment asks for them."""
    markdown = DIRECTIVE.sub("", markdown)
    for place, make in PARTS.items():
        if place in markdown:
            markdown = markdown.replace(place, make())
    return markdown


def on_post_build(config: MkDocsConfig) -> None:
    """The folder is marked as one of a site, so that `tracker site build` may fill it again."""
    mark(Path(config.site_dir))
