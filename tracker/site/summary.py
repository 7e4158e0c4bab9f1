"""The summary of a page in one line of plain text: what search engines and chats show beside its link."""

import html
import re

from tracker.site.page import Page
from tracker.site.prose import prose
from tracker.site.status import Status
from tracker.views import words

LONGEST = 200
_TAG = re.compile(r"<[^>]*>")
_FIELDS = ("summary", "purpose", "outcome")
"""The fields in which records say what they are about."""


def summary(status: Status, page: Page) -> str:
    """What the record of a page says that it is about; else of whom it is, and as of when."""
    record = page.entity.record if page.entity else None
    said = next((text for name in _FIELDS if (text := getattr(record, name, None))), None)
    if said and (text := _plain(said).strip()):
        return short(text)
    return short(f"{page.title} · {status.title}, as of {words.day(status.as_of)}.")


def short(text: str) -> str:
    """One line, cut after a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return line[: LONGEST - 1].rpartition(" ")[0] + "…" if " " in line[:LONGEST] else line[:LONGEST]


def _plain(text: str) -> str:
    """The text of prose, without its marks."""
    return html.unescape(_TAG.sub(" ", prose(text)))
