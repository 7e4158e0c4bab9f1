"""Pieces of the work on hand-written pages: what a block shows, where it stands, what it refuses."""

import logging
from dataclasses import replace
from pathlib import Path

import operating
import pytest
import site_sample
from mkdocs.exceptions import Abort
from test_site_build import build_own, own_site
from wording import PIECES, missing

from tracker.site import fences
from tracker.site.piece import PieceError, pieces, shown
from tracker.site.status import Audience, Status

EXTENSIONS = ["admonition", "tables", "fenced_code", "toc"]


@pytest.fixture
def status(tmp_path: Path) -> Status:
    return site_sample.status(site_sample.write(tmp_path))


def page(root: Path, text: str, **options: object) -> str:
    """The HTML of a hand-written page in a site of one's own."""
    site_sample.write(root)
    options = {"markdown_extensions": EXTENSIONS, "use_directory_urls": False, **options}
    config = own_site(root, **options)
    (root / "site/docs/page.md").write_text(text)
    build_own(config, as_of="2026-11-13")
    return (root / "built/page.html").read_text()


# Where blocks stand.


def test_a_block_becomes_a_table_of_the_report(tmp_path: Path) -> None:
    text = "# Mine\n\n```tracker\nreport: projects\nwhere: {status: active}\ncolumns: [end]\n```\n"
    html = page(tmp_path, text)
    assert '<a href="./status/project/erp-replacement.html">Replace the ERP system</a>' in html
    assert '<th scope="col" class="number">' not in html and '<th scope="col">End</th>' in html
    assert "Scan station" not in html and "report:" not in html
    assert "charts.js" not in html and "fences" not in html


@pytest.mark.parametrize(
    "text",
    [
        "```tracker\nbadge: project/archive\n```",
        "~~~ tracker\nbadge: project/archive\n~~~",
        "````tracker\nbadge: project/archive\n`````",
        "1. One\n\n    ```tracker\n    badge: project/archive\n    ```\n\n2. Two",
        "- One\n    ```tracker\n    badge: project/archive\n    ```\n- Two",
        "- ```tracker\n  badge: project/archive\n  ```",
        '!!! note "Look"\n\n    ```tracker\n    badge: project/archive\n    ```',
        "> Said\n>\n> ```tracker\n> badge: project/archive\n> ```",
        "Right before\n```tracker\nbadge: project/archive\n```\nand after",
        "<div>\n\n```tracker\nbadge: project/archive\n```\n\n</div>",
    ],
)
def test_it_stands_wherever_people_write_one(tmp_path: Path, text: str) -> None:
    html = page(tmp_path, f"# Mine\n\n{text}\n")
    assert html.count('<p class="badge">') == 1
    assert ">Digital archive</a>" in html and "trackerblock" not in html
    assert "<p><div" not in html and "badge: project" not in html


@pytest.mark.parametrize(
    "text",
    [
        "````\n```tracker\nbadge: project/<b>\n```\n````",
        "~~~\n```tracker\nbadge: project/<b>\n```\n~~~",
        "Code:\n\n    ```tracker\n    badge: project/<b>\n    ```",
    ],
)
def test_what_is_shown_as_code_stays_text(tmp_path: Path, text: str) -> None:
    html = page(tmp_path, f"# Mine\n\n{text}\n")
    assert "```tracker\nbadge: project/&lt;b&gt;\n```" in html
    assert 'class="badge"' not in html and 'class="piece"' not in html


def test_in_a_comment_it_stays_hidden(tmp_path: Path) -> None:
    html = page(tmp_path, "# Mine\n\n<!--\n```tracker\nbadge: no/such\n```\n-->\n\nEnd\n")
    assert 'class="piece"' not in html and "trackerblock" not in html


def test_no_text_can_stand_in_for_a_block() -> None:
    """A page cannot hold its own digest: a word of another page's is but a word."""
    _, first = fences.taken("```tracker\nbadge: a/b\n```\n")
    text, second = fences.taken(f"{first.mark}n0x\n\n```tracker\nbadge: a/b\n```\n")
    assert second.put(text, lambda number, fence, level: "PIECE").split() == [
        f"{first.mark}n0x",
        "PIECE",
    ]


