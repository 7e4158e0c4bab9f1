"""What the overview, the calendar, the rules and the changes are made of, and what their pages say."""

import html
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
import site_sample
from gitrepo import Repo

from tracker.analysis.updates import after, last_updates, update_due
from tracker.law.change import changes
from tracker.model.load import Library, load
from tracker.model.records import Calendar
from tracker.site.build import build_status
from tracker.site.past import look_back
from tracker.site.status import Audience, Status
from tracker.site.words import dated
from tracker.source.git import Repository
from tracker.source.snapshot import Folder
from tracker.views.days import Dated, What, days
from tracker.views.news import Sort
from tracker.views.reports.agenda import MOST, OVERDUE, agenda
from tracker.views.reports.attention import Why, attention, summary
from tracker.views.reports.between import SECTIONS, between, things
from tracker.views.reports.due import due
from tracker.views.reports.lifecycles import lifecycles
from tracker.views.reports.recent import recent
from tracker.views.reports.rules import rules

DAY = date(2026, 11, 13)
TAG = re.compile(r"<[^>]+>")
BASE = {
    "tracker.yaml": (
        "title: A\ncurrency: EUR\ncalendar: {working_days: [mon, tue, wed, thu, fri]}\n"
        "lifecycle: gated\nupdate_every: 2w\nrules:\n  project-without-goal: ignore\n"
    ),
    "lifecycles/gated.yaml": """\
title: Gated
start: idea
final: [done]
phases:
  - id: idea
    title: First thoughts
    gate:
      title: Worth it
      criteria: [{id: asked, text: People were asked}]
      approvals: [{field: sponsor}, {role: controller}]
    on_leave: [freeze-baseline]
  - {id: doing, optional: true}
  - {id: done}
off_path: [dropped]
""",
    "roles.yaml": "controller: {title: Controller, work: improver}\n",
    "people.yaml": "mia: {name: Mia}\nfin: {name: Finn}\nada: {name: Ada}\n",
    "teams.yaml": "crew: {title: The crew, kind: team}\n",
}
UNDER_WAY = "title: Till\nstatus: active\nphase: doing\nteam: crew\nstart: 2026-11-10\n"


def text(page: Path) -> str:
    """The words of a page, without its tags."""
    return " ".join(TAG.sub(" ", page.read_text(encoding="utf-8")).split())


def status(root: Path, **files: str) -> Status:
    """A workspace whose files are named by their path, with `__` for a slash."""
    held = {f"{name.replace('__', '/')}.yaml": content for name, content in files.items()}
    return site_sample.status(site_sample.write(root, BASE | held), as_of=DAY)


def reasons(found: Status) -> list[tuple[str | None, list[str]]]:
    return [(one.ref, [each.why.value for each in one.reasons]) for one in found.attention]


# What is due.


