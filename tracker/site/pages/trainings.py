"""Trainings: the index, and a page for each."""

from tracker.site.page import Page, Pages, of_kind

trainings = Pages(
    56,
    Page("trainings", "Trainings", "trainings"),
    "Knowledge",
    lambda status: of_kind(status, "training", "trainings"),
    lambda status: bool(status.work.trainings),
)
