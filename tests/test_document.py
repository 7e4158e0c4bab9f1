"""The reader: data or one named refusal with its place, whatever the bytes; and spans on demand."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import hostile
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.finding import Span
from tracker.source.document import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_SCALAR,
    MAX_WARNINGS,
    Place,
    Plain,
    locate,
    read,
)
from tracker.source.refusal import UNSEEN, Problem, shown

ROOT = Path(__file__).parents[1]

# --- what is read -------------------------------------------------------------------------------------

READ: list[tuple[str, object]] = [
    ("", None),
    ("\n", None),
    ("# only a comment\n", None),
    ("---\n", None),
    ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
    ("a: 1\n...\n", {"a": 1}),
    ("text", "text"),
    ("a:\nb: 2\n", {"a": None, "b": 2}),
    ("a: {}\nb: []\n", {"a": {}, "b": []}),
    ("- 1\n- [2, {b: 3}]\n- - 4\n", [1, [2, {"b": 3}], [4]]),
    ("a:\n- 1\nb:\n  - 2\n", {"a": [1], "b": [2]}),
    ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
    ("'1': a\n\"NO\": b\n", {"1": "a", "NO": "b"}),
    ('"<<": 1\n', {"<<": 1}),
    ("a: '<<'\n", {"a": "<<"}),
    ("? a\n: b\n", {"a": "b"}),
    ('a: "x\\ty\\n\\U0001F600\\u00e9"\n', {"a": "x\ty\n😀é"}),
    ('{"a": [1, 2.5, null, true, "x"]}', {"a": [1, 2.5, None, True, "x"]}),
    ("a: x#y\nb: c # d\n", {"a": "x#y", "b": "c"}),
    ("a: https://example.org/?q=1#top\n", {"a": "https://example.org/?q=1#top"}),
    ("a: '?x'\nb: [\"]#\", 'x?y']\n", {"a": "?x", "b": ["]#", "x?y"]}),
    ("a: ?x\n", {"a": "?x"}),
    ('a: |\n  "x"#y\n  [ ?z ]#\n', {"a": '"x"#y\n[ ?z ]#\n'}),
    ("a: |\n\n  # Heading\n", {"a": "\n# Heading\n"}),
    ("a: |\n# comment\nb: 1\n", {"a": "", "b": 1}),
    ("a: 1   ", {"a": 1}),
    ("a: [1,\n\t# comment\n  2]\n", {"a": [1, 2]}),
]


@pytest.mark.parametrize(("text", "data"), READ)
def test_a_document_is_plain_data(text: str, data: object) -> None:
    reading = read(text.encode())
    assert (reading.refusal, reading.warnings) == (None, ())
    assert reading.data == data


# --- what is refused, and where -------------------------------------------------------------------------

REFUSED: list[tuple[str | bytes, str, tuple[int, int]]] = [
    (b"a" * (MAX_BYTES + 1), "size", (1, 1)),
    (b"a: 1\nb: \xe9\n", "encoding", (2, 4)),
    ("é: ".encode() + b"\xff", "encoding", (1, 4)),
    (b"\xff\xfea\0", "encoding", (1, 1)),
    (b"a: \xed\xa0\x80\n", "encoding", (1, 4)),
    (b"\xef\xbb\xbfa: 1\n", "byte-order-mark", (1, 1)),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "lfs-pointer", (1, 1)),
    ("a: 1\nb: x\0y\n", "nul", (2, 5)),
    ("a: x\x1b[31m\n", "control", (1, 5)),
    ("a: é\x7f\n", "control", (1, 5)),
    ("a: \x9b31m\n", "control", (1, 4)),
    ("a: \ufffe\n", "control", (1, 4)),
    ("a: x\u2028y\n", "line-separator", (1, 5)),
    ("a: x\x85y\n", "line-separator", (1, 5)),
    ("a: 1\rb: 2\n", "carriage-return", (1, 5)),
    ("a: 1\n# \u202e hidden\n", "hidden", (2, 3)),
    ("a: pay\u200bpal\n", "hidden", (1, 7)),
    ("a: x\ufeff\n", "hidden", (1, 5)),
    ("a: x\U000e0041\n", "hidden", (1, 5)),
    ('a: "x\\u202e"\n', "hidden-escape", (1, 4)),
    ('a: "\\0"\n', "hidden-escape", (1, 4)),
    ('"\\e": 1\n', "hidden-escape", (1, 1)),
    ("a: &x 1\n", "anchor", (1, 4)),
    ("a: &x {b: 1}\n", "anchor", (1, 4)),
    ("a: & b\n", "anchor", (1, 5)),
    ("a: *x\n", "alias", (1, 4)),
    ("a: * x\n", "alias", (1, 5)),
    ("a: !!str 1\n", "tag", (1, 4)),
    ("a: ! 1\n", "tag", (1, 4)),
    ("- !x [1]\n", "tag", (1, 3)),
    ("a: !!python/object/apply:os.system [ls]\n", "tag", (1, 4)),
    ("a: !e!x 1\n", "tag", (1, 4)),
    ("a: 1\nb: !%C0%80 1\n", "tag", (2, 4)),
    ("a: !<%ED%A0%80> 1\n", "tag", (1, 4)),
    ("%TAG ! tag:x,2000:\n---\na: 1\n", "tag-directive", (1, 1)),
    ("# x\n%TAG ! tag:x,2000:\n---\na: 1\n", "tag-directive", (2, 1)),
    ("%FOO bar\n---\na: 1\n", "directive", (1, 1)),
    ("%YAML 1.2\n%YAML 1.2\n---\na: 1\n", "directive", (2, 1)),
    ("%YAML 1.1\n---\na: 1\n", "version", (1, 1)),
    ("%YAML 2.0\n---\na: 1\n", "version", (1, 1)),
    ("a: 1\n<<: {b: 2}\n", "merge-key", (2, 1)),
    (
        "a: 1\n<<<<<<< ours\nb: 1\n||||||| base\n=======\nb: 2\n>>>>>>> theirs\nc: 1\n",
        "conflict",
        (2, 1),
    ),
    ("a: 'b\n<<<<<<<\n'\n<<<<<<<\n", "no-colon", (4, 1)),
    ("a: 1\n---\nb: 2\n", "documents", (2, 1)),
    ("a: 1\nb: 2\na: 3\n", "duplicate-key", (3, 1)),
    ("{a: 1, 'a': 2}\n", "duplicate-key", (1, 8)),
    ("1: a\n", "key-not-text", (1, 1)),
    ("true: a\n", "key-not-text", (1, 1)),
    ("null: a\n", "key-not-text", (1, 1)),
    ("? [a]\n: b\n", "key-not-text", (1, 3)),
    ("{{a: 1}: b}\n", "key-not-text", (1, 2)),
    ("? \n: b\n", "key-not-text", (1, 2)),
    ("[" * 41 + "]" * 41, "depth", (1, 41)),
    ("a: " + "x" * (MAX_SCALAR + 1), "scalar-size", (1, 4)),
    ("a: .nan\n", "not-finite", (1, 4)),
    ("a: 1e999\n", "not-finite", (1, 4)),
    ("a: 1234567890123456789\n", "number-length", (1, 4)),
    ("a: [-, b]\n", "lone-dash", (1, 5)),
    ('a: "b"# c\n', "glued-comment", (1, 7)),
    ("a: [b]# c\n", "glued-comment", (1, 7)),
    ("a: [b,# c\n d]\n", "glued-comment", (1, 7)),
    ("a: ># c\n  d\n", "glued-comment", (1, 5)),
    ("a: {?b: c}\n", "glued-question", (1, 5)),
    ("- [?b]\n", "glued-question", (1, 4)),
    ('a: "b\n\tc"\n', "tab", (2, 1)),
    ("a: [\n\tb]\n", "tab", (2, 1)),
    ("a:\n\tb: 1\n", "tab", (2, 1)),
    ("a:\n  - b\n\t- c\n", "tab", (3, 1)),
    ("-\tb: 1\n", "tab", (1, 2)),
    ("a: |\n  x\n   ", "unended-block", (1, 4)),
    ("a: >\n    \n  # c\n", "empty-block", (1, 4)),
    ("a: b: c\n", "colon", (1, 5)),
    ("a: 1\n  b: 2\n", "colon", (2, 4)),
    ("? a\n: ? b\n  : c\nd: ? e\n", "question", (4, 4)),
    ("a: - b\n", "list-start", (1, 4)),
    ("a: 1\nbcd\ne: 2\n", "no-colon", (2, 1)),
    ("a: 1\nb: 'x\nc: 2\n", "unclosed", (2, 4)),
    ("a: 1\nb: [x,\nc\n", "unclosed", (2, 4)),
    ("a: {x: 1\n", "unclosed", (1, 4)),
    ('a: "x\n---\ny"\n', "marker-in-quotes", (1, 4)),
    ('a: "\\q"\n', "escape", (1, 5)),
    ('a: "C:\\temp\\Xfiles"\n', "escape", (1, 12)),
    ('a: "\\xZZ"\n', "escape", (1, 7)),
    ('a: "\\ud83d\\ude00"\n', "escape", (1, 7)),
    ("a: [b c: d e: f]\n", "brackets", (1, 13)),
    ("a: {b: c\n d: e}\n", "braces", (2, 3)),
    ("{a:}\n", "colon-in-brackets", (1, 3)),
    ("- a\nb: c\n", "list-indent", (2, 1)),
    ("a:\n    b: 1\n  c: 2\n", "indent", (3, 3)),
    ('a: "b" c\n', "after-quote", (1, 8)),
    (": a\n", "no-key", (1, 1)),
    ("[: a]\n", "no-key", (1, 2)),
    ("[a, , b]\n", "no-value", (1, 5)),
    ("[", "unclosed", (1, 1)),
    ("a: [b,\n  c,\n\n", "unclosed", (2, 4)),
    ('a: "\\x', "escape", (1, 6)),
    ("a: @b\n", "character", (1, 4)),
    ("a: `b`\n", "character", (1, 4)),
    ("a: %b\n", "character", (1, 4)),
    ("a: |x\n  b\n", "block-header", (1, 5)),
    ("a: |0\n  b\n", "block-header", (1, 5)),
    ("[a]\nb\n", "after-end", (2, 1)),
]


def bytes_of(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def refusal_of(content: str | bytes) -> Problem:
    reading = read(bytes_of(content))
    assert reading.refusal is not None, reading
    assert (reading.data, reading.warnings) == (None, ())
    return reading.refusal


@pytest.mark.parametrize(("content", "code", "place"), REFUSED, ids=lambda part: repr(part)[:40])
def test_a_refusal_has_its_name_and_its_place(
    content: str | bytes, code: str, place: tuple[int, int]
) -> None:
    refusal = refusal_of(content)
    assert (refusal.code, refusal.span[:2]) == (code, place)


def test_every_reason_to_refuse_has_a_case() -> None:
    """`not-yaml` stands for complaints of the parser that nobody has seen yet.

    What event logs are refused for (`log-…`) stands in tests/cases/syntax/fail-log.
    """
    source = "".join(
        (ROOT / "tracker/source" / name).read_text("utf-8")
        for name in ("refusal.py", "complaint.py", "scalar.py")
    )
    named = set(re.findall(r'^    "([a-z]+(?:-[a-z]+)*)": \(', source, re.M))
    named |= set(re.findall(r'(?:Problem|Refused)\(\s*"([a-z-]+)",', source))
    named |= set(re.findall(r'^ {8,12}\(?\s*"[^"]+",\n? *"([a-z-]+)",', source, re.M))
    named = {code for code in named if not code.startswith("log-")}
    tested = {code for _, code, _ in REFUSED}
    assert named - tested <= {"ambiguous", "not-yaml", "nodes"}
    assert tested - named <= {"tab", "unclosed"}


def test_messages_of_different_reasons_are_unlike() -> None:
    messages: dict[str, set[str]] = {}
    for content, code, _ in REFUSED:
        messages.setdefault(refusal_of(content).message, set()).add(code)
    assert [codes for codes in messages.values() if len(codes) > 1] == []


JARGON = re.compile(
    r"\b(token|node|context|event|stream|scalar|parse\w*|flow|simple key|indicator)\b"
)


@pytest.mark.parametrize(("content", "code", "place"), REFUSED, ids=lambda part: repr(part)[:40])
def test_a_refusal_is_plain_english_and_says_what_to_do(
    content: str | bytes, code: str, place: tuple[int, int]
) -> None:
    _, message, hint, span = refusal_of(content)
    for text in (message, hint):
        assert 5 <= len(text) <= 160
        assert not JARGON.search(text), text
        assert "\n" not in text and not text.endswith(".")
        assert not UNSEEN.search(text)
    assert message[:1].islower() or message[:1] in "`%"
    assert re.match(r"(\w+ it\b|[a-z]+ )", hint)
    assert re.search(
        r"\b(quote|remove|write|save|split|use|keep|put|indent|close|flatten|shorten|start|separate|line|end)\b",
        hint,
    ), hint
    assert (span.line, span.column) <= (span.end_line, span.end_column)


def test_long_names_are_cut_short_in_messages() -> None:
    for text in (
        "&" + "a" * 9_000,
        "*" + "a" * 9_000,
        "!" + "a" * 9_000,
        "{a: 1, ? " + "1" * 18 + " : b}",
    ):
        assert len(refusal_of(text).message) < 200
    twice = refusal_of(f'"{"a b" * 300}": 1\n"{"a b" * 300}": 2\n')
    assert twice.code == "duplicate-key" and len(twice.message) < 200
    assert shown("a\n  b" * 100) == shown("a b" * 100)


# --- limits ------------------------------------------------------------------------------------------------


def test_a_file_of_one_mebibyte_is_read_and_one_byte_more_is_not() -> None:
    content = b"a: 1\n#".ljust(MAX_BYTES, b"x")
    assert read(content).data == {"a": 1}
    refusal = refusal_of(content + b"x")
    assert (refusal.code, refusal.message) == ("size", "the file has more than 1,048,576 bytes")


@pytest.mark.parametrize(
    ("deep", "column"),
    [
        (lambda n: "[" * n + "]" * n, MAX_DEPTH + 1),
        (lambda n: "- " * (n - 1) + "- 1", 2 * MAX_DEPTH + 1),
        (lambda n: "{a: " * n + "1" + "}" * n, 4 * MAX_DEPTH + 1),
    ],
)
def test_forty_levels_are_read_and_one_more_is_not(deep: Any, column: int) -> None:
    assert read(deep(MAX_DEPTH).encode()).refusal is None
    refusal = refusal_of(deep(MAX_DEPTH + 1))
    assert (refusal.code, refusal.span[:2]) == ("depth", (1, column))
    assert "40 levels" in refusal.message


def test_two_hundred_thousand_values_are_read_and_one_more_is_not() -> None:
    assert read(b"- 1\n" * (MAX_NODES - 1)).refusal is None
    refusal = refusal_of(b"- 1\n" * MAX_NODES)
    assert (refusal.code, refusal.span[:2]) == ("nodes", (MAX_NODES, 3))
    assert "200,000" in refusal.message


@pytest.mark.parametrize("letter", ["x", "é", "한", "😀"])
@pytest.mark.parametrize("style", ["a: {}\n", 'a: "{}"\n', "a: '{}'\n", "a: |-\n  {}\n"])
def test_a_text_of_64_kibibytes_is_read_and_one_more_is_not(letter: str, style: str) -> None:
    size = len(letter.encode())
    text = letter * (MAX_SCALAR // size) + "x" * (MAX_SCALAR % size)
    assert read(style.format(text).encode()).data == {"a": text}
    refusal = refusal_of(style.format(text + "x"))
    assert (refusal.code, refusal.span[:2]) == ("scalar-size", (1, 4))
    assert "65,537" in refusal.message and "65,536" in refusal.message


def test_a_thousand_warnings_are_listed_and_one_stands_for_the_rest() -> None:
    assert len(read(b"- NO\n" * MAX_WARNINGS).warnings) == MAX_WARNINGS
    for more in (1, 2, 500):
        reading = read(b"- NO\n" * MAX_WARNINGS + b"- 1_0\n" * more)
        assert len(reading.warnings) == MAX_WARNINGS + 1
        assert reading.warnings[-1].code == "ambiguous"
        assert "1,000" in reading.warnings[-1].message
        assert reading.warnings[-1].span[:2] == (MAX_WARNINGS + 1, 3)
        assert reading.data == ["NO"] * MAX_WARNINGS + ["1_0"] * more


@pytest.mark.parametrize(
    ("text", "value", "column", "quoted"),
    [
        ("The #1 shop", "The", 8, '"The #1 shop"'),
        ("Fixes\t  #4312", "Fixes", 12, '"Fixes #4312"'),
        ("The #1 shop # of all", "The", 8, '"The #1 shop"'),
        ('The #1 "shop"', "The", 8, "quote it; or"),
        ("Zwölf #12\r", "Zwölf", 10, '"Zwölf #12"'),
        ("Two\n lines #2", "Two lines", 8, '"Two lines #2"'),
    ],
)
def test_a_text_that_a_hash_cuts_short_is_warned_of(
    text: str, value: str, column: int, quoted: str
) -> None:
    reading = read(f"a: {text}\n".encode())
    assert reading.data == {"a": value}
    [warning] = reading.warnings
    assert (warning.code, warning.span.column) == ("cut", column)
    assert f"`{value}`" in warning.message and quoted in warning.hint


@pytest.mark.parametrize(
    "text",
    [
        "Words # 1", "Words #todo", "Words #", "Words#1", '"The #1 shop"', '"Words" #1', "12 #1",
        "2026-11-21 #1", "|\n  The #1 shop", "{} #1", "", "\n# a: The #1 shop",
    ],
)  # fmt: skip
def test_a_comment_is_left_alone(text: str) -> None:
    assert read(f"a: {text}\n".encode()).warnings == ()


def test_a_value_that_stands_twice_is_warned_of_twice() -> None:
    reading = read(b"- NO\n- 12\n- NO\n- 12\n")
    assert reading.data == ["NO", 12, "NO", 12]
    assert [warning.span.line for warning in reading.warnings] == [1, 3]


# --- whatever the bytes ------------------------------------------------------------------------------------

PIECES = [
    *"abn01-:?,[]{}#&*!|>'\"%@` \t\n~.=é😀",
    *[
        "\r\n",
        "- ",
        ": ",
        "? ",
        " #",
        "---",
        "...",
        "\n  ",
        "\n- ",
        "<<",
        "NO",
        "1e3",
        "012",
        "\\",
        "\\x",
    ],
    *[
        "\u202e",
        "\ufeff",
        "\x00",
        "|-\n",
        ">+\n",
        "&a",
        "*a",
        "!!str ",
        "%YAML 1.2\n",
        "%TAG ! x\n",
        "\n\t",
    ],
]


def assert_sound(content: bytes) -> None:
    """Data or a refusal; the same each time; places inside the text; never an exception."""
    reading = read(content)
    assert reading == read(content)
    lines = content.decode("utf-8", "replace").split("\n")
    places = locate(content, [*routes_of(reading.data), ("nowhere", 3)])
    spans = [place.value for place in places.values()]
    problems = [reading.refusal] if reading.refusal else list(reading.warnings)
    for problem in problems:
        assert problem.message and problem.hint
        spans.append(
            problem.span._replace(end_line=problem.span.line, end_column=problem.span.column)
        )
    for line, column, end_line, end_column in spans:
        assert (1, 1) <= (line, column) <= (end_line, end_column)
        assert end_line <= len(lines)
        assert end_column <= len(lines[end_line - 1]) + 1
    if reading.refusal:
        assert reading.data is None
    else:
        assert all(place.found for route, place in places.items() if route != ("nowhere", 3))


def routes_of(data: Plain) -> list[tuple[str | int, ...]]:
    """Every route of plain data, the root's too."""
    found: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    for route, value in found:
        steps = value.items() if isinstance(value, dict) else ()
        found += [((*route, key), part) for key, part in steps]
        items = enumerate(value) if isinstance(value, list) else ()
        found += [((*route, index), part) for index, part in items]
    return [route for route, _ in found]


