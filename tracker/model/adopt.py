"""Adoption: YAML that was written for something else, mapped onto a kind.

`tracker.yaml` says which files, how their ids are made, which of their fields mean what. What the
mapping yields is held against the kind's schema like any other file, and every finding points
into the original.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from tracker.finding import Route
from tracker.model.kinds import MAX_ID
from tracker.model.records import Adopt
from tracker.model.schema import Misfit
from tracker.source.document import Plain

MATCH: Route = ("match",)
"""Stands for the value that identifies an adopted file; no record has a field of that name."""

Part = TypeVar("Part")
"""What a pattern is made of: names of folders, or the characters of one name."""


class Adoption(msgspec.Struct, frozen=True):
    """One rule of `adopt`, ready to map documents: target field to the paths it is read from."""

    fields: tuple[tuple[str, tuple[Route, ...]], ...]
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    constants: tuple[tuple[str, str], ...]
    id_paths: tuple[Route, ...]
    match_path: Route | None


class Mapped(NamedTuple):
    """The data of an adopted document, where each part came from, and what could not be read."""

    data: Plain
    origins: dict[Route, Route]
    misfits: tuple[Misfit, ...]
    id: str | None
    match: str | None


def adoption(rule: Adopt) -> Adoption:
    """A rule as `tracker.yaml` states it, with its dotted paths taken apart."""
    return Adoption(
        fields=tuple(
            (
                target,
                tuple(
                    source_route(path) for path in ([paths] if isinstance(paths, str) else paths)
                ),
            )
            for target, paths in rule.fields.items()
        ),
        values=tuple((target, tuple(pairs.items())) for target, pairs in rule.values.items()),
        constants=(("lifecycle", rule.lifecycle),) if rule.lifecycle else (),
        id_paths=tuple(source_route(field) for field in _id_fields(rule.id or "")),
        match_path=source_route(rule.match) if rule.match else None,
    )


def source_route(path: str) -> Route:
    """`authors[0].name` is the route authors, 0, name."""
    return tuple(_steps(path))


def _steps(path: str) -> Iterator[str | int]:
    for part in path.split("."):
        name, *indices = part.replace("]", "").split("[")
        if name:
            yield name
        for index in indices:
            yield int(index) if index.isdecimal() and index.isascii() else index


def mapped(data: Plain, rule: Adoption) -> Mapped:
    """Maps one document; a value that is not where the rule says is a misfit, or simply absent."""
    target_data: dict[str, Any] = dict(rule.constants)
    origins: dict[Route, Route] = {(): ()}
    if rule.match_path is not None:
        origins[MATCH] = rule.match_path
    misfits: list[Misfit] = []
    if not isinstance(data, dict):
        message = f"found {_named(data)}, expected keys and values"
        hint = "name it in `exclude`: only files of keys and values can be adopted"
        misfits.append(Misfit((), False, message, hint, ()))
        data = {}
    translations = {target: dict(pairs) for target, pairs in rule.values}
    for target, sources in rule.fields:
        values = list(_values(data, target, sources, origins, misfits))
        if not values:
            continue
        value = _translated(_joined(values, sources), translations.get(target, {}))
        _put(target_data, target.split("."), value)
    id = _named_by(data, rule.id_paths)
    return Mapped(target_data, origins, tuple(misfits), id, _claim(data, rule.match_path))


def _put(data: dict[str, Any], steps: list[str], value: Any) -> None:
    """`period.start` stands in `period`, beside what the document says of it."""
    for step in steps[:-1]:
        there = data.get(step)
        inner = dict(there) if isinstance(there, dict) else {}
        data[step] = inner
        data = inner
    data[steps[-1]] = value


def _values(
    data: Plain,
    target: str,
    sources: tuple[Route, ...],
    origins: dict[Route, Route],
    misfits: list[Misfit],
) -> Iterator[Any]:
    """The values of one target; where several paths feed a list, items know their own origin."""
    count, at = 0, tuple(target.split("."))
    for source in sources:
        value, wrong = _reach(data, source)
        if wrong is not None:
            misfits.append(wrong)
        if value is None:
            continue
        origins.setdefault(at, source)
        if len(sources) > 1:
            items = value if isinstance(value, list) else [value]
            for index in range(len(items)):
                route = (*source, index) if isinstance(value, list) else source
                origins[(*at, count + index)] = route
            count += len(items)
        yield value


def _joined(values: list[Any], sources: tuple[Route, ...]) -> Any:
    if len(sources) == 1:
        return values[0]
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def _reach(data: Plain, route: Route) -> tuple[Any, Misfit | None]:
    """The value at a route, None where it is absent, a misfit where the shape is another one."""
    value: Any = data
    for depth, step in enumerate(route):
        shape = list if isinstance(step, int) else dict
        if value is None:
            return None, None
        if not isinstance(value, shape):
            wanted = "a list" if shape is list else "keys and values"
            path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)[
                1:
            ]
            message = f"found {_named(value)} where the adopted path `{path}` expects {wanted}"
            return None, Misfit(route[:depth], False, message, _MEND, ())
        if isinstance(value, list):
            value = value[step] if isinstance(step, int) and step < len(value) else None
        else:
            value = value.get(step)
    return value, None


_MEND = "mend the file, or the path in `adopt`"


def _translated(value: Any, translation: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_translated(item, translation) for item in value]
    if isinstance(value, str):
        return translation.get(value, value)
    return value


def _named_by(data: dict[str, Any], paths: tuple[Route, ...]) -> str | None:
    """What the fields that the id is made of hold; None where any of them is absent."""
    claims = [claim for path in paths if (claim := _claim(data, path)) is not None]
    return "-".join(claims) if claims and len(claims) == len(paths) else None


def _claim(data: dict[str, Any], path: Route | None) -> str | None:
    if path is None:
        return None
    value, _ = _reach(data, path)
    return str(value) if isinstance(value, (str, int, float)) and value != "" else None


def _named(value: Any) -> str:
    names = {
        dict: "keys and values",
        list: "a list",
        str: "text",
        bool: "true or false",
        type(None): "nothing",
    }
    return names.get(type(value), "a number")


# Which files a rule takes, and what they are called.

_ID_TEMPLATE = re.compile(r"\{(?:folder|stem|path|field:(?P<field>[^}]*))\}")


def _id_fields(template: str) -> list[str]:
    return [found["field"] for found in _ID_TEMPLATE.finditer(template) if found["field"]]


def selected(paths: Iterable[str], rule: Adopt) -> list[str]:
    """The paths that a rule's globs take and its excludes leave."""
    include = [pattern.strip("/").split("/") for pattern in rule.files]
    exclude = [pattern.strip("/").split("/") for pattern in rule.exclude]
    return [
        path
        for path in paths
        if taken(path.split("/"), include) and not taken(path.split("/"), exclude)
    ]


