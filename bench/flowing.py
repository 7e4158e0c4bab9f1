"""Seconds that flow and conformance take over the event log of one process, loading not counted.

Run in a process of its own, beside `rows.py`. The garbage collector rests, as it does while
loading: there are no cycles to find.
"""

import csv
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from eventlog import STEPS

from tracker.analysis.cases import cases
from tracker.analysis.conformance import conformance, versions
from tracker.analysis.flow import flow
from tracker.model.digest import uncollected
from tracker.model.records import Done, Process, Run, ServiceLevel, Step

PROCESS = Process(
    version=1,
    steps=tuple(
        Step(id=id, optional=at == 4, parallel_with=STEPS[2] if at == 3 else None)
        for at, id in enumerate(STEPS)
    ),
    service_level=ServiceLevel(percentile=85, within="5d"),
)


def runs(rows: Iterable[Mapping[str, str]]) -> dict[str, Run]:
    """The rows of a log as runs, all of them completed."""
    events: dict[str, list[Done]] = {}
    asked: dict[str, datetime] = {}
    moment = datetime.fromisoformat
    for row in rows:
        began, ended = moment(row["started"]), moment(row["finished"])
        done = Done(step=row["step"], by=row["by"], started=began, finished=ended)
        events.setdefault(row["run"], []).append(done)
        asked.setdefault(row["run"], moment(row["requested"]))
    return {
        id: Run(
            version=1,
            status="completed",
            requested=asked[id],
            started=steps[0].started,
            finished=steps[-1].finished,
            steps=tuple(steps),
        )
        for id, steps in events.items()
    }


def main() -> None:
    with uncollected():
        with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
            read = runs(csv.DictReader(file))
        begin = time.perf_counter()
        found = cases(read)
        told = flow(PROCESS, found, date(2027, 1, 1))
        judged = conformance(versions(PROCESS), found)
        print(time.perf_counter() - begin, told.cases, told.variants, len(judged))


if __name__ == "__main__":
    main()