def test_everything_with_a_day_is_due_until_it_is_closed(tmp_path: Path) -> None:
    found = status(
        tmp_path,
        projects__till__project=UNDER_WAY + "end: 2027-01-31\nmanager: mia\n",
        projects__till__plan="""\
deliverables:
  - {id: ledger, title: Ledger, due: 2026-12-01, owner: fin}
  - {id: old, title: Old, due: 2026-12-01, acceptance: {status: accepted}}
milestones: [{id: half, title: Half, due: 2026-12-02}]
tasks:
  - {id: map, title: Map, status: doing, assignees: [ada], deadline: 2026-12-03}
  - {id: gone, title: Gone, status: cancelled, deadline: 2026-12-03}
""",
        **{
            "projects__till__updates__2026-11-01": (
                "author: mia\nhealth: {overall: green}\nsummary: S\n"
                "asks: [{text: Lost, of: fin, due: 2026-12-09}]\n"
            ),
            "projects__till__updates__2026-11-12": (
                "author: mia\nhealth: {overall: green}\nsummary: S\n"
                "asks: [{text: A room, of: fin, due: 2026-12-04}]\n"
            ),
            "projects__till__raid__flood": (
                "kind: risk\ntitle: Flood\nstatus: open\nreview_on: 2026-12-05\n"
            ),
            "projects__till__gates__idea-2026-11-02__review": (
                "to: doing\ndecision: conditional\ncriteria: []\nconditions:\n"
                "  - {id: name, text: Name her, owner: fin, due: 2026-12-06}\n"
                "  - {id: met, text: Met, owner: fin, due: 2026-12-06}\n"
            ),
            "projects__till__gates__idea-2026-11-02__conditions__met": "done: 2026-11-05\n",
            "processes__pay__process": (
                "title: Pay\nstatus: active\nversion: 1\nowner: fin\nnext_review: 2026-12-07\n"
                "department: crew\nsteps: []\n"
            ),
            "goals__one": "title: One\nowner: fin\nstatus: active\nperiod: {start: 2026-01-01, end: 2026-12-31}\n",
        },
    )
    told = [(one.day.isoformat(), one.what.value, one.ref, one.title) for one in found.due]
    assert told == [
        ("2026-12-01", "deliverable", "project/till", "Ledger"),
        ("2026-12-02", "milestone", "project/till", "Half"),
        ("2026-12-03", "task", "project/till", "Map"),
        ("2026-12-04", "ask", "project/till", "A room"),
        ("2026-12-05", "risk", "project/till", "Flood"),
        ("2026-12-06", "condition", "project/till", "Name her"),
        ("2026-12-07", "review", "process/pay", "Pay"),
        ("2026-12-31", "goal", "goal/one", "One"),
        ("2027-01-31", "end", "project/till", "Till"),
    ]
    assert {one.team for one in found.due if one.kind != "goal"} == {"crew"}
    assert [one.people for one in found.due if one.what is What.TASK] == [("ada",)]


@pytest.mark.parametrize(
    ("later", "due", "shown"),
    [
        ("", ["A room"], "Still asked for, since 1 Nov 2026"),
        ("asks: []\n", [], ""),
        ("asks: [{text: A hall, of: fin, due: 2026-12-05}]\n", ["A hall"], ""),
    ],
)
def test_asks_stay_until_an_update_speaks_of_asks(
    tmp_path: Path, later: str, due: list[str], shown: str
) -> None:
    said = "author: mia\nhealth: {overall: green}\nsummary: S\n"
    found = status(
        tmp_path / "work",
        projects__till__project=UNDER_WAY,
        **{
            "projects__till__updates__2026-11-01": (
                said + "asks: [{text: A room, of: fin, due: 2026-12-04}]\n"
            ),
            "projects__till__updates__2026-11-12": said + later,
        },
    )
    assert [one.title for one in found.due] == due
    build_status(found, tmp_path / "site")
    told = text(tmp_path / "site/project/till.html")
    assert ("Still asked for" in told) == bool(shown)
    assert shown in told


def test_nobody_records_milestones_so_one_that_has_passed_is_not_late(tmp_path: Path) -> None:
    plan = "milestones: [{id: a, title: A, due: 2026-11-12}, {id: b, title: B, due: 2026-11-13}]\n"
    found = status(tmp_path, projects__till__project=UNDER_WAY, projects__till__plan=plan)
    assert [(one.what, one.title) for one in found.due] == [(What.MILESTONE, "B")]


def test_what_is_accepted_on_conditions_is_delivered_and_has_to_be_mended(tmp_path: Path) -> None:
    plan = (
        "deliverables:\n  - {id: box, title: Box, due: 2026-11-11,\n"
        "     acceptance: {status: conditional, defects: [A scratch., A hole]}}\n"
    )
    found = status(tmp_path / "a", projects__till__project=UNDER_WAY, projects__till__plan=plan)
    assert found.due == []
    assert [one.closed for one in days(found.work, DAY)] == ["accepted with defects"]
    (row,) = found.attention
    assert [(one.why, one.said) for one in row.reasons] == [
        (Why.DEFECTS, "Box is accepted; to mend: A scratch; A hole")
    ]
    ended = UNDER_WAY.replace("active", "completed")
    found = status(tmp_path / "b", projects__till__project=ended, projects__till__plan=plan)
    assert not any(one.why is Why.DEFECTS for row in found.attention for one in row.reasons)


