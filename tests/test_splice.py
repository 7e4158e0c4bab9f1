"""Edits touch the addressed lines alone, keep the manners of the file, and say what is meant."""

from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from layouts import document, edit, stray

from tracker.source.document import read
from tracker.source.edits import applied, same
from tracker.source.splice import Append, Edit, Remove, Set, UnspliceableError, splice
from tracker.source.writing import scalar

FILE = """\
# The plan of the year.
title: Old   # the title
goals: [a, b]  # two of them
owner: 'x: y'
note: "say"
tasks:
  # the first one
  - id: one   # begun
    status: todo
    # it waits
  - {id: two, status: todo}
nested:
    deep:
        - a
        - b
prose: |  # in full
    Some
    text

empty:
long: this is
  one text # on two lines
last: 1
"""


def edited(old: str, *edits: Edit) -> str:
    return splice(old.encode(), edits).decode()


def difference(old: str, new: str) -> list[str]:
    """What a diff shows: the lines that went, the lines that came."""
    before, after = old.split("\n"), new.split("\n")
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return [f"-{row}" for row in before] + [f"+{row}" for row in after]


CASES: list[tuple[str, Edit, list[str]]] = [
    ("plain", Set(("title",), "New"), ["-title: Old   # the title", "+title: New   # the title"]),
    (
        "plain-must-be-quoted",
        Set(("title",), "NO"),
        ["-title: Old   # the title", '+title: "NO"   # the title'],
    ),
    ("day", Set(("last",), "2026-11-30"), ["-last: 1", "+last: 2026-11-30"]),
    ("number", Set(("last",), 8.5), ["-last: 1", "+last: 8.5"]),
    ("switch", Set(("last",), False), ["-last: 1", "+last: false"]),
    ("nothing", Set(("last",), None), ["-last: 1", "+last: null"]),
    ("single-quotes", Set(("owner",), "it's"), ["-owner: 'x: y'", "+owner: 'it''s'"]),
    ("double-quotes", Set(("note",), 'a "b"'), ['-note: "say"', '+note: "a \\"b\\""']),
    ("quotes-go-with-the-text", Set(("note",), 3), ['-note: "say"', "+note: 3"]),
    ("absent", Set(("empty",), "x"), ["-empty:", "+empty: x"]),
    ("below-nothing", Set(("empty", "a", "b"), 1), ["+    a: {b: 1}"]),
    (
        "plain-on-two-lines",
        Set(("long",), "short"),
        ["-long: this is", "-  one text # on two lines", "+long: short # on two lines"],
    ),
    (
        "prose-becomes-a-block",
        Set(("title",), "One\n\nTwo\n"),
        ["-title: Old   # the title", "+title: |   # the title", "+    One", "+", "+    Two"],
    ),
    ("block-stays-block", Set(("prose",), "Some\nmore\n"), ["-    text", "+    more"]),
    (
        "block-goes-with-the-text",
        Set(("prose",), 1),
        ["-prose: |  # in full", "-    Some", "-    text", "+prose: 1  # in full"],
    ),
    (
        "item-in-brackets",
        Append(("goals",), "c, d"),
        ["-goals: [a, b]  # two of them", '+goals: [a, b, "c, d"]  # two of them'],
    ),
    (
        "list-as-a-whole",
        Set(("goals",), ["b", "c"]),
        ["-goals: [a, b]  # two of them", "+goals: [b, c]  # two of them"],
    ),
    (
        "no-items",
        Set(("goals",), []),
        ["-goals: [a, b]  # two of them", "+goals: []  # two of them"],
    ),
    ("item-in-lines", Append(("nested", "deep"), "c"), ["+        - c"]),
    (
        "item-like-the-last",
        Append(("tasks",), {"id": "three", "status": "todo"}),
        ["+  - {id: three, status: todo}"],
    ),
    (
        "field-of-an-item",
        Set(("tasks", 0, "status"), "done"),
        ["-    status: todo", "+    status: done"],
    ),
    (
        "new-field-of-an-item",
        Set(("tasks", 0, "started"), "2026-01-02"),
        ["+    started: 2026-01-02"],
    ),
    (
        "new-field-in-braces",
        Set(("tasks", 1, "title"), "T"),
        ["-  - {id: two, status: todo}", "+  - {id: two, status: todo, title: T}"],
    ),
    (
        "placed-in-braces",
        Set(("tasks", 1, "title"), "T", ("id", "title", "status")),
        ["-  - {id: two, status: todo}", "+  - {id: two, title: T, status: todo}"],
    ),
    ("new-key-comes-last", Set(("new",), [1, 2]), ["+new: [1, 2]"]),
    ("placed-after", Set(("new",), 1, ("title", "new", "goals")), ["+new: 1"]),
    ("placed-first", Set(("new",), 1, ("new", "title")), ["+new: 1"]),
    (
        "indents-of-the-file",
        Set(("nested", "more"), {"items": [{"id": "x", "text": "a\nb\n"}]}),
        [
            *("+    more:", "+        items:", "+            - id: x"),
            *("+              text: |", "+                  a", "+                  b"),
        ],
    ),
    ("key-goes", Remove(("owner",)), ["-owner: 'x: y'"]),
    ("key-on-two-lines-goes", Remove(("long",)), ["-long: this is", "-  one text # on two lines"]),
    ("item-goes", Remove(("nested", "deep", 0)), ["-        - a"]),
    (
        "item-in-brackets-goes",
        Remove(("goals", 0)),
        ["-goals: [a, b]  # two of them", "+goals: [b]  # two of them"],
    ),
    (
        "first-key-of-an-item-goes",
        Remove(("tasks", 0, "id")),
        ["-  - id: one   # begun", "-    status: todo", "+  - status: todo"],
    ),
    (
        "the-only-key-goes",
        Remove(("nested", "deep")),
        ["-nested:", "-    deep:", "-        - a", "-        - b", "+nested: {}"],
    ),
    ("what-is-not-there-stays-away", Remove(("nested", "other")), []),
    ("the-same-again", Set(("tasks", 1), {"id": "two", "status": "todo"}), []),
]


