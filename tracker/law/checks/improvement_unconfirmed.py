"""The rule `improvement-unconfirmed`."""

from collections.abc import Iterator

from tracker.analysis.cases import cases
from tracker.analysis.improvement import Outlook, amount, has_held, is_confirmed
from tracker.analysis.measurable import is_time, labelled
from tracker.analysis.measures import series
from tracker.analysis.stretches import concerning, stretches
from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.kinds import owner_of
from tracker.model.records import Improvement, Outcome, Process
from tracker.model.work import Work


@check(Severity.ERROR)
def improvement_unconfirmed(work: Work) -> Iterator[Found]:
    """An improvement is confirmed only when the chart shows it.

    Confirmed says that the measure shifted towards the target after the improvement took effect,
    eight values in a row on that side of the old mean, and that the mean since reaches the target. Both
    were so on some day since; that it was undone later takes nothing back. Where nothing is computed of the
    measure at all, as in a process without runs, the chart is silent, and nothing is said.

    Fails:
        result: {verdict: confirmed, value: 3.8d}
        five runs since, of which three took as long as ever

    Passes:
        result: {verdict: not-confirmed, value: 6.0d}

    Mend: say `not-confirmed`; or leave it in `review` until enough was measured.
    """
    for id, process in work.processes.items():
        closed = [
            one
            for one in work.improvements.values()
            if owner_of(one.id) == id and is_confirmed(one.record) and not one.unreadable
        ]
        if closed and not process.unreadable:
            yield from _judged(work, process, closed)


def _judged(
    work: Work, process: Entity[Process], closed: list[Entity[Improvement]]
) -> Iterator[Found]:
    runs = cases({one.id: one.record for one in work.parts("run", process.id)})
    known = {one.id: one for one in process.record.measures if one.id}
    for one in closed:
        measure = known.get(one.record.measure or "")
        if one.record.measure is None and runs:
            yield _found(one, process, "it names no measure")
        values = series(measure, runs, work.settings.calendar) if measure else []
        if measure is None or not values:
            continue
        others = [each.record for each in closed if each.record.measure == measure.id]
        own = concerning(values, stretches(values, others), one.record)
        unit = labelled(measure).unit
        seen = has_held(one.record, own, unit, is_time(measure.of))
        why = _why(one.record, seen, unit)
        if why is not None:
            yield _found(one, process, why)


def _found(one: Entity[Improvement], process: Entity[Process], why: str) -> Found:
    hint = (
        f"`tracker report control --process {process.id}` shows it; say `not-confirmed`, or go on "
        "measuring: `status: review`"
    )
    return Found(one.at("result"), f"the improvement is closed as confirmed, and {why}", hint)


def _why(improvement: Improvement, seen: Outlook, unit: str | None) -> str | None:
    """Why it is not confirmed; None where it is, and where the measure has got another unit since."""
    if seen.target.value is None and improvement.target is not None:
        return None
    if seen.is_confirmed is not True:
        return seen.reason
    result = improvement.result
    value = result.value if isinstance(result, Outcome) else None
    said = amount(value, unit).value
    if said is None or seen.reaches(said):
        return None
    return f"its value, {value}, does not reach the target"
