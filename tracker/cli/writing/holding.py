"""The review of a gate as `tracker move` writes it: anew, or gone over once more before it lands."""

import re
from collections.abc import Collection, Mapping
from typing import Any

_OPEN = "# Once it is met: `status: met`, and `evidence:` of what shows it."
_ENTRY = re.compile(r"(\s*)- \{?id: ([a-z0-9-]+)[,}\s]")


def merged(known: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What a review says already, with what is said now; criteria and conditions go by their id."""
    made = {**known, **said}
    for part in ("criteria", "conditions"):
        if part in made:
            entries = [*known.get(part, ()), *said.get(part, ())]
            made[part] = list({one.get("id"): one for one in entries}.values())
    return made


def marked(text: str, left_open: Collection[str]) -> str:
    """A review with a word above each criterion that is left open, and above no other."""
    made: list[str] = []
    for row in text.splitlines(keepends=True):
        entry = _ENTRY.match(row)
        if entry is not None and made and made[-1].strip() == _OPEN:
            made.pop()
        if entry is not None and entry[2] in left_open:
            made.append(f"{entry[1]}{_OPEN}\n")
        made.append(row)
    return "".join(made)
