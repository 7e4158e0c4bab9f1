"""The probe `versions`."""

import platform
import re
from collections.abc import Iterator
from importlib import metadata

from tracker.cli.doctor.probe import Patient, Remark, fail, ok, probe, warn
from tracker.source import git
from tracker.version import VERSION

DISTRIBUTION = "workascode"
LEAST_GIT = (2, 31)
"""The first that takes `--diff-merges`, by which the history is read."""

_NEED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)[^>;]*(?:>=(?P<least>[0-9.]+))?")


@probe(2)
def versions(patient: Patient) -> Iterator[Remark]:
    """Which programs and libraries are at work, and are they recent enough."""
    yield ok(f"Tracker {VERSION}, Python {platform.python_version()}, {platform.system()}")
    yield _git(git.version(patient.environ))
    yield from _libraries()


def _git(said: str | None) -> Remark:
    least = ".".join(map(str, LEAST_GIT))
    if said is None:
        return fail("git was not found: no change can be judged", f"install git {least} or newer")
    if numbers(said) < LEAST_GIT:
        return fail(f"git {said} is older than {least}", f"install git {least} or newer")
    return ok(f"git {said}")


def _libraries() -> Iterator[Remark]:
    """What the package says that it needs, against what is there."""
    try:
        needs = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield warn("Tracker runs from a checkout that is not installed", "`pip install -e .`")
        return
    found = []
    for need in (_NEED.match(one) for one in needs if "extra ==" not in one):
        if need is None:
            continue
        name, least = need["name"], need["least"]
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield fail(f"{name} is not installed", f"`pip install --upgrade {DISTRIBUTION}`")
            continue
        found.append(f"{name} {there}")
        if least and numbers(there) < numbers(least):
            yield fail(
                f"{name} {there} is older than {least}", f"`pip install --upgrade {DISTRIBUTION}`"
            )
    yield ok(", ".join(sorted(found)))


def numbers(text: str) -> tuple[int, ...]:
    """The leading numbers of a version, by which two are compared."""
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", text)
    return tuple(map(int, found[0].split("."))) if found else ()
