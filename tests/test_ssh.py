"""Keys and signatures from files that anybody may have written: what is taken for one, and what is not."""

import subprocess
from pathlib import Path

import pytest

from tracker.source.ssh import SshError, public_key, sign, verified

SPACE = "tracker-approval"
BLOB = "AAAAC3NzaC1lZDI1NTE5AAAAINg+WLXNMyORUgQJU12LabmcMFSE7zoiryyZEbh/STtJ"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name, kind in (("ann", "ed25519"), ("ben", "ecdsa"), ("ca", "ed25519")):
        made = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(made, check=True, capture_output=True)
    return folder


def public(keys: Path, name: str) -> str:
    return (keys / f"{name}.pub").read_text().strip()


@pytest.mark.parametrize("name", ["ann", "ben"])
def test_a_signature_holds_for_its_content_key_and_namespace(keys: Path, name: str) -> None:
    made = sign(b"content", keys / name, SPACE)
    assert verified(b"content", made, (public(keys, name),), SPACE)
    assert not verified(b"content!", made, (public(keys, name),), SPACE)
    assert not verified(b"content", made, (public(keys, "ca"),), SPACE)
    assert not verified(b"content", made, (public(keys, name),), "git")
    assert not verified(b"content", made, (), SPACE)


@pytest.mark.parametrize(
    "other",
    [
        "",
        "garbage",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 !!!!",
        "ssh-dss AAAAB3NzaC1kc3M=",
        f"ssh-rsa {BLOB}",
        "cert-authority",
        "* * *",
    ],
)
def test_a_bad_key_beside_a_good_one_takes_nothing_away(keys: Path, other: str) -> None:
    made = sign(b"content", keys / "ann", SPACE)
    assert verified(b"content", made, (other, public(keys, "ann")), SPACE)
    assert verified(b"content", made, (public(keys, "ann"), other), SPACE)
    assert not verified(b"content", made, (other,), SPACE)


def test_options_make_no_key(keys: Path) -> None:
    """`cert-authority` would let whoever signs certificates approve; `namespaces` would lift ours."""
    made = sign(b"content", keys / "ann", "git")
    for options in ("cert-authority", 'namespaces="git"', 'valid-before="20990101"'):
        assert public_key(f"{options} {public(keys, 'ann')}") is None
        assert not verified(b"content", made, (f"{options} {public(keys, 'ann')}",), "git")


def test_a_certificate_is_no_key(keys: Path) -> None:
    signing = [
        "ssh-keygen",
        "-q",
        "-s",
        str(keys / "ca"),
        "-I",
        "x",
        "-n",
        "signer",
        str(keys / "ben.pub"),
    ]
    subprocess.run(signing, check=True, capture_output=True)
    certificate = (keys / "ben-cert.pub").read_text()
    made = sign(b"content", keys / "ben", SPACE)
    assert public_key(certificate) is None
    assert not verified(b"content", made, (f"cert-authority {public(keys, 'ca')}",), SPACE)
    assert not verified(b"content", made, (public(keys, "ca"),), SPACE)


def test_a_comment_is_no_part_of_a_key(keys: Path) -> None:
    key = public(keys, "ann").rpartition(" ")[0]
    assert public_key(f'{key} ann cert-authority namespaces="git"') == key
    made = sign(b"content", keys / "ann", SPACE)
    assert verified(b"content", made, (f"{key} \\n* {key}",), SPACE)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "garbage",
        "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n",
        "-----BEGIN PGP SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END PGP SIGNATURE-----\n",
    ],
)
def test_what_is_no_signature_holds_for_nothing(keys: Path, signature: str) -> None:
    assert not verified(b"", signature, (public(keys, "ann"),), SPACE)


def test_a_signature_is_one_and_nothing_around_it(keys: Path) -> None:
    made = sign(b"content", keys / "ann", SPACE)
    key = (public(keys, "ann"),)
    assert verified(b"content", made.rstrip("\n"), key, SPACE), "as a folded scalar may end"
    assert not verified(b"content", f"x\n{made}", key, SPACE)
    assert not verified(b"content", f"{made}{made}", key, SPACE)
    changed = made.replace("\n", "\n ", 1)
    assert not verified(b"content", changed, key, SPACE)


def test_a_key_of_a_pass_phrase_is_asked_for_by_no_test(keys: Path, tmp_path: Path) -> None:
    """Without a terminal there is nobody to ask: it fails, and says why."""
    locked = tmp_path / "locked"
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret words", "-f", str(locked)]
    subprocess.run(made, check=True, capture_output=True)
    with pytest.raises(SshError, match="did not sign"):
        sign(b"content", locked, SPACE)
    with pytest.raises(SshError, match="did not sign"):
        sign(b"content", keys / "nowhere", SPACE)


def test_without_the_program_nothing_is_told(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither yes nor no; and a program of that name in a relative folder of PATH is none."""
    made = sign(b"content", keys / "ann", SPACE)
    trap = tmp_path / "bin" / "ssh-keygen"
    trap.parent.mkdir()
    trap.write_text("#!/bin/sh\nexit 0\n")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "bin:.")
    with pytest.raises(SshError, match="was not found"):
        verified(b"other", made, (public(keys, "ann"),), SPACE)


def test_a_program_that_comes_to_no_end_is_ended(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sign(b"content", keys / "ann", SPACE)
    slow = tmp_path / "ssh-keygen"
    slow.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("tracker.source.ssh.PATIENCE", 0.2)
    with pytest.raises(SshError, match="came to no end"):
        verified(b"content", made, (public(keys, "ann"),), SPACE)
