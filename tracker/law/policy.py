"""The law that a change is judged by: policy as it stands at the base, never as the change leaves it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.law.lifecycle import Phases
from tracker.law.proof import NOTHING, Evidence
from tracker.model.entity import Entity
from tracker.model.records import Lifecycle, Project, Workspace
from tracker.model.work import Work


@dataclass(frozen=True, eq=False)
class Law:
    """Settings, lifecycles, roles and identities of the tip of the base, and the day it is asked on.

    `head` is what the change leaves behind: a lifecycle that is new in it serves entities that are
    new in it, and nothing else. `founding` is true where the base has no workspace at all.
    `base` is what the commit is called that the head is compared with; `evidence` proves approvals.
    """

    work: Work
    head: Work
    as_of: date
    founding: bool = False
    base: str = "BASE"
    evidence: Evidence = NOTHING

    @property
    def settings(self) -> Workspace:
        return self.work.settings

    def lifecycle_id(self, project: Entity[Project]) -> str | None:
        """The lifecycle that a project names, else the law's default."""
        return project.record.lifecycle or self.settings.lifecycle

    def lifecycle(self, project: Entity[Project], is_new: bool = False) -> Entity[Lifecycle] | None:
        """The lifecycle that judges a project; for a new project one that came with it will do."""
        # What is new stands under the lifecycle that it will have once this has landed.
        name = (self.head.lifecycle_id(project) if is_new else self.lifecycle_id(project)) or ""
        found = self.work.lifecycles.get(name)
        if found is None and (is_new or self.founding):
            found = self.head.lifecycles.get(name)
        return None if found is None or found.unreadable else found

    def phases(self, project: Entity[Project], is_new: bool = False) -> Phases | None:
        """The moves of a project's lifecycle, where that is known."""
        found = self.lifecycle(project, is_new)
        return Phases(found.record) if found else None

    def takes_over(self, before: Entity[Project], after: Entity[Project]) -> bool:
        """True where a project passes to another lifecycle as it may.

        It has not moved yet, and comes to a start of a lifecycle that the base knows.
        """
        old, new = (
            self.phases(before),
            self.work.lifecycles.get(self.head.lifecycle_id(after) or ""),
        )
        if old is None or new is None or new.unreadable:
            return False
        return before.record.phase in old.first and after.record.phase in Phases(new.record).starts

    def imports(self, entity: Entity[Any]) -> bool:
        """True where an entity that was already under way may be taken in."""
        if self.founding:
            return True
        until = self.settings.imports_until
        marked = getattr(entity.record, "imported", None)
        complete = marked is not None and marked.date is not None and bool(marked.reason)
        return complete and until is not None and self.as_of <= until
