"""The rule `training-expired`."""

from collections.abc import Iterator
from datetime import date

from tracker.analysis.training import Standing, best, lessons, required
from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING, internal=True)
def training_expired(work: Work, as_of: date) -> Iterator[Found]:
    """A training that a role demands is repeated before it expires.

    Who holds a role has to have its trainings, and those of the steps that it does. An entry of a
    training record holds until its `expires`; where it says none, for as long as its training is
    `valid_for`. The entry that holds longest counts. Who never had a training is told by
    `tracker report trained`.

    Fails:
        {training: lock-out, kind: assessed, date: 2025-09-01, expires: 2026-09-01}, in November

    Passes:
        a second entry: {training: lock-out, kind: assessed, date: 2026-09-15}

    Mend: repeat the training, and add an entry; or take the role from them.
    """
    had = lessons(work)
    for person, trainings in required(work, as_of).items():
        for training, roles in trainings.items():
            state, lesson = best(had.get(person, ()), training, as_of)
            if state is Standing.EXPIRED and lesson is not None:
                asked = " and ".join(f"`{role}`" for role in roles)
                message = (
                    f"`{person}` had the training `{training}` until {lesson.expires}, "
                    f"and needs it as {asked}"
                )
                hint = "repeat it, and add an entry that says when; what is written stays"
                spot = lesson.entity.at("entries", lesson.place, "expires")
                yield Found(spot, message, hint)
