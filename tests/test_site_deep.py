"""Trees that are deep, wide or circles: pages show a bounded part of them, in time that grows with their number."""

import cProfile
import pstats
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import site_sample
from browsing import browsing

from tracker.site.build import build_status
from tracker.views.reports.goal_tree import BESIDE, goal_tree

LAW = {name: site_sample.FILES[name] for name in ("tracker.yaml", "lifecycles/simple.yaml")}
LONG = "x" * 200


def name(at: int) -> str:
    return f"n{at:03}"


Shape = Callable[[int, int], str | None]
"""What a thing is part of, by its number and how many there are."""

SHAPES: Mapping[str, Shape] = {
    "deep": lambda at, count: name(at - 1) if at else None,
    "wide": lambda at, count: name(0) if at else None,
    "circle": lambda at, count: name((at + 1) % count),
}
KINDS = {"goals": "status: active", "teams": "kind: team"}


def tree(kind: str, shape: str, count: int, title: str = "T") -> dict[str, str]:
    lines = []
    for at in range(count):
        parent = SHAPES[shape](at, count)
        above = f", parent: {parent}" if parent else ""
        lines.append(f"{name(at)}: {{title: {title}{at}, {KINDS[kind]}{above}}}\n")
    return {**LAW, f"{kind}.yaml": "".join(lines)}


def calls(folder: Path, files: Mapping[str, str]) -> int:
    """How many functions are called to read, judge and show all this."""
    site_sample.write(folder, files)
    with cProfile.Profile() as profile:
        build_status(site_sample.status(folder), folder / "out")
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_many_take_twice_as_long(tmp_path: Path, shape: str) -> None:
    _, first, second, fourth = (  # the first build of all makes what the others only take
        calls(tmp_path / str(count), tree("goals", shape, count) | tree("teams", shape, count))
        for count in (2, 40, 80, 160)
    )
    assert fourth - second < 2.4 * (second - first)


def test_beside_a_goal_stand_the_nearest(tmp_path: Path) -> None:
    work = site_sample.status(site_sample.write(tmp_path, tree("goals", "wide", 100))).work
    found = goal_tree(work).around(name(50))
    assert found and [one.id for one in found.branches] == [name(at) for at in range(30, 71)]
    assert found.hidden == 99 - (2 * BESIDE + 1)
    first = goal_tree(work).around(name(1))
    assert first and len(first.branches) == BESIDE + 1
    assert first.branches[0].share == pytest.approx(1 / 99)


def test_deep_trees_and_long_words_fit_a_phone(tmp_path: Path, chromium: str) -> None:
    phases = f"phases: [{{id: a, title: {LONG}}}, {{id: b, title: {LONG}}}]"
    files = {
        **tree("teams", "deep", 40, LONG[:190]),
        "goals.yaml": tree("goals", "deep", 40, LONG[:190])["goals.yaml"],
        "lifecycles/long.yaml": f"title: {LONG}\nstart: a\nfinal: [b]\n{phases}\n",
        "projects/p/project.yaml": f"title: {LONG}\nstatus: active\nlifecycle: long\nphase: a\n",
    }
    build_status(site_sample.status(site_sample.write(tmp_path, files)), tmp_path / "out")
    wide = {}
    with browsing(chromium) as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        for path in ("team/n039", "team/n020", "goal/n020", "project/p", "teams", "goals", "index"):
            page.goto((tmp_path / f"out/{path}.html").as_uri())
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert set(wide.values()) == {360}, wide
