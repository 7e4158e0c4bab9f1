"""The MkDocs plugin: pages of the status beside whatever else a site holds."""

import html
import re
from collections.abc import Callable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import compress, decompress

import jinja2
from markupsafe import Markup, escape
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_date, get_relative_url, write_file
from mkdocs.utils.templates import TemplateContext

from tracker.site import charts, search
from tracker.site.compiled import compiled
from tracker.site.discovery import DiscoveryError, discover
from tracker.site.fences import NAME
from tracker.site.page import Page, indexes, pages
from tracker.site.publication import Site, links, publications
from tracker.site.render import Renderer
from tracker.site.resources import THEME, styles
from tracker.site.status import Audience, Status
from tracker.site.summary import summary
from tracker.site.words import day
from tracker.site.written import STYLES, Source, Written, styled
from tracker.source.ssh import SshError

FRAME, TABLES = "assets/frame.css", "assets/tables.js"
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_PRE = re.compile(r"<pre(?=[ >])(?![^>]*tabindex)")
SITEMAP, MISSING = "sitemap.xml", "404.html"


Watch = Callable[[int, int], None]
"""Is told how many pages are made, and of how many."""


class Options(Config):  # type: ignore[no-untyped-call]
    """What `plugins: [tracker: ...]` may say.

    `workspace` is the folder that holds tracker.yaml (default: found from mkdocs.yml upwards),
    `as_of` the day (default: today, or the day of SOURCE_DATE_EPOCH), `folder` where in the site
    the pages lie, `audience` whom they are for (`public`, or `internal` with pages of people).
    """

    workspace = option.Optional(option.Type(str))
    as_of = option.Optional(option.Type((str, date)))
    folder = option.Type(str, default="status")
    audience = option.Choice(tuple(Audience), default=Audience.PUBLIC.value)


