"""What proves an approval: signatures that a function verifies, reviews and commits that were handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.source.commits import Commit

Verify = Callable[[bytes, str, tuple[str, ...]], bool]
"""Content, signature and the keys of a person: is it a signature of one of them over the content?"""


Chosen = Callable[[tuple[Commit, ...], tuple[str, ...]], Mapping[str, frozenset[str]]]
"""Merges and places: in which files there did each, by its hash, take one side against another?"""


class Proof(StrEnum):
    """What counts as proof of an approval."""

    RECORDED = "recorded"
    SIGNATURE = "signature"
    REVIEW = "review"


class State(StrEnum):
    """How a review of the forge ended; comments and drafts end nothing, and are not among these."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    DISMISSED = "dismissed"


class ForgeReview(NamedTuple):
    """One review as the forge has it: of which account, of which commit, and how it ended."""

    forge: str
    account: int
    commit: str
    state: State
    is_bot: bool = False


def _nothing(content: bytes, signature: str, keys: tuple[str, ...]) -> bool:
    """Where nobody can verify a signature, it proves nothing."""
    return False


def _untold(merges: tuple[Commit, ...], where: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    return {}


@dataclass(frozen=True)
class Evidence:
    """Where proofs are looked up.

    `reviews` are the forge's, the oldest first (None where none were handed in), and `head` is the
    commit that they have to be of. `commits` are those of the change; `uncommitted` are the paths
    that the last of them has otherwise, and `chosen` tells what merges took from one side.
    """

    verify: Verify = _nothing
    reviews: tuple[ForgeReview, ...] | None = None
    head: str | None = None
    commits: tuple[Commit, ...] = ()
    uncommitted: frozenset[str] = frozenset()
    chosen: Chosen = _untold


NOTHING = Evidence()
"""Without evidence nothing is proved."""
