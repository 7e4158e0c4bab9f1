"""What becomes of runs in event logs: counted for each log, since a log has as many as it has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from tracker.law.change import Change
from tracker.views.reports.review.fields import Row
from tracker.views.reports.review.tree import Item
from tracker.views.reports.review.vocabulary import REPORTS
from tracker.views.reports.review.wording import plural


def is_logged(change: Change) -> bool:
    """True where it stands in a log, or stood in one and is gone."""
    side = change.after or change.before
    return side is not None and side.is_logged


def rows(changes: Iterable[Change]) -> Iterator[Row]:
    """A row for each log: how many of its runs are new, went on or are gone."""
    logs: dict[str, Counter[str]] = {}
    for change in changes:
        side = change.after or change.before
        if side is not None:
            logs.setdefault(side.path, Counter())[_event(change)] += 1
    for path, counts in sorted(logs.items()):
        yield REPORTS, Item("logged", f"Runs in {PurePosixPath(path).name}", None, _said(counts))


def _event(change: Change) -> str:
    return "new" if change.is_new else "gone" if change.is_removed else "changed"


def _said(counts: Mapping[str, int]) -> str:
    words = {"new": "is new", "changed": "went on", "gone": "is gone"}
    many = {"new": "are new", "changed": "went on", "gone": "are gone"}
    return ", ".join(
        f"{plural(counts[name], 'run')} {words[name] if counts[name] == 1 else many[name]}"
        for name in words
        if counts.get(name)
    )
