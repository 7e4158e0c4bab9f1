"""The example organisation, as the package carries it: `tracker init --example` writes it."""

from collections.abc import Mapping
from pathlib import Path

import tracker

NAME = "Meridian Foods"
DAY = "2026-11-21"
"""The day on which its dates make sense."""


def folder() -> Path:
    """The example that the package carries, else the one of the checkout it runs from."""
    package = Path(tracker.__file__).parent
    packed = package / "_example"
    return packed if packed.is_dir() else package.parent / "work"


def contents() -> Mapping[str, str]:
    """Path below the workspace to text, for every file of the example."""
    root = folder()
    files = sorted(file for file in root.rglob("*") if file.suffix in (".yaml", ".csv"))
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in files}


def next_steps(commit: str) -> str:
    """What to look at first, once it is written; `commit` is the command that keeps it."""
    return f"""
{NAME} is in the middle of things. Its day is {DAY}.

Next:
  1. Commit it:      {commit}
  2. Check it:       tracker check --as-of {DAY}
  3. See it whole:   tracker site serve --as-of {DAY}
  4. See one part:   tracker show erp-replacement
  5. Break a rule:   change `phase: planning` to `phase: closing` in
                     work/projects/erp-replacement/project.yaml, then
                     tracker check --base HEAD --as-of {DAY}"""
