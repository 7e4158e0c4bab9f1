"""check-jsonschema: the same schemas over the same files, one process for each kind.

Its fastest way, as measured: the schema in one file (a reference to another file costs it a search
of all schemas each time), default regular expressions; a C library for YAML changes nothing.
"""

import json
import math
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ground import Ground, files
from measure import Bound, Command, Figure, ratio
from peer import Peer

from tracker.model.catalogue import documents

KINDS = {
    "project": "work/projects/*/project.yaml",
    "plan": "work/projects/*/plan.yaml",
    "process": "work/processes/*/process.yaml",
    "goal": "work/goals/*.yaml",
    "person": "work/people/*/person.yaml",
}
"""What a generated workspace has many of; of four more kinds it has one file each."""


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    schemas = ground.made("schemas", write)
    folder = ground.workspace(ground.size)
    job = [
        Command([tool, "--schemafile", schemas / f"{kind}.json", *found(folder, pattern)], folder)
        for kind, pattern in KINDS.items()
    ]
    theirs, ours = ground.turns(job, ground.check(ground.size), times=min(ground.runs, 3))
    title = f"check-jsonschema, {files(folder):,} files / tracker check"
    yield ratio(title, theirs, ours, ground.bound(Bound("at least", 20)))
    small = ground.workspace(ground.small)
    split = [shared(tool, schemas / f"{kind}.json", small, KINDS[kind]) for kind in KINDS]
    theirs, ours = ground.turns(split, ground.check(ground.small), times=min(ground.runs, 3))
    title = f"the same by xargs on all cores, {files(small):,} files / tracker check"
    yield ratio(title, theirs, ours)


def found(folder: Path, pattern: str) -> list[Path]:
    return [path.relative_to(folder) for path in sorted(folder.glob(pattern))]


def shared(tool: Path, schema: Path, folder: Path, pattern: str) -> Command:
    """One kind, its files shared among as many processes as there are cores."""
    cores = os.cpu_count() or 1
    each = math.ceil(len(found(folder, pattern)) / cores)
    check = shlex.join([str(tool), "--schemafile", str(schema)])
    script = f"printf '%s\\n' {pattern} | xargs -P {cores} -n {each} {check}"
    return Command(["sh", "-c", script], folder)


def write(folder: Path) -> None:
    for kind in KINDS:
        text = json.dumps(bundle(kind))
        (folder / f"{kind}.json").write_text(text, encoding="utf-8")


def bundle(kind: str) -> dict[str, Any]:
    """One schema that asks what ours of that kind asks, with everything it refers to inside."""
    inside = {name.partition(".")[0]: moved(schema, name) for name, schema in documents().items()}
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, "$ref": f"#/$defs/{kind}", "$defs": inside}


def moved(node: Any, name: str) -> Any:
    """A part of the schema of that name, as it reads inside the bundle."""
    if isinstance(node, list):
        return [moved(each, name) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: moved(value, name) for key, value in node.items() if key != "$schema"}
    if isinstance(made.get("$ref"), str):
        file, _, place = made["$ref"].partition("#")
        made["$ref"] = f"#/$defs/{(file or name).partition('.')[0]}{place}"
    return made


PEER = Peer(
    title="check-jsonschema",
    program="check-jsonschema",
    does="Holds each file against the same schemas, and names the key that does not fit.",
    lacks="References between files, dates, phases, what a change may do, the line of a fault.",
    measure=measure,
)