@pytest.mark.parametrize(("name", "change", "shown"), CASES, ids=[case[0] for case in CASES])
def test_each_style(name: str, change: Edit, shown: list[str]) -> None:
    assert difference(FILE, edited(FILE, change)) == shown


@pytest.mark.parametrize(("name", "change", "shown"), CASES, ids=[case[0] for case in CASES])
def test_line_ends_stay(name: str, change: Edit, shown: list[str]) -> None:
    new = splice(FILE.replace("\n", "\r\n").encode(), [change])
    assert new.count(b"\r\n") == new.count(b"\n")
    assert new.decode().replace("\r\n", "\n") == edited(FILE, change)


@pytest.mark.parametrize(("name", "change", "shown"), CASES, ids=[case[0] for case in CASES])
def test_a_missing_last_line_break_stays_missing(name: str, change: Edit, shown: list[str]) -> None:
    new = splice(FILE.encode()[:-1], [change])
    assert not new.endswith(b"\n")
    assert new.decode() + "\n" == edited(FILE, change)


def test_where_a_new_key_is_placed() -> None:
    order = ("a", "b", "c", "d")
    assert edited("a: 1\nd: 2\n", Set(("c",), 3, order)) == "a: 1\nc: 3\nd: 2\n"
    assert edited("# top\nc: 1\nd: 2\n", Set(("b",), 3, order)) == "# top\nb: 3\nc: 1\nd: 2\n"
    assert edited("a: 1\nz: 2\n", Set(("d",), 3, order)) == "a: 1\nd: 3\nz: 2\n"
    item = "- title: x\n  status: todo\n"
    assert (
        edited(item, Set((0, "id"), "k", ("id", "title")))
        == "- title: x\n  id: k\n  status: todo\n"
    )


def test_lists_that_are_not_indented() -> None:
    old = "a:\n- x\n- y\nb:\n  c: 1\n"
    assert edited(old, Append(("a",), "z")) == "a:\n- x\n- y\n- z\nb:\n  c: 1\n"
    assert edited(old, Set(("b", "d"), [{"k": 1}])) == old + "  d:\n  - k: 1\n"
    assert edited(old, Set(("b", "d"), ["p"])) == old + "  d:\n  - p\n"


def test_brackets_over_several_lines() -> None:
    old = "a: [\n  x,  # one\n  y  # two\n]\nb: {\n  k: 1,\n  l: 2,\n}\n"
    assert difference(old, edited(old, Append(("a",), "z"))) == [
        "-  y  # two",
        "+  y,  # two",
        "+  z",
    ]
    assert difference(old, edited(old, Set(("b", "m"), 3))) == ["+  m: 3,"]
    assert difference(old, edited(old, Remove(("b", "k")))) == ["-  k: 1,"]
    assert difference(old, edited(old, Remove(("a", 0)))) == ["-  x,  # one"]
    assert difference(old, edited(old, Set(("b", "j"), 0, ("j", "k")))) == ["+  j: 0,"]


