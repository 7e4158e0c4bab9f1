"""What a schema refuses, said in plain words: what was found, what was expected, what to do.

The validator's own messages speak of schemas; ours speak of the file that somebody is editing.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from jsonschema_rs import ValidationError, ValidationErrorKind

from tracker.finding import Route
from tracker.model.catalogue import Node, Schema
from tracker.model.places import Places
from tracker.model.suggest import closest, synonym


class Misfit(NamedTuple):
    """A refusal: where it points (a key or a value), and the route without which the rest holds.

    A missing key points at its parent and prunes the place where it would be. Where `hollow` is
    set, the pruned value leaves an empty mapping behind, so that its neighbours keep their places.
    `meant` is the key that a misspelt one stands for: its value is unknown, not absent.
    """

    route: Route
    key: bool
    message: str
    hint: str | None
    prune: Route
    hollow: bool = False
    meant: Route | None = None

    @property
    def is_missing(self) -> bool:
        return self.prune != self.route


Lookup = Callable[[tuple[str | int, ...]], Node]

_GRAVITY = (
    "type", "enum", "minLength", "pattern", "format", "maxLength", "maxItems", "maxProperties",
    "minimum", "maximum",
)  # fmt: skip


def explained(
    errors: Iterable[ValidationError], lookup: Lookup, data: object
) -> tuple[Misfit, ...]:
    """One misfit for every unknown key, missing key, ill-named key and refused value.

    A key that a misspelt one stands for is not missing too.
    """
    misfits: list[Misfit] = []
    refused: dict[tuple[Route, bool], list[ValidationError]] = {}
    places = Places(data)
    for error in errors:
        kind = error.kind
        for route in places.of(error.instance_path, error.instance):
            if isinstance(kind, ValidationErrorKind.PropertyNames):
                name = (*route, str(kind.error.instance))
                refused.setdefault((name, True), []).append(kind.error)
            elif isinstance(kind, _OF_KEYS):
                misfits.extend(_of_keys(route, error, lookup(_within(error))))
            else:
                refused.setdefault((route, False), []).append(error)
    for (route, key), group in refused.items():
        misfits.append(_refused(route, key, min(group, key=_gravity), lookup))
    meant = {misfit.meant for misfit in misfits if misfit.meant is not None}
    return tuple(
        one for one in dict.fromkeys(misfits) if not (one.is_missing and one.prune in meant)
    )


_OF_KEYS = (ValidationErrorKind.AdditionalProperties, ValidationErrorKind.Required)


def _of_keys(route: Route, error: ValidationError, node: Node) -> Iterator[Misfit]:
    if isinstance(error.kind, ValidationErrorKind.AdditionalProperties):
        for at, key in enumerate(error.kind.unexpected):
            yield _unknown(route, key, node, error.instance, nearest=at < _MOST_NEAREST)
    elif isinstance(error.kind, ValidationErrorKind.Required):
        yield _missing(route, str(error.kind.property), node)


def _within(error: ValidationError) -> tuple[str | int, ...]:
    """The evaluation path of the schema that holds the keyword which refused."""
    return tuple(error.evaluation_path[:-1])


def _gravity(error: ValidationError) -> int:
    name = error.kind.name
    return _GRAVITY.index(name) if name in _GRAVITY else len(_GRAVITY)


_MOST_NEAREST = 50
"""For more unknown keys than these, what was meant is not looked for: it takes long."""


def _unknown(route: Route, key: str, node: Node, found: Any, nearest: bool) -> Misfit:
    keys = node.schema.get("properties", {})
    known = [name for name in keys if name not in found]
    instead: Route | None = None
    if not nearest:
        hint = "remove it"
    elif meant := closest(key, known) or synonym(key, known):
        hint = f"did you mean `{meant}`?"
        instead = (*route, meant)
    elif meant := closest(key, keys):
        hint = f"remove it, or did you mean the `{meant}` that is there already?"
    else:
        hint = f"remove it; still free are {', '.join(known)}" if known else "remove it"
    where = (*route, key)
    message = f"`{_short(key)}` is not a key of {node.owner}"
    return Misfit(where, True, message, hint, where, meant=instead)


def _missing(route: Route, key: str, node: Node) -> Misfit:
    message = f"`{key}` is missing: {node.owner} needs it"
    return Misfit(route, False, message, f"add `{key}:`", (*route, key))


def _refused(route: Route, key: bool, error: ValidationError, lookup: Lookup) -> Misfit:
    node = lookup(_within(error))
    value = error.instance
    # An entry of a collection is the root of its own schema.
    is_entry = bool(route) and (isinstance(route[-1], int) or "$schema" in node.schema)
    hollow = is_entry and not key and "object" in _types(node.schema)
    hint = _hint(route, value, node.schema, error.kind.name)
    return Misfit(route, key, _message(error, value, node.schema), hint, route, hollow)


# What was found and what was expected.

_WORDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys and values",
}


_SAID = {
    "type": "found {found}, expected {expected}",
    "enum": "{value} is not one of {options}",
    "pattern": "{value} is not {form}",
    "format": "{value} is not a day of the calendar",
    "minLength": "the text is empty",
    "maxLength": "the text has {size} characters, at most {limit} are allowed",
    "maxItems": "the list has {size} entries, at most {limit} are allowed",
    "maxProperties": "there are {size} keys, at most {limit} are allowed",
    "minimum": "{value} is less than {limit}, the least that is allowed",
    "maximum": "{value} is more than {limit}, the most that is allowed",
}


def _message(error: ValidationError, value: Any, schema: Schema) -> str:
    said = _SAID.get(error.kind.name)
    if said is None:
        return _short(error.message)
    if value == "":
        return "the text is empty"
    return said.format(
        found=_named(value),
        value=_text(value),
        size=len(value) if isinstance(value, str | list | dict) else 0,
        limit=error.kind.value,
        expected=_expected(schema),
        options=", ".join(_options(schema)),
        form=schema.get("$comment", "in the right form"),
    )


def _expected(schema: Schema) -> str:
    if "enum" in schema:
        return f"one of {', '.join(_options(schema))}"
    if "pattern" in schema and "$comment" in schema:
        return str(schema["$comment"]).partition(":")[0]
    return " or ".join(_WORDS[name] for name in _types(schema)) or "something else"


def _types(schema: Schema) -> list[str]:
    types = schema.get("type", [])
    return [name for name in ([types] if isinstance(types, str) else types) if name != "null"]


def _options(schema: Schema) -> list[str]:
    return [option for option in schema.get("enum", ()) if option is not None]


def _named(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return _plain(value)
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, list):
        return "a list"
    return f"text {_text(value)}" if isinstance(value, str) else f"number {_plain(value)}"


def _text(value: Any) -> str:
    return f"'{_short(value)}'" if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


# What to do about it.


def _hint(route: Route, value: Any, schema: Schema, keyword: str) -> str:
    if isinstance(value, str) and (meant := _corrected(value, schema)):
        return f"did you mean `{meant}`?"
    if keyword == "maxLength":
        more = len(value) - schema["maxLength"]
        return f"shorten it by {more} character{'s' if more > 1 else ''}"
    if keyword == "format":
        days = monthrange(int(value[:4]), int(value[5:7]))[1]
        return f"that month has {days} days: did you mean `{value[:8]}{days}`?"
    if keyword in _BOUNDS:
        return _BOUNDS[keyword].format(limit=schema[keyword])
    if keyword == "type" and (recast := _recast(value, schema)):
        return recast
    return _example(route, schema) or _remedy(schema)


_BOUNDS = {
    "enum": "choose one of them",
    "minimum": "write {limit} or more",
    "maximum": "write {limit} or less",
    "maxItems": "keep {limit} of them",
    "maxProperties": "keep {limit} of them",
}


def _corrected(value: str, schema: Schema) -> str | None:
    """What somebody who wrote this will have meant, where that can be told."""
    if "enum" in schema:
        return closest(value, _options(schema)) or synonym(value, _options(schema))
    if "pattern" not in schema:
        return None
    for mend in (_as_date, _as_span, str.upper, _as_id):
        meant = mend(value[:200])
        if meant and meant != value and re.search(schema["pattern"], meant):
            return meant
    return None


def _recast(value: Any, schema: Schema) -> str | None:
    """The same value in the type that was expected."""
    types = _types(schema)
    if isinstance(value, bool | int | float) and "string" in types:
        quoted = _plain(value)
        fits = re.search(schema["pattern"], quoted) if "pattern" in schema else True
        return f'quote it: "{quoted}"' if fits and "enum" not in schema else None
    if isinstance(value, str) and ("number" in types or "integer" in types):
        is_number = re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", value)
        number = str(int(value)) if is_number and "." not in value else value
        return f"write it without quotes: {number}" if is_number else None
    if isinstance(value, str | int | float) and types == ["array"] and len(_plain(value)) < 60:
        return f"make it a list: [{_plain(value)}]"
    return None


def _example(route: Route, schema: Schema) -> str | None:
    for example in schema.get("examples", ()):
        shown = _flow(example)
        if len(shown) > 80:
            continue
        if route and isinstance(route[-1], str):
            return f"for example `{route[-1]}: {shown}`"
        return f"for example `{shown}`"
    return None


def _flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return "null" if value is None else _plain(value)


def _remedy(schema: Schema) -> str:
    """What to do where there is no example to show."""
    if "properties" in schema:
        keys = schema.get("required") or list(schema["properties"])
        return f"give it keys, such as {', '.join(keys[:8])}"
    return f"remove it, or write {_expected(schema)}"


def _as_id(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _as_date(text: str) -> str | None:
    found = re.match(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])", text)
    if found:
        return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    found = re.match(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![0-9])", text)
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else None


_SPAN = re.compile(
    r"(-?[0-9]{1,6}(?:\.[0-9]{1,3})?) {0,3}"
    r"(?:(m)(?:in(?:ute)?s?)?|(h)(?:(?:ou)?rs?)?|(d)(?:ays?)?|(w)(?:eeks?)?)\Z"
)


def _as_span(text: str) -> str | None:
    found = _SPAN.match(text.lower())
    return found and "".join(part for part in found.groups() if part)
