"""Judges a run of GitHub's: finds out what its change is compared with, fetches that, and checks.

Where nothing can be told or fetched the end is 2, never a check of less than was asked for. Runs in
the environment of `install.sh`, isolated.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from comment import UNJUDGED, forge, number_of
from places import checkout, policy, sarif
from plan import event, planned, within
from remote import ORIGIN, Remote
from reviewed import TOKEN, handed_in

from tracker.cli.terminal.stop import Stop
from tracker.outputs.escape import escaped
from tracker.outputs.review.markdown import MARKER
from tracker.source.git import GitError

COULD_NOT_JUDGE = 2
OF_PULL_REQUESTS = ("pull_request", "pull_request_review")
"""A review decides as a push does where it is the proof of an approval."""


def main() -> NoReturn:
    token = os.environ.pop("TRACKER_COMMENT_TOKEN", "")  # no program that is run below sees it
    told: dict[str, Any] = {}
    try:
        told = event(os.environ)
        folder, repository = checkout(os.environ)
        law, file = policy(os.environ, folder, repository), sarif(os.environ)
        remote = Remote(repository)
        if token and os.environ.get("GITHUB_EVENT_NAME") == "workflow_run":
            sys.exit(second_stage(told, remote, (folder, law), token))
        plan = planned(os.environ, told, remote)
        if plan.base is not None:
            remote.bring(plan.base, plan.tips)
        if plan.said:
            print(f"::notice title=tracker::{_data(plan.said)}", flush=True)
        with handed_in(os.environ, within(told, "pull_request", "number")) as reviews:
            judging = [*reviews, f"--policy={law}"]
            code = checked([*plan.arguments, *judging], folder, file)
            if token and os.environ.get("GITHUB_EVENT_NAME") in OF_PULL_REQUESTS and plan.base:
                pull = told.get("pull_request")
                comment(pull, reviewed([plan.base, "HEAD", *judging], folder), token)
        sys.exit(code)
    except (Stop, GitError) as error:
        if token and os.environ.get("GITHUB_EVENT_NAME") in OF_PULL_REQUESTS:
            comment(told.get("pull_request"), UNJUDGED, token)  # an old verdict would mislead
        fail(error.message, error.hint)


def fail(message: str, hint: str) -> NoReturn:
    print(f"::error title=tracker::{_data(message)}%0Ahelp: {_data(hint)}", flush=True)
    sys.exit(COULD_NOT_JUDGE)


def _data(text: str) -> str:
    return escaped(text).replace("%", "%25")


def checked(arguments: list[str], folder: Path, file: Path | None) -> int:
    """The exit code; the findings are in the log, and in the file that was asked for."""
    code = tracker(arguments, folder, os.environ.get("TRACKER_FORMAT") or "github")
    if file is not None and code < COULD_NOT_JUDGE:
        written = write(arguments, folder, file)
        if written != code:
            file.unlink()
            raise Stop(
                f"{file} could not be written: the check for it ended with {written}, the one before with {code}",
                "run it again; if it stays so, please report it",
            )
    return code


def write(arguments: list[str], folder: Path, file: Path) -> int:
    """The exit code of a check that writes SARIF to a file, which may be no link."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    try:
        with open(file, "wb", opener=lambda path, _: os.open(path, flags, 0o644)) as opened:
            return tracker(arguments, folder, "sarif", opened.fileno())
    except OSError as error:
        raise Stop(
            f"{file} cannot be written: {error.strerror}", "see `sarif-file` of this step"
        ) from error


def tracker(arguments: list[str], folder: Path, format_: str, output: int | None = None) -> int:
    return run(["check", *arguments, f"--format={format_}"], folder, output).returncode


def run(
    arguments: list[str], folder: Path, output: int | None
) -> "subprocess.CompletedProcess[bytes]":
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != TOKEN
    }
    return subprocess.run(
        [
            Path(sys.executable).with_name("tracker"), *arguments,
            f"--fail-on={os.environ.get('TRACKER_FAIL_ON') or 'error'}",
        ],
        cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, check=False,
    )  # fmt: skip


# The comment on a pull request.


def reviewed(arguments: list[str], folder: Path) -> str:
    """The review of a change as a comment; where it could not be judged, a comment that says so."""
    done = run(["diff", *arguments, "--format=markdown"], folder, subprocess.PIPE)
    said = done.stdout.decode("utf-8", "replace")
    return said if done.returncode < COULD_NOT_JUDGE and said.startswith(MARKER) else UNJUDGED


def comment(pull: Any, body: str, token: str) -> None:
    """Write it; what the forge refuses is said, and changes nothing about the check."""
    try:
        number = number_of(pull)
        done = forge(token).comment(number, body)
        print(f"the comment on pull request {number} is {done}", flush=True)
    except Stop as stop:
        said = f"no comment was written: {_data(stop.message)}%0Ahelp: {_data(stop.hint)}"
        print(f"::warning title=tracker::{said}", flush=True)


def second_stage(told: dict[str, Any], remote: Remote, where: tuple[Path, str], token: str) -> int:
    """The comment on a fork's pull request, in a run that has the right to write it.

    The checkout is the default branch's. What the fork changed is fetched as data, and read from
    git's objects: it is never checked out, and nothing of it is run.
    """
    first = within(told, "workflow_run")
    first = first if isinstance(first, dict) else {}
    owner = within(told, "workflow_run", "head_repository", "owner", "login")
    there = forge(token)
    commit = str(first.get("head_sha"))
    pull = there.pull_of(str(owner), str(first.get("head_branch")), commit)
    if pull is None:
        print("::notice title=tracker::no open pull request has this head: nothing is written")
        return 0
    number, base = number_of(pull), ORIGIN + str(within(pull, "base", "ref"))
    remote.take(f"refs/pull/{number}/head", commit)
    remote.bring(base, head=commit)
    folder, law = where
    with handed_in(os.environ, number) as reviews:
        said = reviewed([base, commit, *reviews, f"--policy={law}"], folder)
    comment(pull, said, token)
    return 0


if __name__ == "__main__":
    main()
