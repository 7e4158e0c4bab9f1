"""A few rules that stay as they are, for golden files that say what rules there are."""

from collections.abc import Iterator

import pytest

from tracker.finding import Severity
from tracker.law.change import Change
from tracker.law.check import Check, Found_, check
from tracker.model.work import Work

VERSION = "1.2.3"


@check(Severity.ERROR)
def phase_transition(change: Change) -> Iterator[Found_]:
    """A phase moves only as its lifecycle allows.

    A project goes on by one phase;
    it skips *optional* ones only.

    Fails:
        phase: idea, at the base

        phase: done, at the head

    Mend: take one of the phases.
    """
    yield from ()


@check(Severity.WARNING)
def project_without_goal(work: Work) -> Iterator[Found_]:
    """A project serves a goal."""
    yield from ()


def settle(patch: pytest.MonkeyPatch, module: str) -> None:
    """Give an output these rules and a version, in place of those that change."""
    rules: dict[str, Check] = {one.rule: one for one in (phase_transition, project_without_goal)}
    patch.setattr(f"{module}.checks", lambda: rules)
    patch.setattr(f"{module}.VERSION", VERSION, raising=False)
