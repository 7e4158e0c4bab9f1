"""What proves an approval: signatures that a function verifies, reviews that the forge handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Verify = Callable[[bytes, str, tuple[str, ...]], bool]
"""Content, signature and the keys of a person: is it a signature of one of them over the content?"""


class Proof(StrEnum):
    """What counts as proof of an approval."""

    RECORDED = "recorded"
    SIGNATURE = "signature"
    REVIEW = "review"


class ForgeReview(NamedTuple):
    """One review as the forge has it: of which account, of which commit, and how it ended.

    `state` is `approved`, `changes_requested`, `commented` or `dismissed`.
    """

    forge: str
    account: int
    commit: str
    state: str
    is_bot: bool = False


def _nothing(content: bytes, signature: str, keys: tuple[str, ...]) -> bool:
    """Where nobody can verify a signature, it proves nothing."""
    return False


@dataclass(frozen=True)
class Evidence:
    """Where proofs are looked up; `head` is the commit that the forge's reviews have to be of."""

    verify: Verify = _nothing
    reviews: tuple[ForgeReview, ...] = ()
    head: str | None = None
