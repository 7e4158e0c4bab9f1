"""Projects: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

projects = Pages(
    30,
    Page("projects", "Projects", "projects"),
    "Work",
    lambda status: of_kind(status, "project", "projects"),
)
