"""What is printed: golden files of each format, and hostile text in every place that is printed.

`python tests/test_outputs.py` writes the golden files anew.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.finding import START, Finding, Location, Related, Severity, Span
from tracker.law.change import Change
from tracker.law.judge import Verdict
from tracker.model.digest import Digest
from tracker.model.entity import Entity
from tracker.model.work import Work
from tracker.outputs import Context, formats
from tracker.outputs.columns import filled, reflowed, tokens, width
from tracker.outputs.escape import cells, clipped, escaped, in_json
from tracker.outputs.excerpt import excerpt
from tracker.outputs.table import Table, rendered
from tracker.source.snapshot import Folder

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = Path(__file__).parent.parent / "schemas"
HASH = "1a2b3c4d" + "0" * 32
HEAD = "9f8e7d6c" + "0" * 32
SGR = re.compile(r"\x1b\[[0-9;]*m")

PROJECT = "work/projects/erp/project.yaml"
LEDGER = "work/projects/ledger/project.yaml"
FIVE = "work/lifecycles/five.yaml"
SUMMARY = (
    "The old one is fifteen years old and its maker has ended "
    "the support that the finance team needs"
)
FILES = {
    PROJECT: f"""\
title: Replace the ERP system
phase: executing
goals: [run-finance-on-one-sistem]
summary: {SUMMARY}
""",
    LEDGER: """\
title: 総勘定元帳を新しくする # the team in Ōsaka
owner:\tcontroler # a tab
notes: {a: 1,
  b: [1, 2,
    3], c: 2,
  d: 4}
