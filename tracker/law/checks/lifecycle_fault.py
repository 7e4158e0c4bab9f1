"""The rule `lifecycle-fault`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law import lifecycle, subset
from tracker.law.check import check
from tracker.model.catalogue import member
from tracker.model.entity import Entity
from tracker.model.records import Lifecycle
from tracker.model.work import Work


@check(Severity.ERROR)
def lifecycle_fault(work: Work) -> Iterator[Found]:
    """A lifecycle is sound.

    Its names are known, every phase can be reached from the start, and an end can be reached
    from every phase. The criteria of its gates use the keywords of criteria and name properties
    and facts that exist: a misspelt one would fail, or pass, for ever.

    Fails:
        start: idea
        final: [finished]
        phases: [{id: idea}, {id: done}]

    Passes:
        start: idea
        final: [done]
        phases: [{id: idea}, {id: done}]

    Mend: the finding names the line and the names that are known there.
    """
    for entity in work.lifecycles.values():
        if entity.unreadable:
            continue
        if not entity.hides("phases") and entity.knows("off_path"):
            for fault in lifecycle.faults(entity.record):
                yield Found(entity.at(*fault.route), fault.message, fault.hint)
        yield from _gates(entity)


def _gates(entity: Entity[Lifecycle]) -> Iterator[Found]:
    for index, phase in enumerate(entity.record.phases):
        if phase.gate is None:
            continue
        gate = ("phases", index, "gate")
        for at, criterion in enumerate(phase.gate.criteria):
            if criterion.requires is None:
                continue
            for fault in subset.faults(criterion.requires):
                route = (*gate, "criteria", at, "requires", *fault.route)
                yield Found(entity.at(*route, key=True), fault.message, fault.hint)
        for at, rule in enumerate(phase.gate.approvals):
            if rule.field is not None and not _holds_person(rule.field):
                message = f"`{rule.field}` is not a field of a project that names a person"
                hint = "an approver is named by `sponsor` or `manager`, or fits a role"
                yield Found(entity.at(*gate, "approvals", at, "field"), message, hint)


def _holds_person(field: str) -> bool:
    return (member("project", (field,)) or {}).get("x-reference") == "person"
