"""People, for the organisation alone: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind
from tracker.site.status import Audience

people = Pages(
    54,
    Page("people", "People", "people"),
    "People",
    lambda status: of_kind(status, "person", "people"),
    lambda status: status.audience is Audience.INTERNAL and bool(status.work.people),
)
