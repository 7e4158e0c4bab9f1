"""Vega-Lite's own JSON Schema, as it ships in its package, made into a validator."""

import json
from functools import cache
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from tracker.site.resources import HERE

SCHEMA = HERE / "vega" / "vega-lite-schema.json"


@cache
def validator() -> Any:
    """Its definitions have names that no reference may hold as they are, so they get numbers."""
    assert SCHEMA.is_file(), f"{SCHEMA} is not there: run `make clean setup`"
    schema = json.loads(SCHEMA.read_bytes())
    numbers = {name: f"d{at}" for at, name in enumerate(schema["definitions"])}
    schema["definitions"] = {numbers[name]: one for name, one in schema["definitions"].items()}
    return jsonschema_rs.validator_for(_numbered(schema, numbers))


def faults(spec: Any) -> list[str]:
    """What Vega-Lite would not accept."""
    return [
        f"{error.instance_path}: {error.message[:300]}" for error in validator().iter_errors(spec)
    ]


def _numbered(node: Any, numbers: dict[str, str]) -> Any:
    if isinstance(node, list):
        return [_numbered(one, numbers) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _numbered(one, numbers) for key, one in node.items()}
    reference = found.get("$ref")
    if isinstance(reference, str):
        name = unquote(reference.removeprefix("#/definitions/"))
        found["$ref"] = f"#/definitions/{numbers[name]}"
    return found
