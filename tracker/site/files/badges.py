"""Badges for pages elsewhere: how a project stands, how far a goal has come, what the check says."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tracker.analysis.goals import Standing
from tracker.model.entity import Entity
from tracker.outputs.badge import badge
from tracker.site.page import Page
from tracker.site.publication import Made, Publication, Site
from tracker.site.status import Status
from tracker.site.words import label, percent, state, tone
from tracker.views.words import count

WORKSPACE = "badge/findings.svg"


class Badge(NamedTuple):
    """A badge: where it lies, and its two texts with the tone of the second."""

    path: str
    label: str
    value: str
    tone: str

    @property
    def said(self) -> str:
        """What it says to whoever does not see it."""
        return f"{self.label}: {self.value}"


def _make(status: Status, site: Site) -> Made:
    found = [_whole(status)]
    for kind in _SAID:
        shown = (one for one in status.work.of(kind).values() if one.ref in status.shown)
        found += [_of(status, one) for one in shown]
    for one in found:
        yield one.path, badge(one.label, one.value, one.tone)


def badge_of(status: Status, page: Page) -> Badge | None:
    """The badge of what a page is of; of a page that is of nothing, that of the whole."""
    if page.entity is None:
        return _whole(status)
    return _of(status, page.entity) if page.entity.kind in _SAID else None


def _whole(status: Status) -> Badge:
    return Badge(WORKSPACE, status.title, *_findings(status))


def _of(status: Status, entity: Entity[Any]) -> Badge:
    said = _SAID[entity.kind](status, entity.id)
    return Badge(f"badge/{entity.ref}.svg", entity.title, *said)


def _findings(status: Status) -> tuple[str, str]:
    counted = {group: sum(one.finding.severity.value == group for one in status.findings)
               for group in ("error", "warning")}  # fmt: skip
    said = [count(number, name) for name, number in counted.items() if number]
    worst = "bad" if counted["error"] else "wait" if counted["warning"] else "good"
    return ", ".join(said) or "no findings", worst


def _project(status: Status, id: str) -> tuple[str, str]:
    row = status.projects[id]
    if row.ended or row.status == "on-hold" or not row.phase_title:
        return state(row.status), tone(row.status)
    phase, health = label(row.phase_title), row.now.health
    return (f"{phase} · {health}", tone(health)) if health else (phase, tone(row.status))


def _goal(status: Status, id: str) -> tuple[str, str]:
    row = status.goals[id]
    standing = "" if row.standing is Standing.UNKNOWN else f", {row.standing}"
    return f"{percent(row.progress.value)}{standing}", tone(row.standing)


_SAID: Mapping[str, Callable[[Status, str], tuple[str, str]]] = {"project": _project, "goal": _goal}


badges = Publication(_make)