def test_nothing_becomes_something() -> None:
    assert edited("", Set(("a",), 1)) == "a: 1\n"
    assert edited("# only a note", Set(("a",), 1)) == "# only a note\na: 1\n"
    assert edited("---\n", Set(("a", "b"), [1])) == "---\na:\n  b: [1]\n"
    assert edited("{}\n", Set(("a",), "x\ny\n")) == "a: |\n  x\n  y\n"
    assert edited("a: []\n", Append(("a",), {"id": "x", "t": 1})) == "a:\n  - id: x\n    t: 1\n"
    assert edited("a: 1\n", Remove(("a",))) == "{}\n"


def test_blank_lines_that_a_text_keeps() -> None:
    old = "a: |+\n  x\n\n\nb: 1\n"
    assert edited(old, Set(("a",), "y")) == "a: |-\n  y\nb: 1\n"
    assert edited(old, Set(("c",), 1, ("a", "c", "b"))) == "a: |+\n  x\n\n\nc: 1\nb: 1\n"
    assert edited("a: |\n  x\n\nb: 1\n", Set(("a",), "y\n")) == "a: |\n  y\n\nb: 1\n"


def test_folded_texts_stay_folded() -> None:
    new = edited("a: >-\n   x\n   y\nb: 1\n", Set(("a",), "word " * 30 + "end\n\nend"))
    assert new.startswith("a: >-\n   word word")
    assert max(map(len, new.split("\n"))) <= 83
    assert read(new.encode()).data == {"a": "word " * 30 + "end\n\nend", "b": 1}


def test_comments_stay_with_what_stays() -> None:
    old = "a:  # why\n  # all of them\n  - x  # 1\n  - y  # 2\n  - z  # 3\nb: 1\n"
    assert difference(old, edited(old, Set(("a",), ["x", "z"]))) == ["-  - y  # 2"]
    assert edited(old, Set(("a",), 5)) == "a: 5  # why\n  # all of them\nb: 1\n"


def test_a_last_line_break_that_a_text_needs_stays() -> None:
    assert edited("a: |\n  x\nb: 1", Remove(("b",))) == "a: |\n  x\n"
    assert edited("a: 1\nb: x", Set(("b",), "x\ny\n")) == 'a: 1\nb: "x\\ny\\n"'


def test_mappings_are_like_those_of_the_file() -> None:
    new = Set(("p",), {"a": 1, "b": "x"})
    assert edited("q: {c: 1}\nr:\n  - {d: 1}\n", new).endswith("p: {a: 1, b: x}\n")
    assert edited("q:\n  c: 1\n", new).endswith("p:\n  a: 1\n  b: x\n")
    assert edited("q: 1\n", Set(("p",), {"a": [1]})).endswith("p:\n  a: [1]\n")
    assert edited("q: 1\n", Set(("p",), [{"a": 1}])).endswith("p:\n  - a: 1\n")
    assert edited("q: [{a: 1}]\nr: {}\n", Append(("q",), {"a": 2})).startswith(
        "q: [{a: 1}, {a: 2}]"
    )


def test_money_keeps_its_decimals() -> None:
    old = "a: 42.50\nb: {c: -1.00}\n"
    assert edited(old, Set(("a",), 43.5), Set(("b", "c"), 2.125)) == "a: 43.50\nb: {c: 2.125}\n"
    assert edited(old, Set(("a",), 43)) == "a: 43\nb: {c: -1.00}\n"
    assert edited(old, Set(("a",), 1e30)) == "a: 1.0e+30\nb: {c: -1.00}\n"


def test_a_large_file_is_edited_in_time() -> None:
    """One edit reads the file a few times; a list that is new throughout is written as a whole."""
    import time

    old = "a:\n" + "".join(f"  - {{id: n{number}}}\n" for number in range(40_000))
    start = time.process_time()
    assert edited(old, Append(("a",), {"id": "x"})) == old + "  - {id: x}\n"
    assert "- 3" in edited(old, Set(("a",), [*range(300), "x"]))
    assert time.process_time() - start < 15


def test_several_edits_at_once() -> None:
    new = edited(FILE, Set(("last",), 2), Append(("goals",), "c"), Remove(("note",)))
    assert difference(FILE, new)[0] == "-goals: [a, b]  # two of them"
    assert read(new.encode()).data["last"] == 2  # type: ignore[index, call-overload]


