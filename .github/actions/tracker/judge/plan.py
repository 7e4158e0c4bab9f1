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

from tracker.cli.terminal.stop import Stop

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Plan(NamedTuple):
    """What a run is judged by: the arguments that name the base, the base, and what the log says.

    With tips the base is a branch, and what is here under its name may be old: it has to hold them.
    """

    arguments: tuple[str, ...]
    base: str | None = None
    said: str = ""
    tips: tuple[str, ...] | None = None


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
        target = ORIGIN + environ.get("GITHUB_BASE_REF", "")
        return Plan(("--pr",), target, tips=tips(environ, told, remote))
    if name == "pull_request_review":
        base = within(told, "pull_request", "base", "ref")
        target = f"{ORIGIN}{base}"
        arguments = ("--base", target, "--head", "HEAD")
        return Plan(arguments, target, tips=tips(environ, told, remote))
    if name == "merge_group":
        return Plan(("--pr",), queued(told))
    if name == "push":
        return pushed(environ.get("GITHUB_REF", ""), told, remote)
    if name in ("schedule", "workflow_dispatch"):
        return against_default(environ.get("GITHUB_REF", ""), told, remote, f"a run by {name}")
    raise Stop(
        f"runs by {name or 'no event'} are not judged",
        "run on pull_request, pull_request_review, merge_group or push; "
        "`pull_request_target` would give rights to a fork's change",
    )


def tips(environ: Mapping[str, str], told: dict[str, Any], remote: Remote) -> tuple[str, ...]:
    """The commits of the target that GitHub tells of: its tip, and what the merge is made with.

    Both, because the first may be as old as the last push to the pull request.
    """
    said = [within(told, "pull_request", "base", "sha")]
    if environ.get("GITHUB_REF", "").endswith("/merge"):
        said.append(remote.merged_with(environ.get("GITHUB_SHA", "")))
    return tuple(one for one in said if isinstance(one, str) and _HASH.fullmatch(one))


def queued(told: dict[str, Any]) -> str:
    """What a merge queue's group builds on."""
    base = within(told, "merge_group", "base_sha")
    if not isinstance(base, str) or not _HASH.fullmatch(base):
        raise Stop(
            "the event of this merge queue does not say what it builds on", "see GITHUB_EVENT_PATH"
        )
    return base


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
        if ref == BRANCH + default_of(told) and remote.lost(before):
            raise Stop(
                f"this push by force took away the commit that was there before it, {before[:12]}",
                f"put it back (git push --force origin {before[:12]}:{ref}), and undo what it did with git revert",
            )
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
    name = within(told, "repository", "default_branch")
    if not isinstance(name, str) or not name or not name.isprintable():
        raise Stop("the event of this run names no default branch", "see GITHUB_EVENT_PATH")
    return name


def within(told: object, *names: str) -> object:
    """What stands in an event under names, each in the one before; None where it does not."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told