@given(st.binary(max_size=300))
@example(b"- 0x" + b"f" * 60_000)
@example(b"- 0o" + b"7" * 60_000)
@example(b"!%C0%80 a")
@example(b"!<%ED%A0%80> a")
def test_reading_any_bytes_never_raises(content: bytes) -> None:
    assert_sound(content)


@settings(max_examples=max(1_000, settings().max_examples))
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_reading_anything_like_yaml_never_raises(text: str) -> None:
    assert_sound(text.encode())


def real_files() -> list[Path]:
    return sorted(
        file
        for folder in ("work", "examples", ".github", "site")
        for pattern in ("*.yaml", "*.yml")
        for file in (ROOT / folder).rglob(pattern)
    )


SAMPLE = """\
# A project, with something of everything
title: "Migrate – the ledger 😀"
status: {reported: on-track, by: ada}
budget: 12000.50
goals: [faster-close, 'fewer-errors']
description: |
  First line.

  # Not a comment
milestones:
- id: m1
  due: 2024-03-31
- id: m2
  due: 2024-06-30   # the half year
notes: >-
  folded
  text
empty:
last: null
"""


@settings(max_examples=max(500, settings().max_examples))
@given(seed=st.integers(0, 2**32))
def test_mutants_of_real_files_never_raise(seed: int) -> None:
    chance = random.Random(seed)
    contents = [file.read_bytes() for file in real_files()]
    content = bytearray(chance.choice([SAMPLE.encode(), *contents]))
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content) + 1)
        what = chance.randrange(4)
        if what == 0:
            content[start:start] = chance.choice(PIECES).encode()
        elif what == 1:
            del content[start : start + chance.randint(1, 8)]
        elif what == 2:
            content[start : start + 1] = bytes([chance.randrange(256)])
        else:
            other = chance.randrange(len(content) + 1)
            content[start:start] = content[other : other + chance.randint(1, 40)]
    assert_sound(bytes(content))


