"""Plain data as YAML text: the one place that writes, so that every reader takes it for the same.

A text stays plain where nobody doubts it; `NO`, `012` and the like are quoted, ISO days are not.
"""

import re
from math import isfinite

from tracker.source.document import Plain
from tracker.source.manners import Manners
from tracker.source.refusal import UNSEEN, shown
from tracker.source.scalar import Refused, resolve

WIDTH = 100
"""A list is not written into one line that is longer."""

_FOLD = 80
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`.")
_NEVER_PLAIN = re.compile(r"[\n\r\t]|: |:\Z| #|\A | \Z")
_NOT_IN_BRACKETS = re.compile(r"[,\[\]{}]|:[,\[\]{}]")
_NOT_A_BLOCK = re.compile(r"[\r]|^[ \t]+$|^\t|\A\s|\n\n\Z", re.MULTILINE)
_NOT_FOLDED = re.compile(r"^[ \t]|[ \t]$", re.MULTILINE)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class UnwritableError(ValueError):
    """A value that no document may hold."""


def scalar(value: Plain, style: str = "", in_brackets: bool = True, quote: str = '"') -> str:
    """A value as a YAML scalar on one line, in that style where it can be."""
    if not isinstance(value, str):
        return _word(value)
    _refuse_unseen(value)
    if style in ("", "|", ">") and is_plain(value, in_brackets):
        return value
    if "'" in (style, style or quote) and not re.search(r"[\n\r\t]", value):
        return "'" + value.replace("'", "''") + "'"
    return f'"{value.translate(_ESCAPES)}"'


def is_plain(text: str, in_brackets: bool = True) -> bool:
    """True where the text needs no quotes, to no reader."""
    if not text or text[0] in _INDICATORS or _NEVER_PLAIN.search(text):
        return False
    if in_brackets and _NOT_IN_BRACKETS.search(text):
        return False
    meaning = resolve(text)
    return not isinstance(meaning, Refused) and meaning.value == text and meaning.others is None


def _word(value: Plain) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and isfinite(value):
        mantissa, e, exponent = repr(value).partition("e")
        return f"{mantissa}{'' if '.' in mantissa or not e else '.0'}{e}{exponent}"
    raise UnwritableError(f"{shown(repr(value))} is not plain data")


def _refuse_unseen(text: str) -> None:
    found = UNSEEN.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise UnwritableError(f"the text holds the control or invisible character {code}")
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        raise UnwritableError("the text holds half a character")


def text_block(text: str, style: str, manners: Manners) -> list[str] | None:
    """A text as a header and lines, literal or folded; None where it goes on one line or must."""
    if not (style in ("|", ">") or "\n" in text):
        return None
    if _NOT_A_BLOCK.search(text) or not text or (manners.unended and text.endswith("\n")):
        return None
    _refuse_unseen(text)
    chomp = "" if text.endswith("\n") else "-"
    body = text.removesuffix("\n")
    if style == ">" and not _NOT_FOLDED.search(body):
        return [f">{chomp}", *_folded(body)]
    return [f"|{chomp}", *body.split("\n")]


def _folded(body: str) -> list[str]:
    """Each line of the text wrapped at its single spaces; an empty line stands for each break."""
    rows: list[str] = []
    for at, part in enumerate(re.split(r"(\n+)", body)):
        rows += [""] * len(part) if at % 2 else _wrapped(part)
    return rows


def _wrapped(line: str) -> list[str]:
    rows = [""]
    for word in re.split(r"(?<=\S) (?=\S)", line):
        if rows[-1] and len(rows[-1]) + len(word) >= _FOLD:
            rows.append(word)
        else:
            rows[-1] += f" {word}" if rows[-1] else word
    return rows


def inline(value: Plain, manners: Manners, style: str = "", in_brackets: bool = True) -> str:
    """A value on one line, collections in brackets."""
    if isinstance(value, list):
        return "[" + ", ".join(inline(item, manners) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(pair(key, item, manners) for key, item in value.items()) + "}"
    word = scalar(value, style, in_brackets, manners.quote)
    missing = manners.decimals - len(word.partition(".")[2])
    is_padded = isinstance(value, float) and "e" not in word and missing > 0
    return word + "0" * missing if is_padded else word


def pair(key: str, value: Plain, manners: Manners) -> str:
    """A key and its value on one line."""
    return f"{name(key)}: {inline(value, manners)}"


def name(key: str) -> str:
    """A key as it is written."""
    if not isinstance(key, str):
        raise UnwritableError(f"the key {shown(repr(key))} is not text")
    return scalar(key)


def lines(
    prefix: str,
    value: Plain,
    indent: int,
    manners: Manners,
    style: str = "",
    brackets: bool | None = None,
) -> list[str]:
    """`prefix` (a key with its colon, or a dash) with its value, from that column on.

    `brackets` says whether a collection stands in them; where it is not said, the file's manners.
    """
    is_item = prefix == "-"
    lead = " " * indent + prefix
    gap = " " * (manners.pad if is_item else 1)
    block = text_block(value, style, manners) if isinstance(value, str) else None
    if block is not None:
        margin = " " * (indent + manners.step)
        return [f"{lead}{gap}{block[0]}", *(row and margin + row for row in block[1:])]
    if not isinstance(value, list | dict) or not value or brackets:
        return [f"{lead}{gap}{inline(value, manners, style, in_brackets=False)}"]
    usual = manners.brackets if isinstance(value, list) else manners.braces and not is_item
    if brackets is None and usual and _fits_brackets(value, manners, indent):
        return [f"{lead}{gap}{inline(value, manners)}"]
    if isinstance(value, list):
        below = indent + (len(prefix) + manners.pad if is_item else manners.list_step)
        rows = [row for item in value for row in lines("-", item, below, manners)]
    else:
        below = indent + (len(prefix) + manners.pad if is_item else manners.step)
        rows = [
            row
            for key, item in value.items()
            for row in lines(f"{name(key)}:", item, below, manners)
        ]
    return [lead + gap + rows[0][below:], *rows[1:]] if is_item else [lead, *rows]


def document(data: dict[str, Plain]) -> str:
    """A new file that holds these keys, as the house writes it."""
    rows = [
        row for key, value in data.items() for row in lines(f"{name(key)}:", value, 0, Manners())
    ]
    return "".join(f"{row}\n" for row in rows)


def _fits_brackets(value: list[Plain] | dict[str, Plain], manners: Manners, indent: int) -> bool:
    items = value.values() if isinstance(value, dict) else value
    is_flat = not any(
        isinstance(item, list | dict) or (isinstance(item, str) and "\n" in item) for item in items
    )
    return is_flat and indent + len(inline(value, manners)) <= WIDTH
