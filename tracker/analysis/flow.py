"""Flow of a process: how much of it there is, how long it takes, and how much of it is right.

Sources: definitions, Flow of a process; the Kanban Guide, ProKanban, lean value stream mapping. Each
part says in its own file what it means; here they are put together, for the process as a whole and
step by step. Flow by week, month, team or version is flow of the groups that `periods.grouped` makes.
All times are elapsed seconds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.analysis.answer import Answer, unknown
from tracker.analysis.bottleneck import Bottleneck, bottleneck, halves
from tracker.analysis.cases import Case, Ways, by_variant
from tracker.analysis.little import Little, little
from tracker.analysis.percentile import Sample, sample
from tracker.analysis.rework import Quality, Rework, rework, rolled
from tracker.analysis.servicelevel import Kept, Open, ageing, kept
from tracker.analysis.steptimes import NO_START, Times, activity, step_times, together
from tracker.analysis.variants import elapsed
from tracker.model.records import Calendar, Process

NEVER = "it was never done"
NOT_YET = "no run is completed yet"
NOT_REQUESTED = "no completed run says when it was requested"
NO_WAIT = "no event says when work began, after a moment at which it could have"
NO_LEAD = "no event says when it was done, after a moment at which it could have begun"


@dataclass(frozen=True)
class StepFlow:
    """One step: `cases` that have it, in `variants` ways; events `done`, and `wip` begun and not done.

    `wait`, `work` and `lead` are in seconds; the other figures are shares from 0 to 1, and `growth`
    is in seconds.
    """

    cases: int
    variants: int
    done: int
    wip: int
    wait: Sample
    work: Sample
    lead: Sample
    activity: Answer
    ca: Answer
    first_pass: Answer
    growth: Answer


@dataclass(frozen=True)
class Flow:
    """The whole process, and its steps in their order; unknown ones that were done come last.

    `elapsed` is that of every case from its first to its last event; `cycle` and `lead` are those of
    completed runs. `ca` and `rolled_yield` are the products over the steps that every run takes.
    """

    cases: int
    variants: int
    completed: int
    ended: int
    elapsed: Sample
    cycle: Sample
    lead: Sample
    open: Sequence[Open]
    service_level: Kept
    activity: Answer
    ca: Answer
    first_pass: Answer
    rolled_yield: Answer
    rework: Answer
    little: Little
    bottleneck: Bottleneck
    steps: Mapping[str, StepFlow]

    @property
    def wip(self) -> int:
        """Runs that are started and not finished."""
        return len(self.open)


def flow(
    process: Process, cases: Sequence[Case], as_of: date, calendar: Calendar | None = None
) -> Flow:
    """The flow of a process at the end of a day, from all its cases."""
    ways = by_variant(cases)
    early, late = map(step_times, halves(ways))
    slow, times, again = bottleneck(early, late), together(early, late), rework(ways)
    cycle = _known((one.cycle for one in cases), NOT_YET)
    steps = _steps(process, ways, times, again, slow)
    taken = [steps[step.id] for step in process.steps if step.id and not step.optional]
    return Flow(
        cases=len(cases),
        variants=len(ways),
        completed=sum(one.is_completed for one in cases),
        ended=sum(one.is_over for one in cases),
        elapsed=elapsed(cases),
        cycle=cycle,
        lead=_known((one.lead for one in cases), NOT_REQUESTED),
        open=ageing(process.service_level, cases, as_of, calendar),
        service_level=kept(process.service_level, cases, cycle, calendar),
        activity=activity(times.values()),
        ca=rolled(one.ca for one in taken),
        first_pass=again.first_pass,
        rolled_yield=rolled(one.first_pass for one in taken),
        rework=again.rate,
        little=little(cases, cycle),
        bottleneck=slow,
        steps=steps,
    )


def _known(values: Iterable[float | None], reason: str) -> Sample:
    return sample((value for value in values if value is not None), reason)


def _steps(
    process: Process,
    ways: Ways,
    times: Mapping[str, Times],
    again: Rework,
    slow: Bottleneck,
) -> dict[str, StepFlow]:
    counts = _Counts(ways)
    names = dict.fromkeys([*(step.id for step in process.steps if step.id), *counts.cases])
    none = Quality(unknown(NEVER), unknown(NEVER))
    return {
        step: _step(
            counts,
            step,
            times.get(step, Times()),
            again.steps.get(step, none),
            slow.growth.get(step, unknown(NEVER)),
        )
        for step in names
    }


def _step(counts: "_Counts", step: str, times: Times, right: Quality, growth: Answer) -> StepFlow:
    was_done = step in counts.cases
    return StepFlow(
        cases=counts.cases[step],
        variants=counts.variants[step],
        done=counts.events[step] - counts.open[step],
        wip=counts.open[step],
        wait=sample(times.wait, NO_WAIT if was_done else NEVER),
        work=sample(times.work, NO_START if was_done else NEVER),
        lead=sample(times.lead, NO_LEAD if was_done else NEVER),
        activity=activity([times]) if was_done else unknown(NEVER),
        ca=right.ca,
        first_pass=right.first_pass,
        growth=growth,
    )


class _Counts:
    """How many cases, variants and events each step has, and how many of these are not done."""

    def __init__(self, ways: Ways) -> None:
        self.cases, self.variants = Counter[str](), Counter[str]()
        self.events, self.open = Counter[str](), Counter[str]()
        for variant, taken in ways.items():
            for step, times in Counter(variant).items():
                self.cases[step] += len(taken)
                self.variants[step] += 1
                self.events[step] += times * len(taken)
            for case in taken:
                if None in case.done:
                    self._open(case)

    def _open(self, case: Case) -> None:
        """Begun and not done, in a run that has not ended: what nobody finished is not under way."""
        for step, start, end in zip(case.variant, case.begun, case.done, strict=True):
            self.open[step] += start is not None and end is None and not case.is_over
