"""Tables that sort and filter: what they are made of, and that they are complete without a script."""

import re
from pathlib import Path

import pytest
import site_sample

from tracker.site.build import build_status
from tracker.site.status import Status
from tracker.site.table import UNSET, Table, table
from tracker.views.report import Column, Value, report, reports
from tracker.views.reports.goals import goals
from tracker.views.reports.projects import projects

COLUMNS = ("phase", "end", "goals")


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> Status:
    return site_sample.status(site_sample.write(tmp_path_factory.mktemp("work")))


@pytest.fixture(scope="module")
def made(status: Status) -> Table:
    return table(projects, status.projects.values(), status.title_of, COLUMNS)


def test_columns_stand_as_asked_for(made: Table) -> None:
    assert made.subject == "Project"
    assert [head.column.name for head in made.heads] == list(COLUMNS)
    assert [head.sort for head in made.heads] == ["text", "date", "text"]
    assert [line.ref for line in made.lines][:2] == ["project/archive", "project/erp-replacement"]


def test_columns_that_nothing_has_are_left_out(status: Status) -> None:
    rows = [status.projects["archive"]]
    found = table(projects, rows, status.title_of)
    assert [head.column.name for head in found.heads] == [
        "status",
        "phase",
        "attention",
        "lifecycle",
    ]
    assert found.facets == ()


def test_what_is_not_seen_can_be_filtered_by_as_well(made: Table) -> None:
    assert [one.name for one in made.facets] == [
        "status", "phase", "manager", "goals", "team", "lifecycle",
    ]  # fmt: skip


def test_phases_stand_in_their_order_and_people_by_name(made: Table) -> None:
    by_name = {one.name: one for one in made.facets}
    phases = [one.value for one in by_name["phase"].options]
    assert phases.index("doing") < phases.index("done") < phases.index("ideas")
    assert [(one.label, one.count) for one in by_name["manager"].options] == [
        ("Leïla Haddad", 1), ("Oyelaran Adeyemi", 2), ("Not set", 1),
    ]  # fmt: skip


def test_what_is_not_set_is_an_option_and_the_last(made: Table) -> None:
    for facet in made.facets:
        values = [one.value for one in facet.options]
        assert UNSET not in values[:-1]


def test_a_row_says_which_options_it_fits(made: Table) -> None:
    parts = made.fits["project/erp-replacement"].split(";")
    said = {
        facet.name: [facet.options[int(one)].value for one in part.split(",")]
        for facet, part in zip(made.facets, parts, strict=True)
    }
    assert said["goals"] == ["run-finance-on-one-system", "cut-invoice-cost"]
    assert said["phase"] == ["planning"]
    assert said["team"] == ["accounts-payable"]


def test_a_state_is_sorted_as_its_facet_stands(made: Table) -> None:
    assert made.facets[made.heads[0].facet or 0].name == "phase"
    assert made.heads[2].facet is None


@pytest.mark.parametrize("name", sorted(reports()))
def test_any_report_makes_a_table(status: Status, name: str) -> None:
    asked = reports()[name]
    rows = asked.rows(**status.given.of(asked))
    found = table(asked, rows, status.title_of)
    assert len(found.lines) == len(rows)
    assert all(len(line.fits.split(";")) == max(len(found.facets), 1) for line in found.lines)


def test_rows_that_are_of_no_thing_have_no_title() -> None:
    @report(Column("what", "What"), Column("many", "Many", Value.NUMBER, below=True))
    def found() -> list[object]:
        """Things."""
        return []

    class Row:
        what, many = "a", 0

    said = table(found, [Row()], str)
    assert said.subject is None
    assert said.lines[0].ref is None
    assert said.lines[0].below == ()


def test_an_index_is_a_whole_table_whose_controls_wait_for_a_script(
    status: Status, tmp_path: Path
) -> None:
    build_status(status, tmp_path / "out")
    page = (tmp_path / "out/projects.html").read_text("utf-8")
    assert page.count("<tr data-f=") == len(status.projects)
    assert re.search(r'<form class="filters"[^>]* hidden>', page)
    assert "<button" not in page.partition("<thead>")[2].partition("</tbody>")[0]
    assert page.count("assets/tables.js") == 1
    board = (tmp_path / "out/projects/board.html").read_text("utf-8")
    assert board.count('<li class="card" data-f=') == len(status.projects)
    assert 'href="../projects.html" data-view>Table' in board
    assert "tables.js" not in (tmp_path / "out/index.html").read_text("utf-8")


def test_goals_stand_in_their_tree(status: Status) -> None:
    found = table(goals, status.goals.values(), status.title_of)
    assert [line.row.depth for line in found.lines] == [0, 1, 1]
