"""The rule `trigger-rule`."""

from collections.abc import Iterator

from tracker.analysis.publicdays import FIRST
from tracker.analysis.recurrences import fault
from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Process, Trigger
from tracker.model.work import Work


@check(Severity.ERROR)
def trigger_rule(work: Work) -> Iterator[Found]:
    """A schedule comes to days, by a rule that can be followed.

    A trigger of the kind `schedule` has a `rule` of RFC 5545 and the day from which it counts. It
    counts days: a run that starts every minute is an event. A rule that no calendar can follow, or
    that comes to no day at all, starts nothing. The days are counted from 1900 on at the earliest, as
    holidays are known.

    Fails:
        triggers: [{id: tick, kind: schedule, rule: FREQ=SECONDLY, start: 2026-01-01}]

    Passes:
        triggers: [{id: month-end, kind: schedule, rule: "FREQ=MONTHLY;BYMONTHDAY=-1", start: 2026-01-31}]

    Mend: write the rule in days, weeks, months or years; or make the trigger an `event`.
    """
    for process in work.processes.values():
        for index, trigger in enumerate(process.record.triggers):
            if process.knows("triggers", index):
                yield from _judged(process, trigger, index)


_LIKE = "write it in days, for example `FREQ=WEEKLY;BYDAY=MO`"


def _judged(process: Entity[Process], trigger: Trigger, index: int) -> Iterator[Found]:
    route = ("triggers", index)
    if trigger.rule is not None and trigger.start is not None:
        why = fault(trigger.rule, trigger.start)
        if why is not None:
            is_old = trigger.start.year < FIRST
            hint = "write the first day of the schedule as it is now" if is_old else _LIKE
            key = "start" if is_old else "rule"
            yield Found(process.at(*route, key), f"this rule starts no run: {why}", hint)
    elif trigger.kind == "schedule":
        for key in ("rule", "start"):
            if getattr(trigger, key) is None and process.knows(*route, key):
                message = f"the schedule `{trigger.id}` has no `{key}`"
                hint = "add `rule: FREQ=WEEKLY;BYDAY=MO` and the day `start` from which it counts"
                yield Found(process.at(*route, key), message, hint)
