"""The schemas as they lie on disk: read once, resolved among themselves, never fetched.

A schema has no `$id`: it is known by its file name, and a `$ref` is relative to its own file, so
that editors resolve it from a checkout just as we do.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

Schema = dict[str, Any]

SUFFIX = ".schema.json"
BASE = "https://tracker.invalid/schemas/"
"""Where the schemas stand for the validator; the name can never be fetched (RFC 6761)."""

DEMANDED_OF_ADOPTED = frozenset({"title", "name", "phase"})
REFERENCE = {"minLength": 1, "maxLength": 1024}


def schema_folder() -> Path:
    """The schemas that the package carries, else those of the checkout it runs from."""
    package = Path(__file__).parents[1]
    packed = package / "_schemas"
    return packed if packed.is_dir() else package.parent / "schemas"


@functools.cache
def documents(adopted: bool = False) -> Mapping[str, Schema]:
    """File name to schema; for adopted data in the form that asks for less."""
    if adopted:
        return {name: _relaxed(schema) for name, schema in documents().items()}
    files = sorted(schema_folder().glob(f"*{SUFFIX}"))
    return {file.name: json.loads(file.read_bytes()) for file in files}


def _relaxed(schema: Schema) -> Schema:
    """What was written for something else has a title and a phase; its references may be text."""
    schema = _free(schema)
    if "required" in schema:
        schema["required"] = [key for key in schema["required"] if key in DEMANDED_OF_ADOPTED]
    return schema


def _free(node: Any) -> Any:
    if isinstance(node, list):
        return [_free(item) for item in node]
    if not isinstance(node, dict):
        return node
    free = {key: _free(value) for key, value in node.items()}
    if isinstance(free.get("x-reference"), str):
        free.pop("pattern", None)
        if free.pop("$ref", None):
            free.setdefault("type", ["string", "null"])
        free.update(REFERENCE)
    return free


class Node(NamedTuple):
    """A place in a schema with its `$ref` resolved: what stands beside a `$ref` wins.

    `owner` says in words whose keys the node describes: a project, `period`, an entry of `tasks`.
    """

    schema: Schema
    owner: str


def node_at(name: str, path: tuple[str | int, ...], adopted: bool = False) -> Node:
    """The node that an evaluation path leads to from the schema of that name."""
    schema: Any = {"$ref": f"{name}{SUFFIX}"}
    owner, inside = "", None
    for step in path:
        if step == "$ref":
            schema = _resolved(schema, adopted)
            if "$schema" in schema:
                owner, inside = _article(schema["title"]), None
        else:
            schema = schema[step]
            inside = step if isinstance(schema, dict) else inside
            if inside == "items":
                owner = owner if owner.startswith("an entry of ") else f"an entry of {owner}"
            elif inside not in (None, "properties"):
                owner = f"`{inside}`"
    while "$ref" in schema:
        schema = _resolved(schema, adopted)
    return Node(schema, owner)


def _resolved(schema: Schema, adopted: bool = False) -> Schema:
    beside = {key: value for key, value in schema.items() if key != "$ref"}
    file, _, pointer = schema["$ref"].partition("#")
    target: Any = documents(adopted)[file or f"common{SUFFIX}"]
    for step in pointer.split("/")[1:]:
        target = target[step]
    return {**target, **beside}


def _article(title: str) -> str:
    word = title.lower()
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


Pattern = tuple[str, ...]
"""The keys that lead to values, with `*` for every item of a list and every value of a map."""


def annotated(name: str, keyword: str) -> Iterator[tuple[Pattern, str]]:
    """Where a schema carries a keyword of ours (`x-reference`, `x-audience`), and what it says."""
    yield from _annotated({"$ref": f"{name}{SUFFIX}"}, keyword, ())


def _annotated(schema: Schema, keyword: str, route: Pattern) -> Iterator[tuple[Pattern, str]]:
    while "$ref" in schema:
        schema = _resolved(schema)
    if isinstance(schema.get(keyword), str):
        yield route, schema[keyword]
    for key, inner in schema.get("properties", {}).items():
        yield from _annotated(inner, keyword, (*route, key))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _annotated(schema[key], keyword, (*route, "*"))


def member(name: str, route: tuple[str, ...]) -> Schema | None:
    """The schema of a property below the schema of that name; `*` is any item of a list or map."""
    schema: Any = {"$ref": f"{name}{SUFFIX}"}
    for step in (*route, None):
        while "$ref" in schema:
            schema = _resolved(schema)
        if step is not None:
            properties = schema.get("properties", {})
            inner = schema.get("items") or schema.get("additionalProperties")
            schema = inner if step == "*" else properties.get(step)
            if not isinstance(schema, dict):
                return None
    found: Schema = schema
    return found
