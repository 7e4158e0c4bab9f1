"""What is called otherwise at the head: records that name it follow, and are the same records."""

from collections.abc import Iterable, Mapping

from tracker.law.change import Change

Names = Mapping[tuple[str, str | None], str | None]
"""What things of the base are called at the head, by kind and id; None where they are gone."""


def names(changes: Iterable[Change], *kinds: str) -> Names:
    """The names of what changed, of some kinds."""
    return {
        (one.kind, one.before.id): one.after.id if one.after is not None else None
        for one in changes
        if one.kind in kinds and one.before is not None
    }
