"""The steps of a CI file, told line by line: which run Tracker, and which only speak of it.

No file is taken for YAML here: forges read more of it than Tracker does. Every pattern is linear in
the length of a line, since a file may be one line of a mebibyte, or a million empty ones.
"""

import re
from posixpath import basename

_COMMENT = re.compile(r"(?:^|\s)#.*")
_USES = re.compile(r"(?:^|[\s{,])uses:\s*[\"']?([^\s\"',}]+)")
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[;|&(),\[\]{}`]|[^\s;|&(),\[\]{}`\"']+")
_KEYS = ("run:", "script:", "before_script:", "after_script:")
"""The keys of forges whose value is a command."""
_LAUNCHERS = frozenset(
    "bash sh env exec sudo time timeout if then else while until do not ! uv uvx pipx poetry pdm "
    "hatch rye tox nox conda docker podman nix python python3 xargs".split()
)
"""What runs the command that comes after it, be it after some options."""


def lines(text: str) -> list[str]:
    """The lines of a file without their comments."""
    return [_COMMENT.sub("", line) for line in text.splitlines()]


def action(line: str) -> str | None:
    """The action that a step uses, where it is one that runs Tracker."""
    for found in _USES.finditer(line):
        if basename(found[1].partition("@")[0]) == "tracker":
            return found[1]
    return None


def is_template(line: str) -> bool:
    """True where GitLab's template is included."""
    if "tracker/gitlab" in line:
        return True
    ends = line.rfind(".gitlab-ci.yml")
    begins = line.rfind("tracker", 0, max(ends, 0))
    return begins >= 0 and not re.search(r"\s", line[begins:ends])


def checks(line: str) -> bool:
    """True where `tracker check` is a command, not a word of a text that is printed."""
    if "tracker" not in line or "check" not in line:
        return False
    commands, is_list, last = _Position(), False, ""
    for found in _WORD.findall(line):
        quoted = found[0] in "\"'"
        if quoted and commands.begins and checks(found[1:-1]):
            return True
        word = found[1:-1] if quoted else found
        if quoted and (not word or " " in word):
            commands.after('""')
        elif last == "tracker" and word == "check":
            return True
        elif word in ("[", "{"):
            is_list = is_list or (word == "[" and commands.begins)
        elif word == ",":
            commands.start(is_list)
        elif word in ")]}":
            commands.start(False)
        elif word in ";|&(`":
            commands.start(True)
        else:
            last = basename(word) if commands.begins else ""
            commands.after(word)
            continue
        last = ""
    return False


class _Position:
    """Where in a line a command can begin."""

    def __init__(self) -> None:
        self.begins = True
        self._is_launched = False

    def start(self, begins: bool) -> None:
        self.begins, self._is_launched = begins, False

    def after(self, word: str) -> None:
        """The words of a command are no commands, but for those that a launcher has."""
        if word.endswith(":"):
            self.start(word in _KEYS)
        elif self.begins and basename(word) in _LAUNCHERS:
            self._is_launched = True
        elif self.begins and not (self._is_launched or word[0] == "-" or "=" in word):
            self.begins = False
