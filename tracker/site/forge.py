"""Where a forge shows a file: the address of each source, as far as the remote's name tells it."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_REMOTE = re.compile(
    r"(?:(?:https|ssh)://(?:[^@/\s]+@)?|(?:[^@/:\s]+@))"
    r"(?P<host>[a-z0-9.-]+)(?::[0-9]+)?[/:](?P<path>[A-Za-z0-9._~/-]+?)(?:\.git)?/?\Z"
)

_WORDS = {
    "github": ("blob", "commits", "commit"),
    "gitlab": ("-/blob", "-/commits", "-/commit"),
    "codeberg": ("src/commit", "commits/commit", "commit"),
    "gitea": ("src/commit", "commits/commit", "commit"),
    "bitbucket": ("src", "history-node", "commits"),
}
"""How each says: this file then, what it was before that, and that commit."""


@dataclass(frozen=True)
class Forge:
    """A repository as its forge shows it: `https://HOST/PATH`, and the forge's words in addresses."""

    home: str
    blob: str
    commits: str
    single: str

    def file(self, commit: str, path: str) -> str:
        """The page of a file as a commit has it."""
        return f"{self.home}/{self.blob}/{commit}/{quote(path)}"

    def history(self, commit: str, path: str) -> str:
        """The page of what has happened to a file up to a commit."""
        return f"{self.home}/{self.commits}/{commit}/{quote(path)}"

    def commit(self, commit: str) -> str:
        """The page of a commit."""
        return f"{self.home}/{self.single}/{commit}"


def origin(remote: str | None) -> str | None:
    """Where a remote's address says that the repository lives, `https://HOST/PATH`.

    What stands before the host, a user's token perhaps, is left out.
    """
    found = _REMOTE.match(remote or "")
    if found is None or ".." in found["path"]:
        return None
    return f"https://{found['host']}/{found['path'].strip('/')}"


def forge(home: str | None) -> Forge | None:
    """The forge of an origin; None where its name is none that is known."""
    host = urlsplit(home or "").hostname or ""
    words = (held for name, held in _WORDS.items() if name in host.split("."))
    return next((Forge(home, *held) for held in words if home), None)
