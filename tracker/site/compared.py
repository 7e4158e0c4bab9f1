"""Published states side by side: what differs between every two of those that are kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tracker.law.change import Change, changes
from tracker.site.past import Past, State
from tracker.views.reports.between import Between, between, things


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two states and all that differs; what that does is worked out when its page is made."""

    before: State
    after: State
    changes: tuple[Change, ...]

    @property
    def path(self) -> str:
        """Where its page lies."""
        return f"changes/{self.before.day}/{self.after.day}"

    def things(self, unsaid: Collection[str]) -> Mapping[str, int]:
        """How many things of each kind differ."""
        return things(self.changes, unsaid)

    def told(self, unsaid: Collection[str]) -> Between:
        """What the changes do, in groups."""
        before, after = self.before.work, self.after.work
        return between(before, after, self.changes, self.after.day, unsaid)


def compared(past: Past | None) -> dict[tuple[date, date], Comparison]:
    """Every two of the states that differ, by the days of the earlier and of the later."""
    found: dict[tuple[date, date], Comparison] = {}
    for after, before in combinations(past.states if past is not None else (), 2):
        differing = changes(before.work, after.work)
        if differing:
            found.setdefault((before.day, after.day), Comparison(before, after, differing))
    return found
