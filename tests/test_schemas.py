"""The schemas keep their promises: described, bounded, strict, read alike by two engines."""

import re
import time
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from mutants import FILES, mutants, whole
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from shown import SHOWN

from tracker.model.catalogue import BASE, SUFFIX, annotated, documents
from tracker.model.kinds import KINDS
from tracker.model.schema import fit

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
UNITS = ("a", "a-", "a/", "a_", "a.", "1", "1.", "A", "A=1;", "a@", "-", "ssh a", " ", "T1")


def said(place: Place) -> str:
    return f"{place[0]}#{place[1]}"


def examples_of_patterns() -> dict[str, set[str]]:
    """Texts that fit each pattern: from the examples of the properties that carry it."""
    found: dict[str, set[str]] = {
        r"^[a-z_]+(\.[a-z_]+)*$(?!\n)": {"phase", "period.start"},
    }
    for name, _, node in ALL:
        holder = whole(name, node.get("items", node))
        for example in whole(name, node).get("examples", ()):
            texts = example if isinstance(example, list) else [example]
            fitting = {text for text in texts if isinstance(text, str)}
            found.setdefault(holder.get("pattern", ""), set()).update(fitting)
    return found


EXAMPLES = examples_of_patterns()


def test_every_kind_has_a_schema_and_a_complete_example() -> None:
    names = {kind.name for kind in KINDS.values()}
    names |= {kind.plural for kind in KINDS.values() if kind.collection}
    files = {name.removesuffix(SUFFIX) for name in documents()} - {"common"}
    assert files == names == set(SHOWN)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_by_the_meta_schema(name: str) -> None:
    assert FILES[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(FILES[name])
    assert FILES[name]["title"]
    assert FILES[name]["description"]


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


def test_entries_of_lists_have_a_name_that_editors_show() -> None:
    entries = [
        place
        for place in ALL
        if "/" not in place[0] and place[1].endswith("/items") and "properties" in place[2]
    ]
    assert [said(place) for place in entries if not place[2].get("title")] == []
    assert entries


def test_definitions_leave_the_description_to_the_property_that_uses_them() -> None:
    """Editors show the one of the definition in its place, as soon as another keyword stands beside."""
    shared = [node for _, pointer, node in ALL if pointer.count("/") == 2 and "$defs" in pointer]
    assert all(node["$comment"] for node in shared)
    assert not [node for node in shared if {"title", "description"} & set(node)]


def test_a_pattern_says_what_it_wants_in_words() -> None:
    told = [place for place in ALL if "pattern" in place[2]]
    wrong = [
        said(place)
        for place in told
        if place[2].get("patternErrorMessage") != f"Expected {place[2]['$comment']}."
    ]
    assert wrong == []


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
        assert node["maxItems"] <= 10**6
        assert "items" in node
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
    assert pattern.startswith("^")
    assert pattern.endswith(r"$(?!\n)")
    assert not re.search(r"\\[wdsbWDSB]", pattern)
    texts = EXAMPLES[pattern]
    rust = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    for text in texts:
        for other, fits in ((text, True), (text + "\n", False), (text + "\u00e9\n", False)):
            assert bool(re.search(pattern, other)) is rust.is_valid(other) is fits


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_takes_under_50_ms_on_50_000_characters(pattern: str) -> None:
    rust = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    for unit in UNITS:
        for tail in ("", "\n", "!"):
            text = (unit * 50_000)[:50_000] + tail
            for engine in (rust.is_valid, lambda text: re.search(pattern, text)):
                assert min(timed(engine, text) for _ in range(3)) < 0.05


def timed(engine: Any, text: str) -> float:
    start = time.perf_counter()
    engine(text)
    return time.perf_counter() - start


@given(mutants())
def test_both_engines_agree_on_mutants(mutant: tuple[str, Any]) -> None:
    name, data = mutant
    other = jsonschema.Draft202012Validator(
        {"$ref": f"{BASE}{name}{SUFFIX}"},
        registry=PYTHON,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert (fit(name, data) == ()) is other.is_valid(data)


KNOWN_KINDS = {*KINDS, "task", "deliverable", "step", "trigger", "measure", "phase", "any"}


def test_references_are_to_kinds_that_exist() -> None:
    for name in SHOWN:
        for pattern, kind in annotated(name, "x-reference"):
            assert set(kind.split("|")) <= KNOWN_KINDS, pattern


def test_what_is_private_is_marked() -> None:
    def private(name: str) -> set[str]:
        return {pattern[0] for pattern, _ in annotated(name, "x-audience")}

    assert private("person") == {"full_time", "hours", "active"}
    assert private("role") == {"rate"}
    assert private("identity") == {"emails", "accounts", "keys"}
    assert private("run") == {"reason", "steps"}
    assert private("improvement") == {"proposed_by"}
