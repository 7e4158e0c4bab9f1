"""Findings: what the check says now, by its rules."""

from tracker.site.page import Page, Pages

findings = Pages(90, Page("findings", "Findings", "findings"), "Law")
