"""Which forge keeps the repository, as far as a clone can tell: nobody is asked."""

import re
from enum import StrEnum

from tracker.source.git import Repository
from tracker.source.snapshot import Folder


class Host(StrEnum):
    """A forge whose rules and settings are known here."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"


_MACHINE = re.compile(r"(?:[a-z+]+://)?(?:[^@/]*@)?(?P<name>[^:/@]+)[:/]")
_MARKS = {Host.GITHUB: ".github", Host.GITLAB: ".gitlab-ci.yml"}


def host(repository: Repository | None, files: Folder) -> Host | None:
    """By the machine of the remote `origin`; else by whose files there are, if they are one's alone."""
    url = repository.config("remote.origin.url") if repository is not None else None
    machine = _MACHINE.match(url or "")
    named = [one for one in Host if machine and one.value.lower() in machine["name"].lower()]
    marked = [one for one, mark in _MARKS.items() if files.exists(mark)]
    found = named or marked
    return found[0] if len(found) == 1 else None
