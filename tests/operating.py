"""Two processes in operation, made up by a seed: one with a past of 180 runs, one with a single run.

The first leaves its order now and then, waits ever longer for one step, has runs under way, and an
improvement that its chart confirms.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import site_sample

from tracker.law.judge import judge
from tracker.model.load import load
from tracker.model.work import Work
from tracker.site.status import Audience, Status
from tracker.source.snapshot import Folder

AS_OF = date(2026, 11, 21)
COLUMNS = ("run", "step", "started", "finished", "by", "requested", "version", "right_first_time")
STEPS = ("register", "match", "approve", "book", "pay")
PEOPLE = ("controller", "ap-lead", "finance-director")
_ZONE = timezone(timedelta(hours=1))
_WAITS = {"register": 3, "match": 5, "approve": 26, "book": 6, "pay": 10}

COMPLAINTS = """\
title: Answer a complaint
purpose: Everybody who complains hears from us, and once is enough.
status: active
owner: controller
goals: [cut-invoice-cost]
version: 2
effective_from: 2026-01-01
steps:
  - {id: register, title: Register the complaint, role: ap-clerk, work_time: 5m, wait_time: 4h}
  - {id: match, title: Find the delivery, role: ap-clerk, work_time: 10m, rework_to: register}
  - {id: approve, title: Approve what it costs, role: ap-clerk, work_time: 5m, wait_time: 1d}
  - {id: call, title: Call the customer, role: ap-clerk, optional: true}
  - {id: book, title: Book it, role: ap-clerk, work_time: 5m}
  - {id: pay, title: Pay it back, role: ap-clerk, work_time: 5m, wait_time: 1d}
service_level: {percentile: 85, within: 3d}
wip_limit: 6
measures:
  - {id: cycle-time, title: Days to an answer, of: cycle_time, unit: d}
  - {id: first-pass, title: Right the first time, of: first_pass_yield, unit: percent}
"""
IMPROVED = """\
title: Small sums need no approval
kind: improvement
problem: Every complaint waits for somebody to approve 20 EUR.
proposed_by: controller
measure: cycle-time
baseline: {from: 2026-01-01, to: 2026-06-30, value: 2.5d}
target: 2d
status: closed
effective_from: 2026-07-01
review_on: 2026-10-01
result: {verdict: confirmed, value: 1.1d, signal: 8 in a row below the mean}
"""
PLANNED = """\
title: Letters are scanned when they arrive
kind: improvement
problem: Letters lie until Friday.
measure: first-pass
target: 95%
status: new
"""
SINGLE = """\
title: Count the stock
status: active
owner: controller
version: 1
steps:
  - {id: count, title: Count}
  - {id: write, title: Write it down}
measures:
  - {id: cycle-time, of: cycle_time, unit: h}
"""
ONE_RUN = """\
version: 1
title: Hall 2
status: completed
started: 2026-11-02T08:00+01:00
finished: 2026-11-02T11:30+01:00
steps:
  - {step: count, started: 2026-11-02T08:00+01:00, finished: 2026-11-02T11:00+01:00}
  - {step: write, started: 2026-11-02T11:10+01:00, finished: 2026-11-02T11:30+01:00}
"""
OPEN_RUN = """\
version: 2
title: A pallet of green pears
status: in-progress
requested: 2026-11-09T08:00+01:00
started: 2026-11-09T09:00+01:00
steps:
  - {step: register, by: controller, started: 2026-11-09T09:00+01:00, finished: 2026-11-09T09:05+01:00}
  - {step: match, by: controller, started: 2026-11-09T10:00+01:00, note: Which lorry was it?}
"""


def events(runs: int, seed: int = 6) -> Iterator[tuple[str, ...]]:
    """The rows of a log of so many runs, two of three days apart; the last ones are under way."""
    chance, last = random.Random(seed), datetime(2026, 11, 21, 18, tzinfo=_ZONE)
    first = datetime(2026, 1, 5, 7, tzinfo=_ZONE)
    for number in range(runs):
        requested = moment = first + (last - first) * number / runs
        late = number / runs
        for step in _steps(chance, number):
            wait = _WAITS[step] * chance.uniform(0.5, 1.5)
            if step == "approve":
                wait *= 2 if requested.month < 7 else 0.25
            if step == "pay":
                wait *= 0.8 + late / 2
            begun = moment + timedelta(hours=wait)
            moment = begun + timedelta(minutes=chance.randint(3, 40))
            if moment > last:
                break
            said = [one.isoformat(timespec="minutes") for one in (begun, moment, requested)]
            right = "false" if chance.random() < 0.06 else "true"
            by = PEOPLE[0] if step == "pay" else chance.choice(PEOPLE)
            yield (f"2026-{number:03}", step, said[0], said[1], by, said[2], "2", right)


def _steps(chance: random.Random, number: int) -> list[str]:
    done = list(STEPS)
    lot = chance.random()
    if lot < 0.12:
        done.remove("match")
    elif lot < 0.2:
        done[3:] = ["pay", "book"]
    elif lot < 0.26:
        done.insert(2, "match")
    # Some of the later ones lie half done.
    return done[: chance.randint(1, 3)] if number % 7 == 5 and lot > 0.4 and number > 80 else done


def log(runs: int = 180) -> str:
    """The log as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([COLUMNS, *events(runs)])
    return file.getvalue()


def write(root: Path, runs: int = 180, **more: str) -> Path:
    """Make the workspace; `more` files lie in the folder of the first process."""
    folder = "processes/answer-complaint/"
    files = {
        **site_sample.FILES,
        f"{folder}process.yaml": COMPLAINTS,
        f"{folder}runs/2026.csv": log(runs),
        f"{folder}runs/green-pears.yaml": OPEN_RUN,
        f"{folder}improvements/small-sums.yaml": IMPROVED,
        f"{folder}improvements/scanned.yaml": PLANNED,
        "processes/count-stock/process.yaml": SINGLE,
        "processes/count-stock/runs/hall-2.yaml": ONE_RUN,
        **{f"{folder}{name.replace('__', '/')}": text for name, text in more.items()},
    }
    return site_sample.write(root, files)


def loaded(root: Path, runs: int = 180, **more: str) -> Work:
    return load(Folder(write(root, runs, **more)), "work")


def status(work: Work, audience: Audience = Audience.PUBLIC) -> Status:
    return Status(work, judge(work, AS_OF), "Meridian Foods", AS_OF, audience=audience)
