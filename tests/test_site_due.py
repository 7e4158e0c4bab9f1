"""The page of what is due: late things first, each with what it belongs to, to be filtered."""

import re
from datetime import date
from pathlib import Path

import pytest
from memory import work as loaded

from tracker.law.judge import judge
from tracker.model.work import Work
from tracker.site.build import build_status
from tracker.site.panels import due_index
from tracker.site.status import Status

DAY = date(2026, 11, 21)
FILES = {
    "work/tracker.yaml": "title: A\ncurrency: EUR\ncalendar: {working_days: [mon, tue]}\nlifecycle: l\n",
    "work/lifecycles/l.yaml": "title: L\nstart: do\nfinal: [do]\nphases: [{id: do}]\n",
    "work/people.yaml": "ada: {name: Ada}\n",
    "work/roles.yaml": "clerk: {title: Clerk, work: producer}\n",
    "work/projects/move/project.yaml": (
        "title: The move\nstatus: active\nphase: do\nmanager: ada\nend: 2026-12-18\n"
        "tasks: [{id: pack, title: Pack, status: todo, deadline: 2026-11-10, assignees: [ada]},"
        " {id: far, title: Far, status: todo, deadline: 2027-06-01}]\n"
    ),
    "work/processes/close/process.yaml": (
        "title: Close the month\nstatus: active\nowner: ada\nversion: 1\n"
        "triggers: [{id: month-end, kind: schedule, text: The last day,"
        " rule: FREQ=MONTHLY;BYMONTHDAY=-1, start: 2026-01-31}]\n"
        "steps: [{id: post, title: Post, role: clerk}]\n"
    ),
}  # fmt: skip


def built(folder: Path, work: Work) -> str:
    build_status(Status(work, judge(work, DAY), "A", DAY), folder)
    return (folder / "due.html").read_text(encoding="utf-8").partition("<main")[2]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return built(tmp_path_factory.mktemp("due") / "site", loaded(FILES))


def test_what_is_late_stands_first_with_what_it_belongs_to(page: str) -> None:
    rows = [words(row) for row in re.findall(r"<tr data-f.*?</tr>", page, re.S)]
    assert rows[:3] == [
        "31 Oct 2026 The last day Close the month Late Run Ada",
        "10 Nov 2026 Pack The move Late Task Ada",
        "30 Nov 2026 The last day Close the month – Run Ada",
    ]
    assert "18 Dec 2026 The move – Project ends Ada" in rows


def test_rows_lead_to_their_things_and_can_be_asked_for(page: str) -> None:
    assert 'href="./process/close.html"' in page and 'href="./project/move.html"' in page
    for facet in ("what", "process", "project", "standing"):
        assert f'data-name="{facet}"' in page


def test_what_is_later_is_counted_and_left_to_the_calendar(page: str) -> None:
    assert "Far" not in words(page)
    assert re.search(r'<a href="./calendar.html">\d+ later, and all by week</a>', page)


def test_a_long_list_is_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(due_index, "MOST", 1)
    page = built(tmp_path / "site", loaded(FILES))
    assert len(re.findall(r"<tr data-f", page)) == 1


def test_where_nothing_is_due_it_says_so(tmp_path: Path) -> None:
    bare = {path: text for path, text in FILES.items() if not path.startswith("work/pro")}
    assert "Nothing is due in the next 92 days." in words(built(tmp_path / "site", loaded(bare)))
