"""Loading an event log, flow and conformance, against reading its rows with the standard library."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from eventlog import LOG, STEPS, workspace
from ground import Ground
from measure import Bound, Command, Figure, ratio

HERE = Path(__file__).resolve().parent.parent


def measure(ground: Ground) -> Iterator[Figure]:
    runs = ground.size * 10
    events = runs * len(STEPS)
    folder = ground.made(f"log-{runs}", partial(workspace, runs))
    flow, rows = ground.turns(
        [Command([sys.executable, HERE / "flowing.py", folder], folder, tells=True)],
        [Command([sys.executable, HERE / "rows.py", folder / LOG], folder, tells=True)],
    )
    title = f"flow and conformance of {events:,} events / csv.reader"
    yield ratio(title, flow, rows, ground.bound(Bound("at most", 10)))
    sizes = tuple(each.megabytes * 1024 / events for each in flow)
    bound = ground.bound(Bound("at most", 1))
    yield Figure(f"peak memory, flow of {events:,} events, for each", sizes, bound, "KB")
