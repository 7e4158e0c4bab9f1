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

_ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LOOSE_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
_LOOSE_CLOCK = r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
_LOOSE_ZONE = r"(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)"

# What the rest can be, the first that fits; a meaning with a space in it is what YAML 1.1 takes a
# scalar for that is text in YAML 1.2. Every pattern is deterministic, since a file may hold one
# scalar of 64 KiB, or a hundred thousand short ones.
_FORMS: tuple[tuple[str, str], ...] = (
    ("date", _ISO_DAY),
    ("integer", r"[-+]?(?:0|[1-9][0-9]*)"),
    ("radix", r"0(?:o[0-7]+|x[0-9a-fA-F]+)"),
    ("not-finite", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
    ("an octal or a decimal number", r"[-+]?0[0-9]+"),
    # What both versions take for a number; then what only 1.2 does.
    ("float", r"(?:[-+]?[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?"),
    ("float-1.2", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
    ("a binary number", r"[-+]?0b[01_]+"),
    ("a hexadecimal number", r"[-+]?0x[0-9a-fA-F_]+"),
    ("a number in base 60", r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"),
    (
        "a number with its underscores dropped",
        r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+][0-9]+)?)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
    ),
    ("moment", rf"{_ISO_DAY}T{_CLOCK}(?:\.[0-9]+)?(?:Z|[-+][0-9]{{2}}:[0-9]{{2}})"),
    ("a moment in time", rf"{_LOOSE_DAY}(?:[Tt]|[ \t]+){_LOOSE_CLOCK}(?:[ \t]*{_LOOSE_ZONE})?"),
)
_FORM = re.compile("|".join(rf"((?:{pattern})\Z)" for _, pattern in _FORMS))


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
    if text[0] not in _FIRST:
        return Resolved(text)
    if text in {"=", "<<"}:
        return Resolved(text, "a special key of YAML 1.1")
    if text == "-":
        return _LONE_DASH
    found = _FORM.match(text)
    if found is None or found.lastindex is None:
        return Resolved(text)
    return _valued(text, _FORMS[found.lastindex - 1][0])


def _valued(text: str, form: str) -> Resolved | Refused:
    """The value of a scalar of one of the forms."""
    if form == "integer":
        return _too_long(text) if len(text.lstrip("+-")) > MAX_DIGITS else Resolved(int(text))
    if form == "radix":
        value = int(text, 0)
        others = "text" if text[1] == "o" else None
        return _too_long(text) if value >= 10**MAX_DIGITS else Resolved(value, others)
    if form == "not-finite":
        return Refused(
            "not-finite",
            f"`{text}` is not a number that can be counted with",
            f'write a finite number, or quote it where text is meant: "{text}"',
        )
    if form.startswith("float"):
        number = float(text)
        if number in {float("inf"), float("-inf")}:
            message = f"`{_shown(text)}` is too large for a number"
            return Refused("not-finite", message, "write a smaller number")
        return Resolved(number, None if form == "float" else "text")
    return Resolved(text, form if " " in form else None)


def _too_long(text: str) -> Refused:
    return Refused(
        "number-length",
        f"`{_shown(text)}` has more than the {MAX_DIGITS} digits that a whole number may have",
        f'quote it where text is meant, as in an account number: "{_shown(text)}"',
    )


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
