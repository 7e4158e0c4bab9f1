"""Schemas are the contract: records have the same names, and take whatever the schemas take."""

import datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from mutants import FILES, mutants, whole
from shown import SHOWN

from tracker.model import records
from tracker.model.catalogue import SUFFIX
from tracker.model.digest import ENTRIES
from tracker.model.kinds import KINDS
from tracker.model.schema import convert, fit, pruned

SINGLE = {kind.name: kind.record for kind in KINDS.values()}
PLURAL = {kind.plural: kind.record for kind in KINDS.values() if kind.collection}


def shape_of_schema(file: str, node: dict[str, Any]) -> Any:
    """Names as a mapping, lists as [shape], maps as {"*": shape}, leaves as a set of types."""
    reference = node.get("$ref", "#")
    target = file if reference.startswith("#") else reference.partition("#")[0]
    node = whole(file, node)
    types = {node["type"]} if isinstance(node["type"], str) else set(node["type"])
    shape: dict[str, Any] = {"leaf": leaves(types, node)}
    if "object" in types:
        for name, inner in node.get("properties", {}).items():
            shape[f".{name}"] = shape_of_schema(target, inner)
        values = node.get("additionalProperties")
        if values is not False:
            shape["{}"] = shape_of_schema(target, values) if values else {"leaf": {"anything"}}
    if "array" in types:
        shape["[]"] = shape_of_schema(target, node["items"])
    return shape


def leaves(types: set[str], node: dict[str, Any]) -> set[str]:
    found = types & {"string", "number", "integer", "boolean"}
    if node.get("format") == "date":
        found = {"date"}
    if node.get("x-type") == "moment":
        found = {"moment"}
    return found


LEAF = {
    str: "string",
    float: "number",
    Decimal: "number",
    int: "integer",
    bool: "boolean",
    datetime.date: "date",
    datetime.datetime: "moment",
    Any: "anything",
}


def shape_of_type(kind: Any) -> Any:
    if get_origin(kind) in (UnionType, Union):
        shape: dict[str, Any] = {"leaf": set()}
        for part in get_args(kind):
            inner = shape_of_type(part)
            shape["leaf"] |= inner.pop("leaf")
            shape |= inner
        return shape
    if kind is type(None):
        return {"leaf": set()}
    if get_origin(kind) is tuple:
        return {"leaf": set(), "[]": shape_of_type(get_args(kind)[0])}
    if get_origin(kind) is dict:
        return {"leaf": set(), "{}": shape_of_type(get_args(kind)[1])}
    if kind in LEAF:
        return {"leaf": {LEAF[kind]}}
    hints = get_type_hints(kind)
    fields = {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}
    return {"leaf": set()} | {f".{name}": shape_of_type(hint) for name, hint in fields.items()}


@pytest.mark.parametrize("name", SINGLE)
def test_schema_and_record_have_the_same_shape(name: str) -> None:
    file = name + SUFFIX
    shape = shape_of_schema(file, FILES[file])
    if KINDS[name].listing:
        shape = {"leaf": set(), f".{ENTRIES}": shape}
    assert shape_of_type(SINGLE[name]) == shape


@pytest.mark.parametrize("name", SHOWN)
def test_a_complete_document_fits_and_becomes_a_record(name: str) -> None:
    assert fit(name, SHOWN[name]) == ()
    for data, record in parts(name, SHOWN[name]):
        built: Any = convert(record, data)
        stated = {key for key, value in data.items() if value is not None and value != []}
        assert stated <= set(msgspec.to_builtins(built))


@pytest.mark.parametrize("name", SINGLE)
def test_a_complete_document_states_every_field(name: str) -> None:
    schema, data = FILES[name + SUFFIX], SHOWN[name]
    if KINDS[name].listing:
        schema, (data,) = schema["items"], data
    assert set(data) == set(schema["properties"])


def parts(name: str, data: Any) -> list[tuple[dict[str, Any], type]]:
    if name in PLURAL:
        return [(item, PLURAL[name]) for item in data.values()]
    if isinstance(data, list):
        return [({ENTRIES: data}, SINGLE[name])]
    return [(data, SINGLE[name])]


@given(mutants())
def test_what_is_left_after_pruning_always_becomes_a_record(mutant: tuple[str, Any]) -> None:
    name, data = mutant
    misfits = fit(name, data)
    rest = pruned(data, misfits)
    for part, record in parts(name, rest):
        convert(record, part)
    left = [misfit for misfit in fit(name, rest) if " is missing: " not in misfit.message]
    assert left == []


RECORDS = [kind for kind in vars(records).values() if isinstance(kind, msgspec.StructMeta)]


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_is_frozen_and_may_be_empty(record: type[records.Record]) -> None:
    empty = record()
    assert record.__struct_config__.frozen
    assert msgspec.to_builtins(empty) == {}
    assert record.__doc__


def test_types_are_those_of_the_field() -> None:
    project = convert(records.Project, SHOWN["project"])
    assert project.start == datetime.date(2026, 6, 1)
    assert project.budget
    assert project.budget.lines[0].planned == Decimal(120000)
    assert project.allocations[0].from_ == datetime.date(2026, 6, 1)
    assert isinstance(project.tasks[0].effort, records.Estimate)
    assert project.tasks[1].depends_on[0] == "interview-finance"
    assert convert(records.Role, SHOWN["role"]).rate == Decimal("42.5")
    goal = convert(records.Goal, SHOWN["goal"])
    assert isinstance(goal.key_results[1].source, records.ProcessMeasure)