REFUSED: list[tuple[str, str, Edit, int, str]] = [
    ("unread", "a: &x 1\n", Set(("a",), 1), 1, "not read"),
    ("mark", "\ufeffa: 1\n", Set(("a",), 1), 1, "byte order mark"),
    ("question", "? a\n: 1\n? b\n: 2\n", Remove(("a",)), 1, "`?`"),
    ("no-colon", "a: {b, c}\n", Set(("a", "b"), 1), 1, "without a colon"),
    ("pair", "a: [b: 1]\n", Set(("a", 0, "c"), 1), 1, "without braces"),
    ("comment-below", "- a: 1\n  # note\n  b: 2\n", Remove((0, "a")), 1, "a comment stands below"),
    ("comment-between", "a: [x, # n\n y]\n", Remove(("a", 0)), 1, "a comment stands beside"),
    ("text-in-the-way", "a: 1\nb: x\n", Set(("b", "c"), 1), 2, "`b` holds text"),
    ("no-list", "a: 1\n", Append(("a",), 1), 1, "not a list"),
    ("no-item", "a: [1]\n", Set(("a", 5), 1), 1, "no `5`"),
    ("whole", "a: 1\n", Remove(()), 1, "the whole file"),
    ("control", "a: 1\n", Set(("a",), "\x07"), 1, "U+0007"),
    ("hidden", "a: 1\n", Set(("a",), "x\u200by"), 1, "U+200B"),
    ("half", "a: 1\n", Set(("a",), "\ud83d"), 1, "half a character"),
    ("infinite", "a: 1\n", Set(("a",), float("inf")), 1, "not plain data"),
    ("digits", "a: 1\n", Set(("a",), 10**18), 1, "not be read"),
    ("no-data", "a: 1\n", Set(("a",), {1, 2}), 1, "not plain data"),  # type: ignore[arg-type]
    ("key", "a: 1\n", Set(("a",), {1: 2}), 1, "not text"),  # type: ignore[dict-item]
    ("large", "a: 1\n", Set(("a",), "x" * 70_000), 1, "not be read"),
    ("ended-prose", "a: |\n  x", Set(("b",), 1), 1, "a form that is not edited"),
]


@pytest.mark.parametrize(
    ("old", "change", "line", "why"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_what_is_refused_says_where_and_what_to_write(
    old: str, change: Edit, line: int, why: str
) -> None:
    with pytest.raises(UnspliceableError) as caught:
        edited(old, change)
    assert why in caught.value.reason
    assert caught.value.line == line
    assert f"line {line}" in caught.value.hint


def test_the_lines_to_write_by_hand() -> None:
    with pytest.raises(UnspliceableError) as caught:
        edited("a: [b: 1]\n", Set(("a", 0, "c"), {"x": ["NO"]}))
    assert caught.value.wanted == ("c:", '  x: ["NO"]')


@given(st.integers(0, 2**63))
def test_random_edits_of_random_documents(seed: int) -> None:
    rng = Random(seed)
    old = document(rng)
    reading = read(old)
    if reading.refusal is not None or reading.data is None:
        return
    change = edit(rng, reading.data)
    try:
        new = splice(old, [change])
    except UnspliceableError:
        event("refused")
        return
    event(type(change).__name__)
    assert same(read(new).data, applied(reading.data, change))
    assert len(read(new).warnings) <= len(reading.warnings)
    assert stray(old, new, reading.data, change) == []


def test_few_edits_are_refused() -> None:
    """Whoever refuses everything is never wrong."""
    refused = 0
    for seed in range(400):
        rng = Random(seed)
        old = document(rng)
        data = read(old).data
        if data is not None:
            try:
                splice(old, [edit(rng, data)])
            except UnspliceableError:
                refused += 1
    assert refused <= 4


@given(st.text(), st.sampled_from(["", "'", '"']), st.booleans())
def test_a_scalar_is_read_as_it_was_meant(text: str, style: str, in_brackets: bool) -> None:
    try:
        written = scalar(text, style, in_brackets)
    except ValueError:
        return
    content = f"k: [{written}]\n" if in_brackets else f"k: {written}\n"
    reading = read(content.encode())
    assert reading.warnings == ()
    assert reading.data == {"k": [text] if in_brackets else text}


def test_every_reader_takes_a_scalar_for_the_same() -> None:
    written = {
        text: scalar(text) for text in ("NO", "012", "12:30", "1e3", "2026-01-01", "a b", "=")
    }
    assert {text for text, made in written.items() if made == text} == {"2026-01-01", "a b"}