def taken(path: list[str], patterns: list[list[str]]) -> bool:
    """True where one of the globs takes the path; `**` is any number of folders."""
    return any(wild(pattern, path, "**", _name_fits) for pattern in patterns)


def _name_fits(pattern: str, name: str) -> bool:
    """Within a name, `*` is any run of characters and `?` is one."""
    return wild(pattern, name, "*", lambda one, other: one in ("?", other))


def wild(
    pattern: Sequence[Part], items: Sequence[str], star: Part, fits: Callable[[Part, str], bool]
) -> bool:
    """Matches with a star for any number of items; going back to the last star alone suffices.

    The time is bounded by the product of both lengths, whatever the pattern: globs come from the
    repository, and a regular expression made of them could be made to take for ever.
    """
    at, item, last_star, resume = 0, 0, -1, 0
    while item < len(items):
        if at < len(pattern) and pattern[at] == star:
            last_star, resume, at = at, item, at + 1
        elif at < len(pattern) and fits(pattern[at], items[item]):
            at, item = at + 1, item + 1
        elif last_star >= 0:
            resume += 1
            at, item = last_star + 1, resume
        else:
            return False
    return all(rest == star for rest in pattern[at:])


def name_of(rule: Adopt, path: str, field: str | None) -> str:
    """The id of an adopted file: its folder, stem, path or fields of it, normalised.

    `field` is what the fields hold, in their order; it stands where the first of them is named.
    """
    template = rule.id or "{folder}"
    if field is None and _id_fields(template):
        return ""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    parts = {
        "folder": folder.rpartition("/")[2],
        "stem": stem,
        "path": f"{folder}/{stem}".lstrip("/"),
    }

    rest = iter((field or "",))

    def fill(found: re.Match[str]) -> str:
        return next(rest, "") if found["field"] is not None else parts[found[0][1:-1]]

    return normalised(_ID_TEMPLATE.sub(fill, template))


def normalised(text: str) -> str:
    """Text as an id: lower-case words and hyphens; past 63 characters cut, with a hash at the end.

    A letter with a mark is the letter: `Über` is `uber`.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    id = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if len(id) <= MAX_ID:
        return id
    mark = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{id[: MAX_ID - len(mark) - 1].rstrip('-')}-{mark}"
