"""The whole check against the least that anything can take which reads YAML through libyaml."""

import sys
from collections.abc import Iterator
from pathlib import Path

from ground import CHANGED, Ground
from measure import Bound, Command, Figure, ratio

EVENTS = Path(__file__).resolve().parent.parent / "events.py"
PEAK = Bound("at most", 200)


def measure(ground: Ground) -> Iterator[Figure]:
    folder = ground.workspace(ground.size)
    yardstick = [Command([sys.executable, EVENTS, folder / "work"], folder, tells=True)]
    plain, events, based = ground.turns(
        ground.check(ground.size), yardstick, ground.check(ground.size, "--base", "HEAD")
    )
    title = f"check of {ground.size:,} files / their C events"
    yield ratio(title, plain, events, ground.bound(Bound("at most", 2)))
    title = f"check --base, {CHANGED} changed / check"
    yield ratio(title, based, plain, ground.bound(Bound("at most", 1.3)))
    for title, runs in (("peak memory, check", plain), ("peak memory, check --base", based)):
        yield Figure(title, tuple(each.megabytes for each in runs), PEAK, "MB")