def test_of_what_has_ended_nothing_is_due(tmp_path: Path) -> None:
    ended = UNDER_WAY.replace("active", "completed") + "end: 2026-12-01\n"
    assert status(tmp_path, projects__till__project=ended).due == []


# Updates.


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ("2w", "2026-11-27"),
        ("3d", "2026-11-18"),
        ("5h", "2026-11-16"),
        ("-1d", None),
        ("many", None),
        ("999999w", None),
    ],
)
def test_days_of_a_span_are_working_days_and_weeks_are_weeks(span: str, day: str | None) -> None:
    found = after(Calendar(working_days=("mon", "tue", "wed", "thu", "fri")), DAY, span)
    assert (found and found.isoformat()) == day
    assert after(None, DAY, "3d") == date(2026, 11, 18)
    assert after(None, date.max, "3d") is None


def test_nobody_is_asked_for_updates_where_nothing_asks_for_them(tmp_path: Path) -> None:
    settings = BASE["tracker.yaml"].replace("update_every: 2w\n", "")
    till = UNDER_WAY.replace("2026-11-10", "2026-01-01")
    found = status(tmp_path / "a", tracker=settings, projects__till__project=till)
    assert reasons(found) == []
    found = status(tmp_path / "b", projects__till__project=till)
    assert reasons(found) == [("project/till", ["silent"])]
    found = status(
        tmp_path / "c",
        tracker=settings,
        projects__till__project=till,
        **{
            "projects__till__updates__2026-10-01": "author: mia\nhealth: {overall: green}\nsummary: S\n"
        },
    )
    entity = found.work.projects["till"]
    assert update_due(found.work, entity, date(2026, 10, 1)) == date(2026, 10, 15)
    assert last_updates(found.work)["till"][0] == date(2026, 10, 1)
    assert reasons(found) == [("project/till", ["silent"])]


# What needs attention.

LATE = """\
deliverables: [{id: ledger, title: Ledger, due: 2026-11-10}]
tasks: [{id: map, title: Map, status: blocked}]
"""
RED = "author: mia\nhealth: {overall: red, schedule: red, cost: green}\nsummary: S\n"
ASTRAY = """\
title: One
owner: mia
status: active
period: {start: 2026-01-01, end: 2026-06-30}
key_results:
  - id: k
    title: K
    baseline: 0
    target: 10
    source: measurements
    measurements: [{date: 2026-05-01, value: 1}]
"""
HELD = "to: doing\ndecision: hold\nreason: No money\ncriteria: []\n"


def test_reasons_come_in_the_order_that_is_argued(tmp_path: Path) -> None:
    found = status(
        tmp_path,
        projects__till__project=UNDER_WAY + "end: 2026-11-11\ngoals: [nowhere]\n",
        projects__till__plan=LATE,
        projects__calm__project=UNDER_WAY + "goals: [one]\n",
        goals__one=ASTRAY,
        **{
            "projects__till__updates__2026-10-12": RED,
            "projects__till__gates__idea-2026-11-01__review": HELD,
        },
    )
    (till, whys), (goal, off) = reasons(found)
    assert (till, goal, off) == ("project/till", "goal/one", ["off-track"])
    assert list(dict.fromkeys(whys)) == [
        "broken", "red", "blocked", "overdue", "past-end", "held", "silent",
    ]  # fmt: skip
    said = {one.why: one.said for one in found.attention[0].reasons}
    assert said[Why.RED] == "Health is reported red (schedule)"
    assert said[Why.BLOCKED] == "A task is blocked: Map"
    assert said[Why.OVERDUE] == "Deliverable 3 days overdue: Ledger"
    assert said[Why.PAST_END] == "Should have ended 2 days ago"
    assert said[Why.HELD] == "Waits at the gate of First thoughts since 12 days: No money"
    assert said[Why.SILENT] == "No update since 32 days; one was due 18 days ago"
    assert found.attention[1].first.said == "Off track: 10 % reached, 100 % of its time is gone"
    assert found.summary.said == "1 of 2 projects and 1 of 1 goal need attention"
    assert found.summary.first is found.attention[0]


