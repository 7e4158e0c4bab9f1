"""References: one grammar for everything that is named by something else.

An id where the field gives the kind, `kind/id` where it does not, `project/<id>/<part>` and
`process/<id>/<step>` for what lies inside another entity; `related` may name paths as well.
"""

import re
from typing import TYPE_CHECKING, Any

from tracker.model.kinds import KINDS, owner_of
from tracker.model.suggest import closest

if TYPE_CHECKING:
    from tracker.model.entity import Entity
    from tracker.model.work import Work

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_PLAN_PARTS = {"task": "tasks", "deliverable": "deliverables", "milestone": "milestones"}
_PROCESS_PARTS = {"step": "steps", "trigger": "triggers", "measure": "measures"}


def _process_of(owner: "Entity[Any]") -> str | None:
    """The process whose parts something names by their ids alone: its own, or that it is part of."""
    if owner.kind == "process":
        return owner.id
    return owner_of(owner.id) if KINDS[owner.kind].part_of == "process" else None


def resolves(work: "Work", kind: str, text: str, owner: "Entity[Any]") -> bool:
    """True where the text names something that exists, seen from the entity that says it."""
    if kind == "any":
        return _anything(work, text, owner)
    if kind == "phase":
        return True  # judged by `unknown-phase`, which knows the lifecycle
    if kind in _PROCESS_PARTS:
        process, part = _process_of(owner), _PROCESS_PARTS[kind]
        whole = work.of("process").get(process or "")
        if process is not None and (whole is None or whole.unreadable or whole.hides(part)):
            return True  # that there is no such process is said of the whole
        ids = work.part_ids("process", process, part) if process else ()
        return text in ids or (kind == "step" and _inside(work, "process", text))
    if kind in _PLAN_PARTS:
        if "/" not in text and _hides(work, owner.id, _PLAN_PARTS[kind]):
            return True
        here = work.part_ids("plan", owner.id, _PLAN_PARTS[kind])
        return text in here or _inside(work, "project", text)
    return any(text in work.of(one) for one in kind.split("|"))


def known(work: "Work", kind: str, owner: "Entity[Any]") -> list[str]:
    """What a field of that kind could name from here: for messages, and for completion."""
    if kind in _PROCESS_PARTS:
        process = _process_of(owner)
        return sorted(work.part_ids("process", process, _PROCESS_PARTS[kind])) if process else []
    if kind in _PLAN_PARTS:
        return sorted(work.part_ids("plan", owner.id, _PLAN_PARTS[kind]))
    return [id for one in kind.split("|") if one in KINDS for id in work.of(one)]


def nearest(work: "Work", kind: str, text: str, owner: "Entity[Any]") -> str | None:
    """The known name that is spelt most like the text, if any is close."""
    return closest(text, known(work, kind, owner))


def _hides(work: "Work", project: str, part: str) -> bool:
    """True where the plan of a project is broken there: what it holds is not known."""
    plan = work.plans.get(project)
    return plan is not None and plan.hides(part)


def _inside(work: "Work", holder: str, text: str) -> bool:
    """`project/<id>/<part>` and `process/<id>/<step>`; the parts of a broken holder are not judged."""
    kind, _, rest = text.partition("/")
    id, _, part = rest.partition("/")
    if kind != holder or id not in work.of(holder):
        return False
    entity = work.of(holder)[id]
    if entity.unreadable:
        return True
    if holder == "process":
        return entity.hides("steps") or part in work.part_ids("process", id, "steps")
    names = _PLAN_PARTS.values()
    return any(_hides(work, id, name) or part in work.part_ids("plan", id, name) for name in names)


def _anything(work: "Work", text: str, owner: "Entity[Any]") -> bool:
    """`related` names an entity, or a file or folder of the repository; links lead elsewhere."""
    if _ELSEWHERE.match(text) or "://" in text:
        return True
    kind, _, rest = text.partition("/")
    if (
        kind in KINDS
        and KINDS[kind].part_of is None
        and (rest in work.of(kind) or kind in work.opaque)
    ):
        return True
    if text.count("/") > 1 and (_inside(work, "project", text) or _inside(work, "process", text)):
        return True
    path = text.partition("#")[0].strip("/")
    if work.snapshot.exists(path):
        return bool(path)
    # What was written for something else may hold prose here; only what looks like a path claims one.
    return owner.adopted and "/" not in text
