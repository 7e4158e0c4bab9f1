"""The one table of kinds: which path holds which kind, under which schema, as which record.

A new kind is one schema, one record and one row here.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tracker.model import records

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
MAX_ID = 63


def owner_of(id: str) -> str:
    """What an id of several parts belongs to: the project of a gate review."""
    return id.partition("/")[0]


def is_id(text: str) -> bool:
    """Ids are lower-case ASCII words joined by single hyphens, up to 63 characters."""
    return len(text) <= MAX_ID and ID.match(text) is not None


_PART = re.compile(r"\{[a-z]+\}")
_DAY = "{day}"


def is_day(text: str) -> bool:
    """A day as YYYY-MM-DD, that the calendar has."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True)
class Kind:
    """One row: the name, the path below the workspace, and what the file means.

    `pattern` names the parts of the id in braces; an id of several parts is joined by slashes.
    `collection` is the file that may hold a map of id to record in place of one file each.
    `log` is where event logs lie that hold many of one owner, a line an event; ids in them are the
    owner's and the name that the log gives. `part_of` names the kind that the file belongs to, by
    the first part of its id. A file that is a `listing` is a list, held as the `entries` of a record.
    `law` marks what judges a change; a change to it takes effect once landed. `state` is the field
    whose moves are declared in `law/lifecycle.py`.
    """

    name: str
    plural: str
    record: type
    pattern: str
    collection: str | None = None
    part_of: str | None = None
    law: bool = False
    state: str | None = None
    log: str | None = None
    listing: bool = False

    @cached_property
    def _path(self) -> re.Pattern[str]:
        return _matching(self.pattern)

    @cached_property
    def _log_path(self) -> re.Pattern[str] | None:
        return _matching(self.log) if self.log else None

    @property
    def shape(self) -> str:
        """Where files of this kind lie, as people write it: `goals/<id>.yaml`."""
        return _shown(self.pattern)

    @property
    def log_shape(self) -> str:
        """Where event logs of this kind lie, as people write it; "" where there are none."""
        return _shown(self.log or "")

    @property
    def glob(self) -> str:
        """The pattern that takes all files of this kind, as editors and shells read it."""
        return _PART.sub("*", self.pattern)

    @property
    def parts(self) -> int:
        """Of how many parts the id is made."""
        return len(_PART.findall(self.pattern))

    def takes(self, id: str) -> bool:
        """True for an id of as many parts as it takes, each of the right form."""
        names, parts = _PART.findall(self.pattern), id.split("/") if id else []
        return len(names) == len(parts) and all(
            is_id(part) and (name != _DAY or is_day(part))
            for name, part in zip(names, parts, strict=True)
        )

    def id_of(self, path: str) -> str | None:
        """The id that a path of this kind carries ("" where the kind has but one file)."""
        found = self._path.match(path)
        return None if found is None else "/".join(found.groups())

    def log_of(self, path: str) -> tuple[str, ...] | None:
        """The owner and the name of the event log at a path; None where it is no log of this kind."""
        found = self._log_path.match(path) if self._log_path else None
        return None if found is None else found.groups()

    def path_of(self, id: str) -> str:
        """Where an entity of this kind lies, below the workspace."""
        parts = iter(id.split("/", self.parts - 1)) if self.parts else iter(())
        return _PART.sub(lambda _: next(parts), self.pattern)


def _shown(pattern: str) -> str:
    return pattern.replace("{", "<").replace("}", ">")


def _matching(pattern: str) -> re.Pattern[str]:
    fixed = (re.escape(part) for part in _PART.split(pattern))
    return re.compile("([^/]+)".join(fixed) + r"\Z")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("workspace", "workspaces", records.Workspace, "tracker.yaml", law=True),
        Kind("lifecycle", "lifecycles", records.Lifecycle, "lifecycles/{id}.yaml", law=True),
        Kind("goal", "goals", records.Goal, "goals/{id}.yaml", "goals.yaml", state="status"),
        Kind("project", "projects", records.Project, "projects/{id}/project.yaml", state="status"),
        Kind("plan", "plans", records.Plan, "projects/{id}/plan.yaml", part_of="project"),
        Kind("baseline", "baselines", records.Baseline, "projects/{id}/baseline.yaml", part_of="project"),
        Kind("review", "reviews", records.Review, "projects/{project}/gates/{id}/review.yaml", part_of="project"),
        Kind(
            "approval", "approvals", records.Approval,
            "projects/{project}/gates/{review}/approvals/{id}.yaml", part_of="project",
        ),
        Kind(
            "condition", "conditions", records.Condition,
            "projects/{project}/gates/{review}/conditions/{id}.yaml", part_of="project",
        ),
        Kind("update", "updates", records.Update, "projects/{project}/updates/{day}.yaml", part_of="project"),
        Kind("raid", "raids", records.Raid, "projects/{project}/raid/{id}.yaml", part_of="project"),
        Kind(
            "change", "changes", records.ChangeRequest,
            "projects/{project}/changes/{id}.yaml", part_of="project", state="decision",
        ),
        Kind("closure", "closures", records.Closure, "projects/{id}/closure.yaml", part_of="project"),
        Kind("process", "processes", records.Process, "processes/{id}/process.yaml", state="status"),
        Kind(
            "run", "runs", records.Run, "processes/{process}/runs/{id}.yaml",
            part_of="process", state="status", log="processes/{process}/runs/{log}.csv",
        ),
        Kind(
            "improvement", "improvements", records.Improvement,
            "processes/{process}/improvements/{id}.yaml", part_of="process", state="status",
        ),
        Kind("person", "people", records.Person, "people/{id}/person.yaml", "people.yaml"),
        Kind(
            "identity", "identities", records.Identity, "people/{id}/identity.yaml",
            part_of="person", law=True,
        ),
        Kind(
            "training-record", "training-records", records.TrainingRecord, "people/{id}/training.yaml",
            part_of="person", listing=True,
        ),
        Kind("team", "teams", records.Team, "teams/{id}.yaml", "teams.yaml"),
        Kind("role", "roles", records.Role, "roles/{id}.yaml", "roles.yaml", law=True),
        Kind("training", "trainings", records.Training, "trainings/{id}.yaml"),
    )
}  # fmt: skip

_COLLECTIONS = {kind.collection: kind for kind in KINDS.values() if kind.collection}


class Placement(NamedTuple):
    """What a path says: the kind, and the id; the id is None in a collection.

    `log` is the owner and the name of an event log, which is a collection too.
    """

    kind: Kind
    id: str | None
    log: tuple[str, ...] = ()


_BY_FOLDER = {
    folder: [kind for kind in KINDS.values() if kind.pattern.partition("/")[0] == folder]
    for folder in {kind.pattern.partition("/")[0] for kind in KINDS.values()}
}


def placed(path: str) -> Placement | None:
    """The kind and id of a path below the workspace; None where no row of the table fits."""
    if path in _COLLECTIONS:
        return Placement(_COLLECTIONS[path], None)
    for kind in _BY_FOLDER.get(path.partition("/")[0], ()):
        id = kind.id_of(path)
        if id is not None:
            return Placement(kind, id)
        log = kind.log_of(path)
        if log is not None:
            return Placement(kind, None, log)
    return None


def schema_name(placement: Placement) -> str:
    """The schema that a file at this place must fit; of an event log, that of what it holds."""
    one = placement.id is not None or placement.log
    return placement.kind.name if one else placement.kind.plural
