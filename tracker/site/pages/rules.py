"""Rules: what the check says now, which rules there are, and the law in words."""

from tracker.site.page import Page, Pages

rules = Pages(90, Page("rules", "Rules", "rules"), "Law")
