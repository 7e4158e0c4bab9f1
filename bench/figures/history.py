"""The replay of a long history, against logging it and reading each of its files once."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from fast_import import Files, fast_import
from generate import Generator, lines
from ground import Ground
from measure import TRACKER, Bound, Command, Figure, ratio

BLOBS = Path(__file__).resolve().parent.parent / "blobs.py"
AS_OF = "2027-06-01"


def measure(ground: Ground) -> Iterator[Figure]:
    folder = ground.made(
        f"line-{ground.size}", lambda folder: fast_import(folder, commits(ground.size))
    )
    replay = [Command([TRACKER, "history", "--as-of", AS_OF, "--format", "json"], folder)]
    yardstick = [Command([sys.executable, BLOBS, folder], folder)]
    told, read = ground.turns(replay, yardstick)
    title = f"history of {ground.size:,} commits / git log and each file read once"
    yield ratio(title, told, read, ground.bound(Bound("at most", 2)))
    yield Figure("peak memory, history", tuple(each.megabytes for each in told), unit="MB")


def commits(count: int) -> Iterator[Files]:
    """A workspace of a tenth as many files, and then one file in each commit: tasks go on, projects move."""
    chance = random.Random(1)
    files = {
        f"work/{name}": "\n".join(lines(one)) + "\n"
        for name, one in Generator(count // 10, 1).files()
    }
    yield dict(files)
    changing = sorted(path for path in files if path.startswith(("work/projects/", "work/goals/")))
    for at in range(count - 1):
        path = chance.choice(changing)
        text = files[path]
        files[path] = _moved(text) or text.replace("title: ", f"title: {at} ", 1)
        yield {path: files[path]}


def _moved(text: str) -> str | None:
    """The next phase of a project, or the end of a task: what is to come of it first."""
    for before, after in (
        ("phase: idea", "phase: doing"),
        ("status: doing", "status: done"),
        ("status: todo", "status: doing"),
    ):
        if before in text:
            return text.replace(before, after, 1)
    return None
