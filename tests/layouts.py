"""Documents written in every manner, and random edits of them, all made from one seed."""

import json
from random import Random
from typing import Any

from tracker.finding import Route
from tracker.source.document import Plain, locate
from tracker.source.edits import Append, Edit, Remove, Set

TEXTS = [
    *("NO", "012", "a: b", "x # y", "- z", "it's", 'say "hi"', "12:30", "2026-01-01", "", "null"),
    *(" lead", "trail ", "two\nlines\n", "two\nlines", "\nblank first\n", "far\n\n\nend\n", "1e3"),
    *("ünïcode 🎉", "https://example.org/a#b", "a,b", "[x]", "{y}", "*s", "&a", "!t", "%p", "@q"),
    *("`r`", "~", "0o14", "tab\tin", "back\\slash", "?q", "-", "--- x", "key:", ": v", "=", "<<"),
    *("line\r", "...", "1_000", "two\n  indented\n", "  indented\nfirst", "ends\n\n", " \n", "\n"),
    *(
        "word " * 30,
        ("long words\n" * 3),
        "a'b\"c",
        "# no comment",
        "x:y",
        "yes",
        "-5x",
        ".5",
        "a\n b\n",
    ),
]
PLAIN_TEXTS = ["todo", "a word or two", "2026-05-01", "x:y", "é", "it's"]
KEYS = ["id", "title", "status", "tasks", "a key", "y", "12", "x#y", "née", "owner", "notes"]


def value(rng: Random, depth: int = 3) -> Plain:
    """Any plain data; deeper data is rarer."""
    kind = rng.choice("ssssnnbz" if depth <= 0 else "ssssnnbzllmm")
    if kind == "l":
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    if kind == "m":
        keys = rng.sample(KEYS, rng.randrange(4))
        return {key: value(rng, depth - 1) for key in keys}
    if kind == "n":
        return rng.choice([0, 7, -12, 999_999_999_999_999_999, 0.5, 8.9, 1e22, 1.5e-7, -0.25])
    if kind == "s":
        return rng.choice(TEXTS if rng.random() < 0.6 else PLAIN_TEXTS)
    return rng.choice([True, False]) if kind == "b" else None


def document(rng: Random) -> bytes:
    """A mapping, written in manners that change from place to place."""
    keys = rng.sample(KEYS, rng.randrange(1, 6))
    rows = [row for key in keys for row in _pair(rng, key, 0, 3)]
    if rng.random() < 0.2:
        rows.insert(0, "---")
    text = "\n".join(rows)
    is_open = rng.random() < 0.2 and not rows[-1].startswith(" ")
    text += "" if is_open else "\n"
    return text.replace("\n", "\r\n" if rng.random() < 0.2 else "\n").encode()


def _comment(rng: Random) -> str:
    return rng.choice([" # why", "   # ünlike", "\t# tab"]) if rng.random() < 0.25 else ""


def _aside(rng: Random, indent: int) -> list[str]:
    return (
        rng.choice([[""], [" " * indent + "# a note"], ["# far left"]])
        if rng.random() < 0.15
        else []
    )


def _pair(rng: Random, key: str, indent: int, depth: int) -> list[str]:
    lead = (
        " " * indent + (json.dumps(key) if key in ("y", "12") or rng.random() < 0.1 else key) + ":"
    )
    return [*_aside(rng, indent), *_below(rng, lead, indent, depth, rng.choice([2, 2, 4]))]


def _below(rng: Random, lead: str, indent: int, depth: int, step: int) -> list[str]:
    kind = rng.choice("sssssb" if depth <= 0 else "ssssblmfg")
    if kind == "m":
        keys = rng.sample(KEYS, rng.randrange(1, 4))
        rows = [row for key in keys for row in _pair(rng, key, indent + step, depth - 1)]
        return [lead + _comment(rng), *rows]
    if kind == "l":
        return [lead + _comment(rng), *_items(rng, indent + rng.choice([0, 2, step]), depth - 1)]
    if kind == "f":
        return [f"{lead} {_inline(rng, depth - 1)}{_comment(rng)}"]
    if kind == "g":
        inner = " " * (indent + step)
        items = [f"{inner}{_inline(rng, 0)}," + _comment(rng) for _ in range(rng.randrange(1, 4))]
        return [f"{lead} [" + _comment(rng), *items, f"{inner}]{_comment(rng)}"]
    if kind == "b":
        inner = " " * (indent + step)
        header = rng.choice("|>") + rng.choice(["", "-"])
        body = [
            inner + "prose, of: any # kind",
            *rng.choice([[], [inner + "more"], ["", inner + "far"]]),
        ]
        return [f"{lead} {header}{_comment(rng)}", *body]
    if rng.random() < 0.1:
        return [lead + _comment(rng)]
    if rng.random() < 0.1:
        inner = " " * (indent + step)
        return [f"{lead} several words", f"{inner}on two lines{_comment(rng)}"]
    return [f"{lead} {_scalar(rng)}{_comment(rng)}"]


