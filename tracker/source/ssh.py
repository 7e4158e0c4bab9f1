"""SSH signatures, made and verified by the program ssh-keygen; the only module that runs it.

Keys and signatures come from files that anybody may have written. Each is reduced to what it has to
be before the program sees it, and nothing of the user's own settings is read.
"""

import binascii
import os
import re
import subprocess
import tempfile
from base64 import b64decode
from pathlib import Path

from tracker.source import disarm

PATIENCE = 20
_TYPES = re.compile(
    r"(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)"
    r"|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)\Z",
    re.ASCII,
)
_SIGNATURE = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+-----END SSH SIGNATURE-----\n?\Z", re.ASCII
)
_SIGNER = "signer"


class SshError(Exception):
    """Signing failed, or nothing can be verified; with what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def public_key(text: str) -> str | None:
    """A public key as its type and its bytes, whatever stands around them; None where it is none.

    Options in front of a key could make it a certificate authority, and so are no part of one.
    """
    parts = text.split()
    if len(parts) < 2 or not _TYPES.match(parts[0]):
        return None
    try:
        b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError):
        return None
    return f"{parts[0]} {parts[1]}"


def verified(content: bytes, signature: str, keys: tuple[str, ...], namespace: str) -> bool:
    """True where the signature is one of these keys', over this content, for this namespace.

    Raises SshError where that cannot be told.
    """
    known = [key for key in map(public_key, keys) if key is not None]
    if not known or not _SIGNATURE.match(signature):
        return False
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        signers, signed = Path(folder, "signers"), Path(folder, "signature")
        signers.write_text("".join(f'{_SIGNER} namespaces="{namespace}" {key}\n' for key in known))
        signed.write_text(signature)
        done = _run(
            "-Y", "verify", "-f", str(signers), "-I", _SIGNER, "-n", namespace, "-s", str(signed),
            stdin=content,
        )  # fmt: skip
    return done.returncode == 0


def sign(content: bytes, key: Path, namespace: str) -> str:
    """The signature of a key file (or of its public half, where an agent holds the other)."""
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        file = Path(folder, "content")
        file.write_bytes(content)
        done = _run("-Y", "sign", "-f", str(key), "-n", namespace, str(file), stdin=b"")
        signed = file.with_name("content.sig")
        if done.returncode != 0 or not signed.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = said[-1] if said else "it gave no reason"
            raise SshError(
                f"ssh-keygen did not sign: {reason}", f"see that {key} is a key of yours"
            )
        return signed.read_text()


def _run(*arguments: str, stdin: bytes) -> "subprocess.CompletedProcess[bytes]":
    program = disarm.program(os.environ, "ssh-keygen")
    if program is None:
        raise SshError(
            "ssh-keygen, which makes and verifies signatures, was not found",
            "install the OpenSSH client; on Debian: apt-get install openssh-client",
        )
    try:
        return subprocess.run(
            [program, *arguments], input=stdin, capture_output=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise SshError(
            f"ssh-keygen came to no end within {PATIENCE} s",
            "see that the agent or the security key answers, then try again",
        ) from error
