"""The rule `performer-untrained`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker.analysis.knowledge import RECENT, Gap, lately, missing, needed
from tracker.analysis.staff import here, in_force
from tracker.analysis.training import Lesson, lessons
from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.law.runs import few
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Done, Step
from tracker.model.work import Work


@check(Severity.WARNING, internal=True)
def performer_untrained(work: Work, as_of: date) -> Iterator[Found]:
    """Who does a step has the trainings that it needs.

    A step needs its own trainings and those of its role. Told is who did one in the last 90 days
    without one of these, and still has not got it: once for each, where they did it last. A run
    that was done stays as it is; the training is what can be made good.

    Fails:
        {step: lock, by: fitter, finished: 2026-11-03T08:40+01:00}
        a step `lock` that needs `lock-out`, and no entry for it in people/fitter/training.yaml

    Passes:
        the entry {training: lock-out, kind: assessed, date: 2026-08-20}

    Mend: train them, and write it into their `training.yaml`; or let somebody else do the step.
    """
    yield from few(_told(one) for one in _last(work, as_of).values())


class _Unready(NamedTuple):
    """A step that somebody did without a training: how often, and where last."""

    gap: Gap
    times: int
    day: date
    run: Entity[Any]
    at: int


def _last(work: Work, as_of: date) -> dict[Gap, _Unready]:
    """What people did lately without a training that they still have not got."""
    steps, had, present = _steps(work), lessons(work), here(work, as_of)
    since = lately(as_of)
    found: dict[Gap, _Unready] = {}
    for run in work.runs.values():
        asked = steps.get(owner_of(run.id), {})
        for at, event in enumerate(run.record.steps if asked else ()):
            day = event.finished.date() if event.finished is not None else None
            if event.step not in asked or event.by not in present or day is None:
                continue
            if since <= day <= as_of:
                for gap in _gaps(event, *asked[event.step], had, day, as_of):
                    before = found.get(gap)
                    times = before.times if before else 0
                    if before is None or before.day <= day:
                        before = _Unready(gap, 0, day, run, at)
                    found[gap] = before._replace(times=times + 1)
    return found


def _steps(work: Work) -> dict[str, dict[str | None, tuple[Step, tuple[str, ...]]]]:
    """The steps that need a training, by process and id, with what they need."""
    roles = {id: one.record for id, one in work.roles.items()}
    return {
        id: {
            step.id: (step, trainings)
            for step in process.record.steps
            for trainings in [needed(step, roles)]
            if trainings
        }
        for id, process in in_force(work).items()
    }


def _gaps(
    event: Done,
    step: Step,
    trainings: tuple[str, ...],
    had: Mapping[str, Sequence[Lesson]],
    day: date,
    as_of: date,
) -> Iterator[Gap]:
    """What they were missing on that day, and are missing still."""
    person = event.by or ""
    then = {gap.training for gap in missing(person, step, trainings, had, day)}
    return (gap for gap in missing(person, step, trainings, had, as_of) if gap.training in then)


def _told(one: _Unready) -> tuple[Entity[Any], Found]:
    gap = one.gap
    often = "once" if one.times == 1 else f"{one.times} times"
    without = f"without the training `{gap.training}`"
    if gap.expired is not None:
        without += f", which expired on {gap.expired}"
    message = f"`{gap.person}` did `{gap.step}` {often} in {RECENT} days {without}"
    hint = f"train them, and add it to people/{gap.person}/training.yaml"
    return one.run, Found(one.run.at("steps", one.at, "by"), message, hint)
