"""The rule `lifecycle-change`."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tracker.finding import Found, Severity, Spot
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.lifecycle import Phases
from tracker.law.policy import Law
from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work

_MOST = 6


class _Switch(NamedTuple):
    """A project that comes under another lifecycle, and where that is said."""

    before: Entity[Project]
    after: Entity[Project]
    old: str | None
    new: str | None
    at: Spot


@check(Severity.ERROR)
def lifecycle_change(changes: tuple[Change, ...], law: Law, work: Work) -> Iterator[Found]:
    """A lifecycle is changed only in the first phase, and never to a new one.

    A project that took other phases and gates half-way could go round those ahead of it. It comes
    to a start phase of the other lifecycle, and not to one that this change brings: what is new
    serves projects that are new with it. The same holds for
    projects that say no lifecycle of their own, when tracker.yaml names another default, and for
    adopted ones, when their rule of `adopt` does.

    Fails:
        lifecycle: five-phase, phase: planning, at the base
        lifecycle: simple, phase: doing, at the head

    Passes:
        lifecycle: five-phase, phase: initiation, at the base
        lifecycle: simple, phase: idea, at the head

    Mend: keep the lifecycle that the project had; where the default changes, write the old one
    into the projects that are under way. A new lifecycle lands in a change of its own.
    """
    if law.founding:
        return
    together: dict[tuple[Spot, str], list[_Switch]] = {}
    for switch in _switches(changes, work):
        reason = _reason(switch, law, work)
        if reason is None:
            continue
        if switch.at.path == switch.after.path:
            yield _found([switch], f"{switch.after.ref} may not change", reason)
        else:
            together.setdefault((switch.at, reason), []).append(switch)
    for (_, reason), switches in together.items():
        yield _found(switches, f"{_names(switches)} may not change", reason)


def _found(switches: list[_Switch], who: str, reason: str) -> Found:
    _, after, old, new, at = switches[0]
    message = f"{who} from lifecycle `{old}` to `{new}`: {reason}"
    hint = f"put it back: `lifecycle: {old}`"
    if at.path != after.path and not after.adopted:
        hint = f"write `lifecycle: {old}` into each project that is under way"
    return Found(at, message, hint, (), old, new)


def _names(switches: list[_Switch]) -> str:
    names = ", ".join(switch.after.ref for switch in islice(switches, _MOST))
    return names + (f" and {len(switches) - _MOST} more" if len(switches) > _MOST else "")


def _switches(changes: tuple[Change, ...], work: Work) -> Iterator[_Switch]:
    """Projects known on both sides whose lifecycle differs, whoever says which it is."""
    known = {change.id: change for change in changes if change.kind == "project" and change.after}
    old_default, new_default = _defaults(changes, work)
    # Where the default stays, only a project that changed can have another one.
    for id in work.projects if old_default != new_default else known:
        after = work.projects[id]
        before = known[id].before if id in known else after
        if before is None or not (before.knows("lifecycle") and after.knows("lifecycle")):
            continue
        old = before.record.lifecycle or old_default
        new = after.record.lifecycle or new_default
        if old != new:
            yield _Switch(before, after, old, new, _place(before, after, work))


def _defaults(changes: tuple[Change, ...], work: Work) -> tuple[str | None, str | None]:
    """The default of each side; with a policy from outside there is but one."""
    new = work.settings.lifecycle
    change = next((one for one in changes if one.kind == "workspace"), None)
    if change is None or change.after is not work.workspace:
        return new, new
    sides = (change.before, change.after)
    if any(side is None or not side.knows("lifecycle") for side in sides):
        return new, new
    return (change.before.record.lifecycle if change.before else new), new


def _place(before: Entity[Project], after: Entity[Project], work: Work) -> Spot:
    """The line that says so: the project's own, else the one of tracker.yaml."""
    settings = work.workspace
    if settings is None:
        return after.at("lifecycle", key=True)
    if after.adopted and after.at("lifecycle") == Spot(after.path):
        for index, rule in enumerate(settings.record.adopt):
            if rule.lifecycle == after.record.lifecycle:
                return settings.at("adopt", index, "lifecycle")
        return settings.at("lifecycle")
    if before.record.lifecycle is None and after.record.lifecycle is None:
        return settings.at("lifecycle")
    return after.at("lifecycle", key=after.record.lifecycle is None)


def _reason(switch: _Switch, law: Law, work: Work) -> str | None:
    """Why it may not; None where it may, or where its lifecycle at the base was unknown too."""
    before, after, old, new, _ = switch
    if old is None:
        return None
    was, comes = law.work.lifecycles.get(old or ""), law.work.lifecycles.get(new or "")
    if comes is None and new in work.lifecycles:
        return "that one is new in this change"
    if was is not None and not was.unreadable:
        first = Phases(was.record).first
        if before.record.phase not in first:
            return f"a lifecycle is changed only in the first phase, {' or '.join(first)}"
    if comes is not None and not comes.unreadable:
        starts = Phases(comes.record).starts
        if after.record.phase not in starts:
            return f"that one is entered in {' or '.join(starts)}"
    return None