def test_the_project_s_own_files_are_read() -> None:
    for file in real_files():
        assert read(file.read_bytes()).refusal is None, file


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_judged_within_its_limits(name: str) -> None:
    run = subprocess.run(
        [sys.executable, hostile.__file__, name],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    used = json.loads(run.stdout)
    assert used["read"] <= hostile.SECONDS, used
    assert used["locate"] <= hostile.SECONDS, used
    assert used["peak"] <= hostile.MEGABYTES, used
    assert max(used["lengths"]) <= 200
    assert used["code"] != "not-yaml"
    assert used["warnings"] <= MAX_WARNINGS + 1


# --- places ------------------------------------------------------------------------------------------------


def text_of(text: str, span: Span) -> str:
    """The stretch of a text that a span names, set off to the column where it starts."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    return (
        " " * (span.column - 1) + lines[0][span.column - 1 :] + "".join("\n" + s for s in lines[1:])
    )


def at(text: str, *route: str | int) -> Place:
    return locate(text.encode(), [route])[route]


TEXT = """\
title: Hi   # c
tasks:
  - id: a
    due: {x: 1, y: [2, 3]}   # c
  # c

  - id: b
list:
- 1
-
  - 2

nothing:
# comment
none: # comment
text: |
  foo
  bar

folded: >-   # c

  one
   two

"qu: oted": 'it''s'
? explicit
: value
? alone
flow: {a: , b, "c":d,
  e: [f: g,
  h]
}
😀: "한글 é 😀" # c
after: [😀, 한, x]
multi: "one
  two"
plain: one
  two   # c
last: end"""

PLACES: list[tuple[tuple[str | int, ...], tuple[int, ...] | None, tuple[int, ...]]] = [
    ((), None, (1, 1, 39, 10)),
    (("title",), (1, 1, 1, 6), (1, 8, 1, 10)),
    (("tasks",), (2, 1, 2, 6), (3, 3, 7, 10)),
    (("tasks", 0), None, (3, 5, 4, 27)),
    (("tasks", 0, "id"), (3, 5, 3, 7), (3, 9, 3, 10)),
    (("tasks", 0, "due"), (4, 5, 4, 8), (4, 10, 4, 27)),
    (("tasks", 0, "due", "y"), (4, 17, 4, 18), (4, 20, 4, 26)),
    (("tasks", 0, "due", "y", 1), None, (4, 24, 4, 25)),
    (("tasks", 1), None, (7, 5, 7, 10)),
    (("list",), (8, 1, 8, 5), (9, 1, 11, 6)),
    (("list", 1), None, (11, 3, 11, 6)),
    (("list", 1, 0), None, (11, 5, 11, 6)),
    (("nothing",), (13, 1, 13, 8), (13, 9, 13, 9)),
    (("none",), (15, 1, 15, 5), (15, 6, 15, 6)),
    (("text",), (16, 1, 16, 5), (16, 7, 18, 6)),
    (("folded",), (20, 1, 20, 7), (20, 9, 23, 7)),
    (("qu: oted",), (25, 1, 25, 11), (25, 13, 25, 20)),
    (("explicit",), (26, 3, 26, 11), (27, 3, 27, 8)),
    (("alone",), (28, 3, 28, 8), (28, 8, 28, 8)),
    (("flow",), (29, 1, 29, 5), (29, 7, 32, 2)),
    (("flow", "a"), (29, 8, 29, 9), (29, 11, 29, 11)),
    (("flow", "b"), (29, 13, 29, 14), (29, 14, 29, 14)),
    (("flow", "c"), (29, 16, 29, 19), (29, 20, 29, 21)),
    (("flow", "e", 0), None, (30, 7, 30, 11)),
    (("flow", "e", 0, "f"), (30, 7, 30, 8), (30, 10, 30, 11)),
    (("flow", "e", 1), None, (31, 3, 31, 4)),
    (("😀",), (33, 1, 33, 2), (33, 4, 33, 12)),
    (("after",), (34, 1, 34, 6), (34, 8, 34, 17)),
    (("after", 2), None, (34, 15, 34, 16)),
    (("multi",), (35, 1, 35, 6), (35, 8, 36, 7)),
    (("plain",), (37, 1, 37, 6), (37, 8, 38, 6)),
    (("last",), (39, 1, 39, 5), (39, 7, 39, 10)),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("route", "key", "value"), PLACES, ids=lambda part: repr(part)[:30])
def test_a_place_is_where_the_eye_sees_it(
    route: tuple[str | int, ...], key: tuple[int, ...] | None, value: tuple[int, ...], end: str
) -> None:
    text = TEXT.replace("\n", end)
    assert read(text.encode()).refusal is None
    place = at(text, *route)
    assert (place.key and tuple(place.key), tuple(place.value), place.found) == (key, value, True)


def test_a_missing_route_has_the_place_of_its_nearest_ancestor() -> None:
    for route, nearest in [
        (("nope",), ()),
        (("nope", "x", 1), ()),
        (("tasks", 9), ("tasks",)),
        (("tasks", "id"), ("tasks",)),
        (("tasks", 1, "due", "x"), ("tasks", 1)),
        (("title", "x"), ("title",)),
        (("nothing", 0), ("nothing",)),
    ]:
        assert at(TEXT, *route) == at(TEXT, *nearest)._replace(found=False)


def test_all_places_are_found_in_one_walk_as_they_are_one_by_one() -> None:
    routes = routes_of(read(TEXT.encode()).data)
    together = locate(TEXT.encode(), routes)
    assert len(routes) == len(together) > 30
    assert together == {route: at(TEXT, *route) for route in routes}


@pytest.mark.parametrize("text", ["", "# c\n", "---\n", "\n\n"])
def test_an_empty_document_has_a_root_and_nothing_else(text: str) -> None:
    assert read(text.encode()).data is None
    for route in ((), ("a",)):
        place = at(text, *route)
        assert place.key is None and place.value.line <= 2


def test_an_empty_value_lies_on_the_line_of_its_key() -> None:
    for text in (
        "a:",
        "a:\n",
        "a:\n\n# c\nb: 1\n",
        "a:   # c\n# d\n\n",
        "? a\n\n# c\n? b\n",
        "{a\n , b: 1}",
    ):
        place = at(text, "a")
        assert place.key is not None
        assert place.value.line == place.value.end_line == place.key.line
        assert place.value.column == place.value.end_column
        assert place.key.end_column <= place.value.column <= place.key.end_column + 1


def test_a_pair_in_a_list_in_brackets_ends_before_the_bracket() -> None:
    assert tuple(at("[a: b]\n", 0).value) == (1, 2, 1, 6)
    assert tuple(at("- [a: [b], c: {d: e}]\n", 0, 1).value) == (1, 12, 1, 21)
    assert tuple(at("[a: b, c: , d]\n", 1).value) == (1, 8, 1, 11)


def test_an_empty_item_lies_at_its_dash() -> None:
    assert tuple(at("- 1\n-\n# c\n- 3\n", 1).value) == (2, 2, 2, 2)
    assert tuple(at("a:\n-\nb: 1\n", "a").value) == (2, 1, 2, 2)


@pytest.mark.parametrize("header", ["|", "|-", "|+", ">", ">-", ">+", "|2", "|  # c"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n", "\nb: 1\n", "\n\n# c\nb: 1\n", "\n  \n"])
def test_a_block_text_ends_with_its_last_line(header: str, tail: str) -> None:
    text = f"a: {header}\n\n  one\n  last line{tail}"
    place = at(text, "a")
    assert tuple(place.value) == (1, 4, 4, 12)
    assert read(text.encode()).refusal is None


def test_an_empty_block_text_is_its_header() -> None:
    for text in ("a: |\nb: 1\n", "a: |\n\n\nb: 1\n", "a: |", "a: |\n"):
        assert tuple(at(text, "a").value) == (1, 4, 1, 5)


def test_a_refused_document_is_located_as_far_as_the_parser_gets() -> None:
    assert tuple(at("a: {b: 1}\nc: [x\n", "a", "b").value) == (1, 8, 1, 9)
    assert at("a: [x\n", "a", 0).found
    assert at("\xff", "a").found is False


LETTERS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda c: not UNSEEN.match(c))
WORDS = st.text(LETTERS, max_size=12) | st.sampled_from(
    [
        "NO",
        "012",
        "12:30",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "#",
        "?",
        "<<",
        "😀 한",
        " a ",
        "'",
        '"',
        "%",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS
TREES = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(WORDS, parts, max_size=4),
    max_leaves=15,
).filter(lambda data: isinstance(data, dict | list))


class Indented(yaml.SafeDumper):
    """Writes lists under a key two columns in."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


STYLES = st.fixed_dictionaries(
    {
        "Dumper": st.sampled_from([yaml.SafeDumper, Indented]),
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, '"', "'"]),
        "indent": st.integers(2, 5),
        "width": st.sampled_from([10_000, 10_000, 30]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
    }
)


