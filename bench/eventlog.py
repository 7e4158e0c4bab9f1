"""A process and the event log of its runs, made up: the same number of runs is the same bytes.

Seven in ten runs keep the order; the others swap steps or do one in place of another, so that a log
of 100,000 runs has about 2,000 variants. Times have an offset, and lie close together.
"""

import csv
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

STEPS = tuple(f"step-{n}" for n in range(8))
COLUMNS = ("run", "step", "started", "finished", "by", "requested", "version")
KEEPING, PEOPLE = 0.7, 40
PROCESS = "made"
LOG = f"work/processes/{PROCESS}/runs/log.csv"
_FIRST = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=1)))


def steps(chance: random.Random) -> list[str]:
    """The steps of one run."""
    done = list(STEPS)
    if chance.random() >= KEEPING:
        for _ in range(chance.randint(1, 3)):
            one, other = chance.randrange(len(done)), chance.randrange(len(done))
            swapped = done[one] if chance.random() < KEEPING else done[other]
            done[one], done[other] = done[other], swapped
    return done


def workspace(runs: int, folder: Path, seed: int = 1) -> None:
    """A workspace with one process, and the log of so many runs of it."""
    (folder / LOG).parent.mkdir(parents=True)
    process = "title: Made\nversion: 1\nservice_level: {percentile: 85, within: 5d}\nsteps:\n"
    for at, step in enumerate(STEPS):
        more = {3: f", parallel_with: {STEPS[2]}", 4: ", optional: true"}.get(at, "")
        process += f"  - {{id: {step}, title: Step {at}{more}}}\n"
    (folder / "work/tracker.yaml").write_text("title: Made\n", encoding="utf-8")
    (folder / LOG).parent.with_name("process.yaml").write_text(process, encoding="utf-8")
    write(runs, folder / LOG, seed)


def write(runs: int, path: Path, seed: int = 1) -> None:
    """Write the log of so many runs, an event a row."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for number in range(runs):
            requested = moment = _FIRST + timedelta(minutes=5 * number)
            for step in steps(chance):
                begun = moment + timedelta(minutes=chance.randint(0, 600))
                moment = begun + timedelta(minutes=chance.randint(1, 60))
                by = f"person-{chance.randrange(PEOPLE)}"
                times = (_short(begun), _short(moment), by, _short(requested))
                rows.writerow((f"run-{number}", step, *times, 1))


def _short(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
