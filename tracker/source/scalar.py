"""What a plain YAML scalar means: the YAML 1.2 core schema, and a warning where readers disagree.

Source: YAML 1.2.2, chapter 10.3 (core schema); YAML 1.1 type repository for what older readers do.
"""

import re
from typing import NamedTuple

Scalar = None | bool | int | float | str

MAX_DIGITS = 18
"""Integers of more digits are refused: they do not survive a 64-bit reader."""

_CORE: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SWITCHES = {
    form: meaning
    for words, meaning in ((("y", "yes", "on"), "true"), (("n", "no", "off"), "false"))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
WORDS = frozenset(_CORE) | frozenset(_SWITCHES)
"""All plain scalars that start with a letter and are not text to every reader."""

# Any other first character makes a plain scalar text, whoever reads it, but for WORDS.
_FIRST = frozenset("0123456789+-.~<=")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_RADIX = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_FLOAT_1_1 = re.compile(r"(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?\Z")
_NOT_FINITE = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")

_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
# What YAML 1.1 takes for a number and YAML 1.2 for text. Every pattern here is deterministic: a
# file may hold one scalar of 64 KiB, or a hundred thousand short ones.
_OLDER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"\Z"), meaning)
    for pattern, meaning in (
        (r"[-+]?0[0-9]+", "an octal number, or a decimal one"),
        (r"[-+]?0b[01_]+", "a binary number"),
        (r"[-+]?0x[0-9a-fA-F_]+", "a hexadecimal number"),
        (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number in base 60"),
        (
            r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+][0-9]+)?)?",
            "a number with its underscores dropped",
        ),
        (r"\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?", "a number with its underscores dropped"),
    )
)
_LOOSE_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?\Z"
)
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})\Z"
)


class Refused(NamedTuple):
    """A scalar that is not read at all: a code, and what to say."""

    code: str
    message: str
    hint: str


class Resolved(NamedTuple):
    """The value of a scalar, and what other readers take it for where they disagree."""

    value: Scalar
    others: str | None = None


# Only in brackets can a dash get this far; YAML forbids it there, the C parser does not.
_LONE_DASH = Refused(
    "lone-dash", "a dash alone is neither an item nor a text", 'quote it: "-", or write `null`'
)


def resolve(text: str) -> Resolved | Refused:
    """A plain scalar means what YAML 1.2 says; what readers disagree about stays as written.

    `012`, `NO`, `12:30` and `1_000` are text. `1e3` and `0o14` are the numbers that YAML 1.2
    says they are. All six carry what other readers take them for.
    """
    if text in _CORE:
        return Resolved(_CORE[text])
    if text in _SWITCHES:
        return Resolved(text, f"the boolean {_SWITCHES[text]}")
    if text[0] not in _FIRST or _DATE.match(text):
        return Resolved(text)
    if text in {"=", "<<"}:
        return Resolved(text, "a special key of YAML 1.1")
    if text == "-":
        return _LONE_DASH
    return _number(text) or Resolved(text, _other_meaning(text))


def _number(text: str) -> Resolved | Refused | None:
    if _INTEGER.match(text):
        return _too_long(text) if len(text.lstrip("+-")) > MAX_DIGITS else Resolved(int(text))
    if _RADIX.match(text):
        value = int(text, 0)
        others = "text" if text[1] == "o" else None
        return _too_long(text) if value >= 10**MAX_DIGITS else Resolved(value, others)
    if _NOT_FINITE.match(text):
        return Refused(
            "not-finite",
            f"`{text}` is not a number that can be counted with",
            'write a finite number, or quote it where text is meant: "' + text + '"',
        )
    if _LEADING_ZERO.match(text) or not _FLOAT.match(text):
        return None
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        return Refused(
            "not-finite", f"`{_shown(text)}` is too large for a number", "write a smaller number"
        )
    return Resolved(number, None if _FLOAT_1_1.match(text) else "text")


def _too_long(text: str) -> Refused:
    return Refused(
        "number-length",
        f"`{_shown(text)}` has more than the {MAX_DIGITS} digits that a whole number may have",
        "quote it where text is meant (an account or part number)",
    )


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _other_meaning(text: str) -> str | None:
    """What a YAML 1.1 reader makes of a scalar that is text in YAML 1.2."""
    for pattern, meaning in _OLDER:
        if pattern.match(text):
            return meaning
    if _LOOSE_DATE.match(text) and not _ISO_MOMENT.match(text):
        return "a moment in time"
    return None
