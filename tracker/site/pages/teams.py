"""Teams: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

teams = Pages(
    50,
    Page("teams", "Teams", "teams"),
    "People",
    lambda status: of_kind(status, "team", "teams"),
    lambda status: bool(status.work.teams),
)
