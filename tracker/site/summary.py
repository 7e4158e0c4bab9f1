"""The summary of a page in one line of plain text: what search engines and chats show beside its link."""

import html
import re

from tracker.site.page import Page
from tracker.site.prose import prose

LONGEST = 200
_TAG = re.compile(r"<[^>]*>")
_FIELDS = ("summary", "purpose", "outcome")
"""The fields in which records say what they are about."""


def summary(page: Page) -> str | None:
    """What the record of a page says that it is about; None where it says nothing."""
    record = page.entity.record if page.entity else None
    said = next((text for name in _FIELDS if (text := getattr(record, name, None))), None)
    return short(_plain(said)) if said else None


def short(text: str) -> str:
    """One line, cut after a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return line[: LONGEST - 1].rpartition(" ")[0] + "…" if " " in line[:LONGEST] else line[:LONGEST]


def _plain(text: str) -> str:
    """The text of prose, without its marks."""
    return html.unescape(_TAG.sub(" ", prose(text)))
