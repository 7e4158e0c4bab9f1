"""Prose: CommonMark without HTML, through a parser that knows none and a list of what is let through."""

import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

TAGS = {
    "a", "blockquote", "br", "code", "em", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "ul",
}  # fmt: skip
SCHEMES = {"https", "mailto"}

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.ASCII | re.IGNORECASE)
_HEADINGS = {"h1": "h4", "h2": "h5"}


def is_safe_link(url: str) -> bool:
    """Links lead to https, to a mailbox, or to a place of the same site: never to another scheme or host.

    A browser drops control characters and reads a backslash as a slash, so neither may stand in one.
    """
    if any(character <= " " or character in "\\\x7f" for character in url):
        return False
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[0][:-1].lower() in SCHEMES
    return not url.startswith("//") and ":" not in url.partition("/")[0]


class _Renderer(RendererHTML):
    """Headings of prose stand below those of the page."""

    def renderToken(  # noqa: N802 - the name is the library's
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS.get(token.tag, "h6")
        return super().renderToken(tokens, idx, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    # A picture would be fetched from where the text says; its description is enough.
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def _href(tag: str, attribute: str, value: str) -> str | None:
    """Links are looked at once more; `rel` is what the cleaner itself has put there."""
    return value if attribute == "rel" or is_safe_link(value) else None


def rendered(text: str) -> str:
    """The first wall: a parser that takes HTML for text."""
    html: str = _PARSER.render(text)
    return html


def cleaned(html: str) -> str:
    """The second wall: only tags and links of the lists above are let through."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_href,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


@lru_cache(maxsize=4096)
def prose(text: str | None) -> Markup:
    """The HTML of a prose field."""
    return Markup(cleaned(rendered(text))) if text else Markup()  # noqa: S704 - two walls
