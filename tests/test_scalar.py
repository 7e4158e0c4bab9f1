"""A plain scalar means what YAML 1.2 says, and is warned of where other readers disagree."""

import math
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.source.document import read
from tracker.source.scalar import WORDS, Refused, Resolved, resolve

SURE: list[tuple[str, object]] = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("nULL", "nULL"),
    ("none", "none"),
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("false", False),
    ("False", False),
    ("FALSE", False),
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("-19", -19),
    ("123456789012345678", 123456789012345678),
    ("-123456789012345678", -123456789012345678),
    ("0x1F", 31),
    ("0x0", 0),
    ("0x00000000000000000000001", 1),
    ("0.5", 0.5),
    (".5", 0.5),
    ("1.", 1.0),
    ("-1.25", -1.25),
    ("+1.25", 1.25),
    ("1.5e+3", 1500.0),
    ("1.5E-3", 0.0015),
    ("012.5", 12.5),
    ("0.30000000000000004", 0.30000000000000004),
    ("2024-02-29", "2024-02-29"),
    ("2024-13-45", "2024-13-45"),
    ("2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z"),
    ("2024-02-29T10:00:00.25+01:00", "2024-02-29T10:00:00.25+01:00"),
    ("2024-W09-4", "2024-W09-4"),
    ("1.2.3", "1.2.3"),
    ("v1.22", "v1.22"),
    ("1,000", "1,000"),
    ("_1", "_1"),
    ("e3", "e3"),
    (".", "."),
    ("..", ".."),
    ("...x", "...x"),
    ("+", "+"),
    ("--", "--"),
    ("0b", "0b"),
    ("0x", "0x"),
    ("0xg", "0xg"),
    ("12e", "12e"),
    ("12:75", "12:75"),
    ("nobody", "nobody"),
    ("Norway", "Norway"),
    ("one", "one"),
    ("१२", "१२"),
    ("12 h", "12 h"),
    ("\N{FULLWIDTH DIGIT ONE}", "\N{FULLWIDTH DIGIT ONE}"),
]

DOUBTFUL: list[tuple[str, object, str]] = [
    *((word, word, "the boolean true") for word in "y Y yes Yes YES on On ON".split()),
    *((word, word, "the boolean false") for word in "n N no No NO off Off OFF".split()),
    ("012", "012", "an octal or a decimal number"),
    ("-012", "-012", "an octal or a decimal number"),
    ("08", "08", "an octal or a decimal number"),
    ("00", "00", "an octal or a decimal number"),
    ("0b101", "0b101", "a binary number"),
    ("-0b1_0", "-0b1_0", "a binary number"),
    ("0x1_F", "0x1_F", "a hexadecimal number"),
    ("-0x1F", "-0x1F", "a hexadecimal number"),
    ("12:30", "12:30", "a number in base 60"),
    ("09:30", "09:30", "a number in base 60"),
    ("1:30:00", "1:30:00", "a number in base 60"),
    ("190:20:30.15", "190:20:30.15", "a number in base 60"),
    ("1_000", "1_000", "a number with its underscores dropped"),
    ("1_", "1_", "a number with its underscores dropped"),
    ("1.0_0", "1.0_0", "a number with its underscores dropped"),
    (".1_0", ".1_0", "a number with its underscores dropped"),
    ("1_0.5e+3", "1_0.5e+3", "a number with its underscores dropped"),
    ("0o14", 12, "text"),
    ("1e3", 1000.0, "text"),
    ("1E3", 1000.0, "text"),
    ("1e-3", 0.001, "text"),
    ("1.5e3", 1500.0, "text"),
    ("-.5", -0.5, "text"),
    ("012e3", 12000.0, "text"),
    ("=", "=", "a special key of YAML 1.1"),
    ("<<", "<<", "a special key of YAML 1.1"),
    ("2024-02-29 10:00:00", "2024-02-29 10:00:00", "a moment in time"),
    ("2024-02-29T10:00:00", "2024-02-29T10:00:00", "a moment in time"),
    ("2024-2-9t1:00:00 Z", "2024-2-9t1:00:00 Z", "a moment in time"),
]

REFUSED = [
    *(
        (text, "not-finite")
        for text in ".inf .Inf .INF -.inf +.inf .nan .NaN .NAN 1e400 -1e400".split()
    ),
    ("9" * 400 + ".0", "not-finite"),
    ("1234567890123456789", "number-length"),
    ("-1234567890123456789", "number-length"),
    ("0x" + "f" * 16, "number-length"),
    ("0o" + "7" * 30, "number-length"),
    ("1" * 60_000, "number-length"),
    ("0x" + "f" * 60_000, "number-length"),
    ("-", "lone-dash"),
]


@pytest.mark.parametrize(("text", "value"), SURE)
def test_sure_scalars_are_read_without_a_warning(text: str, value: object) -> None:
    assert typed(resolve(text)) == (type(value), value, None)


@pytest.mark.parametrize(("text", "value", "others"), DOUBTFUL)
def test_doubtful_scalars_carry_what_others_read(text: str, value: object, others: str) -> None:
    assert typed(resolve(text)) == (type(value), value, others)


