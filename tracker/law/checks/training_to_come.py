"""The rule `training-to-come`."""

from collections.abc import Iterator
from datetime import date

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING, internal=True)
def training_to_come(work: Work, as_of: date) -> Iterator[Found]:
    """A training record tells what was, not what is planned.

    An entry counts from its `date` on. One that is dated ahead looks like a training that somebody
    has, and once its day has come it counts, whether they came or not.

    Fails:
        {training: lock-out, kind: assessed, date: 2027-01-11}, in November

    Passes:
        {training: lock-out, kind: assessed, date: 2026-11-09}

    Mend: take the entry out, and add it once the training was given; or mend its year.
    """
    for record in work.training_records.values():
        for at, entry in enumerate(record.record.entries):
            if entry.date is not None and entry.date > as_of:
                message = (
                    f"the training `{entry.training}` is dated {entry.date}, which is still to come"
                )
                hint = "mend the day, or add the entry once the training was given"
                yield Found(record.at("entries", at, "date"), message, hint)
