"""Projects: the index as a table and as a board, and a page for each."""

from collections.abc import Iterator

from tracker.site.page import Page, Pages, of_kind
from tracker.site.status import Status


def _below(status: Status) -> Iterator[Page]:
    if status.projects:
        yield Page("projects/board", "By phase", "board", under="projects")
    yield from of_kind(status, "project", "projects")


projects = Pages(
    30,
    Page("projects", "Projects", "projects"),
    "Work",
    _below,
)
