"""The probe `owners`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.cli.doctor.codeowners import CodeOwners, Ruling, read
from tracker.cli.doctor.guarded import Guarded, guarded
from tracker.cli.doctor.host import Host
from tracker.cli.doctor.probe import Patient, Remark, blind, fail, ok, probe, warn
from tracker.source.git import LIMIT

_GITHUB = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_GITLAB = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
PLACES = {Host.GITHUB: _GITHUB, Host.GITLAB: _GITLAB, None: (*_GITHUB, _GITLAB[-1])}
"""Where each forge looks: the first that is there holds, and no other."""
_HOME = {Host.GITHUB: _GITHUB[0], Host.GITLAB: _GITLAB[-1], None: "CODEOWNERS"}
_LOADED = 3_000_000
"""GitHub loads no file that is larger."""
_MOST = 1_000_000
"""So often a rule is held against a path at most: it takes a second or two."""
_LINES = 3
_SKIPPED = {
    False: "skipped by GitHub, which takes no `!`, no `[ ]`, and only owners with an `@`",
    True: "not read here, as sets of characters in `[ ]` are not",
}
_OTHERWISE = "write it in another way: what it would decide is not counted here"


@probe(5)
def owners(patient: Patient) -> Iterator[Remark]:
    """Who has to agree before the files change that judge others; the lines are told, not whom they name."""
    if patient.work is None:
        return
    there = [path for path in PLACES[patient.host] if patient.files.exists(path)]
    if not there:
        yield _nobody(patient, _HOME[patient.host])
        return
    for path in there[1:]:
        yield warn(
            f"{path} is not read by {_forge(patient)}, since there is {there[0]}",
            f"move its lines to {there[0]}, and delete it",
        )
    text = patient.text(there[0])
    unread = _unread(patient, there[0], text)
    if text is None or unread is not None:
        yield unread or blind(f"{there[0]} could not be read", "see that it is a regular file")
        return
    yield from _ruled(patient, there[0], read(text, patient.host))


def _forge(patient: Patient) -> str:
    return patient.host or "the forge"


def _nobody(patient: Patient, home: str) -> Remark:
    lines = (line for one in guarded(patient, home) for line in one.paths.values())
    return warn(
        f"there is no CODEOWNERS that {_forge(patient)} reads: "
        "whoever may merge a change may change the law, and pass a gate",
        _to_add(f"write {home} with these lines, and owners of yours:", lines),
    )


def _to_add(said: str, lines: Iterable[str]) -> str:
    """Lines for CODEOWNERS, each on one of its own, so that it can be copied."""
    return "\n".join([said, *dict.fromkeys(f"{line} @OWNER" for line in lines)])


def _unread(patient: Patient, path: str, text: str | None) -> Remark | None:
    """What is not read to its end decides nothing here."""
    size = (patient.opening.top / path).stat().st_size if text is not None else 0
    if size > _LOADED and patient.host is not Host.GITLAB:
        return fail(
            f"{path} is larger than 3 MB: GitHub loads none of it", "shorten it by patterns"
        )
    if size > LIMIT:
        return blind(f"{path} is larger than 1 MiB, and not read here", "shorten it by patterns")
    return None


def _ruled(patient: Patient, path: str, rules: CodeOwners) -> Iterator[Remark]:
    """What the file decides, and what it leaves out."""
    if rules.skipped:
        is_gitlab = patient.host is Host.GITLAB
        yield warn(f"{path}, {_numbers(rules.skipped)}: {_SKIPPED[is_gitlab]}", _OTHERWISE)
    sorts = guarded(patient, path)
    if rules.effort(at for one in sorts for at in one.paths) > _MOST:
        said = f"{path} has too many lines to hold each against every file"
        yield blind(said, "shorten it by patterns")
        return
    owned = []
    for one in sorts:
        rulings = {at: rules.ruling(at) for at in one.paths}
        free = {at: ruling for at, ruling in rulings.items() if not ruling.is_owned}
        if free:
            yield _free(one, free, patient, path)
        else:
            owned.append(f"{one.name} ({_numbers(_lines(rulings.values()))})")
    if owned:
        yield ok(f"owned in {path}: {', '.join(owned)}")


def _free(one: Guarded, free: Mapping[str, Ruling], patient: Patient, path: str) -> Remark:
    """What is without an owner, with the lines to add; where no file is, one that comes would be."""
    count = len(free.keys() & one.there.keys())
    missing = f"{count} of {len(one.there)}" if count else "new ones would be"
    # On GitLab a section of its own is ruled by no other line.
    where = "add at its end:" + "\n[Tracker]" * (patient.host is Host.GITLAB)
    return warn(
        f"{one.name}: {missing} without an owner in {path}{_why(free.values())}",
        _to_add(where, (one.paths[at] for at in free)),
    )


def _why(free: Iterable[Ruling]) -> str:
    """The lines that decide so, where there are any."""
    lines = _lines(free)
    return f" (see {_numbers(lines)})" if lines else ""


def _lines(rulings: Iterable[Ruling]) -> list[int]:
    return sorted({line for ruling in rulings for line in ruling.lines})


def _numbers(lines: Sequence[int]) -> str:
    more = f" and {len(lines) - _LINES} more" if len(lines) > _LINES else ""
    return f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:_LINES]))}{more}"
