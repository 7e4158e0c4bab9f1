"""The review of a change, for somebody who never saw the files: what it does, and who must act."""

from tracker.views.reports.review.review import review
from tracker.views.reports.review.tree import Block, Group, Item, Phase, Review, Section, Tone

__all__ = ["Block", "Group", "Item", "Phase", "Review", "Section", "Tone", "review"]
