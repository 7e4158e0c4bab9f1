"""Atom, the format of feeds (RFC 4287): entries in, one document out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tracker.views.words import in_xml

TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One thing that is told; `link` leads to the page of what it is about."""

    id: str
    title: str
    said: str
    day: date
    link: str | None = None
    category: str | None = None


@dataclass(frozen=True)
class Feed:
    """A feed. `address` is its own, `link` that of the page beside it; None where unknown."""

    id: str
    title: str
    author: str
    updated: date
    entries: tuple[Entry, ...]
    address: str | None = None
    link: str | None = None


def tag(authority: str, year: int, specific: Iterable[str]) -> str:
    """An id that stays (RFC 4151): whoever had a name in a year, and what they called the thing."""
    return f"tag:{authority},{year}:{'/'.join(quote(part, safe='') for part in specific)}"


def atom(feed: Feed) -> bytes:
    """The feed as a document."""
    root = Element("feed", xmlns=NAMESPACE)
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", moment(feed.updated))
    _text(SubElement(root, "author"), "name", feed.author)
    if feed.address:
        SubElement(root, "link", rel="self", type=TYPE, href=feed.address)
    if feed.link:
        SubElement(root, "link", rel="alternate", type="text/html", href=feed.link)
    for one in feed.entries:
        _entry(SubElement(root, "entry"), one)
    indent(root)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _entry(under: Element, one: Entry) -> None:
    _text(under, "id", one.id)
    _text(under, "title", one.title)
    _text(under, "updated", moment(one.day))
    if one.link:
        SubElement(under, "link", rel="alternate", type="text/html", href=one.link)
    if one.category:
        SubElement(under, "category", term=one.category)
    _text(under, "content", one.said or one.title)


def moment(day: date) -> str:
    """A day as a moment: noon of Greenwich, which is that day nearly everywhere."""
    return f"{day.isoformat()}T12:00:00Z"


def _text(under: Element, name: str, said: str) -> None:
    # Without a type it is plain text: no reader takes a mark in it for HTML.
    SubElement(under, name).text = in_xml(said)
