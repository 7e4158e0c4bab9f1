"""Seconds that iterating PyYAML's C events takes over every YAML file below a folder.

The yardstick of `bench/run.py`, run in a process of its own: the least that anything which reads
these bytes through that parser can take. Reading the files from disk is not counted.
"""

import sys
import time
from pathlib import Path

from yaml._yaml import CParser


def events(content: bytes) -> int:
    parser = CParser(content)
    count = 0
    while parser.check_event():
        parser.get_event()
        count += 1
    return count


def main() -> None:
    contents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).rglob("*.yaml"))]
    begin = time.perf_counter()
    count = sum(map(events, contents))
    print(time.perf_counter() - begin, count, len(contents))


if __name__ == "__main__":
    main()
