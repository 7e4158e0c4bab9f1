"""Badges for pages elsewhere: how a project stands, how far a goal has come, what the check says."""

from tracker.analysis.goals import Standing
from tracker.outputs.badge import badge
from tracker.site.publication import Made, Publication, Site
from tracker.site.status import Status
from tracker.site.words import label, percent, state, tone
from tracker.views.words import count

WORKSPACE = "badge/findings.svg"


def _make(status: Status, site: Site) -> Made:
    yield WORKSPACE, badge(status.title, *_findings(status))
    for kind, said in (("project", _project), ("goal", _goal)):
        for id, entity in status.work.of(kind).items():
            if entity.ref in status.shown:
                yield f"badge/{kind}/{id}.svg", badge(entity.title, *said(status, id))


def _findings(status: Status) -> tuple[str, str]:
    counted = {group: sum(one.severity.value == group for one in status.verdict.findings)
               for group in ("error", "warning")}  # fmt: skip
    said = [count(number, name) for name, number in counted.items() if number]
    worst = "bad" if counted["error"] else "wait" if counted["warning"] else "good"
    return ", ".join(said) or "no findings", worst


def _project(status: Status, id: str) -> tuple[str, str]:
    row = status.projects[id]
    if row.ended or row.status == "on-hold" or not row.phase_title:
        return state(row.status), tone(row.status)
    return label(row.phase_title), tone(row.status)


def _goal(status: Status, id: str) -> tuple[str, str]:
    row = status.goals[id]
    standing = "" if row.standing is Standing.UNKNOWN else f", {row.standing}"
    return f"{percent(row.progress.value)}{standing}", tone(row.standing)


badges = Publication(_make)
