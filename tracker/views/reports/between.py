"""What happened between two published states, told as a review tells a change, and judged by nobody.

Each landing in between was judged on its day. The two ends are no change that anybody made: a
project that passed two gates one after the other would look as if it had skipped one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracker.law.change import Change
from tracker.law.judge import Verdict
from tracker.model.work import Work
from tracker.views.reports.review import Block, Group, Section, review
from tracker.views.reports.review.review import home, rank

SECTIONS = 120
"""How many things are told on one page; of the others it says how many there are."""

ITEMS = 40
"""How many changes of one thing are told."""


@dataclass(frozen=True)
class Between:
    """What differs, in groups; `left` is how many things more do."""

    groups: tuple[Group, ...]
    left: int = 0

    @property
    def count(self) -> int:
        """How many things are told."""
        return sum(len(group.sections) for group in self.groups)


def between(
    before: Work, after: Work, changes: tuple[Change, ...], day: date, unsaid: Collection[str] = ()
) -> Between:
    """What the changes from one state to another do; of the kinds in `unsaid` nothing is told,
    and where there are any, nothing that a schema keeps inside.

    Where there are more things than a page bears, those whose state moved are kept first.
    """
    homes: dict[str, list[Change]] = {}
    for one in changes:
        if not _is_unsaid(one, unsaid):
            homes.setdefault(home(one.kind, one.id), []).append(one)
    kept = sorted(homes, key=lambda ref: (not any(one.moves for one in homes[ref]), rank(ref)))
    told = tuple(one for ref in kept[:SECTIONS] for one in homes[ref])
    verdict = Verdict((), after, after.snapshot.label, None, "head", day, told, before)
    groups = (
        replace(group, sections=tuple(map(_cut, group.sections)))
        for group in review(verdict, public=bool(unsaid)).groups
    )
    return Between(tuple(groups), max(0, len(kept) - SECTIONS))


def _is_unsaid(change: Change, unsaid: Collection[str]) -> bool:
    return home(change.kind, change.id).partition("/")[0] in unsaid


def things(changes: Iterable[Change], unsaid: Collection[str] = ()) -> dict[str, int]:
    """How many things of each kind differ, each counted once whatever of it does."""
    homes = {home(one.kind, one.id) for one in changes if not _is_unsaid(one, unsaid)}
    found: dict[str, int] = {}
    for ref in sorted(homes, key=rank):
        kind = ref.partition("/")[0]
        found[kind] = found.get(kind, 0) + 1
    return found


def _cut(section: Section) -> Section:
    """A section with no more items than a page bears."""
    room, blocks = ITEMS, []
    for block in section.blocks:
        items = block.items[:room]
        room -= len(items)
        if items:
            blocks.append(Block(block.title, items))
    return replace(section, blocks=tuple(blocks))
