"""The probe `settings`."""

from collections.abc import Iterator

from tracker.cli.doctor.probe import Patient, Remark, blind, fail, ok, probe, warn
from tracker.finding import Severity
from tracker.law.check import IGNORE, checks
from tracker.model.records import Calendar, Workspace
from tracker.model.work import Work
from tracker.outputs.closing import plural


@probe(1)
def settings(patient: Patient) -> Iterator[Remark]:
    """Is there a workspace, and do its settings stand on something."""
    if patient.work is None:
        yield blind("no workspace here", "`tracker init` starts one; or change into one")
        return
    where = f"{patient.prefix}tracker.yaml"
    workspace = patient.work.workspace
    if workspace is None or workspace.unreadable:
        yield fail(f"{where} cannot be read: no setting holds", "`tracker check` says why")
        return
    yield ok(f"workspace: {patient.opening.root or '.'}")
    yield _calendar(workspace.record.calendar or Calendar(), where)
    yield _lifecycle(patient.work, where)
    yield from _rules(workspace.record, where)


def _calendar(calendar: Calendar, where: str) -> Remark:
    if not calendar.working_days or not calendar.hours_per_day:
        return fail(
            "the calendar has no working days or no hours: no date can be computed",
            f"write `calendar: {{working_days: [mon, tue], hours_per_day: 8}}` in {where}",
        )
    holidays = "with" if calendar.holidays and calendar.holidays.country else "without"
    days = plural(len(calendar.working_days), "day")
    return ok(
        f"calendar: {days} of {calendar.hours_per_day:g} hours a week, {holidays} public holidays"
    )


def _lifecycle(work: Work, where: str) -> Remark:
    name = work.settings.lifecycle
    if name is None:
        return warn(
            "no lifecycle is the default: each project names its own", f"`lifecycle:` in {where}"
        )
    if name not in work.lifecycles:  # its name may say something of the organisation
        return fail(
            "the default lifecycle does not exist", f"`tracker check` says where {where} names it"
        )
    return ok("new projects have a lifecycle")


def _rules(settings: Workspace, where: str) -> Iterator[Remark]:
    known = {name: said for name, said in settings.rules.items() if name in checks()}
    off = sorted(name for name, said in known.items() if said == IGNORE)
    lower = sorted(
        name
        for name, said in known.items()
        if said != IGNORE and Severity(said).rank > checks()[name].severity.rank
    )
    todo = f"take them out of `rules` in {where}, unless that is what is meant"
    if off:
        yield warn(f"switched off: {', '.join(off)}", todo)
    if lower:
        yield warn(f"less grave than they are by default: {', '.join(lower)}", todo)
    if not off and not lower:
        yield ok(f"all {len(checks())} rules are as grave as they are by default, or graver")
