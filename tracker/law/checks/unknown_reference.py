"""The rule `unknown-reference`."""

from collections.abc import Iterator
from typing import Any

from tracker.finding import Found, Severity, Spot
from tracker.law.check import check
from tracker.law.runs import is_of_old
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, is_id, owner_of
from tracker.model.reference import nearest, resolves
from tracker.model.work import Work

_MOST = 50
"""For so many the nearest spelling is looked for; where there are more, something else is wrong."""


@check(Severity.ERROR)
def unknown_reference(work: Work) -> Iterator[Found]:
    """What is named exists.

    A goal, person, team, role, process, task or step that a file names is one that the
    workspace holds; what `related` names is an entity, or a file or folder of the repository.
    A run names steps of its process; those of a run of an earlier version are not judged. In an
    event log a name is spoken of once, in the first line that says it.
    In adopted files names of people and teams are text where the workspace holds none.

    Fails:
        goals: [run-finance-on-one-sistem]

    Passes:
        goals: [run-finance-on-one-system]

    Mend: take the spelling that the help line gives, or create what is named:
    `tracker new goal run-finance-on-one-system`.
    """
    found = 0
    told: set[str] = set()
    for entity in work.all():
        owner = KINDS[entity.kind].part_of
        of = owner_of(entity.id)
        if owner is not None and owner not in work.opaque and of not in work.of(owner):
            if entity.is_logged and entity.path in told:
                continue
            told.add(entity.path)
            message = f"there is no {owner} `{of}` that this {entity.kind} belongs to"
            hint = (
                f"move it to the {owner} that it is of, or create that: `tracker new {owner} {of}`"
            )
            yield Found(Spot(entity.path) if entity.is_logged else entity.at(), message, hint)
        for kind, text, route in entity.references:
            if text in work.of(kind):
                continue  # nearly all of them, and quickly told
            if not _is_judged(work, entity, kind, text) or resolves(work, kind, text, entity):
                continue
            found += 1
            hint = _help(work, kind, text, entity, found <= _MOST)
            yield Found(entity.at(*route), _message(kind, text), hint)


def _is_judged(work: Work, entity: Entity[Any], kind: str, text: str) -> bool:
    kinds = kind.split("|")
    if is_of_old(work, entity, kind):
        return False  # the steps that its version had are history's
    if any(one in work.opaque for one in kinds):
        return False
    return not entity.adopted or kind == "any" or any(work.of(one) for one in kinds)


def _message(kind: str, text: str) -> str:
    if kind == "any":
        return f"`{text}` is neither an entity nor a file or folder of this repository"
    return f"there is no {kind.replace('|', ' or ')} `{text}`"


def _help(work: Work, kind: str, text: str, entity: Entity[Any], spelt: bool) -> str:
    if kind == "any":
        return "name an entity as kind/id, or a path from the repository's root"
    close = nearest(work, kind, text, entity) if spelt else None
    if close:
        return f"did you mean `{close}`?"
    if kind in {"task", "deliverable", "milestone"}:
        return f"name a {kind} of this project, or one of another as project/<id>/<{kind}>"
    if kind == "step" and entity.kind == "run":
        return f"name a step of process/{owner_of(entity.id)}, or add it there in a new version"
    if kind == "step":
        return "name a step of this process, or one of another as process/<id>/<step>"
    if kind in {"trigger", "measure"}:
        return f"name a {kind} of process/{owner_of(entity.id)}, or add it there"
    kind = kind.partition("|")[0]
    if entity.adopted and not is_id(text):
        return f"let `values` in its rule of `adopt` say which {kind} is meant"
    return f"create it: `tracker new {kind} {text}`"
