"""Gate criteria, held against a project.

A criterion sees one object with four: `project`, `plan`, `closure` and `facts`. What it names must
be there and of the right type: nothing passes because it is absent, an empty part is an absent one,
and `items` finds something to look at. What a criterion may say stands in `subset`.
Source: formats, Criteria.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tracker.analysis.facts import FACTS, PLAN_FREE, fact, has_plan
from tracker.finding import Place, Route, Spot
from tracker.law.subset import FACTS_PART, PARTS
from tracker.model.entity import Entity
from tracker.model.work import Work


class Failure(NamedTuple):
    """What a project does not meet: the route in the object that the criterion sees, and why."""

    route: Route
    message: str


class View:
    """The four objects that a criterion sees of one project, and where each part of them stands."""

    def __init__(self, work: Work, project: str) -> None:
        self._work = work
        self._project = project
        self._entities: dict[str, Entity[Any]] = {}
        for part in PARTS:
            entity = work.of(part).get(project)
            if entity is not None:
                self._entities[part] = entity
        plan = work.plans.get(project)
        # Of a plan that cannot be read nothing would be counted, and every fact would be 0.
        counts = plan is None or all(plan.knows(part) for part in ("deliverables", "tasks"))
        known = FACTS if has_plan(work, project) else (PLAN_FREE,)
        self._facts = {name: fact(work, project, name) for name in known if counts}

    def data(self) -> Mapping[str, Any]:
        """The object that `requires` is held against; absent parts are empty."""
        parts = {part: self._plain(part) for part in PARTS}
        return {**parts, FACTS_PART: {name: found.value for name, found in self._facts.items()}}

    def _plain(self, part: str) -> dict[str, Any]:
        entity = self._entities.get(part)
        return entity.plain() if entity is not None and not entity.unreadable else {}

    def places(self, route: Route, move: Spot) -> list[Place]:
        """Where a failure points: its line; for a fact all that it counted; else the move that asks.

        What a file of its own lacks is pointed at there, where it belongs.
        """
        if len(route) > 1 and route[0] == FACTS_PART and route[1] in self._facts:
            counted = self._facts[str(route[1])].counted
            if counted:
                return list(counted)
        entity = self._entities.get(str(route[0])) if route else None
        if entity is None or entity.path != move.path:
            return [move if entity is None else entity.at(*route[1:])]
        return [entity.at(*route[1:])._replace(instead=move)]


def failures(requires: Mapping[str, Any], data: Any) -> Iterator[Failure]:
    """Everything in which the data falls short of a criterion that is sound itself."""
    return _failures(requires, data, ())


_ABSENT = object()


def _failures(schema: Mapping[str, Any], value: Any, route: Route) -> Iterator[Failure]:
    if value is _ABSENT or value is None or (len(route) == 1 and value == {}):
        if route == (FACTS_PART,):
            yield Failure(route, "the facts are not known, as the plan cannot be read")
        elif route[:1] == (FACTS_PART,):
            yield Failure(route, f"{_name(route)} is not known, as there is no plan")
        else:
            yield Failure(route, f"{_name(route)} is missing")
        return
    for keyword, wanted in schema.items():
        yield from _JUDGES[keyword](wanted, value, route)


def _name(route: Route) -> str:
    if not route:
        return "everything"
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in route[1:])
    return f"`{text.lstrip('.')}`" if text else f"the {route[0]}"


def _properties(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    if not isinstance(value, dict):
        yield Failure(route, f"{_name(route)} holds no keys")
        return
    for name, inner in wanted.items():
        yield from _failures(inner, value.get(name, _ABSENT), (*route, name))


def _required(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    yield from _properties({name: {} for name in wanted}, value, route)
    for name in wanted if route and isinstance(value, dict) else ():
        # An empty value says as little as an absent one.
        if value.get(name) is not None and _is_empty(value[name]):
            yield Failure((*route, name), f"{_name((*route, name))} is empty")


def _is_empty(value: Any) -> bool:
    """True of what says nothing, all the way down: a budget without a line is none."""
    if isinstance(value, dict | list):
        return all(map(_is_empty, value.values() if isinstance(value, dict) else value))
    return value is None or _letters(value) == 0


def _items(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    if not isinstance(value, list):
        yield Failure(route, f"{_name(route)} is not a list")
        return
    if not value:
        yield Failure(route, f"{_name(route)} is an empty list")
    for index, item in enumerate(value):
        yield from _failures(wanted, item, (*route, index))


def _contains(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    if not isinstance(value, list) or all(any(_failures(wanted, item, route)) for item in value):
        yield Failure(route, f"{_name(route)} has no entry that fits")


def _const(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    if not _same(wanted, value):
        yield Failure(route, f"{_name(route)} is {_shown(value)}, and must be {_shown(wanted)}")


def _enum(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    if not any(_same(one, value) for one in wanted):
        choices = ", ".join(_shown(one) for one in wanted)
        yield Failure(route, f"{_name(route)} is {_shown(value)}, and must be one of {choices}")


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


_SHAPES: dict[type, str] = {list: "a list", dict: "keys and values"}


def _shown(value: Any) -> str:
    words = {True: "true", False: "false"}
    if isinstance(value, bool):
        return words[value]
    return str(value)[:60] if isinstance(value, str | int | float) else _SHAPES[type(value)]


_Measure = Callable[[Any], Any]


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, list) else None


def _letters(value: Any) -> Any:
    return len(value.strip()) if isinstance(value, str) else None


def _number(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


_UNITS = {"entry": ("entries", "a list"), "character": ("characters", "text")}


def _bound(
    measure: _Measure, unit: str | None, at_least: bool
) -> Callable[[Any, Any, Route], Iterator[Failure]]:
    units, kind = _UNITS.get(unit or "", ("", "a number"))
    bound, asked = ("at least", "needed") if at_least else ("at most", "allowed")

    def judge(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
        found = measure(value)
        if found is None:
            yield Failure(route, f"{_name(route)} is not {kind}")
        elif (found >= wanted) if at_least else (found <= wanted):
            return
        elif unit is None:
            yield Failure(route, f"{_name(route)} is {found}, and must be {bound} {wanted}")
        else:
            has = f"{found} {unit if found == 1 else units}"
            yield Failure(
                route,
                f"{_name(route)} has {has}, and {bound} {wanted} {'is' if wanted == 1 else 'are'} {asked}",
            )

    return judge


def _all_of(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    for inner in wanted:
        yield from _failures(inner, value, route)


def _any_of(wanted: Any, value: Any, route: Route) -> Iterator[Failure]:
    tried = [list(_failures(inner, value, route)) for inner in wanted]
    if all(tried):
        reasons = "; or ".join(failed[0].message for failed in tried)
        yield Failure(route, f"none of the alternatives holds: {reasons}")


_JUDGES: dict[str, Callable[[Any, Any, Route], Iterator[Failure]]] = {
    "properties": _properties,
    "required": _required,
    "const": _const,
    "enum": _enum,
    "items": _items,
    "contains": _contains,
    "minItems": _bound(_length, "entry", at_least=True),
    "maxItems": _bound(_length, "entry", at_least=False),
    "minimum": _bound(_number, None, at_least=True),
    "maximum": _bound(_number, None, at_least=False),
    "minLength": _bound(_letters, "character", at_least=True),
    "allOf": _all_of,
    "anyOf": _any_of,
}
