"""Judges a run of GitHub's: finds out what its change is compared with, fetches that, and checks.

Where nothing can be told or fetched the end is 2, never a check of less than was asked for. Runs in
the environment of `install.sh`, isolated.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from places import checkout, policy, sarif
from plan import event, planned
from remote import Remote
from reviewed import TOKEN, handed_in

from tracker.cli.stop import Stop
from tracker.outputs.escape import escaped
from tracker.source.git import GitError

COULD_NOT_JUDGE = 2


def main() -> NoReturn:
    try:
        folder, repository = checkout(os.environ)
        law, file = policy(os.environ, folder, repository), sarif(os.environ)
        remote = Remote(repository)
        told = event(os.environ)
        plan = planned(os.environ, told, remote)
        if plan.base is not None:
            remote.bring(plan.base, plan.tips)
        if plan.said:
            print(f"::notice title=tracker::{_data(plan.said)}", flush=True)
        with handed_in(os.environ, told) as reviews:
            sys.exit(checked([*plan.arguments, *reviews, f"--policy={law}"], folder, file))
    except Stop as stop:
        fail(stop.message, stop.hint)
    except GitError as error:
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
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != TOKEN
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("tracker"), "check", *arguments,
            f"--format={format_}", f"--fail-on={os.environ.get('TRACKER_FAIL_ON') or 'error'}",
        ],
        cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, check=False,
    )  # fmt: skip
    return done.returncode


if __name__ == "__main__":
    main()
