"""With which key an approval is signed: the one that is named, git's own, or the one of ~/.ssh that fits."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.cli.terminal.stop import Stop
from tracker.law.content import NAMESPACE
from tracker.source.git import Repository
from tracker.source.keys import Key, bare
from tracker.source.ssh import SshError, public_key, sign, verified

_LITERAL = "key::"


def signed(
    content: bytes, person: str, keys: Sequence[str], named: Path | None, repository: Repository
) -> str:
    """A signature that one of the person's keys made; each way to fail says what is missing."""
    if not keys:
        raise Stop(
            f"{person} has no key of their own at the base, and the proof is a signature",
            f"add one to `keys` in people/{person}/identity.yaml, in a change of its own; land that first",
        )
    with _key(person, keys, named, repository) as key:
        try:
            made = sign(content, key, NAMESPACE)
            if verified(content, made, tuple(keys), NAMESPACE):
                return made
        except SshError as error:
            raise Stop(error.message, error.hint) from error
        raise Stop(
            f"the key {key} is none that {person} has at the base",
            "name another by --key; or bring it in a change of its own first",
        )


@contextmanager
def _key(
    person: str, keys: Sequence[str], named: Path | None, repository: Repository
) -> Iterator[Path]:
    if named is not None and not named.is_file():
        raise Stop(
            f"there is no key {named}", "name the file of an SSH key: --key ~/.ssh/id_ed25519"
        )
    if named is not None:
        yield named
        return
    said = repository.config("user.signingkey") or ""
    literal = public_key(said.removeprefix(_LITERAL))
    if literal is not None:  # an agent holds the other half
        with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
            place = Path(folder, "key.pub")
            place.write_text(f"{literal}\n")
            yield place
        return
    path = Path(said).expanduser()
    yield path if said and path.is_file() else _own(person, keys)


def _own(person: str, keys: Sequence[str]) -> Path:
    """The key of ~/.ssh that the identity names."""
    known = {bare(key) for key in keys}
    folder = Path.home() / ".ssh"
    found = [path for path in sorted(folder.glob("*.pub")) if _public(path) in known]
    if len(found) == 1:
        return found[0]
    there = "several keys" if found else "no key"
    raise Stop(
        f"{there} of {folder} belong to {person} at the base, and none was named"
        if found
        else f"{there} of {folder} belongs to {person} at the base, and none was named",
        "name one: --key FILE; or tell git: `git config user.signingkey FILE`",
    )


def _public(path: Path) -> Key | None:
    try:
        text = public_key(path.read_text(encoding="utf-8", errors="replace")[:16_384])
    except OSError:
        return None
    return None if text is None else bare(text)
