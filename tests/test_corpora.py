"""The reader over inputs that nobody here wrote: YAML's own test suite, naughty strings, bombs."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.source.document import Plain, locate, read
from tracker.source.refusal import UNSEEN
from tracker.source.scalar import Resolved, resolve

HIDDEN_CODES = {"control", "hidden", "hidden-escape", "line-separator", "carriage-return", "nul"}


class Case(NamedTuple):
    """One input of the YAML test suite: whether YAML allows it, and its value where it has one."""

    name: str
    content: bytes
    is_valid: bool
    values: tuple[Any, ...] | None


# --- the YAML test suite ---------------------------------------------------------------------------


def decoded(text: str) -> str:
    """The suite writes characters that are hard to see as others; its ReadMe says which."""
    text = re.sub("—*»", "\t", text).replace("␣", " ").replace("↵", "")
    return text.replace("←", "\r").replace("⇔", "\ufeff").replace("∎\n", "")


def values_of(text: str | None) -> tuple[Any, ...] | None:
    """The JSON values of an input, one a document."""
    if text is None:
        return None
    values, rest = [], decoded(text).strip()
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        values.append(value)
        rest = rest[end:].strip()
    return tuple(values)


@cache
def suite(folder: Path) -> tuple[Case, ...]:
    return tuple(cases_of(folder))


def cases_of(folder: Path) -> Iterator[Case]:
    """A case of a file has the fields of the one before it, but for those that it writes itself."""
    for file in sorted(folder.glob("*.yaml")):
        fields: dict[str, Any] = {}
        for number, own in enumerate(yaml.safe_load(file.read_text("utf-8"))):
            fields = {**{key: value for key, value in fields.items() if key != "fail"}, **own}
            if fields.get("skip"):
                continue
            is_valid = not fields.get("fail")
            values = values_of(fields.get("json")) if is_valid else None
            yield Case(f"{file.stem}/{number}", decoded(fields["yaml"]).encode(), is_valid, values)


@pytest.fixture(scope="module")
def cases(corpora: Path) -> tuple[Case, ...]:
    return suite(corpora / "adversarial/yaml-test-suite/src")


LAX = {
    "9C9N/0": "brackets at the margin: every reader that takes them reads the same list",
    "QB6E/0": "a quoted text at the margin: every reader that takes it reads the same text",
}
"""What is read although YAML forbids it, and why that does no harm."""

REFUSED = {
    "after-end": 10,
    "after-quote": 2,
    "anchor": 32,
    "block-header": 3,
    "braces": 11,
    "brackets": 3,
    "colon": 8,
    "colon-in-brackets": 2,
    "directive": 7,
    "documents": 12,
    "empty-block": 1,
    "escape": 2,
    "glued-comment": 4,
    "glued-question": 2,
    "hidden-escape": 1,
    "indent": 9,
    "key-not-text": 16,
    "list-indent": 2,
    "list-start": 3,
    "lone-dash": 2,
    "marker-in-quotes": 3,
    "no-colon": 12,
    "no-key": 11,
    "no-value": 5,
    "tab": 24,
    "tag": 25,
    "tag-directive": 11,
    "unclosed": 2,
    "unended-block": 2,
    "version": 5,
}


def test_the_whole_suite_is_there(cases: tuple[Case, ...]) -> None:
    assert len(cases) == 402
    assert sum(not case.is_valid for case in cases) == 94


def test_what_is_read_has_the_value_that_the_suite_gives(cases: tuple[Case, ...]) -> None:
    read_cases = [(case, read(case.content)) for case in cases if case.is_valid]
    accepted = [(case, reading.data) for case, reading in read_cases if not reading.refusal]
    assert len(accepted) == 168
    wrong = [
        (case.name, case.values, data)
        for case, data in accepted
        if case.values is None or not is_same(case.values or (None,), (data,))
    ]
    assert wrong == []


def test_refusals_name_the_feature(cases: tuple[Case, ...]) -> None:
    refusals = [refusal for case in cases if (refusal := read(case.content).refusal)]
    assert dict(sorted(Counter(refusal.code for refusal in refusals).items())) == REFUSED


def test_invalid_inputs_are_refused_but_for_two_that_do_no_harm(cases: tuple[Case, ...]) -> None:
    lax = {case.name for case in cases if not case.is_valid and not read(case.content).refusal}
    assert lax == set(LAX)


def test_places_of_what_is_read_lie_in_the_file(cases: tuple[Case, ...]) -> None:
    for case in cases:
        reading = read(case.content)
        if reading.refusal is None:
            assert_places_lie_inside(case.content.decode(), reading.data)


def assert_places_lie_inside(content: str, data: Plain) -> None:
    """Every value of a document is found, in a stretch of text that the document has."""
    lines = content.split("\n")
    for route, place in locate(content.encode(), routes_of(data)).items():
        assert place.found, (content, route)
        line, column, end_line, end_column = place.value
        assert (1, 1) <= (line, column) <= (end_line, end_column), (content, route)
        assert end_line <= len(lines), (content, route)
        assert end_column <= len(lines[end_line - 1]) + 1, (content, route)


def is_same(one: Any, other: Any) -> bool:
    """Equal in value and type, all the way down."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(is_same(one[key], other[key]) for key in one)
        )
    if isinstance(one, list | tuple):
        return (
            isinstance(other, list | tuple)
            and len(one) == len(other)
            and all(is_same(*pair) for pair in zip(one, other, strict=True))
        )
    return type(one) is type(other) and one == other


