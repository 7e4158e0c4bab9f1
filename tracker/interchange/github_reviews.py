"""The reviews of a pull request, as GitHub's REST interface lists them.

`GET /repos/{owner}/{repo}/pulls/{number}/reviews` gives a list; of each entry the account, the
state, the commit and the moment are read, and everything else is left alone. What has another
shape is refused as a whole: a review that was passed over could be the one that takes an approval
back.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tracker.law.proof import ForgeReview, State

FORGE = "github"
LIMIT = 16 << 20
"""A list of reviews has no more bytes."""

_STATES = {"APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"}
_DECIDING = {state.value.upper() for state in State}
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z", re.ASCII)


class ReviewsError(Exception):
    """The text is no list of reviews; what was expected, and where."""


def reviews(text: bytes) -> tuple[ForgeReview, ...]:
    """The reviews that decide something, the oldest first; comments and drafts decide nothing."""
    if len(text) > LIMIT:
        raise ReviewsError(f"more than {LIMIT >> 20} MiB, which no list of reviews has")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReviewsError("not JSON") from error
    if not isinstance(told, list):
        raise ReviewsError("not a list of reviews")
    found = sorted(_dated(told), key=lambda pair: pair[0])
    return tuple(review for _, review in found)


def _dated(told: list[Any]) -> Iterator[tuple[datetime, ForgeReview]]:
    for index, one in enumerate(told):
        entry = _Entry(f"[{index}]", one)
        state = entry.of("state", str)
        if state not in _STATES:
            raise ReviewsError(f"[{index}].state is not one of {', '.join(sorted(_STATES))}")
        if (
            state not in _DECIDING or entry.get("user") is None
        ):  # an account that is gone is nobody's
            continue
        user = _Entry(f"[{index}].user", entry.get("user"))
        is_bot = user.of("type", str) != "User"
        commit = entry.of("commit_id", str)
        if not _COMMIT.match(commit):
            raise ReviewsError(f"[{index}].commit_id is not the hash of a commit")
        review = ForgeReview(FORGE, user.of("id", int), commit, State(state.lower()), is_bot)
        yield _moment(entry), review


def _moment(entry: "_Entry") -> datetime:
    try:
        moment = datetime.fromisoformat(entry.of("submitted_at", str))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ReviewsError(f"{entry.place}.submitted_at is not a moment with its offset")
    return moment


class _Entry:
    """An object of the list, asked for values of a type."""

    def __init__(self, place: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise ReviewsError(f"{place} is not an object")
        self.place = place
        self.get = data.get

    def of(self, name: str, kind: type) -> Any:
        value = self.get(name)
        if type(value) is not kind:
            raise ReviewsError(f"{self.place}.{name} is not {_WORDS[kind]}")
        return value


_WORDS = {str: "a text", int: "a number"}
