"""Pages: what one is, and which there are. One file of the folder `pages` for each kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tracker.declared import declared
from tracker.model.entity import Entity
from tracker.site.status import Status

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """A page: where it lies (without a suffix), what it is called, and how its values are made.

    `kind` names its template in `templates/pages`, and the panels that stand on it. `under` is the
    path of the index that leads to it, None for an index itself. `entity` is what it is of.
    """

    path: str
    title: str
    kind: str
    values: Callable[[], Values] = field(default=dict)
    under: str | None = None
    entity: Entity[Any] | None = None

    @property
    def ref(self) -> str | None:
        """The `kind/id` that it is of."""
        return self.entity.ref if self.entity else None


@dataclass(frozen=True)
class Pages:
    """What one file adds to the site: an index for the navigation, and the pages below it.

    `place` orders the navigation; `group` is the heading that the index stands under there. `below`
    gives the other pages. `shown` says whether a status has anything to show there.
    """

    place: int
    index: Page
    group: str = ""
    below: Callable[[Status], Iterator[Page]] = lambda status: iter(())
    shown: Callable[[Status], bool] = lambda status: True


@cache
def sections() -> tuple[Pages, ...]:
    """Every kind of page, in the order of the navigation."""
    return tuple(sorted(declared("tracker.site.pages", Pages), key=lambda one: one.place))


def indexes(status: Status) -> Iterator[Pages]:
    """The kinds of page that a status shows."""
    return (one for one in sections() if one.shown(status))


def pages(status: Status) -> Iterator[Page]:
    """Every page of a status: the indexes, then the pages below each."""
    found = tuple(indexes(status))
    for one in found:
        yield one.index
    for one in found:
        yield from one.below(status)


def of_kind(status: Status, kind: str, under: str) -> Iterator[Page]:
    """A page for each entity of a kind that may be shown."""
    for entity in status.work.of(kind).values():
        if entity.ref in status.shown:
            yield Page(entity.ref, entity.title, kind, under=under, entity=entity)
