"""The forge's reviews as they are handed in: what is read of them, and what is refused."""

import json
from typing import Any

import pytest

from tracker.interchange.github_reviews import LIMIT, ReviewsError, reviews
from tracker.law.proof import ForgeReview, State

COMMIT = "3f2a9c41b07d3f2a9c41b07d3f2a9c41b07d3f2a"


def entry(**changed: Any) -> dict[str, Any]:
    """One review, with fields of GitHub's that are not read."""
    return {
        "id": 80,
        "node_id": "MDE3",
        "user": {"login": "fin", "id": 7, "type": "User", "site_admin": False},
        "body": "Fine.",
        "state": "APPROVED",
        "html_url": "x",
        "submitted_at": "2026-11-21T10:00:00Z",
        "commit_id": COMMIT,
        "author_association": "MEMBER",
        **changed,
    }


def read(*entries: Any) -> tuple[ForgeReview, ...]:
    return reviews(json.dumps(entries).encode())


def test_account_commit_and_state_are_read() -> None:
    assert read(entry()) == (ForgeReview("github", 7, COMMIT, State.APPROVED),)
    assert read() == ()


@pytest.mark.parametrize("state", ["COMMENTED", "PENDING"])
def test_what_decides_nothing_is_left_out(state: str) -> None:
    """A draft has no moment yet."""
    assert read(entry(state=state, submitted_at=None)) == ()


def test_the_oldest_comes_first() -> None:
    late = entry(submitted_at="2026-11-21T09:00:00-05:00", state="DISMISSED")
    early = entry(submitted_at="2026-11-21T13:59:59Z", state="CHANGES_REQUESTED")
    assert [one.state for one in read(late, early)] == ["changes_requested", "dismissed"]


def test_of_one_moment_the_later_in_the_list_is_the_later() -> None:
    assert [one.state for one in read(entry(), entry(state="DISMISSED"))] == [
        "approved",
        "dismissed",
    ]


@pytest.mark.parametrize("kind", ["Bot", "Organization", "Mannequin"])
def test_only_a_user_is_a_person(kind: str) -> None:
    assert read(entry(user={"id": 7, "type": kind}))[0].is_bot


def test_an_account_that_is_gone_is_nobody_s() -> None:
    assert read(entry(user=None)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[" + b" " * LIMIT + b"]", "MiB"),
        (b"{}", "not a list"),
        (b"null", "not a list"),
    ],
    ids=["empty", "bytes", "deep", "long", "object", "null"],
)
def test_what_is_no_list_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(ReviewsError, match=said):
        reviews(text)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "approved"}, r"\[1\].state is not one of APPROVED"),
        ({"state": None}, r"\[1\].state is not a text"),
        ({"user": {"id": "7", "type": "User"}}, r"\[1\].user.id is not a number"),
        ({"user": {"id": True, "type": "User"}}, r"\[1\].user.id is not a number"),
        ({"user": {"id": 7}}, r"\[1\].user.type is not a text"),
        ({"user": [7]}, r"\[1\].user is not an object"),
        ({"commit_id": None}, r"\[1\].commit_id is not a text"),
        ({"commit_id": f"{COMMIT}\n"}, r"\[1\].commit_id is not the hash"),
        ({"submitted_at": "2026-11-21T10:00:00"}, "not a moment with its offset"),
        ({"submitted_at": "soon"}, "not a moment with its offset"),
        ({"submitted_at": None}, r"\[1\].submitted_at is not a text"),
    ],
)
def test_one_of_another_shape_refuses_all(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ReviewsError, match=said):
        read(entry(), entry(**changed))