on_hold: NO
""",
}


def found(
    rule: str,
    severity: str,
    message: str,
    at: tuple[str, tuple[int, int, int, int]],
    hint: str | None = None,
    related: tuple[Related, ...] = (),
    before: str | None = None,
    after: str | None = None,
) -> Finding:
    place = Location(at[0], Span(*at[1]))
    return Finding(rule, Severity(severity), message, place, hint, related, before, after)


# fmt: off
FINDINGS = (
    found(
        "phase-transition", "error",
        "project/erp may not move from idea to executing: `planning` lies between the two,"
        " and it is not optional",
        (PROJECT, (2, 8, 2, 17)), "from idea it may go to planning: write `phase: planning`",
        (Related("the lifecycle names its phases here", Location(FIVE, Span(3, 1, 3, 7))),),
        "idea", "executing",
    ),
    found(
        "unknown-reference", "error", "there is no goal `run-finance-on-one-sistem`",
        (PROJECT, (3, 9, 3, 34)), "did you mean `run-finance-on-one-system`?",
    ),
    found(
        "schema", "warning", "a summary of 102 characters is long, and one of 80 is read more",
        (PROJECT, (4, 82, 4, 98)), "shorten it",
    ),
    found(
        "unknown-reference", "error", "there is no person `controler`",
        (LEDGER, (2, 8, 2, 17)), "create it: `tracker new person controler`",
    ),
    found("schema", "error", "title is 新しくする", (LEDGER, (1, 14, 1, 19))),
    found("schema", "error", "notes is a mapping", (LEDGER, (3, 8, 6, 8)), "write `notes: …`"),
    found(
        "ambiguous-scalar", "warning", "`NO` is text here, and false to other YAML readers",
        (LEDGER, (7, 10, 7, 12)), 'quote it: "NO"',
    ),
    found(
        "removed-while-active", "error", "project/old was active and is gone",
        ("work/projects/old/project.yaml", START), "put it back, and end it first", (), "active",
    ),
    found("policy-changed", "note", "lifecycle/five: planning is optional now", (FIVE, START)),
)
# fmt: on


def work(**held: int) -> Work:
    """So many of each kind, each in a file of its own; people stand in one."""

    def index(kind: str, count: int) -> dict[str, Entity[Any]]:
        paths = [f"work/{kind}" if kind == "person" else f"work/{kind}/{at}" for at in range(count)]
        return {
            f"{at}": Entity(kind, f"{at}", None, path, Digest()) for at, path in enumerate(paths)
        }

    entities = {kind: index(kind, count) for kind, count in held.items()}
    paths = {one.path: kind for kind, found in entities.items() for one in found.values()}
    hashes = dict.fromkeys(paths, HASH)
    folder = Folder(Path("nowhere"))
    return Work(folder, "work", None, entities, files=Counter(paths.values()), hashes=hashes)


def verdict(*findings: Finding, **other: Any) -> Verdict:
    given_: dict[str, Any] = {
        "work": work(workspace=1, lifecycle=1, project=2, plan=2, person=4, goal=1, process=1),
        "head": "working tree",
        "base": HASH,
        "policy": "base",
        "as_of": date(2026, 11, 21),
        "changes": (Change("project", "erp", None, None),) * 3,
    }
    return Verdict(findings, **(given_ | other))


def read(path: str) -> bytes:
    return FILES[path].encode()


FORMATS = list(formats())
CONTEXT = Context(seconds=0.1234, read=read, base_name="main")


def said(format: str, judged: Verdict, context: Context = CONTEXT) -> str:
    return "".join(formats()[format].render(judged, context))


def golden() -> Iterator[tuple[str, str]]:
    """Every golden file: its name, and what stands in it."""
    judged = verdict(*FINDINGS)
    changed = replace(CONTEXT, changed_lines={LEDGER: frozenset({7, 1}), PROJECT: frozenset({3})})
    alone = verdict(base=None, changes=())
    yield "findings.txt", said("text", judged)
    yield "findings.ansi.txt", said("text", judged, replace(CONTEXT, colour=True))
    yield "findings.narrow.txt", said("text", judged, replace(CONTEXT, width=48))
    yield "findings.unwrapped.txt", said("text", judged, replace(CONTEXT, width=0))
    yield "findings.json", said("json", judged)
    yield "findings.github.txt", said("github", judged, changed)
    yield "clean.txt", said("text", alone)
    yield "clean.json", said("json", alone)
    yield "clean.github.txt", said("github", alone)
    yield (
        "many.github.txt",
        said("github", verdict(*many(12), *many(11, "warning"), *many(3, "note"))),
    )


def many(count: int, severity: str = "error") -> list[Finding]:
    return [
        found("schema", severity, f"number {number}", (PROJECT, (2, 8, 2, 17)))
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(("name", "text"), list(golden()), ids=[name for name, _ in golden()])
def test_golden(name: str, text: str) -> None:
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_golden_file_is_tested() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.is_file()} == {
        name for name, _ in golden()
    }


# The registry


def test_each_file_that_declares_a_format_is_found() -> None:
    assert set(formats()) == {"github", "gitlab", "json", "junit", "sarif", "text"}
    assert all(formats()[name].name == name for name in formats())


# The closing line


@pytest.mark.parametrize(
    ("other", "last"),
    [
        ({}, "transitions judged: 3 changes, law of the base"),
        ({"changes": ()}, "transitions judged: 0 changes, law of the base"),
        ({"policy": "head"}, "transitions judged: 3 changes, law of the HEAD, not of the base"),
        ({"policy": "../law"}, "transitions judged: 3 changes, law of the folder ../law"),
        ({"base": None}, "transitions NOT judged: no --base"),
        ({"base": None, "policy": "head"}, "transitions NOT judged: no --base"),
    ],
)
@pytest.mark.parametrize("format", ["text", "github"])
def test_the_last_line_says_whether_transitions_were_judged(
    format: str, other: Mapping[str, Any], last: str
) -> None:
    assert said(format, verdict(*FINDINGS, **other)).splitlines()[-1] == last


@pytest.mark.parametrize(
    ("base", "name", "shown"),
    [
        (HASH, None, "base 1a2b3c4d ·"),
        (HASH, HASH[:10], "base 1a2b3c4d ·"),
        (HASH, "origin/main", "base 1a2b3c4d (origin/main) ·"),
        ("main (1a2b3c4d5e6f)", None, "base main (1a2b3c4d5e6f) ·"),
    ],
)
def test_a_revision_is_short_and_has_the_name_it_was_called_by(
    base: str, name: str | None, shown: str
) -> None:
    context = replace(CONTEXT, base_name=name, width=200)
    assert shown in said("text", verdict(base=base), context)


def test_the_closing_line_names_a_policy_folder_without_a_base_too() -> None:
    assert "· law of the folder law ·" in said("text", verdict(base=None, policy="law"))


def test_one_of_a_thing_is_singular() -> None:
    text = said("text", verdict(FINDINGS[0], work=work(project=1)))
    assert "1 error · read 1 file (1 project)" in text


# Text


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_every_row_fits_the_terminal(columns: int) -> None:
    line = "summary: " + "long text, 長い文, e\u0301tude, \U0001f680 " * 200
    files = {PROJECT: (line + "\n\tpast: [tabs]\n" + "x" * 5_000).encode()}
    findings = [
        found(
            "schema", "error", "a message of many words, " * 9 + "`a thing in backticks`",
            (PROJECT, (1, start, 1, start + long)), "do `this thing` or " * 8 + "that",
            (Related("explained " * 20, Location(PROJECT, Span(9, 1, 9, 2))),),
        )
        for start in (2, 10, 60, 79, 80, 81, 500, 3_000, len(line), len(line) + 1)
        for long in (0, 1, 30, 200)
    ] + [found("schema", "error", "x", (PROJECT, (3, 4_000, 3, 4_010)))]  # fmt: skip
    context = replace(CONTEXT, read=files.__getitem__, width=columns)
    rows = said("text", verdict(*findings), context).splitlines()
    assert [row for row in rows if width(row) > columns] == []
    assert sum("^" in row for row in rows) == len(findings)


def test_what_stands_in_backticks_is_not_broken() -> None:
    long = f"`git checkout 34f4fe96ffa9 -- work/projects/{'a-long-name-' * 8}/baseline.yaml`"
    text = f"run `tracker new project the-new-one` and then write {long} there"
    for columns in range(30, 120):
        lines = list(filled(tokens(text), columns))
        assert all(line.count("`") % 2 == 0 for line in lines)
        assert long in lines  # wider than the terminal: on a line of its own
        assert " ".join(lines) == text


def test_a_page_keeps_its_examples() -> None:
    text = "A rule of\nmany words.\n\nFails:\n    phase: planning, at the head\n\nMend: it."
    assert list(reflowed(text, 20)) == [
        "A rule of many", "words.", "", "Fails:", "    phase: planning,", "      at the head", "", "Mend: it."
    ]  # fmt: skip


def test_a_table_fits_the_terminal_and_keeps_its_ids() -> None:
    wide = "a-very-long-id-of-a-project"
    rows = ((wide, "A title of many words " * 3, "2026-11-20", "2026-12-24"),)
    table = Table(("id", "title", "end", "start"), rows)
    assert rows[0][1] in rendered(table, "text", "")
    shown = rendered(table, "text", "", 60).splitlines()
    assert all(width(line) <= 60 for line in shown)
    assert shown[0].endswith("END  …")
    assert shown[1].startswith(wide) and shown[1].endswith("…  2026-11-20")
    assert "2026-12-24" in rendered(table, "text", "", 80)


def test_without_a_terminal_a_message_is_one_line() -> None:
    text = said("text", verdict(*FINDINGS), replace(CONTEXT, width=0))
    assert text.count("\n") == len(
        said("text", verdict(*FINDINGS), replace(CONTEXT, width=500)).splitlines()
    )
    assert f"{PROJECT}:2:8: error[phase-transition] {FINDINGS[0].message}\n" in text


def test_colour_adds_nothing_but_colour() -> None:
    judged = verdict(*FINDINGS)
    coloured = said("text", judged, replace(CONTEXT, colour=True))
    assert coloured != said("text", judged)
    assert SGR.sub("", coloured) == said("text", judged)


def test_a_file_that_cannot_be_read_has_no_excerpt() -> None:
    def gone(path: str) -> bytes:
        raise FileNotFoundError(path)

    text = said("text", verdict(FINDINGS[0]), replace(CONTEXT, read=gone))
    assert "^" not in text
    assert "help: " in text


@pytest.mark.parametrize(
    ("line", "span", "shown", "before", "carets"),
    [
        ("key: value", (6, 11), "key: value", 5, 5),
        ("key:", (5, 5), "key:", 4, 1),
        ("key: v\r", (6, 7), "key: v", 5, 1),
        ("\tkey: v", (2, 5), "    key: v", 4, 3),
        ("日本: 語", (5, 6), "日本: 語", 6, 2),
        ("e\u0301: v", (5, 6), "e\u0301: v", 3, 1),
        ("a\u202e: v", (2, 3), "a\\u202e: v", 1, 6),
        ("a: ##[group]", (4, 13), "a: #\\#[group]", 3, 10),
        ("a" * 30, (1, 2), "a" * 19 + "…", 0, 1),
        ("a" * 30, (30, 31), "…" + "a" * 19, 19, 1),
        ("a" * 30 + "b" + "c" * 30, (31, 32), "…" + "a" * 7 + "b" + "c" * 10 + "…", 8, 1),
        ("a: " + "b" * 60, (4, 64), "a: " + "b" * 16 + "…", 3, 17),
    ],
)
def test_the_caret_stands_under_what_is_meant(
    line: str, span: tuple[int, int], shown: str, before: int, carets: int
) -> None:
    (row,) = excerpt([line], Span(1, span[0], 1, span[1]), 20)
    assert row == (1, shown, before, carets)


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400), st.integers(20, 100))
def test_any_line_fits_its_row_and_has_its_caret(
    line: str, first: int, long: int, room: int
) -> None:
    line = line.replace("\n", " ")
    (row,) = excerpt([line], Span(1, first + 1, 1, first + long + 1), room)
    assert width(row.text) <= room
    assert row.carets >= 1
    assert row.before >= 0
    assert row.before + row.carets <= room + 1
    meant = "".join(cells(line)[first : first + long])
    if meant and "\t" not in line and len(line) < room // 10:
        assert meant in row.text
        assert width(meant) == row.carets or width(meant) == 0


def test_an_excerpt_has_at_most_three_lines() -> None:
    rows = list(excerpt([f"line {number}" for number in range(9)], Span(2, 1, 8, 3), 80))
    assert [row.number for row in rows] == [2, 3, 4]


def test_a_place_past_the_end_has_no_excerpt() -> None:
    assert list(excerpt(["one"], Span(5, 1, 5, 2), 80)) == []


# JSON


def check_schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / "output" / "check.schema.json").read_bytes())
    return loaded


@pytest.mark.parametrize(
    "judged", [verdict(*FINDINGS), verdict(base=None, policy="head", changes=())]
)
def test_json_fits_its_schema(judged: Verdict) -> None:
    jsonschema_rs.validator_for(check_schema()).validate(json.loads(said("json", judged)))


def test_json_of_the_longest_text_fits_its_schema() -> None:
    huge = "x" * 100_000
    one = found(
        "schema",
        "error",
        huge,
        (huge, (1, 1, 1, 2)),
        huge,
        (Related(huge, Location(huge)),),
        huge,
        huge,
    )
    judged = verdict(one, base=huge, head=huge, policy=huge)
    jsonschema_rs.validator_for(check_schema()).validate(json.loads(said("json", judged)))


def test_findings_about_a_move_say_from_and_to() -> None:
    findings = json.loads(said("json", verdict(*FINDINGS)))["findings"]
    assert [(one["from"], one["to"]) for one in findings if "from" in one] == [
        ("idea", "executing"),
        ("active", None),
    ]


@given(st.text())
def test_json_is_read_as_the_same_data(text: str) -> None:
    dumped = in_json(json.dumps([text, "##[" + text, "###vso[" + text]))
    assert json.loads(dumped) == [text, "##[" + text, "###vso[" + text]
    assert re.search(r"##\w*\[", dumped) is None


# GitHub


def test_errors_on_changed_lines_come_first() -> None:
    places = [("a", 1), ("a", 5), ("b", 1), ("c", 1), ("c", 7)]
    findings = [found("schema", "error", "x", (path, (line, 2, line, 3))) for path, line in places]
    context = replace(CONTEXT, changed_lines={"c": frozenset({7}), "b": frozenset()})
    lines = said("github", verdict(*findings), context).splitlines()
    order = [re.findall(r"file=(\w),line=(\d)", line) for line in lines[:-2]]
    assert order == [[("c", "7")], [("b", "1")], [("c", "1")], [("a", "1")], [("a", "5")]]


def test_a_warning_on_a_changed_line_does_not_come_before_an_error() -> None:
    findings = [
        found("schema", "warning", "x", ("a", (1, 1, 1, 2))),
        found("schema", "error", "x", ("b", (1, 1, 1, 2))),
    ]
    context = replace(CONTEXT, changed_lines={"a": frozenset({1})})
    lines = said("github", verdict(*findings), context).splitlines()
    assert [line.partition(" ")[0] for line in lines[:2]] == ["::error", "::warning"]


def test_at_most_ten_annotations_of_a_level_and_the_others_are_counted() -> None:
    lines = said("github", verdict(*many(25), *many(10, "warning"))).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert "15 more errors not annotated, because GitHub shows 10 of a level:" in lines
    assert sum(line.startswith(f"  {PROJECT}:2:8: error[schema] number ") for line in lines) == 15


def test_properties_and_data_are_escaped() -> None:
    one = found("schema", "error", "50 %, a: b", ("a,b:c%d.yaml", (3, 1, 4, 1)), "x%0Ay")
    assert said("github", verdict(one)).splitlines()[0] == (
        "::error file=a%2Cb%3Ac%25d.yaml,line=3,endLine=3,col=1,title=schema"
        "::50 %25, a: b%0Ahelp: x%250Ay"
    )


# Hostile text, in every place that is printed

HOSTILE = [
    ":",
    "a:",
    "a\r::set-output name=x::y",
    "t ##[error]x",
    "###[group]x",
    "##vso[task.setvariable variable=a]b",
    "##teamcity[buildStop]",
    "::error::x",
    "  ::error::x",
    "\u3000::error::x",
    "\x0b::error::x",
    "a\n::error file=x::y",
    "::stop-commands::z",
    "word " * 12 + "::error::x " + "word " * 12 + "::debug::x",
    "x" * 100 + " ##[endgroup]",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "\x9b31m",
    "a\u202eb\u2066c\u200bd\ufeffe\u2028f\u0085g\xadh",
    "\u115f\u3164\uffa0\u034f\U000e0041",
    "half \ud800 pair \udcff",
    "%0A::error::x%0D",
    "section_start:0:a\r\x1b[0K",
    "\0",
    "",
]
OURS = re.compile(
    r"::(error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+(,col=\d+)?(,endColumn=\d+)?,"
    r"title=[^,:]*::"
)


def everywhere(text: str) -> Verdict:
    """A verdict with that text in every place that a repository or its history can fill."""
    place = Location(text or "p", Span(1, 1, 1, 2 + len(text)))
    one = Finding(
        text, Severity.ERROR, text, place, text, (Related(text, place),), text or None, text
    )
    more = [replace(one, message=f"{number} {text}") for number in range(12)]
    return verdict(one, *more, base=text, head=text, policy=text)


def assert_tame(format: str, text: str, colour: bool = False) -> None:
    content = f"{text}\n{text}".encode("utf-8", "surrogatepass")
    context = Context(
        seconds=0, read=lambda _: content, colour=colour, base_name=text + "x", head_name=text
    )
    printed = said(format, everywhere(text), context)
    printed.encode("utf-8")
    assert printed.endswith("\n")
    for line in SGR.sub("", printed).split("\n") if colour else printed.split("\n"):
        assert line.isprintable(), line
        assert re.search(r"##\w*\[", line) is None, line
        if line.strip().startswith("::"):
            assert format == "github", line
            assert OURS.match(line), line


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_tame(format: str, text: str) -> None:
    assert_tame(format, text)
    assert_tame(format, f"prefix {text} suffix")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_tame_in_colour(text: str) -> None:
    assert_tame("text", text, colour=True)


@pytest.mark.parametrize("format", FORMATS)
def test_naughty_strings_are_tame(format: str, corpora: Path) -> None:
    strings = json.loads((corpora / "adversarial" / "blns" / "blns.json").read_bytes())
    assert len(strings) > 500
    for text in strings:
        assert_tame(format, text)


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.text(max_size=60) | st.text("#:[] a\n\r\t\x1b", max_size=60))
def test_any_text_is_tame(format: str, text: str) -> None:
    assert_tame(format, text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Ōsaka 大阪 \U0001f680 ❤\ufe0f", "Ōsaka 大阪 \U0001f680 ❤\ufe0f"),
        ("a\\nb", "a\\nb"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[0m\x7f\x85", "\\x1b[0m\\x7f\\x85"),
        ("\u202e\u200b\ufeff", "\\u202e\\u200b\\ufeff"),
        ("\U000e0041\udcff", "\\U000e0041\\xff"),
        ("t ##[error]x", "t #\\#[error]x"),
        ("###[", "##\\#["),
        ("##vso[a]", "#\\#vso[a]"),
        ("## heading [a]", "## heading [a]"),
        ("::error::x", ":\\:error::x"),
        ("  ::x", "  :\\:x"),
        ("a ::x", "a ::x"),
    ],
)
def test_the_escaper(text: str, shown: str) -> None:
    assert escaped(text) == shown
    assert escaped(shown) == shown


@given(st.text(), st.integers(50, 500))
def test_clipped_text_is_within_the_limit(text: str, limit: int) -> None:
    assert len(clipped(text * 20, limit)) <= limit


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for file, content in golden():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")
