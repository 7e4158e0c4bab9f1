"""The rows that pages are made of."""

from pathlib import Path

import site_sample

from tracker.law.ended import ended
from tracker.views.reports.board import boards
from tracker.views.reports.projects import State, track


def files(**changed: str) -> dict[str, str]:
    return {
        **site_sample.FILES,
        **{f"projects/{id}/project.yaml": text for id, text in changed.items()},
    }


def project(phase: str) -> str:
    return f"title: T\nstatus: active\nlifecycle: five-phase\nphase: {phase}\n"


def test_the_track_tells_what_lies_before_and_behind(tmp_path: Path) -> None:
    work = site_sample.status(site_sample.write(tmp_path)).work
    found = track(work, work.projects["erp-replacement"])
    assert found is not None
    states = [stop.state for stop in found.stops]
    assert states == [State.EARLIER] * 2 + [State.CURRENT] + [State.LATER] * 2
    assert [stop.gate is not None for stop in found.stops] == [True] * 4 + [False]


def test_off_the_path_no_phase_is_current(tmp_path: Path) -> None:
    held = files(a=project("withdrawn"), b=project("nowhere"), c=project("closing"))
    held["projects/d/project.yaml"] = project("closing").replace("five-phase", "six-phase")
    work = site_sample.status(site_sample.write(tmp_path, held)).work
    aside, strange = track(work, work.projects["a"]), track(work, work.projects["b"])
    assert aside is not None and (aside.aside, aside.strange) == ("withdrawn", None)
    assert strange is not None and (strange.aside, strange.strange) == (None, "nowhere")
    for one in (aside, strange):
        assert all(stop.state is State.LATER for stop in one.stops)
    assert track(work, work.projects["d"]) is None
    assert not ended(work, work.projects["c"]), "a project that says its status ends by it"


def test_boards_hold_every_project_once(tmp_path: Path) -> None:
    held = files(a=project("withdrawn"), b=project("nowhere"))
    work = site_sample.status(site_sample.write(tmp_path, held)).work
    found = boards(work)
    assert sorted(row.id for board in found for row in board.rows) == sorted(work.projects)
    assert [board.lifecycle for board in found] == ["five-phase", "simple"]
    last = found[0].columns[-2:]
    assert [(one.phase, one.off_path, one.strange) for one in last] == [
        ("withdrawn", True, False),
        ("nowhere", False, True),
    ]


def test_rules_come_the_gravest_first(tmp_path: Path) -> None:
    status = site_sample.status(site_sample.write(tmp_path))
    ranks = [group.severity.rank for group in status.rules]
    assert ranks == sorted(ranks)
    assert all(group.statement for group in status.rules)