@pytest.mark.parametrize(("text", "code"), REFUSED, ids=lambda text: text[:20])
def test_scalars_that_are_no_safe_value_are_refused(text: str, code: str) -> None:
    meaning = resolve(text)
    assert isinstance(meaning, Refused)
    assert meaning.code == code
    assert len(meaning.message) < 150


@pytest.mark.parametrize(("text", "value"), SURE)
def test_a_document_reads_a_plain_scalar_as_the_table_says(text: str, value: object) -> None:
    reading = read(f"a: {text}\n".encode())
    assert reading.refusal is None
    assert reading.warnings == ()
    assert reading.data == {"a": value}


@pytest.mark.parametrize(("text", "value", "others"), DOUBTFUL)
def test_a_document_warns_at_the_doubtful_scalar(text: str, value: object, others: str) -> None:
    reading = read(f"ok: 1\na: {text}\n".encode())
    assert reading.data == {"ok": 1, "a": value}
    [warning] = reading.warnings
    assert (warning.code, tuple(warning.span)) == ("ambiguous", (2, 4, 2, 4 + len(text)))
    assert f"`{text}`" in warning.message and others in warning.message
    assert f'"{text}"' in warning.hint


@pytest.mark.parametrize(("text", "value", "others"), DOUBTFUL)
def test_quoting_as_the_hint_says_ends_the_warning(text: str, value: object, others: str) -> None:
    for quoted in (f'"{text}"', f"'{text}'"):
        reading = read(f"a: {quoted}\n".encode())
        assert (reading.data, reading.refusal, reading.warnings) == ({"a": text}, None, ())


@pytest.mark.parametrize(("text", "value", "others"), DOUBTFUL)
def test_writing_the_number_as_the_hint_says_ends_the_warning(
    text: str, value: object, others: str
) -> None:
    if not isinstance(value, str):
        reading = read(f"a: {value}\n".encode())
        assert (reading.data, reading.warnings) == ({"a": value}, ())


def test_every_word_that_is_not_text_to_all_is_known_by_its_letters() -> None:
    assert {word for word in WORDS if word[:1].isalpha()} >= {"y", "NO", "true", "Null", "off"}
    assert all(resolve(word) != Resolved(word) for word in WORDS)


# --- against PyYAML, which reads YAML 1.1 --------------------------------------------------------

ALPHABET = "0123456789" * 2 + "+-._:eExobTtZ " + "abfinNyYOsFlLuU~=<"
NUMBERS = st.from_regex(
    r"[-+]?(0[box]?)?[0-9a-f_]{0,6}(:[0-9]{1,2}){0,2}(\.[0-9_]{0,3})?([eE][-+]?[0-9]{1,2})?",
    fullmatch=True,
)
MOMENTS = st.from_regex(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,3})?)?"
    r"( ?(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?)?",
    fullmatch=True,
)
PLAIN = (
    st.text(ALPHABET, min_size=1, max_size=14) | NUMBERS | MOMENTS | st.sampled_from(sorted(WORDS))
)

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d))?", re.ASCII)
# Warned of although PyYAML reads text: other readers of YAML 1.1, or of 1.2, do not.
OTHERS = re.compile(r"[yYnN]|[-+]?0\d+|[-+]?0[\d_]*(:[0-5]?\d)+(\.[\d_]*)?|[-+]?0[\d_]+", re.ASCII)


def typed(meaning: Resolved | Refused) -> tuple[type, object, str | None]:
    assert isinstance(meaning, Resolved), meaning
    return type(meaning.value), meaning.value, meaning.others


def older(text: str) -> Any:
    """What PyYAML makes of a plain scalar; an object like no other where it fails to make it."""
    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return yaml.SafeLoader("").construct_object(yaml.ScalarNode(tag, text))
    except (ValueError, yaml.YAMLError):
        return object()


def is_same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours == theirs or math.isclose(ours, theirs, rel_tol=1e-15)
    return type(ours) is type(theirs) and ours == theirs


@settings(max_examples=max(2_000, settings().max_examples))
@given(PLAIN)
@example("-.5")
@example("1.0_0")
@example("-0x1F")
@example("0b_")
@example("190:20:30.15")
@example("2001-12-14t21:59:43.10-05:00")
@example("<<")
@example("=")
def test_we_warn_where_an_older_reader_reads_another_value_and_only_there(text: str) -> None:
    meaning = resolve(text)
    if isinstance(meaning, Refused) or ISO_DATE.fullmatch(text):
        return
    if not is_same(meaning.value, older(text)):
        assert meaning.others is not None, (text, meaning, older(text))
    elif text not in {"=", "<<"} and not OTHERS.fullmatch(text):
        assert meaning.others is None, (text, meaning, older(text))


@given(PLAIN)
def test_an_iso_date_is_text_and_exempt(text: str) -> None:
    if ISO_DATE.fullmatch(text):
        assert resolve(text) == Resolved(text)


@given(st.text(max_size=60))
def test_resolving_never_raises_and_text_stays_as_written(text: str) -> None:
    meaning = resolve(text)
    if isinstance(meaning, Resolved) and isinstance(meaning.value, str):
        assert meaning.value == text
