"""What a file costs in a large workspace, against what it costs in a small one: start-up is taken off."""

from collections.abc import Iterator

from figures.start_up import LEAST
from ground import Ground, files
from measure import Bound, Figure, Job, NotMeasuredError, Run

REPEATED = 5
"""How often a small workspace is checked in each round: most of its time is start-up, not files."""


def measure(ground: Ground) -> Iterator[Figure]:
    first, *more = sorted({max(ground.size // 100, 20), ground.small, ground.size})
    least, few, *many = ground.turns(
        repeated(ground, LEAST), repeated(ground, first), *map(ground.check, more)
    )
    base = [each.seconds / REPEATED for each in least]
    small = costs(ground, first, [Run(each.seconds / REPEATED) for each in few], base)
    for size, runs in zip(more, many, strict=True):
        pairs = zip(costs(ground, size, runs, base), small, strict=True)
        title = f"cost of a file among {size:,} / {first:,}"
        values = tuple(large / little for large, little in pairs)
        yield Figure(title, values, ground.bound(Bound("at most", 1.3)))


def repeated(ground: Ground, size: int) -> Job:
    return [*ground.check(size)] * REPEATED


def costs(ground: Ground, size: int, runs: list[Run], base: list[float]) -> list[float]:
    """Seconds for each file more than the least workspace has, round by round."""
    more = files(ground.workspace(size)) - files(ground.workspace(LEAST))
    found = [(run.seconds - start) / more for run, start in zip(runs, base, strict=True)]
    if min(found) <= 0:
        raise NotMeasuredError(f"{more} files more took no time: the machine is too busy")
    return found
