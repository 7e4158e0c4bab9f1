"""Judges a run of GitHub's: finds out what its change is compared with, fetches that, and checks.

Where nothing can be told or fetched the end is 2, never a check of less than was asked for. Runs in
the environment of `install.sh`, isolated.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from plan import Plan, event, planned
from remote import Remote

from tracker.cli.stop import Stop
from tracker.outputs.escape import escaped
from tracker.source.git import GitError, Repository

COULD_NOT_JUDGE = 2


def main() -> NoReturn:
    folder = Path(os.environ.get("TRACKER_FOLDER") or ".")
    try:
        if not folder.is_dir():
            raise Stop(f"there is no folder {folder}", "see `working-directory` of this step")
        repository = Repository.find(folder)
        if repository is None:
            raise Stop(
                "there is no checkout to judge", "check out in a step before: actions/checkout"
            )
        remote = Remote(repository)
        plan = planned(os.environ, event(os.environ), remote)
        if plan.base is not None:
            remote.bring(plan.base)
        if plan.said:
            print(f"::notice title=tracker::{_data(plan.said)}", flush=True)
        sys.exit(checked(plan, folder))
    except Stop as stop:
        fail(stop.message, stop.hint)
    except GitError as error:
        fail(error.message, error.hint)


def fail(message: str, hint: str) -> NoReturn:
    print(f"::error title=tracker::{_data(message)}%0Ahelp: {_data(hint)}", flush=True)
    sys.exit(COULD_NOT_JUDGE)


def _data(text: str) -> str:
    return escaped(text).replace("%", "%25")


def checked(plan: Plan, folder: Path) -> int:
    """The exit code; the findings are in the log, and in the file that was asked for."""
    sarif = os.environ.get("TRACKER_SARIF")
    code = tracker(plan, folder, os.environ.get("TRACKER_FORMAT") or "github")
    if sarif and code < COULD_NOT_JUDGE:
        # Not through a link: a pull request may hold one by that name.
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        try:
            with open(sarif, "wb", opener=lambda path, _: os.open(path, flags, 0o644)) as file:
                tracker(plan, folder, "sarif", file.fileno())
        except OSError as error:
            raise Stop(
                f"{sarif} cannot be written: {error.strerror}", "see `sarif-file` of this step"
            ) from error
    return code


def tracker(plan: Plan, folder: Path, format_: str, output: int | None = None) -> int:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [
            Path(sys.executable).with_name("tracker"), "check", *plan.arguments,
            f"--format={format_}",
            f"--policy={os.environ.get('TRACKER_POLICY') or 'base'}",
            f"--fail-on={os.environ.get('TRACKER_FAIL_ON') or 'error'}",
        ],
        cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, check=False,
    )  # fmt: skip
    return done.returncode


if __name__ == "__main__":
    main()
