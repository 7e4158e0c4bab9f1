"""The overview: what needs attention, and where everything stands."""

from tracker.site.page import Page, Pages

overview = Pages(10, Page("index", "Overview", "overview"))
