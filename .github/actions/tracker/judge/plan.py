"""What a run is judged by, told from what GitHub says of it.

`tracker check --pr` knows the base of a pull request and of a merge queue's group. What a push is
compared with is decided here: what was there before, or, where that is nothing, the default branch.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from remote import BRANCH, ORIGIN, Remote

from tracker.cli.stop import Stop

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Plan(NamedTuple):
    """What a run is judged by: the arguments that name the base, the base, and what the log says."""

    arguments: tuple[str, ...]
    base: str | None = None
    said: str = ""


def event(environ: Mapping[str, str]) -> dict[str, Any]:
    """What GitHub says of the run, in the file that it names."""
    try:
        told = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_bytes())
    except (OSError, ValueError, KeyError, RecursionError) as error:
        raise Stop(
            f"the event of this run cannot be read: {error}", "run this as a step of GitHub's"
        ) from error
    return told if isinstance(told, dict) else {}


def planned(environ: Mapping[str, str], told: dict[str, Any], remote: Remote) -> Plan:
    """The base of a run, by what made it run."""
    name = environ.get("GITHUB_EVENT_NAME", "")
    if name == "pull_request":
        return Plan(("--pr",), ORIGIN + environ.get("GITHUB_BASE_REF", ""))
    if name == "merge_group":
        return Plan(("--pr",), str((told.get("merge_group") or {}).get("base_sha")))
    if name == "push":
        return pushed(environ.get("GITHUB_REF", ""), told, remote)
    if name in ("schedule", "workflow_dispatch"):
        return against_default(environ.get("GITHUB_REF", ""), told, remote, f"a run by {name}")
    raise Stop(
        f"runs by {name or 'no event'} are not judged",
        "run on pull_request, merge_group or push; `pull_request_target` would give rights to a fork's change",
    )


def pushed(ref: str, told: dict[str, Any], remote: Remote) -> Plan:
    """A push is compared with what was there before it."""
    before = str(told.get("before", ""))
    if not _HASH.fullmatch(before):
        raise Stop(
            "the event of this push does not say what was there before", "see GITHUB_EVENT_PATH"
        )
    if not before.strip("0"):
        return against_default(ref, told, remote, "the first push of a branch")
    if remote.has(before):
        return Plan(("--base", before, "--head", "HEAD"), before)
    if ref == BRANCH + default_of(told):
        raise Stop(
            f"the commit that was there before this push, {before[:12]}, is gone: it was overwritten by force",
            f"compare by hand, in a clone that still has it: tracker check --base {before[:12]}",
        )
    return against_default(ref, told, remote, "a push over a commit that is gone")


def against_default(ref: str, told: dict[str, Any], remote: Remote, what: str) -> Plan:
    """What has no commit before it is compared with the default branch, if there is one beside it."""
    default = default_of(told)
    if ref != BRANCH + default and remote.branch(default):
        base = ORIGIN + default
        return Plan(("--base", base, "--head", "HEAD"), base, f"{what} is compared with {default}")
    return Plan(
        ("--head", "HEAD"), None,
        f"{what}, and nothing to compare it with: the state is judged, no transition is",
    )  # fmt: skip


def default_of(told: dict[str, Any]) -> str:
    name = (told.get("repository") or {}).get("default_branch")
    if not isinstance(name, str) or not name:
        raise Stop("the event of this run names no default branch", "see GITHUB_EVENT_PATH")
    return name