def test_the_page_of_a_thing_says_what_the_overview_says_of_it(tmp_path: Path) -> None:
    found = status(
        tmp_path / "work",
        projects__till__project=UNDER_WAY + "goals: [nowhere]\n",
        projects__till__plan=LATE,
        projects__calm__project=UNDER_WAY + "goals: [one]\n",
        goals__one=ASTRAY,
        processes__pay__process=(
            "title: Pay\nstatus: active\nversion: 1\nowner: fin\nnext_review: 2026-11-01\nsteps: []\n"
        ),
    )
    build_status(found, tmp_path / "site")
    for row in found.attention:
        page = text(tmp_path / f"site/{row.ref}.html").partition("Needs attention")[2]
        assert len(row.reasons) > 0
        assert all(html.escape(one.said).replace("&#x27;", "&#39;") in page for one in row.reasons)
    assert {row.kind for row in found.attention} == {"project", "goal", "process"}
    assert "Needs attention" not in text(tmp_path / "site/project/calm.html")


def test_of_a_project_on_hold_only_gates_and_broken_rules_are_told(tmp_path: Path) -> None:
    till = UNDER_WAY.replace("active", "on-hold") + "end: 2026-11-11\n"
    found = status(
        tmp_path,
        projects__till__project=till,
        projects__till__plan=LATE,
        **{
            "projects__till__updates__2026-10-12": RED,
            "projects__till__gates__idea-2026-11-01__review": HELD,
        },
    )
    assert [one.why for one in found.attention[0].reasons if one.why is not Why.WARNING] == [
        Why.HELD
    ]


def test_a_gate_that_was_followed_by_another_is_no_reason(tmp_path: Path) -> None:
    go = "to: doing\ndecision: go\ncriteria: []\n"
    found = status(
        tmp_path,
        projects__till__project=UNDER_WAY,
        **{
            "projects__till__gates__idea-2026-10-01__review": HELD,
            "projects__till__gates__idea-2026-11-01__review": go,
        },
    )
    assert not any(one.why is Why.HELD for row in found.attention for one in row.reasons)


def test_the_longest_wait_comes_first_among_equals(tmp_path: Path) -> None:
    plan = "tasks: [{{id: t, title: T, status: todo, deadline: {}}}]\n"
    found = status(
        tmp_path,
        projects__a__project=UNDER_WAY,
        projects__a__plan=plan.format("2026-11-12"),
        projects__b__project=UNDER_WAY,
        projects__b__plan=plan.format("2026-11-11"),
    )
    assert [one.ref for one in found.attention] == ["project/b", "project/a"]


def test_what_is_due_today_is_not_overdue(tmp_path: Path) -> None:
    plan = "tasks: [{id: t, title: T, status: todo, deadline: 2026-11-13}]\n"
    found = status(tmp_path, projects__a__project=UNDER_WAY, projects__a__plan=plan)
    assert found.attention == [] and len(found.due) == 1


def test_a_quiet_workspace_is_said_to_be_quiet(tmp_path: Path) -> None:
    found = status(tmp_path, projects__till__project=UNDER_WAY)
    assert summary(found.work, []).said == "1 project: nothing needs attention"
    empty = site_sample.status(site_sample.write(tmp_path / "e", BASE))
    assert summary(empty.work, []).said == "Nothing is planned yet"
    assert attention(found.work, DAY, (), due.rows(found.work, DAY), ()) == []


# The calendar.


def some(count: int, first: date) -> list[Dated]:
    days = (first + timedelta(days=number) for number in range(count))
    return [Dated(day, What.TASK, "project", "till", "t", "T") for day in days]


def test_an_agenda_holds_what_a_page_bears_and_says_what_it_leaves_out() -> None:
    made = agenda(
        [*some(OVERDUE + 5, DAY - timedelta(days=OVERDUE + 5)), *some(MOST + 7, DAY)], DAY
    )
    assert (len(made.overdue), made.more_overdue, made.count, made.left) == (OVERDUE, 5, MOST, 7)
    assert made.overdue[0].day == DAY - timedelta(days=1)
    first, weeks = made.weeks[0]
    assert first == date(2026, 11, 1)
    assert [(week.number, len(week.days)) for week in weeks] == [(46, 3), (47, 7), (48, 7), (49, 1)]


