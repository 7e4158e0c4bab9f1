"""The rule `improvement-unmeasured`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.records import Improvement, Outcome
from tracker.model.work import Work


@check(Severity.ERROR)
def improvement_unmeasured(work: Work) -> Iterator[Found]:
    """An improvement is closed with what measuring again showed.

    It began with a measure and its baseline; whether it helped is told by the same measure
    afterwards. `result` says the verdict and the value; one that nobody will measure is dropped,
    not closed.

    Fails:
        status: closed
        result: null

    Passes:
        status: closed
        result: {verdict: confirmed, value: 3.8d, signal: 8 in a row below the mean}

    Mend: measure again, and add `result` with a verdict and the value; or say `status: dropped`.
    """
    for one in work.improvements.values():
        if one.record.status != "closed" or not one.knows("result"):
            continue
        lacking = _lacking(one.record)
        if lacking is not None:
            message = f"the improvement is closed, and {lacking}"
            hint = "add `result: {verdict: confirmed, value: 3.8d}`, or drop it: `status: dropped`"
            yield Found(one.at("result", key=True), message, hint)


def _lacking(record: Improvement) -> str | None:
    result = record.result
    if result is None:
        return "nobody says what measuring again showed"
    if not isinstance(result, Outcome) or result.value is None:
        return "its result has no value that was measured"
    return None if result.verdict else "its result has no verdict"
