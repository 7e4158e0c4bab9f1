"""The probe `ci`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.cli.doctor.probe import Patient, Remark, blind, fail, ok, probe, warn
from tracker.cli.doctor.steps import action, checks, is_template, lines

_HOW = "see the handbook: Check a pull request"
_PINNED = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Forge(NamedTuple):
    """Where a forge keeps its runs, and how one of them fetches the whole history."""

    places: tuple[str, ...]
    whole: re.Pattern[str]
    todo: str


FORGES = (
    Forge(
        (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/"),
        re.compile(r"fetch-depth:\s*['\"]?0\b"),
        "`fetch-depth: 0` under `with:` of actions/checkout",
    ),
    Forge(
        (".gitlab-ci.yml",),
        re.compile(r"GIT_DEPTH:\s*['\"]?0\b"),
        "`GIT_DEPTH: 0` under `variables:`",
    ),
)


@probe(4)
def ci(patient: Patient) -> Iterator[Remark]:
    """Is every change checked before it lands, with the history that takes."""
    repository = patient.opening.repository
    if repository is None:
        yield warn("not in a git repository: no change can be judged", "`git init`, then commit")
        return
    runs = [remark for forge in FORGES for remark in _runs(patient, forge)]
    yield from runs or [warn("no run of CI was found that checks a change", _HOW)]
    yield _pre_commit(patient.text(".pre-commit-config.yaml"))
    if repository.is_shallow():
        yield fail("this clone is shallow: what a change is compared with may be missing",
                   "`git fetch --unshallow`")  # fmt: skip


def _runs(patient: Patient, forge: Forge) -> Iterator[Remark]:
    for path in _paths(patient, forge):
        text = patient.text(path)
        if text is None:
            yield blind(f"{path} could not be read", "see that it is a regular file")
            continue
        yield from _run(path, lines(text), forge)


def _run(path: str, text: list[str], forge: Forge) -> Iterator[Remark]:
    """A run that checks says so in one remark; one that does not is no remark at all."""
    actions = [found for found in map(action, text) if found is not None]
    moving = [found for found in actions if not _is_pinned(found)]
    if moving:
        yield warn(
            f"{path} runs an action by a name that can move: what it does may change unseen",
            "pin it: after the `@` the commit in full, all 40 digits",
        )
    elif actions or any(map(is_template, text)):
        yield ok(f"{path} runs Tracker, which sees to the history")
    elif any(map(checks, text)):
        if any(map(forge.whole.search, text)):
            yield ok(f"{path} runs `tracker check` with the whole history")
        else:
            yield fail(f"{path} runs `tracker check` without the whole history", forge.todo)


def _is_pinned(action: str) -> bool:
    """True for a commit, and for what lies in the repository itself."""
    return action.startswith("./") or _PINNED.fullmatch(action.partition("@")[2]) is not None


def _paths(patient: Patient, forge: Forge) -> Iterator[str]:
    """The files that the forge reads."""
    for place in forge.places:
        if not place.endswith("/"):
            yield from [place] if patient.files.exists(place) else []
            continue
        for entry in patient.files.entries(place.rstrip("/")):
            if entry.path.endswith((".yml", ".yaml")):
                yield entry.path


def _pre_commit(text: str | None) -> Remark:
    if text is None:
        return ok("no pre-commit hooks are set up; CI decides without them as well")
    if any(re.search(r"\btracker\b", line) for line in lines(text)):
        return ok(".pre-commit-config.yaml runs Tracker before a commit")
    return warn(".pre-commit-config.yaml does not run Tracker", _HOW)
