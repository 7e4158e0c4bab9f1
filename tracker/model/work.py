"""Work: everything that a snapshot says, indexed by kind and id, with what is wrong about it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from tracker.finding import Found, Route, Spot
from tracker.model import records
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.source.snapshot import Snapshot

Index = Mapping[str, Entity[Any]]


@dataclass(frozen=True, eq=False)
class Work:
    """A frozen picture of one snapshot; what the numbers and the law are asked about.

    `root` is the folder of the workspace ("" at the repository's root, None where there is none).
    `faults` are what loading found, by rule. `opaque` are the kinds of which a whole collection
    could not be read: any id of theirs may exist; `unnamed` are the files of those. `broken` are
    the places the schema refused.
    """

    snapshot: Snapshot
    root: str | None
    workspace: Entity[records.Workspace] | None
    entities: Mapping[str, Index]
    faults: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    opaque: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    broken: frozenset[tuple[str, Route]] = frozenset()
    _parts: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict, repr=False)

    def of(self, kind: str) -> Index:
        """All entities of a kind, by id; of an unreadable collection none, whatever it holds."""
        return self.entities.get(kind, {})

    def all(self) -> Iterator[Entity[Any]]:
        """Every entity, in the order of the table of kinds and then of ids."""
        for kind in KINDS:
            yield from self.of(kind).values()

    def counts(self) -> dict[str, int]:
        """How many of each kind were read; those of a collection one by one.

        A part of another's file is none of its own, and what a policy brought was not read here.
        """
        read = (one for one in self.all() if one.keys is None and one.path in self.hashes)
        return dict(Counter(one.kind for one in read))

    @property
    def goals(self) -> Mapping[str, Entity[records.Goal]]:
        return self.of("goal")

    @property
    def projects(self) -> Mapping[str, Entity[records.Project]]:
        return self.of("project")

    @property
    def plans(self) -> Mapping[str, Entity[records.Plan]]:
        return self.of("plan")

    @property
    def closures(self) -> Mapping[str, Entity[records.Closure]]:
        return self.of("closure")

    @property
    def processes(self) -> Mapping[str, Entity[records.Process]]:
        return self.of("process")

    @property
    def runs(self) -> Mapping[str, Entity[records.Run]]:
        return self.of("run")

    @property
    def improvements(self) -> Mapping[str, Entity[records.Improvement]]:
        return self.of("improvement")

    @property
    def people(self) -> Mapping[str, Entity[records.Person]]:
        return self.of("person")

    @property
    def identities(self) -> Mapping[str, Entity[records.Identity]]:
        return self.of("identity")

    @property
    def teams(self) -> Mapping[str, Entity[records.Team]]:
        return self.of("team")

    @property
    def roles(self) -> Mapping[str, Entity[records.Role]]:
        return self.of("role")

    @property
    def trainings(self) -> Mapping[str, Entity[records.Training]]:
        return self.of("training")

    @property
    def training_records(self) -> Mapping[str, Entity[records.TrainingRecord]]:
        return self.of("training-record")

    @property
    def lifecycles(self) -> Mapping[str, Entity[records.Lifecycle]]:
        return self.of("lifecycle")

    @property
    def settings(self) -> records.Workspace:
        """What `tracker.yaml` says; all defaults where there is none."""
        return self.workspace.record if self.workspace else records.Workspace()

    def plan(self, project: str) -> records.Plan:
        """The plan of a project, whichever file holds it; empty where there is none."""
        entity = self.plans.get(project)
        return entity.record if entity else records.Plan()

    def closure(self, project: str) -> records.Closure:
        """The closure record of a project; empty where there is none."""
        entity = self.closures.get(project)
        return entity.record if entity else records.Closure()

    def lifecycle_id(self, project: Entity[records.Project]) -> str | None:
        """The lifecycle that a project names, else the workspace's."""
        return project.record.lifecycle or self.settings.lifecycle

    def lifecycle_of(self, project: Entity[records.Project]) -> Entity[records.Lifecycle] | None:
        """The lifecycle of a project, where it is known."""
        return self.lifecycles.get(self.lifecycle_id(project) or "")

    def part_ids(self, kind: str, id: str, part: str) -> frozenset[str]:
        """The ids in one list of an entity (`plan`, `erp`, `tasks`); made once, when first asked."""
        ids = self._parts.get((kind, id, part))
        if ids is None:
            entity = self.of(kind).get(id)
            items = getattr(entity.record, part) if entity else ()
            ids = frozenset(item.id for item in items if item.id)
            self._parts[kind, id, part] = ids
        return ids

    def parts(self, kind: str, owner: str) -> tuple[Entity[Any], ...]:
        """What belongs to an entity (the reviews of a project); sorted out once, when first asked."""
        if kind not in self._owned:
            owned: dict[str, list[Entity[Any]]] = {}
            for id, entity in self.of(kind).items():
                owned.setdefault(owner_of(id), []).append(entity)
            self._owned[kind] = owned
        return tuple(self._owned[kind].get(owner, ()))

    @cached_property
    def _owned(self) -> dict[str, dict[str, list[Entity[Any]]]]:
        return {}

    def found(self, rule: str) -> tuple[Found, ...]:
        """What loading found under a rule."""
        return self.faults.get(rule, ())

    def is_broken(self, spot: Spot) -> bool:
        """True where the schema refused that place or one around it."""
        route = spot.route
        return any((spot.path, route[:length]) in self.broken for length in range(len(route) + 1))


def empty(snapshot: Snapshot) -> Work:
    """The Work of a snapshot without a workspace."""
    return Work(snapshot, None, None, cast("Mapping[str, Index]", {}))
