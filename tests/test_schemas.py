"""The schemas keep their own promises: described, bounded, strict, and read alike by two engines."""

import copy
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.shown import SHOWN
from tracker.model.catalogue import BASE, SUFFIX, annotated, documents
from tracker.model.kinds import KINDS
from tracker.model.schema import fit, schema_folder

FILES = {
    file.relative_to(schema_folder()).as_posix(): json.loads(file.read_bytes())
    for file in sorted(schema_folder().rglob(f"*{SUFFIX}"))
}
RUST = jsonschema_rs.Registry([(BASE + name, schema) for name, schema in FILES.items()])
PYTHON: Registry[Any] = Registry().with_resources(
    [(BASE + name, DRAFT202012.create_resource(schema)) for name, schema in FILES.items()]
)

Place = tuple[str, str, dict[str, Any]]
"""File, JSON pointer, node."""


def nodes(name: str) -> Iterator[Place]:
    """Every schema within a file, the file itself included."""
    yield from below(name, "", FILES[name])


def below(name: str, pointer: str, node: dict[str, Any]) -> Iterator[Place]:
    yield name, pointer, node
    for key in ("properties", "$defs"):
        for inner, schema in node.get(key, {}).items():
            yield from below(name, f"{pointer}/{key}/{inner}", schema)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(node.get(key), dict):
            yield from below(name, f"{pointer}/{key}", node[key])


ALL = [place for name in FILES for place in nodes(name)]
PROPERTIES = [place for place in ALL if place[1].rpartition("/")[0].endswith("/properties")]
PATTERNS = sorted({node["pattern"] for _, _, node in ALL if "pattern" in node})


def said(place: Place) -> str:
    return f"{place[0]}#{place[1]}"


