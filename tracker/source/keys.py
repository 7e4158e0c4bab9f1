"""Public keys as what they are: one key stays one, however its text or its numbers are written.

A key is base64 of fields, each with its length before it. The numbers of an RSA key may be filled up
with zeros in front, and programs take both for the same key.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator

Key = tuple[bytes, ...] | str
"""The fields of a key without zeros in front; of what is no key, its text."""

_LENGTH = 4


def bare(text: str) -> Key:
    """A public key as it is compared: without its comment, and in one spelling."""
    words = text.split()[:2]
    try:
        fields = tuple(_fields(b64decode(words[-1], validate=False)))
    except (binascii.Error, ValueError, IndexError):
        return " ".join(words)
    return tuple(field.lstrip(b"\0") for field in fields)


def is_plain(text: str) -> bool:
    """False where a number of an RSA key is written longer than it has to be."""
    key = bare(text)
    words = text.split()[:2]
    if isinstance(key, str) or key[:1] != (b"ssh-rsa",):
        return True
    return all(map(_is_minimal, tuple(_fields(b64decode(words[-1], validate=False)))[1:]))


def _is_minimal(number: bytes) -> bool:
    """A zero stands in front only where the number would be taken for a negative one."""
    return not number.startswith(b"\0") or (len(number) > 1 and number[1] >= 0x80)


def _fields(blob: bytes) -> Iterator[bytes]:
    if not blob:
        raise ValueError
    while blob:
        size = int.from_bytes(blob[:_LENGTH], "big")
        if len(blob) < _LENGTH + size:
            raise ValueError
        yield blob[_LENGTH : _LENGTH + size]
        blob = blob[_LENGTH + size :]
