"""How git is started so that no repository can make it execute, fetch or falsify anything.

Hooks, monitors, signature programs, pagers, lazy fetches, replaced objects and grafts are
switched off by settings that outrank a repository's own, and by an environment that keeps nothing
of the caller's GIT_* but the place of the user's configuration. Pure: the environment is given, a
list or a mapping comes back.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Users say where their own configuration lies; every other GIT_* of theirs is dropped."""

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

_SETTINGS = {
    "color.ui": "false",
    "core.bigFileThreshold": "1m",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "core.sshCommand": "false",
    "core.useReplaceRefs": "false",
    "core.warnAmbiguousRefs": "true",
    "credential.helper": "",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "gc.auto": "0",
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
}
OPTIONS = (
    "--no-pager",
    *(part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")),
)
"""What stands between the program's name and its verb."""


def program(given: Mapping[str, str], name: str = "git") -> str | None:
    """Where git, or another program, is installed; None where it is not.

    A relative place in PATH is passed over: it could be a folder of the checkout.
    """
    path = given.get("PATH", os.defpath).split(os.pathsep)
    return shutil.which(name, path=os.pathsep.join(one for one in path if one.startswith("/")))


def environment(given: Mapping[str, str], root: Path) -> dict[str, str]:
    """The environment that git runs in, for the working tree at `root`.

    Discovery ends at that root, so that a broken `.git` in it never means the repository above.
    """
    kept = {name: value for name, value in given.items() if name in _KEPT or not _dropped(name)}
    return kept | ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": str(root.parent)}


def _dropped(name: str) -> bool:
    return name.startswith("GIT_") or name in ("PAGER", "LANGUAGE", "LANG")