def test_months_are_drawn_from_this_week_on() -> None:
    made = agenda(some(1, DAY), DAY)
    assert [month.first.month for month in made.months] == [11, 12, 1]
    assert made.months[0].weeks[0][0].day == date(2026, 11, 9)
    held = [cell.day for month in made.months for week in month.weeks for cell in week if cell.rows]
    assert held == [DAY]
    assert agenda([], date(9999, 12, 31)).months == ()


def test_the_calendar_lists_everybody_and_each_team(tmp_path: Path) -> None:
    found = status(
        tmp_path,
        projects__till__project=UNDER_WAY + "end: 2026-12-31\n",
        projects__other__project=UNDER_WAY.replace("team: crew\n", "").replace("Till", "Other")
        + "end: 2026-11-01\n",
    )
    build_status(found, tmp_path / "out")
    everybody, crew = (
        text(tmp_path / "out/calendar.html"),
        text(tmp_path / "out/calendar/crew.html"),
    )
    assert "Overdue 1 1 Nov 2026 12 days ago Other" in everybody
    assert "Week 53 31 Dec 2026 Thu Till Project ends" in everybody
    assert "Other" not in crew and "Week 53 31 Dec 2026 Thu Till Project ends" in crew
    for name in ("calendar", "calendar/crew"):
        page = tmp_path / f"out/{name}.html"
        (address,) = re.findall(r'href="([^"]+)">Subscribe', page.read_text("utf-8"))
        assert (page.parent / address).is_file()


# The rules.


def test_rules_say_how_grave_they_are_here_and_how_to_mend(tmp_path: Path) -> None:
    settings = BASE["tracker.yaml"] + "  dates-order: warning\n  dates-outside: ignore\n"
    found = status(
        tmp_path, tracker=settings, projects__till__project=UNDER_WAY + "end: 2020-01-01\n"
    )
    assert found.verdict.law is not None
    rows = {one.rule: one for one in rules(found.verdict.law, found.findings)}
    order, off = rows["dates-order"], rows["dates-outside"]
    assert (order.severity, order.changed, order.found) == ("warning", True, 1)
    assert (off.severity, off.changed, off.found) == (None, True, 0)
    assert order.mend == "Correct the one of the two dates that is wrong."
    assert all(one.statement and one.mend for one in rows.values())
    build_status(found, tmp_path / "out")
    page = tmp_path / "out/rules.html"
    for words in (
        "Starts come before ends.",
        "More: tracker explain dates-order",
        "Switched off here: dates-outside",
        "set by this law",
    ):
        assert words in text(page)
    assert 'id="rule-dates-order"' in page.read_text(encoding="utf-8")
    assert 'rules.html#rule-dates-order"' in (tmp_path / "out/index.html").read_text("utf-8")


def test_the_law_is_told_in_words(tmp_path: Path) -> None:
    found = status(tmp_path, projects__till__project=UNDER_WAY)
    (row,) = lifecycles(found.work)
    idea, doing, done = row.phases
    assert (row.projects, row.gates, row.default, row.off_path) == (1, 1, True, ("dropped",))
    assert idea.gate is not None and idea.start and done.final and doing.optional
    assert idea.gate.approvals == (
        "the sponsor of the project",
        "whoever holds the role Controller",
    )
    assert [(one.text, one.computed) for one in idea.gate.criteria] == [
        ("People were asked", False)
    ]
    assert idea.leaving == ("what is promised is frozen as the baseline",)
    build_status(found, tmp_path / "out")
    said = text(tmp_path / "out/rules.html")
    assert (
        "evidence People were asked Approved by the sponsor of the project, and by whoever" in said
    )
    assert "recorded and not verified" in said


# What happened, and what changed between two states.

