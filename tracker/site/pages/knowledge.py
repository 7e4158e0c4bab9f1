"""Knowledge: which steps hang on one person, who has which training, what somebody new learns."""

from tracker.site.page import Page, Pages

knowledge = Pages(
    55,
    Page("knowledge", "Knowledge", "knowledge"),
    "Knowledge",
    shown=lambda status: bool(status.work.trainings or status.work.runs),
)
