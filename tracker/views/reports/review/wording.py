"""How values are said to people: names in place of ids, money with its currency, spans in words.

What a value is, is told by the schema: a new field needs no word here.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.analysis.facts import FACTS, PLANNED
from tracker.model.catalogue import Schema, member
from tracker.model.kinds import KINDS
from tracker.model.work import Work

_SPAN = re.compile(r"(-?[0-9.]+)([mhdw])\Z", re.ASCII)
_UNITS = {"m": "minute", "h": "hour", "d": "day", "w": "week"}
_REF = re.compile(r"\b([a-z]+)/([a-z0-9-]+)(?:/([a-z0-9-]+))?", re.ASCII)
_CODE = re.compile(r"`([^`]*)`")
_WORDS = {
    "wip_limit": "Limit of work in progress",
    "raci": "Who answers for what",
    "expected_ca": "Usable without correction",
    "wait_time": "Waiting time",
    "work_time": "Working time",
    "rework_to": "Goes back to",
    "effective_from": "In force from",
    "not_before": "Not before",
    "depends_on": "Waits for",
    "handover_to": "Handed over to",
    "on_leave": "Asked for on leaving",
    "off_path": "Phases off the path",
    "of": "Measures",
    "key_results": "Key result",
    "from": "From",
}
_PHRASES = {
    "percent": "{} % of the time",
    "hours_per_week": "{} hours a week",
    "planned": "{} planned",
    "role": "by {}",
    "work_time": "{} of work",
    "assignees": "by {}",
    "effort": "{} of effort",
    "value": "{}",
    "note": "“{}”",
}
"""How a value is said among others."""


def label(key: str) -> str:
    """A field as people call it."""
    return _WORDS.get(key) or key.replace("_", " ").capitalize()


def in_sentence(text: str) -> str:
    """A label inside a sentence; what is spelt in capitals stays so."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


class Names:
    """What ids stand for: as the base has it where it knows them, so that a change renames nobody."""

    def __init__(self, before: Work, after: Work) -> None:
        self._sides = (before, after)
        self.currency = after.settings.currency or before.settings.currency

    def entity(self, kind: str, id: str) -> str:
        """The name or title of an entity; of a person as the base has it, of all others as the head."""
        sides = self._sides if kind == "person" else tuple(reversed(self._sides))
        found = next((work.of(kind)[id] for work in sides if id in work.of(kind)), None)
        if found is None:
            return id
        shared = kind == "person" and self._is_shared(found.title, id)
        return f"{found.title} ({id})" if shared else found.title

    def _is_shared(self, name: str, id: str) -> bool:
        return any(
            other.title == name and one != id
            for work in self._sides
            for one, other in work.people.items()
        )

    def person(self, id: str | None) -> str:
        return self.entity("person", id) if id else "nobody"

    def people(self, ids: Any) -> str:
        return " or ".join(self.person(id) for id in sorted(ids))

    def phase(self, lifecycle: str | None, phase: str | None) -> str:
        """A phase by its title; a lifecycle that names none is known by the id."""
        for work in self._sides:
            found = work.lifecycles.get(lifecycle or "")
            for one in found.record.phases if found is not None else ():
                if one.id == phase and one.title:
                    return one.title
        return phase or "no phase"

    def _lifecycle(self, project: str) -> str | None:
        for work in reversed(self._sides):
            if project in work.projects:
                return work.lifecycle_id(work.projects[project])
        return None

    def part(self, project: str, part: str, id: str | None) -> str:
        """A task, deliverable or milestone of a project by its title."""
        for work in reversed(self._sides):
            for one in getattr(work.plan(project), part):
                if one.id == id and one.title:
                    return str(one.title)
        return id or "?"

    def reference(self, text: str, kinds: str, owner: str) -> str:
        """What a reference leads to; `kinds` is what the schema says of it."""
        if kinds == "phase":
            return self.phase(self._lifecycle(owner), text)
        for kind in kinds.split("|"):
            if kind in KINDS and any(text in work.of(kind) for work in self._sides):
                return self.entity(kind, text)
            for part in ("tasks", "deliverables", "milestones"):
                if part.startswith(kind) and self.part(owner, part, text) != text:
                    return self.part(owner, part, text)
        return self.told(text)

    def told(self, text: str) -> str:
        """A sentence with titles in place of `kind/id`, and with quotes for the marks of code."""
        text = _REF.sub(self._named, text)
        for name in (*FACTS, *PLANNED):
            text = text.replace(f"`{name}`", name.replace("_", " "))
        return _CODE.sub(r"“\1”", text)

    def _named(self, found: re.Match[str]) -> str:
        kind, id, part = found.groups()
        if kind not in KINDS or not any(id in work.of(kind) for work in self._sides):
            return found[0]
        title = self.entity(kind, id)
        if part is None:
            return title
        names = (self.part(id, one, part) for one in ("tasks", "deliverables", "milestones"))
        return f"{next((name for name in names if name != part), part)} ({title})"

    def value(self, kind: str, pattern: tuple[str, ...], raw: Any, owner: str = "") -> str:
        """A value of a file in words."""
        return self._said(member(kind, pattern) or {}, kind, pattern, raw, owner)

    def _said(
        self, schema: Schema, kind: str, pattern: tuple[str, ...], raw: Any, owner: str
    ) -> str:
        if isinstance(raw, dict):
            said = (
                (key, self.value(kind, (*pattern, key), one, owner)) for key, one in raw.items()
            )
            return ", ".join(
                _PHRASES.get(key, f"{in_sentence(label(key))} {{}}").format(text)
                for key, text in said
            )
        if isinstance(raw, list):
            said_ = [self.value(kind, (*pattern, "*"), one, owner) for one in raw]
            return ", ".join(said_) or "none"
        if isinstance(raw, bool):
            return "yes" if raw else "no"
        if isinstance(raw, int | float):
            amount = number(raw)
            is_money = schema.get("$comment") == "an amount of money"
            return f"{amount} {self.currency}" if is_money and self.currency else amount
        text = str(raw)
        if "x-reference" in schema:
            return self.reference(text, str(schema["x-reference"]), owner)
        if str(schema.get("$comment", "")).startswith("a span"):
            return span(text)
        return text


def number(raw: float | Decimal) -> str:
    """A number with marks between the thousands."""
    return f"{int(raw) if raw == int(raw) else raw:,}"


def span(text: str) -> str:
    """`5d` as people say it."""
    found = _SPAN.match(text)
    if found is None:
        return text
    return plural(found[1], _UNITS[found[2]])


def plural(count: int | str, word: str) -> str:
    return f"{count} {word}" if str(count) in ("1", "-1") else f"{count} {word}s"


def day(raw: Any) -> date | None:
    """A date as the files say it; None for all else."""
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def is_day(schema: Schema | None) -> bool:
    return bool(schema) and (schema or {}).get("format") == "date"


def is_internal(kind: str, pattern: tuple[str, ...]) -> bool:
    """True where a schema keeps a field from the public."""
    return any(
        (member(kind, pattern[:length]) or {}).get("x-audience") == "internal"
        for length in range(1, len(pattern) + 1)
    )
