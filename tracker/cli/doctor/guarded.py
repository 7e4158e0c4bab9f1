"""What should have an owner: the files that judge others, that let a gate be passed, and that guard these."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from tracker.cli.doctor.host import Host
from tracker.cli.doctor.probe import Patient
from tracker.model.kinds import KINDS, Kind
from tracker.model.records import ApprovalRule
from tracker.model.work import Work

_GATE_KINDS = ("review", "approval", "condition")
_GATES = "projects/*/gates/"
_GITHUB = ".github/"
_HOMES = {Host.GITHUB: (_GITHUB,), Host.GITLAB: (".gitlab/", ".gitlab-ci.yml")}
"""Where each forge is told what to run."""
_NEW = "new"


class Guarded(NamedTuple):
    """Files of one sort: those that are there and those that could come, each with the line that takes it."""

    name: str
    there: Mapping[str, str]
    to_come: Mapping[str, str]

    @property
    def paths(self) -> Mapping[str, str]:
        return {**self.there, **self.to_come}


def guarded(patient: Patient, codeowners: str) -> tuple[Guarded, ...]:
    """Everything, sort by sort; what the workspace has no use for is left out."""
    work = patient.work
    if work is None:
        return ()
    found = [*_law(patient, work), _gates(patient, work), _forge(patient, codeowners)]
    return tuple(one for one in found if one.paths)


def _law(patient: Patient, work: Work) -> Iterator[Guarded]:
    """The kinds of the law; and people, where the roles that they hold let them approve."""
    rules = list(_rules(work))
    for kind in KINDS.values():
        is_asked = bool(rules) and kind.name in ("identity", "role")
        if kind.name == "person":
            is_asked = any(rule.role for rule in rules)
        if not kind.law and not is_asked:
            continue
        there = dict(_there(patient, kind))
        to_come = {kind.path_of(_NEW): kind.glob} if kind.parts and (there or is_asked) else {}
        name = kind.plural if kind.parts else kind.pattern
        yield Guarded(name, there, _lines(patient, to_come))


def _gates(patient: Patient, work: Work) -> Guarded:
    """Reviews with what belongs to them, those that are to come in each project too."""
    kinds = [KINDS[name] for name in _GATE_KINDS]
    there = [path for kind in kinds for path, _ in _there(patient, kind)]
    lifecycles = work.lifecycles.values()
    if not there and not any(phase.gate for one in lifecycles for phase in one.record.phases):
        return Guarded("gates", {}, {})
    to_come = {
        kind.path_of("/".join([project, *[_NEW] * (kind.parts - 1)])): _GATES
        for project in work.projects
        for kind in kinds
    }
    line = _pattern(patient.prefix + _GATES)
    return Guarded("gates", dict.fromkeys(there, line), _lines(patient, to_come))


def _forge(patient: Patient, codeowners: str) -> Guarded:
    """The list of owners itself, and the runs that check: who can change these can do without all else."""
    files, homes = (
        patient.files,
        _HOMES.values() if patient.host is None else [_HOMES[patient.host]],
    )
    runs = [home for home in chain.from_iterable(homes) if files.exists(home.rstrip("/"))]
    inside = [entry.path for home in runs for entry in files.entries(home.rstrip("/"))]
    there = [codeowners, *inside, *(home for home in runs if not home.endswith("/"))]
    to_come = [f"{_GITHUB}workflows/{_NEW}.yml"] if patient.host is Host.GITHUB else []
    return Guarded(
        "CODEOWNERS and CI",
        {path: _run(path) for path in there},
        {path: _run(path) for path in to_come},
    )


def _run(path: str) -> str:
    """The line that takes a file of the forge: its whole folder, where it lies in one."""
    home = next(
        (home for home in chain.from_iterable(_HOMES.values()) if path.startswith(home)), path
    )
    return _pattern(home)


def _rules(work: Work) -> Iterator[ApprovalRule]:
    for lifecycle in work.lifecycles.values():
        for phase in lifecycle.record.phases:
            yield from phase.gate.approvals if phase.gate else ()


def _there(patient: Patient, kind: Kind) -> Iterator[tuple[str, str]]:
    """The files of a kind, from the root of the repository; a collection is a line of its own."""
    for path, place in patient.placed:
        if place.kind is kind:
            below = path.removeprefix(patient.prefix) if place.id is None else kind.glob
            yield path, _pattern(patient.prefix + below)


def _lines(patient: Patient, globs: Mapping[str, str]) -> dict[str, str]:
    return {patient.prefix + path: _pattern(patient.prefix + glob) for path, glob in globs.items()}


def _pattern(path: str) -> str:
    """A path as CODEOWNERS has it: from the root, and with its spaces escaped."""
    return "/" + path.replace(" ", "\\ ")