def routes_of(data: Plain) -> list[tuple[str | int, ...]]:
    routes: list[tuple[str | int, ...]] = [()]
    for route in routes:
        value: Any = data
        for step in route:
            value = value[step]
        steps = (
            list(value)
            if isinstance(value, dict)
            else range(len(value) if isinstance(value, list) else 0)
        )
        routes.extend((*route, step) for step in steps)
    return routes


# --- naughty strings and the vectors of cross-site scripting ------------------------------------------


@pytest.fixture(scope="module")
def strings(corpora: Path) -> list[str]:
    found = json.loads((corpora / "adversarial/blns/blns.json").read_text("utf-8"))
    assert len(found) == 515
    return [str(text) for text in found]


@pytest.fixture(scope="module")
def vectors(corpora: Path) -> list[str]:
    text = (corpora / "adversarial/h5sc/vectors.txt").read_bytes().decode("utf-8", "replace")
    found = [part for part in re.split(r'(?=<div id="\d+">)', text) if part.startswith("<div")]
    assert len(found) == 139
    return [*found, *text.splitlines()]


def styles(text: str) -> Iterator[tuple[str, str]]:
    """The ways of writing a text as the value of `a`, where YAML allows them for it."""
    yield "double", "a: " + json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f") + "\n"
    if "\r" not in text and "\n" not in text:
        yield "single", "a: '" + text.replace("'", "''") + "'\n"
    if text and "\r" not in text and text[0] not in "\n \t" and not text.endswith("\n"):
        yield "block", "a: |-\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    if is_plain(text):
        yield "plain", f"a: {text}\n"


def is_plain(text: str) -> bool:
    meaning = resolve(text)
    return (
        isinstance(meaning, Resolved)
        and meaning.value == text
        and text.strip() == text
        and text[:1] not in set("-?:,[]{}#&*!|>'\"%@`")
        and not re.search(r"[\n\r\t\u0085\u2028\u2029]|: |:$| #", text)
    )


def assert_unchanged_or_hidden(text: str) -> Counter[str]:
    """A text comes back as it is, or is refused because it holds what nobody can see."""
    seen: Counter[str] = Counter()
    for style, document in styles(text):
        reading = read(document.encode())
        if reading.refusal is None:
            assert reading.data == {"a": text}, (style, text)
            seen[style] += 1
        else:
            assert reading.refusal.code in HIDDEN_CODES, (style, text, reading.refusal)
            assert UNSEEN.search(text) or "\r" in text
            seen["refused"] += 1
    return seen


def test_naughty_strings_come_back_unchanged_or_are_refused_as_unseen(strings: list[str]) -> None:
    seen = sum((assert_unchanged_or_hidden(text) for text in strings), Counter[str]())
    assert seen == {"double": 495, "single": 495, "block": 492, "plain": 352, "refused": 77}


def test_vectors_of_scripting_come_back_unchanged_or_are_refused_as_unseen(
    vectors: list[str],
) -> None:
    seen = sum((assert_unchanged_or_hidden(text) for text in vectors), Counter[str]())
    assert seen == {"double": 471, "single": 406, "block": 331, "plain": 305}


def test_naughty_strings_as_they_are_never_raise(strings: list[str]) -> None:
    for text in strings:
        for document in (text, f"a: {text}", f"- {text}\n- b", f"{text}: 1", f"# {text}\na: 1"):
            reading = read(document.encode("utf-8", "replace"))
            assert reading.refusal is None or reading.data is None


def test_all_naughty_strings_in_one_file_come_back(strings: list[str]) -> None:
    seen = [text for text in strings if not UNSEEN.search(text)]
    reading = read(json.dumps(seen, ensure_ascii=False, indent=2).encode())
    assert reading.data == seen
    places = locate(
        json.dumps(seen, ensure_ascii=False, indent=2).encode(), [(i,) for i in range(len(seen))]
    )
    assert [place.value.line for place in places.values()] == list(range(2, len(seen) + 2))


def test_whole_files_are_data_or_refused(corpora: Path) -> None:
    for file in sorted((corpora / "adversarial").rglob("*")):
        if file.is_file():
            reading = read(file.read_bytes())
            assert reading.refusal is None or reading.refusal.message


@pytest.mark.parametrize(
    ("name", "code", "line", "column"),
    [("billion-laughs.yaml", "anchor", 1, 4), ("recursive-alias.yaml", "anchor", 1, 4)],
)
def test_bombs_are_refused_at_their_first_anchor(
    corpora: Path, name: str, code: str, line: int, column: int
) -> None:
    refusal = read((corpora / "adversarial/yaml-bombs" / name).read_bytes()).refusal
    assert refusal is not None
    assert (refusal.code, refusal.span.line, refusal.span.column) == (code, line, column)


# --- mutants of inputs that somebody else thought of --------------------------------------------------

BITS = [
    "\t",
    " ",
    "  ",
    "\n",
    "\r\n",
    "#",
    " #",
    ":",
    ": ",
    "- ",
    "? ",
    "|\n",
    ">-\n",
    '"',
    "'",
    "[",
    "]",
]
BITS += [
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!t ",
    "%",
    "---\n",
    "...\n",
    "\\",
    "\U0001f600",
    "\u202e",
    "<<: ",
    "012",
]


@settings(max_examples=max(2_000, settings().max_examples))
@given(data=st.data())
def test_mutants_of_the_suite_never_raise(cases: tuple[Case, ...], data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(cases)).content.decode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 3)))
        content = content[:start] + data.draw(st.sampled_from(["", *BITS])) + content[end:]
    reading = read(content.encode())
    if reading.refusal is None:
        assert_places_lie_inside(content, reading.data)
    else:
        assert reading.refusal.code != "not-yaml", content
