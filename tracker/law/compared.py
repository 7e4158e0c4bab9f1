"""What a head is compared with, where the base has moved on: what both share, and what the tip knows.

The commit that both share may be any: one in the middle of an earlier change too, where a file was
broken or taken out for a while. What cannot be told there is told by the tip, and so is all that
landed since and that the head has as well: it did not come with this change.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tracker.model.entity import Entity
from tracker.model.kinds import KINDS
from tracker.model.work import Index, Work


def compared(shared: Work, tip: Work, head: Work) -> Work:
    """The side before a change."""
    if shared is tip:
        return shared
    entities = {
        kind: dict(sorted(_known(shared.of(kind), tip.of(kind), head.of(kind)))) for kind in KINDS
    }
    workspace = next(iter(entities["workspace"].values()), shared.workspace)
    root = tip.root if shared.root is None else shared.root
    return replace(shared, entities=entities, workspace=workspace, root=root, _parts={})


def _known(shared: Index, tip: Index, head: Index) -> Iterator[tuple[str, Entity[Any]]]:
    for id, entity in shared.items():
        better = tip.get(id)
        yield id, better if better is not None and _is_clearer(better, entity) else entity
    for id in head:
        if id in tip and id not in shared:
            yield id, tip[id]


def _is_clearer(one: Entity[Any], other: Entity[Any]) -> bool:
    """True where one can be read, and the other not, or less of it."""
    if one.unreadable or other.unreadable:
        return other.unreadable and not one.unreadable
    return bool(other.broken) and not one.broken