PROJECT, PERSON = "work/projects/till/project.yaml", "work/people/eve/person.yaml"
REVIEW = "work/projects/till/gates/idea-2026-02-01/review.yaml"
STARTED = {f"work/{path}": content for path, content in BASE.items()} | {
    PROJECT: "title: Till\nstatus: active\nphase: idea\nend: 2026-03-01\n",
    PERSON: "name: Eve\n",
}
MET = "to: doing\ndecision: go\ncriteria: [{id: asked, status: met, evidence: A list of names}]\n"
LAST = date(2026, 3, 5)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that passes a gate, is late, and reports red; the last day changes a person alone."""
    repo = Repo(tmp_path_factory.mktemp("lived"))
    landed: list[tuple[str, Mapping[str, str]]] = [
        ("2026-01-05", STARTED),
        ("2026-02-01", {PROJECT: STARTED[PROJECT].replace("idea", "doing"), REVIEW: MET}),
        (
            "2026-03-01",
            {
                PROJECT: "title: Till\nstatus: active\nphase: doing\nend: 2026-04-01\n",
                "work/projects/till/updates/2026-03-01.yaml": RED,
            },
        ),
        ("2026-03-04", {PERSON: "name: Eve\nfull_time: 0.5\n"}),
    ]
    for day, files in landed:
        repo.write(files)
        repo.commit(f"Landed on {day}", date=f"{day}T10:00:00+01:00")
    return repo.path


def told(root: Path, audience: Audience = Audience.PUBLIC) -> Status:
    repository = Repository.find(root)
    assert repository is not None
    head = repository.resolve("HEAD")
    found = site_sample.status(root, as_of=LAST)
    past, unknown = look_back(repository, head, "work", Library())
    return Status(found.work, found.verdict, "A", LAST, head, past, unknown, audience)


def test_what_happened_is_told_day_by_day(lived: Path) -> None:
    found = told(lived)
    days = recent(found.news, date(2026, 1, 1), LAST)
    assert [one.day.isoformat() for one in days] == ["2026-03-01", "2026-02-01", "2026-01-05"]
    late, moved, new = (one.events for one in days)
    assert [(one.sort, one.part, one.after, one.days) for one in late] == [
        (Sort.DATE, "", date(2026, 4, 1), 31),
        (Sort.UPDATE, "Mia", "red", None),
    ]
    assert [(one.sort, one.before, one.after, one.ref) for one in moved] == [
        (Sort.PHASE, "First thoughts", "doing", "project/till")
    ]
    assert [(one.sort, one.title) for one in new] == [(Sort.NEW, "Till")]
    assert recent(found.news, LAST, LAST) == []


def test_tasks_that_were_done_and_what_was_measured_are_news(tmp_path: Path) -> None:
    goal = (
        "title: G\nstatus: active\nkey_results:\n- {id: k, title: Stops, unit: percent, baseline: 9, target: 1,\n"
        "   measurements: [{date: 2026-01-07, value: 4.5, note: A calm week}]}\n"
    )
    plan = "tasks: [{id: t, title: Dig, status: done, started: 2026-01-06, finished: 2026-01-08}]\n"
    repo = Repo(tmp_path)
    repo.write(
        {
            **STARTED,
            PROJECT: UNDER_WAY,
            "work/goals/g.yaml": goal,
            "work/projects/till/plan.yaml": plan,
        }
    )
    repo.commit("start", date="2026-01-05T10:00:00+01:00")
    dug, measured = recent(told(tmp_path).news, date(2026, 1, 6), LAST)
    assert [(one.sort, one.ref, one.part) for one in dug.events] == [
        (Sort.TASK, "project/till", "Dig")
    ]
    assert [(one.part, one.after, one.note) for one in measured.events] == [
        ("Stops", "4.5 %", "A calm week")
    ]


def test_a_day_is_told_with_all_its_commits(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write({**STARTED, PROJECT: UNDER_WAY})
    repo.commit("start", date="2026-01-05T10:00:00+01:00")
    for number, subject in enumerate(("first", "second", "third")):
        repo.write({PROJECT: UNDER_WAY + f"summary: Take {number}\n"})
        repo.commit(subject, date=f"2026-01-06T1{number}:00:00+01:00")
    found = told(tmp_path)
    assert found.past is not None
    state = found.past.states[0]
    assert (state.commit.subject, state.subjects) == ("third", ("second", "first"))
    build_status(found, tmp_path / "out")
    assert "Before that: second; first." in text(tmp_path / "out/changes.html")


def test_projects_under_way_are_neither_proposed_nor_over(tmp_path: Path) -> None:
    found = status(
        tmp_path, projects__till__project=UNDER_WAY,
        projects__idea__project=UNDER_WAY.replace("active", "proposed"),
    )  # fmt: skip
    build_status(found, tmp_path / "out")
    assert "Projects under way 1 of 2, 1 proposed" in text(tmp_path / "out/index.html")


def test_many_new_things_are_told_as_a_number(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(STARTED)
    repo.commit("start", date="2026-01-05T10:00:00+01:00")
    repo.write({PROJECT.replace("till", f"p-{number}"): UNDER_WAY for number in range(5)})
    repo.commit("more", date="2026-01-06T10:00:00+01:00")
    found = told(tmp_path)
    (day,) = recent(found.news, date(2026, 1, 5), LAST)
    assert [(one.ref, one.title) for one in day.events] == [(None, "5 projects")]


def test_every_two_states_that_differ_have_a_page(lived: Path, tmp_path: Path) -> None:
    found = told(lived)
    assert len(found.comparisons) == 6
    build_status(found, tmp_path / "out")
    page = text(tmp_path / "out/changes/2026-01-05/2026-03-04.html")
    for words in (
        "Changes from 5 Jan 2026 to 4 Mar 2026",
        "Phase First thoughts → doing",
        "Gate: Worth it decided go on 1 Feb 2026",
        "People were asked met: A list of names",
        "End 1 Mar 2026 → 1 Apr 2026 31 days later",
        "reports red",
    ):
        assert words in page, words
    assert "approval" not in page.casefold(), "what is missing is not asked for: nobody judges here"
    index = text(tmp_path / "out/changes.html")
    assert "Landed on 2026-03-01 Ada Author" in index
    assert "1 project changed since 1 Feb 2026" in index
    overview = text(tmp_path / "out/index.html")
    assert "1 Mar 2026 Till : End moved by 31 days, from 1 Mar 2026 to 1 Apr 2026" in overview
    assert "Health is reported red (schedule)" in overview


def test_people_are_told_of_to_the_organisation_alone(lived: Path, tmp_path: Path) -> None:
    build_status(told(lived), tmp_path / "out")
    days = date(2026, 3, 1), date(2026, 3, 4)
    page = text(tmp_path / f"out/changes/{days[0]}/{days[1]}.html")
    assert "What differs is for the organisation alone." in page and "person/eve" not in page
    assert "What is internal changed since 1 Mar 2026" in text(tmp_path / "out/changes.html")
    inside = told(lived, Audience.INTERNAL)
    (group,) = inside.comparisons[days].told(inside.unsaid).groups
    assert [one.ref for one in group.sections] == ["person/eve"]


def test_without_a_past_it_says_why(tmp_path: Path) -> None:
    found = status(tmp_path, projects__till__project=UNDER_WAY)
    cut = Status(found.work, found.verdict, "A", DAY, None, None, "this clone is shallow")
    build_status(cut, tmp_path / "out")
    assert "What changed cannot be told: this clone is shallow." in text(
        tmp_path / "out/index.html"
    )
    assert "States cannot be compared: this clone is shallow." in text(
        tmp_path / "out/changes.html"
    )


def test_a_page_of_changes_is_bounded(tmp_path: Path) -> None:
    files = {f"projects/p-{at}/project.yaml": UNDER_WAY for at in range(SECTIONS + 3)}
    before = load(Folder(site_sample.write(tmp_path / "a", BASE)), "work")
    now = load(Folder(site_sample.write(tmp_path / "b", BASE | files)), "work")
    differing = changes(before, now)
    found = between(before, now, differing, DAY)
    assert (found.count, found.left) == (SECTIONS, 3)
    assert things(differing) == {"project": SECTIONS + 3}


def test_days_in_a_text_of_ours_are_put_into_words() -> None:
    assert "1 Feb 2026</time>" in dated("go on 2026-02-01")
    assert dated("<b> 2026-13-01") == "&lt;b&gt; 2026-13-01"