def test_what_a_piece_shows_is_not_read_again() -> None:
    text, found = fences.taken("```tracker\na: b\n```\n\n```tracker\nc: d\n```\n")
    made = found.put(text, lambda number, fence, level: f"{found.mark}n1x" if number == 0 else "2")
    assert made.split() == [f"{found.mark}n1x", "2"]


# What they show.


def test_a_chart_stands_below_the_heading_above_it_and_twice_on_a_page(tmp_path: Path) -> None:
    block = "```tracker\nchart: goal-progress\ngoal: cut-invoice-cost\n```\n"
    html = page(tmp_path, f"# Mine\n\n### Deep\n\n{block}\n{block}")
    ids = [part.partition('"')[0] for part in html.split('<figure class="chart" id="')[1:]]
    assert len(ids) == len(set(ids)) and ids[0].endswith("-1") and ids[-1].endswith("-2")
    assert f'<h4 id="{ids[0]}-title">' in html
    assert html.count("assets/charts.js") == 1
    assert "unsafe-inline" not in html


def test_a_page_without_pieces_stays_light_in_another_theme(tmp_path: Path) -> None:
    html = page(tmp_path, "# Mine\n\n```tracker\nbadge: project/archive\n```\n", theme="mkdocs")
    assert html.count("assets/tracker.css") == 1 and "charts." not in html
    assert '<div class="tracker guest piece">' in html
    assert "tracker.css" not in (tmp_path / "built/index.html").read_text()


def test_text_of_files_is_escaped(tmp_path: Path) -> None:
    files = {**site_sample.FILES, "projects/archive/project.yaml": "title: <b>x\nphase: idea\n"}
    site_sample.write(tmp_path, files)
    config = own_site(tmp_path, markdown_extensions=EXTENSIONS)
    text = "```tracker\nreport: projects\n```\n\n```tracker\nbadge: project/archive\n```\n"
    (tmp_path / "site/docs/index.md").write_text(text)
    build_own(config, as_of="2026-11-13")
    html = (tmp_path / "built/index.html").read_text()
    assert html.count("&lt;b&gt;x") == 2 and "<b>x" not in html


def table_of(text: str, status: Status) -> list[str]:
    one, values = shown(text, status)
    assert one.name == "report"
    return [line.row.id for line in values["table"].lines]


def test_rows_are_chosen_ordered_and_cut(status: Status) -> None:
    assert table_of("report: projects\nwhere: {status: [active, completed]}\nsort: -end\n", status) == [
        "erp-replacement", "supplier-portal", "scan-station",
    ]  # fmt: skip
    assert table_of("report: projects\nsort: end\nlimit: 2\n", status) == [
        "scan-station",
        "supplier-portal",
    ]
    assert table_of("report: projects\nsort: end\n", status)[-1] == "archive"
    assert table_of("report: projects\ngoal: run-finance-on-one-system\n", status) == [
        "erp-replacement"
    ]
    assert table_of("report: projects\nwhere: {status: none}\n", status) == []
    _, values = shown("report: projects\nlimit: 1\n", status)
    assert (values["shown"], values["all"]) == (1, 4)


# What they refuse.


