"""Where runs under way stand: at the steps that are in work, else at the one that they wait for.

In work is a step that was begun and is not over. Where none is, the run waits for the step that must
come next in the order of the version that it follows (`course.py`); after a step whose result was no
use it waits for the one that its rework goes to. What may be left out is waited for by nobody. The
flow strip, the picture of the ages and the list of what is under way all tell this. Source: the Kanban
Guide; formats, Processes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from tracker.analysis.cases import Case, Variant
from tracker.analysis.conformance import Versions, followed, not_judged
from tracker.analysis.course import Course
from tracker.analysis.order import Order, order
from tracker.model.records import Step


@dataclass(frozen=True)
class Whereabouts:
    """`in_work` are steps, the one begun last at the end; `awaited` those that must come next.

    Of a run that is in work nothing is awaited. `optional` are those that may be done first, `then`
    what must follow the step at which it stands, and `left_out` what it passed over so far. `lacks`
    says why what comes next cannot be told, None where it can.
    """

    in_work: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    comes_back: bool = False
    lacks: str | None = None

    @property
    def step(self) -> str | None:
        """The one step at which it stands; None where only its end is left, or nobody can tell."""
        return self.in_work[-1] if self.in_work else next(iter(self.awaited), None)

    @property
    def is_through(self) -> bool:
        """True where nothing that must be done is left."""
        return self.step is None and self.lacks is None


def whereabouts(versions: Versions, cases: Iterable[Case]) -> list[Whereabouts]:
    """Where each of some runs stands, in their order; those that are alike are looked at once."""
    orders = {version: order(process.steps) for version, process in versions.items()}
    known: dict[object, Whereabouts] = {}
    found = []
    for case in cases:
        version, begun = followed(versions, case), _begun(case)
        if version is None or version not in versions:
            found.append(Whereabouts(begun, lacks=not_judged(version)))
            continue
        back = _back(versions[version].steps, case)
        key = version, case.variant, begun, back
        if key not in known:
            known[key] = _stands(orders[version], case.variant, begun, back)
        found.append(known[key])
    return found


def _begun(case: Case) -> tuple[str, ...]:
    """The steps that were begun and are not over; what has no time is over."""
    times = zip(case.variant, case.begun, case.done, strict=True)
    found = (step for step, start, end in times if start is not None and end is None)
    return tuple(dict.fromkeys(found))


def _back(steps: Iterable[Step], case: Case) -> str | None:
    """The step to which the last event sends the work back."""
    last = case.events[-1] if case.events else None
    if last is None or last.right_first_time is not False:
        return None
    goes = next((one.rework_to for one in steps if one.id == last.step), None)
    return goes.rpartition("/")[2] if goes else None


def _stands(order: Order, done: Variant, in_work: tuple[str, ...], back: str | None) -> Whereabouts:
    """Where a run stands in its order; what is in work counts as done for what must follow it."""
    at = reduce(Course.after, done, Course(order))
    left_out = at.passed_over
    if in_work:
        return Whereabouts(in_work, then=at.must_come, left_out=left_out)
    awaited = (back,) if back else at.must_come
    optional = () if back else tuple(one for one in at.may_come if one not in awaited)
    then = reduce(Course.after, awaited, at).must_come
    return Whereabouts((), awaited, optional, then, left_out, back is not None)
