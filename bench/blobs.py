"""Log a line of commits with what each changed, and read every distinct file of it once.

The yardstick of the replay, run in a process of its own: `git log --raw` along the first parents,
and one reading of each distinct blob by Tracker's own reader. Nothing is compared, nothing judged.
"""

import subprocess
import sys

from tracker.source.document import read

LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "-z",
    "--no-abbrev",
    "--root",
)
GONE = b"0" * 40


def main() -> None:
    git = ["git", "-C", sys.argv[1]]
    log = subprocess.run([*git, *LOG, "--no-renames", "--format="], capture_output=True, check=True)
    lines = (token.split(b" ") for token in log.stdout.split(b"\0") if token[:1] == b":")
    hashes = dict.fromkeys(line[3] for line in lines)
    hashes.pop(GONE, None)
    asked = b"".join(hash + b"\n" for hash in hashes)
    answer = subprocess.run(
        [*git, "cat-file", "--batch"], input=asked, capture_output=True, check=True
    )
    at, count = 0, 0
    while at < len(answer.stdout):
        end = answer.stdout.index(b"\n", at)
        size = int(answer.stdout[at:end].rpartition(b" ")[2])
        read(answer.stdout[end + 1 : end + 1 + size])
        at, count = end + size + 2, count + 1
    print(count, "files")


if __name__ == "__main__":
    main()