def _items(rng: Random, indent: int, depth: int) -> list[str]:
    rows: list[str] = []
    for _ in range(rng.randrange(1, 4)):
        rows += _aside(rng, indent)
        lead = " " * indent + "-"
        if depth > 0 and rng.random() < 0.5:
            pad = rng.choice([1, 1, 1, 3])
            keys = rng.sample(KEYS, rng.randrange(1, 4))
            inner = [row for key in keys for row in _pair(rng, key, indent + 1 + pad, depth - 1)]
            at = next(at for at, row in enumerate(inner) if row.strip() and row.strip()[0] != "#")
            rows += [lead + " " * pad + inner[at].lstrip(" "), *inner[at + 1 :]]
        else:
            rows += _below(rng, lead, indent, min(depth, 0), 2)
    return rows


def _inline(rng: Random, depth: int) -> str:
    kind = rng.choice("slm" if depth > 0 else "s")
    if kind == "l":
        return "[" + ", ".join(_inline(rng, depth - 1) for _ in range(rng.randrange(4))) + "]"
    if kind == "m":
        keys = rng.sample(["id", "title", "status"], rng.randrange(4))
        pairs = [f"{key}: {_inline(rng, depth - 1)}" for key in keys]
        return rng.choice(["{%s}", "{ %s }"]) % ", ".join(pairs)
    return _scalar(rng)


def _scalar(rng: Random) -> str:
    kind = rng.choice("pp'\"n")
    text = rng.choice(TEXTS)
    if kind == '"':
        return json.dumps(text, ensure_ascii=False)
    if kind == "'" and "\n" not in text and "\r" not in text:
        return "'" + text.replace("'", "''") + "'"
    if kind == "n":
        return rng.choice(["12", "-0.5", "true", "null", "~", "1.0e+22"])
    return rng.choice(PLAIN_TEXTS)


def edit(rng: Random, data: Plain) -> Edit:
    """A random edit that the data has a place for."""
    routes = [route for route in all_routes(data) if route]
    maps = [route for route in ((), *routes) if isinstance(at(data, route), dict)]
    lists = [route for route in routes if isinstance(at(data, route), list)]
    kind = rng.choice("sssskkkarr")
    if kind == "a" and lists:
        return Append(rng.choice(lists), value(rng))
    if kind == "r" and routes:
        return Remove(rng.choice(routes))
    if kind == "k" or not routes:
        keys = tuple(rng.sample(KEYS, len(KEYS))) if rng.random() < 0.5 else ()
        return Set((*rng.choice(maps), rng.choice(KEYS)), value(rng), keys)
    return Set(rng.choice(routes), value(rng))


def all_routes(data: Plain, route: Route = ()) -> list[Route]:
    """Every route of the data, the root first."""
    found = [route]
    pairs: Any = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, inner in pairs:
        found += all_routes(inner, (*route, key))
    return found


def at(data: Any, route: Route) -> Any:
    """The value at a route that the data has."""
    for step in route:
        data = data[step]
    return data


def zone(content: bytes, data: Plain, edit: Edit) -> tuple[int, int, bool]:
    """The first and the last line that an edit addresses, and whether it may only add to them.

    Told by `locate`, which shares nothing with what edits.
    """
    route = edit.route
    while route not in all_routes(data):
        route = route[:-1]
    adds = route != edit.route or (isinstance(edit, Append) and at(data, route) is not None)
    if isinstance(edit, Remove) and route == edit.route and len(at(data, route[:-1])) == 1:
        route = route[:-1]
    place = locate(content, [route])[route]
    first, last = (place.key or place.value).line, place.value.end_line
    lines = content.decode().split("\n")
    in_brackets = _in_brackets(content, lines, route)
    if isinstance(edit, Remove) and route == edit.route:
        parent = locate(content, [route[:-1]])[route[:-1]].value
        if in_brackets:
            return parent.line, parent.end_line, False
        beside = _next_sibling(data, route)
        if beside is not None:
            below = locate(content, [beside])[beside]
            last = max(last, (below.key or below.value).line)
        return first, last, False
    is_kept = adds and at(data, route) not in (None, [], {}) and not in_brackets
    return (1 if not route else first), (len(lines) if not route else last), is_kept


def _in_brackets(content: bytes, lines: list[str], route: Route) -> bool:
    ways = [route[:length] for length in range(len(route) + 1)]
    spans = [place.value for place in locate(content, ways).values()]
    return any(lines[span.line - 1][span.column - 1 : span.column] in ("[", "{") for span in spans)


def _next_sibling(data: Plain, route: Route) -> Route | None:
    parent, step = at(data, route[:-1]), route[-1]
    steps = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
    after = steps.index(step) + 1
    return (*route[:-1], steps[after]) if after < len(steps) else None


def stray(old: bytes, new: bytes, data: Plain, edit: Edit) -> list[str]:
    """The lines outside the zone of an edit that it altered all the same: there must be none."""
    before = old.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
    after = new.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
    first, last, is_kept = zone(old, data, edit)
    below = before[last:]
    wrong = [row for row, now in zip(before[: first - 1], after, strict=False) if row != now]
    if below and after[-len(below) :] != below:
        wrong += below
    if is_kept:
        rest = iter(after)
        wrong += [row for row in before if row not in rest]
    return wrong
