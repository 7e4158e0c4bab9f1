"""Seconds from the files of a process to its flow and the conformance of all its runs.

Run in a process of its own, beside `rows.py`. The garbage collector rests, as it does in the command:
there are no cycles to find.
"""

import sys
import time
from datetime import date
from pathlib import Path

from eventlog import PROCESS

from tracker.analysis.conformance import Verdict
from tracker.analysis.flow import Flow
from tracker.model.digest import uncollected
from tracker.model.load import load
from tracker.source.snapshot import Folder
from tracker.views.operation import operations


def measured(folder: Path) -> tuple[Flow, list[Verdict]]:
    """The flow of the process of a workspace, and how each of its runs conforms."""
    found = operations(load(Folder(folder), "work"), date(2027, 1, 1))[PROCESS]
    return found.flow, found.verdicts


def main() -> None:
    begin = time.perf_counter()
    with uncollected():
        flow, verdicts = measured(Path(sys.argv[1]))
        print(time.perf_counter() - begin, flow.cases, len(verdicts))


if __name__ == "__main__":
    main()