def whole(name: str, node: dict[str, Any]) -> dict[str, Any]:
    """The node with its references resolved; what stands beside one wins."""
    while "$ref" in node:
        file, _, pointer = node["$ref"].partition("#")
        target: Any = FILES[str(Path(name).with_name(file)) if file else name]
        name = file or name
        for step in pointer.split("/")[1:]:
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def test_every_kind_has_a_schema_and_a_complete_example() -> None:
    names = {kind.name for kind in KINDS.values()}
    names |= {kind.plural for kind in KINDS.values() if kind.collection}
    files = {name.removesuffix(SUFFIX) for name in documents()} - {"common"}
    assert files == names == set(SHOWN)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_by_the_meta_schema(name: str) -> None:
    assert FILES[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(FILES[name])
    assert FILES[name]["title"] and FILES[name]["description"]


def test_a_schema_has_no_name_that_could_be_fetched() -> None:
    assert not [said(place) for place in ALL if "$id" in place[2]]
    refs = [node["$ref"] for _, _, node in ALL if "$ref" in node]
    assert not [ref for ref in refs if "://" in ref or ref.startswith("/")]


@pytest.mark.parametrize("place", PROPERTIES, ids=said)
def test_every_property_is_described_with_examples_that_fit(place: Place) -> None:
    name, pointer, node = place
    assert re.match(r"[A-Z].{5,200}\.$", node["description"], re.DOTALL), node["description"]
    assert node["examples"]
    schema = {"$ref": f"{BASE}{name}#{pointer}"}
    validator = jsonschema_rs.Draft202012Validator(
        schema, registry=RUST, validate_formats=True, offline=True
    )
    for example in node["examples"]:
        validator.validate(example)


@pytest.mark.parametrize("place", ALL, ids=said)
def test_everything_is_bounded_and_strict(place: Place) -> None:
    name, pointer, node = place
    assert not {"oneOf", "anyOf", "not", "if", "patternProperties"} & set(node)
    if pointer == "" and "$defs" in node:
        return
    node = whole(name, node)
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    if "string" in types:
        assert node["maxLength"] <= 65536
    if "array" in types:
        assert node["maxItems"] <= 10**6 and "items" in node
    if "object" in types:
        closed = node.get("additionalProperties") is False and "properties" in node
        named = "propertyNames" in node and "additionalProperties" in node
        assert closed or node["maxProperties"] <= 10000
        assert closed or named or pointer.endswith("/requires")
    if {"number", "integer"} & set(types):
        assert -(10**18) < node["minimum"] <= node["maximum"] < 10**18


@pytest.mark.parametrize("place", [place for place in PROPERTIES if "/" not in place[0]], ids=said)
def test_only_what_is_demanded_refuses_null(place: Place) -> None:
    name, pointer, node = place
    parent: Any = FILES[name]
    *above, _, key = pointer.split("/")[1:]
    for step in above:
        parent = parent[step]
    types = whole(name, node)["type"]
    assert ("null" in types) != (key in parent.get("required", ()))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_ascii_anchored_and_ends_where_the_text_ends(pattern: str) -> None:
    assert pattern.isascii()
    assert pattern.startswith("^") and pattern.endswith(r"$(?!\n)")
    assert not re.search(r"\\[wdsbWDSB]", pattern)
    places = [whole(name, node) for name, _, node in ALL if node.get("pattern") == pattern]
    examples = [text for node in places for text in node.get("examples", ()) if isinstance(text, str)]
    rust = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    for text in examples:
        for other, fits in ((text, True), (text + "\n", False), (text + "\u00e9\n", False)):
            assert bool(re.search(pattern, other)) is rust.is_valid(other) is fits


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_takes_under_50_ms_on_50_000_characters(pattern: str) -> None:
    rust = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    for unit in ("a", "a-", "a/", "a_", "a.", "1", "1.", "A", "A=1;", "a@", "-", "ssh a", " ", "T1"):
        for tail in ("", "\n", "!"):
            text = (unit * 50_000)[:50_000] + tail
            for engine in (rust.is_valid, lambda text: re.search(pattern, text)):
                assert min(timed(engine, text) for _ in range(3)) < 0.05


def timed(engine: Any, text: str) -> float:
    start = time.perf_counter()
    engine(text)
    return time.perf_counter() - start


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(
        ["", "a", "A b", "a-b", "a--b", "a\n", "2026-02-29", "2028-02-29", "2026-11-31", "4h"]
        + ["-2d", "5%", "active", "x" * 64, "x" * 201, "process/a/b", "12", "true", "é", "a@b"]
    ),
    st.text(max_size=8),
)
VALUES = st.one_of(
    LEAVES, st.lists(LEAVES, max_size=3), st.dictionaries(st.text(max_size=5), LEAVES, max_size=3)
)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """A complete document with one to four places changed, removed or added."""
    name = draw(st.sampled_from(sorted(SHOWN)))
    data = copy.deepcopy(SHOWN[name])
    for _ in range(draw(st.integers(1, 4))):
        holder: Any = data
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(holder[key], dict | list) and draw(st.integers(0, 3)):
                holder = holder[key]
                continue
            if draw(st.booleans()):
                holder[key] = draw(VALUES)
            else:
                del holder[key]
            break
        if isinstance(holder, dict) and not draw(st.integers(0, 3)):
            known = ["stauts", "id", "title", "Bad Key", "a-b", "from"]
            holder[draw(st.sampled_from(known))] = draw(VALUES)
    return name, data


@given(mutants())
def test_both_engines_agree_on_mutants(mutant: tuple[str, Any]) -> None:
    name, data = mutant
    other = jsonschema.Draft202012Validator(
        {"$ref": f"{BASE}{name}{SUFFIX}"},
        registry=PYTHON,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert (fit(name, data) == ()) is other.is_valid(data)


KNOWN_KINDS = {*KINDS, "task", "deliverable", "step", "phase", "any"}


def test_references_are_to_kinds_that_exist() -> None:
    for name in documents():
        for _, kind in annotated(name.removesuffix(SUFFIX), "x-reference") if "common" not in name else ():
            assert set(kind.split("|")) <= KNOWN_KINDS


def test_what_is_private_is_marked() -> None:
    def private(name: str) -> set[str]:
        return {pattern[0] for pattern, _ in annotated(name, "x-audience")}

    assert private("person") == {"full_time", "hours", "active"}
    assert private("role") == {"rate"}
    assert private("identity") == {"emails", "accounts", "keys"}
