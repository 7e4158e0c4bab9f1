"""Where things stand in a file, whichever of the readers reads it."""

from collections.abc import Collection

from tracker.finding import Route
from tracker.source import document, log
from tracker.source.document import Place
from tracker.source.entries import LOG


def located(path: str, content: bytes, routes: Collection[Route]) -> dict[Route, Place]:
    """The place of each route in the content of the file at a path."""
    locate = log.locate if path.endswith(LOG) else document.locate
    return locate(content, routes)