class EntityPage(SitePage):
    """A page that was never Markdown: nothing is parsed, its content is put in place by the plugin."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = TableOfContents([])


class TrackerPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Adds an overview, indexes and a page for each goal, project and process."""

    def __init__(self, status: Status | None = None, folder: str | None = None) -> None:
        self._given = status
        self._folder = folder
        self.autoescape = True
        self.watch: Watch = lambda done, count: None
        self.only: frozenset[str] | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The status is read once for each build; what has a clock in it is left out."""
        self._folder = self.config.folder.strip("/") if self._given is None else self._folder or ""
        self.status = self._given or _read(self.config, config)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Pages become generated files; those of entities stay out of the navigation."""
        try:
            _ = self.status.gates  # the one thing that takes another program
        except SshError as error:
            raise PluginError(f"{error.message}: {error.hint}") from error
        self.entries: list[search.Entry] = []
        self.pages: dict[str, Page] = {}
        self.waiting: dict[str, bytes] = {}
        self.files: dict[str, File] = {}
        for page in pages(self.status):
            shown = InclusionLevel.NOT_IN_NAV if page.under else InclusionLevel.INCLUDED
            uri = self._uri(page.path)
            file = File.generated(config, uri, content="", inclusion=shown)
            if page.under:
                EntityPage(page.title, file, config)
            elif uri in files.src_uris:
                raise PluginError(f"{uri} is a page of yours and one of the status: set `folder`")
            if not page.under or self._is_wanted(file):
                files.append(file)
            self.pages[uri], self.files[page.path] = page, file
        files.append(File.generated(config, STYLES, content=styles()))
        site = Site((config.site_url or "").rstrip("/"), self._folder or "", self._url)
        self.published: dict[str, str] = {}
        for path, content in publications(self.status, site):
            file = File.generated(config, site.at(path), content=content)
            self.published[path] = file.url
            files.append(file)
        self.guest = FRAME not in files.src_uris
        if self.guest:
            for path in (TABLES, *charts.assets()):
                content = (THEME / path).read_bytes()
                files.append(File.generated(config, path, content=content))
        if not config.site_url:
            # A sitemap needs addresses; without them MkDocs would write an empty one. The page of what
            # is missing needs one too: shown at any address, it finds its styles by no other way.
            config.theme.static_templates.discard(SITEMAP)
            found = files.get_file_from_path(SITEMAP)
            if found and found.src_dir != config.docs_dir:
                files.remove(found)
        elif not self.guest:
            config.theme.static_templates.add(MISSING)
        self._steps, self._count = 0, len(files.documentation_pages())
        self.written = Written(self.guest)
        self.renderer = Renderer(
            self.status,
            self._url,
            self.published,
            framed=not self.guest,
            autoescape=self.autoescape,
        )
        return files

    def on_page_markdown(
        self, markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Blocks that show something of the work are taken out before Markdown reads the page."""
        path = Path(page.file.abs_src_path or page.file.src_uri)
        top = Path(config.config_file_path or ".").parent.resolve()
        name = path.relative_to(top).as_posix() if path.is_relative_to(top) else page.file.src_uri
        whole = page.file.content_string if NAME in markdown else ""
        return self.written.take(page.file.src_uri, markdown, Source.of(name, whole))

    def on_page_content(
        self, content: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Generated pages get their HTML here, past any Markdown parser; all get the fixed date."""
        if not self._is_wanted(page.file):
            return ""
        self._step()
        page.update_date = self.status.as_of.isoformat()
        ours = self.pages.get(page.file.src_uri)
        base = get_relative_url(".", page.url)
        if ours is None:
            written = content
            if not self.guest:
                _unescape_title(page)
                written = _reachable(content)
            put = self.written.put(page.file.src_uri, written, base, self.renderer)
            made = Markup(put)  # noqa: S704 - Markdown of the site's own authors
        else:
            page.__dict__.setdefault("title", ours.title)
            made = self.renderer.html(ours, base)
            if self.guest:
                made = styled(Markup('<div class="tracker guest">{}</div>').format(made), base)
        self._index(page, ours, made)
        if ours is None or self.guest:
            return made
        # MkDocs renders every page before it writes the first: what waits is kept small.
        self.waiting[page.file.src_uri] = compress(made.encode(), 1)
        return ""

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Titles go through the theme's templates: escaping is on there too.

        A theme of others may count on its being off, and hand HTML around: there titles come escaped.
        """
        if self.guest:
            for name in self.pages:
                file = files.get_file_from_path(name)
                if self.autoescape and file is not None and file.page is not None:
                    file.page.title = escape(file.page.title)
            return env
        env.autoescape = self.autoescape
        env.bytecode_cache = compiled(autoescape=self.autoescape)
        env.filters["day"] = day
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: SitePage, config: MkDocsConfig, nav: Any
    ) -> TemplateContext:
        """The frame is told where the page stands, and what it was made of."""
        self._step()
        values: dict[str, Any] = dict(context)
        ours = self.pages.get(page.file.src_uri)
        if waiting := self.waiting.pop(page.file.src_uri, None):
            page.content = Markup(decompress(waiting).decode())  # noqa: S704 - as it was rendered
        under = self.files[ours.under] if ours and ours.under else None
        values |= self._about() | {"ours": ours, "under": under.page if under else None}
        if ours:
            values |= {"links": links(self.status, ours), "summary": summary(self.status, ours)}
        return values  # type: ignore[return-value]

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """What is no page of content, such as the page of what is missing, has the frame too."""
        values: dict[str, Any] = dict(context)
        return values | self._about()  # type: ignore[return-value]

    def _about(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "overview": self.files["index"].page,
            "published": self.published,
            "links": (),
            "summary": None,
            "build_date_utc": self.status.as_of,
        }

    def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
        """A page that was rendered is not asked for its content again."""
        page.content = ""
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The search index is written last, when every page is known."""
        if self.only is not None:
            return
        content = search.script(self.entries).encode("ascii")
        write_file(content, str(Path(config.site_dir, "assets", search.INDEX)))

    def _is_wanted(self, file: File) -> bool:
        return self.only is None or file.dest_uri in self.only

    def _step(self) -> None:
        """Each page is made in two steps: what it says, and the frame around it."""
        self._steps += 1
        self.watch(self._steps // 2, self._count)

    def _index(self, page: SitePage, ours: Page | None, content: Markup) -> None:
        kind, _, id = (ours.ref if ours and ours.ref else "page").partition("/")
        url = page.url or "index.html"
        # What a list says, the pages that it leads to say as well.
        words = content if id or not ours else ""
        self.entries.append(search.entry(str(page.title), url, kind, id, words))

    def _uri(self, path: str) -> str:
        return f"{self._folder}/{path}.md" if self._folder else f"{path}.md"

    def _url(self, path: str) -> str:
        url: str = self.files[path].url
        return url


def navigation(status: Status) -> list[dict[str, Any]]:
    """The navigation of a site that holds the status alone, under its headings."""
    found: list[dict[str, Any]] = []
    for group, members in groupby(indexes(status), key=lambda one: one.group):
        entries = [{one.index.title: f"{one.index.path}.md"} for one in members]
        found += [{group: entries}] if group else entries
    return found


def _reachable(content: str) -> str:
    """Code and tables may be wider than the page: the keyboard must come to what scrolls."""
    framed = _TABLE.sub(
        r'<div class="wide" role="group" aria-label="Table" tabindex="0">\g<0></div>', content
    )
    return _PRE.sub('<pre tabindex="0"', framed)


def _unescape_title(page: SitePage) -> None:
    """MkDocs keeps a title that it took from a heading as HTML; escaped templates want the text."""
    rendered = page._title_from_render
    if rendered and "title" not in page.__dict__ and "title" not in page.meta:
        page.title = html.unescape(rendered)


def _read(options: Options, config: MkDocsConfig) -> Status:
    said = options.as_of or get_build_date()
    try:
        as_of = said if isinstance(said, date) else date.fromisoformat(str(said))
    except ValueError as error:
        raise PluginError(f"`as_of` is not a date: {said}") from error
    start = Path(config.config_file_path or ".").resolve().parent
    try:
        status, root = discover(start, options.workspace, as_of, Audience(options.audience))
    except DiscoveryError as error:
        raise PluginError(str(error)) from error
    if str(root) not in config.watch:
        config.watch.append(str(root))
    return status
