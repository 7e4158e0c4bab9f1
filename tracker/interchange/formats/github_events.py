"""Events of GitHub's issues, as `GET /repos/{owner}/{repo}/issues/events` lists them.

A run is an issue, requested when it was opened. Its steps are what moved it: assigned, labelled
(each label a step of its own), given a milestone, closed, reopened, and what GitHub tells of pull
requests besides. All else (mentions, subscriptions, what was taken away again) is passed over. Who
did it is known by the account in `identity.yaml`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import msgspec

from tracker.interchange.arrival import WHOLE, Event
from tracker.interchange.exchange import Asked, Exchange, RefusedError
from tracker.interchange.landing import filling

LIMIT = 256 << 20
"""Bytes of a list of events."""

_FETCH = "fetch that of a repository: `gh api --paginate repos/OWNER/REPO/issues/events > FILE`"

STEPS = {
    "assigned": "assigned",
    "labeled": "labelled",
    "milestoned": "given a milestone",
    "review_requested": "review requested",
    "ready_for_review": "ready for review",
    "merged": "merged",
    "closed": "closed",
    "reopened": "reopened",
}
"""What GitHub calls an event, and the step that it is."""


class _Account(msgspec.Struct):
    login: str
    id: int


class _Label(msgspec.Struct):
    name: str


class _Issue(msgspec.Struct):
    number: int
    created_at: datetime


class _Happened(msgspec.Struct):
    """An entry of the list, as far as it is read; an account that is gone is null."""

    id: int
    event: str
    created_at: datetime
    issue: _Issue | None = None
    actor: _Account | None = None
    label: _Label | None = None


def events(file: BinaryIO, asked: Asked) -> Iterator[Event]:
    """The events of a list, or of its pages: by number, since GitHub has the newest first."""
    for one in sorted(_listed(file), key=lambda one: one.id):
        if one.issue is None:
            raise RefusedError(
                f"the event {one.id} names no issue: the list is that of one issue alone", _FETCH
            )
        step = STEPS.get(one.event)
        label = f" {one.label.name}" if one.label is not None else ""
        who = one.actor
        yield Event(
            f"issue-{one.issue.number}",
            f"{step}{label}",
            0,
            finished=one.created_at,
            phase=WHOLE if step else one.event,
            who=who.login if who else "",
            account=f"github:{who.id}" if who else "",
            requested=one.issue.created_at,
        )


def _listed(file: BinaryIO) -> Iterator[_Happened]:
    text = file.read(LIMIT + 1)
    if len(text) > LIMIT:
        raise RefusedError(
            f"more than {LIMIT >> 20} MiB stand in one list", "fetch and import it in parts"
        )
    try:
        told = msgspec.json.decode(text, type=list[_Happened | list[_Happened]])
    except (msgspec.ValidationError, RecursionError) as error:
        place = str(error).partition(" - at ")[2] or "its beginning"
        raise RefusedError(
            f"it is no list of the events of issues: another thing stands at {place}", _FETCH
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError("it is not JSON, or ends too early", _FETCH) from error
    for one in told:
        yield from one if isinstance(one, list) else (one,)


github_events = Exchange(
    name="github-events",
    says="events of GitHub's issues, as its REST interface lists them (JSON)",
    takes=frozenset({"person"}),
    fill=filling(events),
)
