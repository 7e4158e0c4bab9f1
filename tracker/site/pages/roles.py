"""Roles: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

roles = Pages(
    52,
    Page("roles", "Roles", "roles"),
    "People",
    lambda status: of_kind(status, "role", "roles"),
    lambda status: bool(status.work.roles),
)