FAULTS = [
    ("", 1, "the block says nothing that can be shown", "`report: ...`"),
    ("a: [\n", 1, "ends inside a bracket", ""),
    ("zebra: 1\n", 1, "no such piece", "begin with `badge: ...`"),
    ("\nreports: projects\n", 2, "there is no such piece", "did you mean `report`?"),
    ("report: projets\n", 1, "no report `projets`", "did you mean `projects`?"),
    ("report: projects\ncolums: [end]\n", 2, "no `colums`", "did you mean `columns`?"),
    ("report: projects\n\ncolumns: [ende]\n", 3, "no column `ende`", "did you mean `end`?"),
    ("report: projects\nwhere: {fase: x}\n", 2, "no column `fase`", "`phase`"),
    ("report: projects\nwhere:\n  phase:\n", 3, "to be a value", "`phase: VALUE`"),
    ("report: projects\nwhere: phase\n", 2, "`where`", "{NAME: VALUE}"),
    ("report: projects\nsort: -ende\n", 2, "no column `ende`", "did you mean `end`?"),
    ("report: projects\nlimit: 0\n", 2, "`limit` is a whole number", "`limit: 5`"),
    ("report: projects\nlimit: true\n", 2, "`limit` is a whole number", "`limit: 5`"),
    ("report: projects\ncolumns: {a: b}\n", 2, "list of words", "[ONE, ANOTHER]"),
    ("report: projects\nprocess: x\n", 2, "names no process", "there is `project`"),
    ("report: projects\nproject: archiv\n", 2, "no project `archiv`", "`archive`"),
    ("report: [a]\n", 1, "one word", "`report: NAME`"),
    ("report: projects\nchart: timeline\n", 2, "a `report` and a `chart`", "a block for each"),
    ("chart: timline\nproject: archive\n", 1, "no chart `timline`", "`timeline`"),
    ("chart: timeline\n", 1, "the block names none", "add `project: ID`"),
    ("chart: timeline\nproject: archive\ngoal: x\n", 3, "is of no goal", "`project: ID`"),
    ("chart: timeline\nproject: nowhere\n", 2, "no project `nowhere`", "tracker list project"),
    ("badge: project/archiv\n", 1, "no page of `project/archiv`", "`project/archive`"),
    ("report: people\n", 1, "is internal", "`audience: internal`"),
    ("report: habits\ncolumns: [step, handovers]\n", 2, "`handovers` of `habits` is internal", "leave it out"),
    ("report: habits\nsort: -hours\n", 2, "`hours` of `habits` is internal", "leave it out"),
    ("report: habits\nwhere:\n  handovers.what: a\n", 3, "is internal", "leave it out"),
    ("badge: person/controller\n", 1, "no page of `person/controller`", ""),
    ("badge: project/archive\nsize: 2\n", 2, "no `size`", "leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message", "hint"), FAULTS)
def test_what_is_not_understood_is_said(
    status: Status, text: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(PieceError) as fault:
        shown(text, status)
    assert message in fault.value.message and hint in fault.value.hint
    assert fault.value.at == line


def test_every_fault_is_shown(status: Status) -> None:
    said: set[str] = set()
    for text, *_ in FAULTS:
        with pytest.raises(PieceError) as fault:
            shown(text, status)
        said |= {fault.value.message, fault.value.hint}
    unclosed = {"it has no end", "close it with a line of as many signs as it opens with"}
    assert missing(PIECES, said, errors_only=True) == unclosed


def test_a_fault_stands_on_the_page_and_refuses_a_strict_site(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = (
        "---\ntitle: Mine\n---\n\n# Mine\n\n```tracker\nreport: projets\n```\n\n```tracker\nx: y\n"
    )
    with caplog.at_level(logging.WARNING), pytest.raises(Abort):
        page(tmp_path, text)
    assert "docs/page.md:8: there is no report `projets`; did you mean" in caplog.text
    assert "docs/page.md:11: it has no end" in caplog.text
    html = page(tmp_path, text, strict=False)
    assert html.count("This block cannot be shown:") == 2
    assert "docs/page.md:8" in html and "<code>projets</code>" in html


def test_a_site_for_the_inside_shows_people(status: Status) -> None:
    inside = replace(status, audience=Audience.INTERNAL)
    assert "ap-clerk-a" in table_of("report: people\n", inside)
    assert shown("badge: person/controller\n", inside)[1]["kind"] == "person"


def test_who_hands_over_to_whom_stands_on_inner_pages_alone(tmp_path: Path) -> None:
    held = operating.loaded(tmp_path)
    told = {}
    for audience in Audience:
        table = shown("report: habits\n", operating.status(held, audience))[1]["table"]
        cells = [cell for line in table.lines for cell in (*line.cells, *line.below)]
        told[audience] = {column.name for column, _ in cells}
    assert told[Audience.INTERNAL] - told[Audience.PUBLIC] == {"handovers", "hours"}
    assert {"after", "weekdays"} <= told[Audience.PUBLIC]


def test_each_piece_is_one_file() -> None:
    assert set(pieces()) == {"badge", "chart", "report"}
