"""The true routes of a validator's errors.

jsonschema-rs gives the keys `7`, `007` and `+7` of a mapping all as the index 7. Where a route goes
through such a key, the value that was refused tells which of them was meant; equal values under
one schema are refused alike, so all of them are.
"""

import re
from typing import Any

from tracker.finding import Route

_TAKEN_FOR_INDEX = re.compile(r"\+?[0-9]{1,20}\Z", re.ASCII)


class Places:
    """Finds routes in one document; the keys of each mapping are looked through once."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._keys: dict[int, dict[int, list[str]]] = {}

    def of(self, path: list[str | int], refused: Any) -> list[Route]:
        """Every route that the path can mean and that leads to the refused value."""
        found: list[tuple[Route, Any]] = [((), self._data)]
        for step in path:
            found = [
                ((*route, key), value[key])
                for route, value in found
                for key in self._candidates(value, step)
            ]
        if len(found) == 1:
            return [found[0][0]]
        return [
            route for route, value in found if type(value) is type(refused) and value == refused
        ]

    def _candidates(self, value: Any, step: str | int) -> list[str] | list[str | int]:
        if isinstance(step, str) or isinstance(value, list):
            return [step]
        known = self._keys.get(id(value))
        if known is None:
            known = self._keys[id(value)] = _indices(value)
        return known.get(step, [])


def _indices(mapping: dict[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key in mapping:
        if _TAKEN_FOR_INDEX.match(key):
            found.setdefault(int(key), []).append(key)
    return found
