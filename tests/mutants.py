"""The schema files, and documents that nearly fit them."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from shown import SHOWN

from tracker.model.catalogue import SUFFIX, schema_folder

FILES = {
    file.relative_to(schema_folder()).as_posix(): json.loads(file.read_bytes())
    for file in sorted(schema_folder().rglob(f"*{SUFFIX}"))
}


def whole(name: str, node: dict[str, Any]) -> dict[str, Any]:
    """The node with its references resolved; what stands beside one wins."""
    while "$ref" in node:
        file, _, pointer = node["$ref"].partition("#")
        target: Any = FILES[str(Path(name).with_name(file)) if file else name]
        name = file or name
        for step in pointer.split("/")[1:]:
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(
        "|a|A b|a-b|a--b|a\n|2026-02-29|2028-02-29|2026-11-31|4h|-2d|5%|active|12|true|é|a@b".split(
            "|"
        )
    ),
    st.sampled_from(
        ["x" * 64, "x" * 201, "process/a/b", "process/a/b/c", "FREQ=DAILY", "ssh-rsa A", "EUR"]
    ),
    st.text(max_size=8),
)
VALUES = st.one_of(
    LEAVES, st.lists(LEAVES, max_size=3), st.dictionaries(st.text(max_size=5), LEAVES, max_size=3)
)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """A complete document with one to four places changed, removed or added."""
    name = draw(st.sampled_from(sorted(SHOWN)))
    data = copy.deepcopy(SHOWN[name])
    for _ in range(draw(st.integers(1, 4))):
        holder: Any = data
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(holder[key], dict | list) and draw(st.integers(0, 3)):
                holder = holder[key]
                continue
            if draw(st.booleans()):
                holder[key] = draw(VALUES)
            else:
                del holder[key]
            break
        if isinstance(holder, dict) and not draw(st.integers(0, 3)):
            known = ["7", "007", "stauts", "id", "title", "Bad Key", "a-b", "from"]
            holder[draw(st.sampled_from(known))] = draw(VALUES)
    return name, data