def written(data: Plain, style: dict[str, Any], comments: bool, end: str) -> str:
    """The data as YAML; comments stand between the lines only where no value has two of them."""
    # Quoted scalars that are not text carry a tag, which no reader of ours takes.
    if style["default_style"]:
        data = as_text(data)
    text: str = yaml.dump(data, sort_keys=False, **style)
    if comments and style["width"] > 100:
        text = "".join(f"# c 😀\n{line}   # d\n\n" for line in text.splitlines())
    return text.replace("\n", end)


def as_text(data: Plain) -> Plain:
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    return [as_text(part) for part in data] if isinstance(data, list) else str(data)


@settings(max_examples=max(400, settings().max_examples))
@given(TREES, STYLES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_the_text_at_a_place_reads_as_the_value_that_is_there(
    data: Plain, style: dict[str, Any], comments: bool, end: str
) -> None:
    text = written(data, style, comments, end)
    reading = read(text.encode())
    assert reading.refusal is None, text
    routes = routes_of(reading.data)
    for route, place in locate(text.encode(), routes).items():
        value: Any = reading.data
        for step in route:
            value = value[step]
        assert place.found
        again = text_of(text, place.value)
        assert read(again.encode()).data == value, (route, again)
        if route and isinstance(route[-1], str):
            assert place.key is not None
            assert read(text_of(text, place.key).encode()).data == route[-1]
        else:
            assert place.key is None
