"""Processes: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

processes = Pages(
    40,
    Page("processes", "Processes", "processes"),
    "Work",
    lambda status: of_kind(status, "process", "processes"),
)
