"""Where a run stands in the order of its process: what is done, what may come next, what was left out.

A step may come once all that must come before it is done or was passed over, and while nothing is
done that must come after it. What is done once more takes back what followed it: after a repair the
machine is tested again. So whoever always takes a step that may come ends with a run that conforms
(definitions, Conformance to a sequence).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.analysis.order import Order
from tracker.model.records import Done


@dataclass(frozen=True)
class Course:
    """`done` and `passed` are sets of steps; what is passed over is what others came before.

    `last` is the step of the last event, None where there is none or the process does not have it.
    """

    order: Order
    done: int = 0
    passed: int = 0
    last: str | None = None

    @property
    def may_come(self) -> tuple[str, ...]:
        """The steps that the order has room for now, in the order of the file."""
        settled = self.done | self.passed
        return tuple(
            step
            for step, before in self.order.before.items()
            if not settled & self._bit(step)
            and not before & self.order.needed & ~settled & ~self._bit(step)
        )

    @property
    def must_come(self) -> tuple[str, ...]:
        """Of those the ones that may not be missing."""
        return tuple(step for step in self.may_come if self.order.needed & self._bit(step))

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps that must be done, and are not."""
        return self.order.names(self.order.needed & ~self.done)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The steps that must be done, and before which others were done."""
        return self.order.names(self.order.needed & self.passed)

    def is_done(self, step: str) -> bool:
        """Whether a step is done, and nothing before it was done again since."""
        return bool(self.done & self._bit(step))

    def _bit(self, step: str) -> int:
        return 1 << self.order.place[step] if step in self.order.place else 0

    def after(self, step: str) -> "Course":
        """Where it stands when one more step is done; one that the process does not have moves nothing."""
        if step not in self.order.place:
            return Course(self.order, self.done, self.passed)
        done = self.done
        if self.is_done(step):
            later = (one for one, before in self.order.before.items() if before & self._bit(step))
            for one in later:
                done &= ~self._bit(one)
        done |= self._bit(step)
        passed = 0
        for one in self.order.names(done):
            passed |= self.order.before[one]
        return Course(self.order, done, passed & ~done, step)


def course(order: Order, events: Iterable[Done]) -> Course:
    """Where a run stands after its events, in the order in which they are given."""
    found = Course(order)
    for event in events:
        if event.step is not None:
            found = found.after(event.step)
    return found
