"""Public keys in every spelling that programs take for the same one."""

import struct
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from tracker.source.keys import bare, is_plain


def made(folder: Path, kind: str) -> str:
    path = folder / kind
    making = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "a comment", "-f", str(path)]
    making += ["-b", "1024"] if kind == "rsa" else []  # a short one is made at once
    subprocess.run(making, check=True, capture_output=True)
    return path.with_suffix(".pub").read_text().strip()


def fields(key: str) -> list[bytes]:
    blob, found = b64decode(key.split()[1]), []
    while blob:
        size = struct.unpack(">I", blob[:4])[0]
        found.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return found


def spelt(parts: list[bytes]) -> str:
    blob = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return f"{parts[0].decode()} {b64encode(blob).decode()}"


@pytest.mark.parametrize("kind", ["rsa", "ecdsa", "ed25519"])
def test_a_key_is_the_same_without_its_comment_and_another_is_another(
    tmp_path: Path, kind: str
) -> None:
    key = made(tmp_path, kind)
    assert bare(key) == bare(" ".join(key.split()[:2])) == bare(spelt(fields(key)))
    assert is_plain(key)
    (tmp_path / "other").mkdir()
    assert bare(key) != bare(made(tmp_path / "other", kind))


@pytest.mark.parametrize("at", [1, 2])
def test_a_padded_number_is_the_same_number_and_refused(tmp_path: Path, at: int) -> None:
    key = made(tmp_path, "rsa")
    parts = fields(key)
    parts[at] = b"\0" + parts[at]
    assert spelt(parts) != " ".join(key.split()[:2])
    assert bare(spelt(parts)) == bare(key)
    assert not is_plain(spelt(parts))


@pytest.mark.parametrize(
    "text", ["", "ssh-rsa", "ssh-rsa AAAA", "ssh-rsa !!", "ssh-rsa AAAAB3Nz x"]
)
def test_what_is_no_key_is_its_text(text: str) -> None:
    assert bare(text) == " ".join(text.split()[:2])
    assert is_plain(text)
