"""yamllint: the rules that have a like in Tracker's reader, and none about layout."""

from collections.abc import Iterator
from pathlib import Path

from ground import Ground, files
from measure import Command, Figure, ratio
from peer import Peer

RULES = "{rules: {anchors: enable, key-duplicates: enable, octal-values: enable, truthy: enable}}"


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    folder = ground.workspace(ground.small)
    job = [Command([tool, "--config-data", RULES, "work"], folder)]
    theirs, ours = ground.turns(job, ground.check(ground.small), times=min(ground.runs, 3))
    yield ratio(f"yamllint, {files(folder):,} files / tracker check", theirs, ours)


PEER = Peer(
    title="yamllint",
    program="yamllint",
    does="Reads each file, and finds faults of syntax, doubled keys, ambiguous words, with the line.",
    lacks="What the files mean: no schema, no references. Layout, which it is made for, is left out.",
    measure=measure,
)
