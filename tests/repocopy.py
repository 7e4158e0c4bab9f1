"""A copy of the repository, for tests that write into it as a contributor does."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy2, copytree

import hatch_build

ROOT = Path(__file__).resolve().parent.parent
TYPES = ".mypy_cache"


def files_copy(root: Path) -> Path:
    """What is or would be committed."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and os.path.lexists(ROOT / name):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            # Links stay links; the times stay, as make and mypy go by them.
            copy2(ROOT / name, root / name, follow_symlinks=False)
    return root


def repository_copy(root: Path) -> Path:
    """What is or would be committed, with the environment of `make setup` linked in.

    What is imported there comes from the copy where PYTHONPATH names it.
    """
    files_copy(root)
    (root / ".venv").symlink_to(sys.prefix)
    copytree(ROOT / hatch_build.ASSETS, root / hatch_build.ASSETS)  # fetched, as .venv was made
    copy2(ROOT / hatch_build.PINS / hatch_build.SCHEMA, root / hatch_build.PINS)
    for source in ("pyproject.toml", "tracker/site/vega/package-lock.json"):
        os.utime(root / source, (0, 0))  # make never sets the environment up from a copy
    if (ROOT / TYPES).is_dir():
        copytree(ROOT / TYPES, root / TYPES)  # what mypy knows of files that stay as they are
    return root
