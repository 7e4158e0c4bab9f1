"""The example organisation, packed: a hostile text in every field that holds text of people's own.

Which fields these are, the schemas say, and the example uses every one (tests/test_example.py): a
field that is new tomorrow is packed by itself. Titles of git's commits and names of their authors
are packed as well.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import example_past
from gitrepo import Repo
from hostile_pages import quoted

from tracker.model.catalogue import member
from tracker.model.kinds import placed, schema_name

EARLIER = "2026-09-18"
BOUND = ("pattern", "enum", "const", "format", "x-reference")
"""A field with one of these holds no text of people's own."""

MORE = 4
"""How many entries a list of texts gets besides its own, so that all vectors find a place."""

LAW = ("lifecycles/", "tracker.yaml")
SCALAR = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


class Packed(NamedTuple):
    """A text where it stands: its file, the route there (`*` for any entry), and what it says."""

    path: str
    route: tuple[str, ...]
    text: str


def write(root: Path, vectors: Sequence[str]) -> list[Packed]:
    """Make the repository: an earlier state, the present one, and what the present one holds."""
    repo = Repo(root)
    for number, day in enumerate((EARLIER, example_past.AS_OF.isoformat())):
        texts = islice(cycle(vectors), number, None)
        packed: list[Packed] = []
        for path, content in example_past.files_on(day).items():
            if path.endswith(example_past.LOG):
                repo.write({f"work/{path}": content.decode()})
                continue
            data = _packed(path, example_past.plain(content), texts, packed)
            repo.write({f"work/{path}": _flow(data) + "\n"})
        author = vectors[number].translate({ord(one): None for one in "<>\n"}).strip()
        repo.commit(
            vectors[number], author=f"{author} <a@example.org>", date=f"{day}T09:00:00+01:00"
        )
    return packed


def _packed(path: str, data: Any, texts: Iterator[str], found: list[Packed]) -> Any:
    place = placed(path)
    assert place is not None, path
    name = schema_name(place)

    def walk(value: Any, route: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            return {
                key: walk(inner, (*route, key if _is_named(route, key) else "*"))
                for key, inner in value.items()
            }
        if isinstance(value, list):
            more = MORE if _is_free(member(name, (*route, "*")) or {}) else 0
            return [walk(inner, (*route, "*")) for inner in [*value, *[""] * more]]
        schema = member(name, route)
        if not isinstance(value, str) or schema is None or not _is_free(schema):
            return value
        if path.startswith(LAW) and route[-1] == "id":
            return value
        text = next(texts)[: schema.get("maxLength", 200)]
        found.append(Packed(path, route, text))
        return text

    def _is_named(route: tuple[str, ...], key: str) -> bool:
        return member(name, (*route, key)) is not None

    return walk(data, ())


def _is_free(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", ())
    return "string" in ([kinds] if isinstance(kinds, str) else kinds) and not any(
        key in schema for key in BOUND
    )


def _flow(value: Any) -> str:
    """A value as YAML in one line: what a text says is escaped, and arrives as it is."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def _key(key: str) -> str:
    return key if SCALAR.match(key) else quoted(key)
