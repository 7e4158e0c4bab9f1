"""The rule `target-not-baseline`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.ERROR)
def target_not_baseline(work: Work) -> Iterator[Found]:
    """The target of a key result differs from its baseline.

    Progress is how far the way from the baseline to the target is done. Where the two are one,
    there is no way to go, and any number would be made up.

    Fails:
        {id: cost, title: Cost of one invoice, baseline: 9.40, target: 9.40}

    Passes:
        {id: cost, title: Cost of one invoice, baseline: 9.40, target: 4.70}

    Mend: set the target that is meant; a value to be held is a measure of a process.
    """
    for goal in work.goals.values():
        for index, result in enumerate(goal.record.key_results):
            if result.target is not None and result.target == result.baseline:
                message = f"`{result.id}` has its baseline for a target: {result.target:g}"
                place = goal.at("key_results", index, "target")
                yield Found(place, message, "set the target that is to be reached")
