"""The generated goals, projects and processes as items with text, for formats other than ours.

The records are those that `generate.py` writes as YAML: the same text in every format.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generate import Generator, Record, Value, scalar

KINDS = {"goals": "goal", "projects": "project", "processes": "process"}


class Item(NamedTuple):
    """A goal, project (its plan included) or process; `links` are the ids of what it serves."""

    kind: str
    id: str
    title: str
    links: tuple[str, ...]
    record: Record

    @property
    def number(self) -> int:
        """Counts from 1 within a kind."""
        return int(self.id.rpartition("-")[2]) + 1


def items(size: int, seed: int = 1) -> list[Item]:
    """The items of the workspace that `generate` writes for the same size and seed."""
    records: dict[tuple[str, str], Record] = {}
    for path, value in Generator(size, seed).files():
        folder, _, rest = path.partition("/")
        if folder in KINDS and isinstance(value, dict):
            id = rest.partition("/")[0].removesuffix(".yaml")
            records.setdefault((KINDS[folder], id), {}).update(value)
    return [
        Item(kind, id, str(record["title"]), links(record), record)
        for (kind, id), record in records.items()
    ]


def links(record: Record) -> tuple[str, ...]:
    goals, parent = record.get("goals"), record.get("parent")
    found = [str(goal) for goal in goals] if isinstance(goals, list) else []
    return (*found, *([str(parent)] if parent else []))


def outline(value: Value, depth: int = 0) -> Iterator[str]:
    """A record as a nested list of Markdown: every key and every word that the files have."""
    pad = " " * 4 * depth
    parts: list[tuple[str, Value]] = []
    if isinstance(value, dict):
        parts = [(f"**{key}**", part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [("", part) for part in value]
    for name, part in parts:
        if isinstance(part, dict | list) and part:
            yield f"{pad}- {name or '*each*'}"
            yield from outline(part, depth + 1)
        else:
            yield f"{pad}- {name}: {scalar(part)}" if name else f"{pad}- {scalar(part)}"
