"""The language of gate criteria: a small subset of JSON Schema, read strictly.

A criterion asks for something, uses the subset's keywords, and names what exists; else it could
pass, or fail, for ever. Source: formats, Criteria.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tracker.analysis.facts import FACTS, PLANNED
from tracker.finding import Route
from tracker.model.catalogue import member
from tracker.model.suggest import did_you_mean

PARTS = ("project", "plan", "closure")
FACTS_PART = "facts"

# Each keyword with the type of value that it takes; the subset is this table and nothing else.
KEYWORDS: dict[str, type | tuple[type, ...]] = {
    "properties": dict,
    "required": list,
    "const": (str, int, float, bool),
    "enum": list,
    "items": dict,
    "contains": dict,
    "minItems": int,
    "maxItems": int,
    "minimum": (int, float),
    "maximum": (int, float),
    "minLength": int,
    "allOf": list,
    "anyOf": list,
}


class CriterionFault(NamedTuple):
    """What is wrong with a criterion itself: where in `requires`, what, and what to do."""

    route: Route
    message: str
    hint: str


def faults(requires: Any) -> Iterator[CriterionFault]:
    """A criterion asks for something, uses the subset's keywords, and names what exists."""
    yield from _asks_nothing(requires, ())
    yield from _faults(requires, (), ())


def _asks_nothing(schema: Any, route: Route) -> Iterator[CriterionFault]:
    """An empty schema passes whatever it sees."""
    if schema == {}:
        yield CriterionFault(route, "this asks for nothing: every project would pass", _ASK)


_ASK = "say what has to be there, such as `properties: {project: {required: [budget]}}`"


def _faults(schema: Any, route: Route, place: tuple[str, ...]) -> Iterator[CriterionFault]:
    if not isinstance(schema, dict):
        hint = "write them, such as `required: [budget]`"
        yield CriterionFault(route, "keywords of a criterion are expected here", hint)
        return
    for keyword, value in schema.items():
        at = (*route, keyword)
        wanted = KEYWORDS.get(keyword)
        if wanted is None:
            hint = did_you_mean(keyword, KEYWORDS, f"the keywords are {', '.join(KEYWORDS)}")
            yield CriterionFault(at, f"`{keyword}` is not a keyword of criteria", hint)
        elif not isinstance(value, wanted) or (isinstance(value, bool) and keyword != "const"):
            yield CriterionFault(at, f"`{keyword}` cannot hold this value", _holds(wanted))
        else:
            yield from _below(keyword, value, at, place)


def _holds(wanted: type | tuple[type, ...]) -> str:
    words = {
        dict: "keys and values",
        list: "a list",
        int: "a whole number",
        (int, float): "a number",
    }
    return f"give it {words.get(wanted, 'text, a number, true or false')}"


_MAY_NOT_BE_EMPTY = {"properties", "required", "enum", "allOf", "anyOf"}


def _below(keyword: str, value: Any, at: Route, place: tuple[str, ...]) -> Iterator[CriterionFault]:
    if keyword in _MAY_NOT_BE_EMPTY and not value:
        yield CriterionFault(at, f"`{keyword}` holds nothing", "list what has to hold")
    elif keyword == "properties":
        for name, inner in value.items():
            unknown = list(_unknown(name, (*at, name), place))
            yield from unknown
            if not place and name in ("project", FACTS_PART):
                yield from _asks_nothing(inner, (*at, name))  # these two are always there
            if not unknown:
                yield from _faults(inner, (*at, name), (*place, name))
    elif keyword == "required":
        for index, name in enumerate(value):
            yield from _unknown(name, (*at, index), place)
    elif keyword in {"items", "contains"}:
        yield from _faults(value, at, (*place, "*"))
    elif keyword in {"allOf", "anyOf"}:
        for index, inner in enumerate(value):
            yield from _asks_nothing(inner, (*at, index))
            yield from _faults(inner, (*at, index), place)


def _unknown(name: Any, route: Route, place: tuple[str, ...]) -> Iterator[CriterionFault]:
    """A name that no project could have would make the criterion fail for ever."""
    if not place:
        known: tuple[str, ...] = (*PARTS, FACTS_PART)
    elif place[0] == FACTS_PART:
        known = tuple(FACTS) if len(place) == 1 else ()
        if name in PLANNED:
            hint = f"name one that is: {', '.join(known)}"
            yield CriterionFault(route, f"the fact `{name}` is not built yet", hint)
            return
    elif place[0] not in PARTS:
        known = ()  # `items` over the four objects, which are no list
    else:
        holder = member(place[0], place[1:]) or {}
        properties = holder.get("properties")
        if properties is None and isinstance(holder.get("additionalProperties"), dict):
            return  # a map whose keys are data
        known = tuple(properties or ())
    if name not in known:
        what = "fact" if place == (FACTS_PART,) else "property"
        none = "remove it: what stands here has no properties"
        free = f"name one of {', '.join(known)}" if known else none
        hint = did_you_mean(str(name), known, free)
        yield CriterionFault(route, f"there is no {what} `{name}`", hint)
