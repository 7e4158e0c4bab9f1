"""The rule `owner-left`."""

from collections.abc import Iterator
from datetime import date

from tracker.analysis.staff import gone
from tracker.finding import Found, Severity
from tracker.law.answering import Answer, answers
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING, internal=True)
def owner_left(work: Work, as_of: date) -> Iterator[Found]:
    """Whoever answers for something is still here.

    Somebody has left once the day `to` of their `active` is past. Told is what still names them as
    owner, manager, sponsor, lead or backup, or as provider of a training: projects with their open
    deliverables, risks and conditions, goals, processes in force, teams. What is over keeps the name of
    who did it.

    Fails:
        active: {to: 2026-06-30}, of the owner of an active goal, in November

    Passes:
        owner: somebody who is here

    Mend: name somebody who is here; `tracker report handover` tells ahead of the day what there is.
    """
    left = gone(work, as_of)
    for one in answers(work):
        if one.person in left:
            message = f"`{one.person}` left on {left[one.person]}, and is still the {_what(one)}"
            yield Found(one.entity.at(*one.route), message, _hint(one))


def _hint(one: Answer) -> str:
    """A review is a record: nobody is named there in place of another."""
    if one.kind == "condition":
        return (
            f"the review stays as it is: see that somebody meets it, in conditions/{one.part}.yaml"
        )
    return f"name somebody who is here as `{one.capacity}`"


def _what(one: Answer) -> str:
    of = f"{one.kind} `{one.part}` of {one.ref}" if one.part else one.ref
    return f"{one.capacity} of {of}"
