"""The page of what changed: the releases of CHANGELOG.md, and before them what is not released yet."""

import subprocess
import sys
from pathlib import Path

from mkdocs.exceptions import PluginError

ROOT = Path(__file__).resolve().parent.parent
RELEASES = "<!-- towncrier release notes start -->\n"


def page() -> str:
    """The page as Markdown; the draft has no date, so that the same files give the same bytes."""
    draft = ["build", "--draft", "--version", "Unreleased", "--date", ""]
    done = subprocess.run(
        [sys.executable, "-m", "towncrier", *draft],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise PluginError(f"the changes cannot be told: {done.stderr}")
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").replace(RELEASES, done.stdout)
