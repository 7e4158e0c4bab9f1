"""What `tracker run` can name, for shells that complete: runs that go on, and parts of their process."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from tracker.cli.typed.candidates import completing, known, read_keys
from tracker.model.kinds import KINDS, owner_of

_MOST = 500
"""Of so many runs the states are read; those named later, which are the youngest, come first."""

_GOING_ON = ("requested", "assigned", "accepted", "in-progress")
_WAITING = ("requested", "accepted")


def _runs(context: click.Context, typed: str, states: Iterable[str]) -> Iterator[str]:
    """The runs in files of their own, as `PROCESS/ID`, that are in one of these states."""
    begun = [id for id in known(context).get("run", ()) if id.startswith(typed)]
    for id in sorted(begun, key=lambda id: id.rpartition("/")[2])[-_MOST:]:
        if str(_keys("run", id).get("status")) in states:
            yield id


def _keys(kind: str, id: str) -> dict[str, Any]:
    from tracker.cli.workspace.opening import here

    opening = here()
    path = KINDS[kind].path_of(id)
    return read_keys(opening.head(None), f"{opening.root}/{path}" if opening.root else path)


def _going_on(context: click.Context, typed: str) -> Iterator[str]:
    return _runs(context, typed, _GOING_ON)


def _startable(context: click.Context, typed: str) -> Iterator[str]:
    """Processes; once one of them is named, the runs of it that wait to begin."""
    yield from known(context).get("process", ())
    yield from _runs(context, typed, _WAITING) if "/" in typed else ()


def _part_of(part: str) -> Callable[[click.Context, str], Iterator[str]]:
    """The ids in a list of the process that the line names, itself or by a run of it."""

    def names(context: click.Context, typed: str) -> Iterator[str]:
        listed = _keys("process", _process(context)).get(part)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                yield one["id"]

    return names


def _process(context: click.Context) -> str:
    # Click leaves arguments unassigned where an option still waits for its value.
    said = [context.params.get("process"), context.params.get("run"), *context.args]
    text = next((one for one in said if isinstance(one, str)), "").removeprefix("run/")
    ids = known(context)
    if "/" in text or text in ids.get("process", ()):
        return owner_of(text)
    return next((owner_of(id) for id in ids.get("run", ()) if id.endswith(f"/{text}")), "")


GOING_ON = completing(_going_on)
STARTABLE = completing(_startable)
STEP = completing(_part_of("steps"))
TRIGGER = completing(_part_of("triggers"))
