"""Goals: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

goals = Pages(
    20,
    Page("goals", "Goals", "goals"),
    "Work",
    lambda status: of_kind(status, "goal", "goals"),
)
