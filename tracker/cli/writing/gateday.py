"""The day of a gate: that of the review which this change brought already, else one that may be."""

from dataclasses import replace
from datetime import date

from tracker.cli.terminal.stop import Stop
from tracker.cli.writing.moving import Passage
from tracker.cli.writing.targets import readable
from tracker.law.gates import new_reviews, reviews


def on_its_day(step: Passage, day: date | None) -> Passage:
    """With the review that came with this change, else on a day on which the gate may be held."""
    came = new_reviews(step.side.changes, step.project.id)
    for one in came:
        if one.left == step.left and one.record.to == step.to:
            readable(one.entity)
            if day not in (None, one.day):
                raise Stop(
                    f"this change holds the gate of {step.left} on {one.day} already, not on {day}",
                    f"leave out --on; or remove {one.entity.path} first",
                )
            return replace(step, standing=one, day=one.day or step.day)
    if step.gate is not None:
        _in_order(step, {one.name for one in came})
    return step


def _in_order(step: Passage, came: set[str]) -> None:
    """Gates are held one after the other: on one day where the first leads to the second."""
    for one in reviews(step.side.work, step.project.id):
        if one.day is None or one.day < step.day or one.name in came:
            continue
        if one.name == step.name:
            raise Stop(
                f"the gate of {step.left} was held on {one.day} already, and that review is a record",
                "it can be held again on another day: wait for it, or say it with --on DATE",
            )
        if one.day > step.day or one.record.to != step.left:
            raise Stop(
                f"the gate of {one.left} was held on {one.day}: that of {step.left} comes after it",
                "say a later day with --on DATE, and none that is still to come",
            )
