"""The example organisation with a past: a repository in which it grew over the year, day by day.

The head holds the files of `work/`, but for the digests of approvals, which are those of what was
approved on their day. `build(folder)` makes it; the same bytes every time, hashes too.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from example_days import BORN, CHANGED, FIRST, RENAMED
from memory import Memory

from tracker.law.change import changes
from tracker.law.content import digest
from tracker.law.passing import passed
from tracker.law.policy import Law
from tracker.model.load import Library, load
from tracker.source.document import read

WORK = Path(__file__).resolve().parent.parent / "work"
AS_OF = date(2026, 11, 21)
FORGE = ("The Forge", "noreply@forge.example")
REVIEW = re.compile(r"projects/([^/]+)/gates/(.+)-(\d{4}-\d\d-\d\d)/review\.yaml")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LOG = ".csv"
"""How the name of an event log ends: what it says is of the past already, and never changes."""
SOME = re.compile(r"(?:gates|updates)/(?:.*-)?(\d{4}-\d\d-\d\d)(?:/|\.yaml)")

Files = dict[str, bytes]


@cache
def final() -> Mapping[str, bytes]:
    """The files of the example as they lie there."""
    return {
        path.relative_to(WORK).as_posix(): path.read_bytes()
        for path in sorted(WORK.rglob("*"))
        if path.suffix in (".yaml", LOG)
    }


def plain(content: bytes) -> Any:
    """What a file says."""
    return read(content).data


@cache
def said(path: str) -> Any:
    """What a file of the example says; None of an event log."""
    return None if path.endswith(LOG) else plain(final()[path])


# One day of the past.


def files_on(day: str) -> Files:
    """What lay in `work/` on the evening of a day."""
    there = {path for path in final() if _born(path) <= day}
    found: Files = {}
    for path in sorted(there):
        data = _as_it_was(path, day, there)
        same = data == said(path)
        text = final()[path] if same else yaml.dump(
            data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=110
        ).encode()  # fmt: skip
        found[_old(path, day)] = _old(text.decode(), day).encode()
    return found


def _born(path: str) -> str:
    """The day on which a file was written."""
    data = said(path)
    days = [FIRST, *(day for place, day in BORN.items() if f"{path}/".startswith(f"{place}/"))]
    days += SOME.findall(path)
    if "/runs/" in path:
        days.append(max(DAY.findall(final()[path].decode())))
    name = path.rpartition("/")[2]
    if name == "baseline.yaml":
        days.append(next((one.value for one in CHANGED if one[1:3] == (path, ("taken_on",))),
                         data["taken_on"]))  # fmt: skip
    days += [
        data[key] for key in ("raised_on", "accepted_on", "done", "date") if _is_day(data, key)
    ]
    return max(days)


def _is_day(data: Any, key: str) -> bool:
    return isinstance(data, dict) and DAY.fullmatch(str(data.get(key, ""))) is not None


def _as_it_was(path: str, day: str, there: set[str]) -> Any:
    data = deepcopy(said(path))
    for entry in _lists(data):
        entry[:] = [one for one in entry if not _is_ahead(one, day)]
    if not isinstance(data, dict):
        return data
    for task in data.get("tasks", ()) if isinstance(data.get("tasks"), list) else ():
        _unwork(task, day)
    for item in data.get("deliverables", ()) if isinstance(data.get("deliverables"), list) else ():
        if item.get("acceptance", {}).get("date", "") > day:
            item["acceptance"] = {**item["acceptance"], "status": "pending"}
            for key in ("by", "date", "defects"):
                item["acceptance"].pop(key, None)
    if data.get("decided_on", "") > day:
        data["decision"] = "proposed"
        del data["decided_on"], data["decided_by"]
    if path.count("/") == 2 and path.endswith("/project.yaml"):
        _unmove(path.split("/")[1], data, day)
    _unchange(path, data, day)
    if any(place == path and day < on for on, place, _, _ in RENAMED):
        del data["formerly"]
    return _without(data, {_ref(one) for one in final()} - {_ref(one) for one in there})


def _lists(data: Any) -> Iterator[list[Any]]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, list):
        yield data
    for one in inner:
        yield from _lists(one)


def _is_ahead(entry: Any, day: str) -> bool:
    """A measurement of a later day, or a training."""
    is_dated = isinstance(entry, dict) and ("value" in entry or "training" in entry)
    return is_dated and str(entry.get("date", "")) > day


def _unwork(task: dict[str, Any], day: str) -> None:
    """A task before it began, or before it ended."""
    if task.get("started", "") > day:
        task["status"] = "todo"
        for key in ("started", "finished", "remaining"):
            task.pop(key, None)
    elif task.get("finished", "") > day:
        task["status"] = "doing"
        del task["finished"]


def _unmove(project: str, data: dict[str, Any], day: str) -> None:
    """A project in the phase that its next gate leaves."""
    held = sorted((one[3], one[2]) for path in final() if (one := REVIEW.fullmatch(path))
                  and one[1] == project)  # fmt: skip
    for on, left in held:
        if on > day:
            data["phase"] = left
            data["status"] = "active"
            return


def _unchange(path: str, data: Any, day: str) -> None:
    """The values that were others, each until its day: the nearest day counts."""
    for one in sorted(CHANGED, reverse=True):
        if one.path == path and day < one.day:
            place = data
            for step in one.route[:-1]:
                place = _step(place, step)
            if one.value is None:
                place.pop(one.route[-1], None)
            else:
                place[one.route[-1]] = one.value


def _step(place: Any, step: str) -> Any:
    if isinstance(place, list):
        return next(one for one in place if one["id"] == step)
    return place[step]


def _ref(path: str) -> str:
    kind, _, rest = path.partition("/")
    singular = {"processes": "process"}.get(kind, kind.removesuffix("s"))
    return f"{singular}/{rest.partition('/')[0].removesuffix('.yaml')}"


def _without(data: Any, unborn: set[str]) -> Any:
    """Without what speaks of things that nobody had written down yet."""
    if isinstance(data, dict):
        return {key: _without(value, unborn) for key, value in data.items()
                if not (key == "handover_to" and f"process/{value}" in unborn)}  # fmt: skip
    if isinstance(data, list):
        return [_without(one, unborn) for one in data if not _speaks(one, unborn)]
    return data


def _speaks(value: Any, unborn: set[str]) -> bool:
    text = value.get("task") if isinstance(value, dict) else value
    return isinstance(text, str) and "/".join(text.split("/")[:2]) in unborn


def _old(text: str, day: str) -> str:
    """Text with the ids of a day."""
    for on, _, new, old in RENAMED:
        if day < on and f"formerly: [{old}]" not in text:
            text = re.sub(rf"(?<![\w-]){new}(?![\w-])", old, text)
    return text


# All days, as commits.


def days() -> list[str]:
    """Every day on which something was written."""
    found = {FIRST, AS_OF.isoformat(), *(one.day for one in CHANGED), *(one[0] for one in RENAMED)}
    for path, content in final().items():
        found |= {_born(path)}
        found |= {day for day in DAY.findall(content.decode()) if _tells(day, path)}
    return sorted(day for day in found if FIRST <= day <= AS_OF.isoformat())


def _tells(day: str, path: str) -> bool:
    return path.startswith(("goals/", "projects/")) or path.endswith("/training.yaml")


class Step(NamedTuple):
    """One commit on the main line: None in place of what a file held removes it."""

    day: str
    subject: str
    files: Mapping[str, bytes | None]


@cache
def steps() -> tuple[Step, ...]:
    """The commits, oldest first."""
    return tuple(_steps())


def _steps() -> Iterator[Step]:
    before: Files = {}
    approved: Files = {}
    for day in days():
        after = files_on(day)
        after |= {path: held for path, held in approved.items() if path in after}
        for path, held in _approvals(before, after, day).items():
            approved[path] = after[path] = held
        for subject, files in _parted(before, after).items():
            yield Step(day, subject, files)
        before = after


def _parted(before: Files, after: Files) -> dict[str, dict[str, bytes | None]]:
    """What differs, by the thing that it is of; all of it at once where an id changed, or at first."""
    changed: dict[str, bytes | None] = {
        path: after.get(path)
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    }
    if not before or any(held is None for held in changed.values()):
        subject = "the organisation" if not before else "other names"
        return {subject: changed}
    found: dict[str, dict[str, bytes | None]] = {}
    for path, held in changed.items():
        found.setdefault(_ref(path), {})[path] = held
    return found


def _approvals(before: Files, after: Files, day: str) -> Files:
    """The approvals that were given on a day, each of what it was given for."""
    came = [path for path in after if "/approvals/" in path and path not in before]
    if not came:
        return {}
    base, head = (load(_memory(files), "work", _LIBRARY) for files in (before, after))
    law = Law(base, head, date.fromisoformat(day))
    found: Files = {}
    for gate in passed(changes(base, head), law):
        for path in came:
            if f"/{gate.project.id}/gates/{gate.review.name}/" in path:
                text = re.sub(
                    rb"digest: \S+", b"digest: " + digest(gate, law).encode(), after[path]
                )
                found[path] = text
    return found


_LIBRARY = Library()


def _memory(files: Files) -> Memory:
    return Memory({f"work/{path}": held.decode() for path, held in files.items()})


def build(folder: Path) -> Path:
    """Make the repository in a folder, its branch `main` checked out; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, "init", "--quiet", "--initial-branch=main")
    run(folder, "fast-import", "--quiet", stdin=history())
    run(folder, "reset", "--quiet", "--hard", "main")
    return folder


@cache
def history() -> bytes:
    """All commits, as `git fast-import` reads them."""
    return b"".join(_stream())


def _stream() -> Iterator[bytes]:
    """Some changes are squashed by the forge, some merged with their branch, some written directly."""
    for number, step in enumerate(steps()):
        hour = 9 + number % 8
        author = _author(step)
        message = _message(step)
        if number % 3 == 2:
            yield _commit(f"change-{number}", (step.day, hour), author, author, message)
            yield b"from refs/heads/main\n" + _changed(step.files)
            yield _commit("main", (step.day, hour + 1), author, FORGE, f"Merge: {message}")
            yield b"merge refs/heads/change-%d\n" % number + _changed(step.files)
            yield b"reset refs/heads/change-%d\nfrom %s\n\n" % (number, b"0" * 40)
        else:
            squashed = number % 3 == 1
            title = f"{message} (#{number})" if squashed else message
            yield _commit("main", (step.day, hour), author, FORGE if squashed else author, title)
            yield _changed(step.files)


def _commit(
    branch: str, at: tuple[str, int], author: tuple[str, str], by: tuple[str, str], message: str
) -> bytes:
    moment = int(datetime.fromisoformat(f"{at[0]}T{at[1]:02}:00:00+01:00").timestamp())
    people = "".join(
        f"{role} {name} <{email}> {moment} +0100\n"
        for role, (name, email) in (("author", author), ("committer", by))
    )
    text = message.encode()
    return f"commit refs/heads/{branch}\n{people}data {len(text)}\n".encode() + text + b"\n"


def _changed(files: Mapping[str, bytes | None]) -> bytes:
    return b"".join(
        f"D work/{path}\n".encode() if held is None
        else f"M 100644 inline work/{path}\ndata {len(held)}\n".encode() + held + b"\n"
        for path, held in files.items()
    ) + b"\n"  # fmt: skip


def _author(step: Step) -> tuple[str, str]:
    """Who looks after the thing: the manager of a project, else the owner, else the one who began."""
    subject = next(
        (_ref(place) for _, place, _, old in RENAMED if old in step.subject), step.subject
    )
    for path in final():
        if _ref(path) == subject and (who := _looks_after(path)):
            return _person(who)
    return _person("programme-manager")


def _looks_after(path: str) -> str | None:
    data = said(path)
    found = (data.get("manager") or data.get("owner")) if isinstance(data, dict) else None
    return found if isinstance(found, str) and "/raid/" not in path else None


@cache
def _person(who: str) -> tuple[str, str]:
    name = said(f"people/{who}/person.yaml")["name"]
    return name, said(f"people/{who}/identity.yaml")["emails"][0]


def _message(step: Step) -> str:
    subject = step.subject.partition("/")[2] or step.subject
    for path, held in step.files.items():
        if held is not None and (review := REVIEW.fullmatch(path)):
            return f"{subject}: the gate of {review[2]}, {plain(held)['decision']}"
        if "/updates/" in path:
            return f"{subject}: an update"
        if "/changes/" in path:
            return f"{subject}: a change request"
    kind = step.subject.partition("/")[0]
    return f"{subject}: {_DOINGS.get(kind, 'as it stands')}"


_DOINGS = {
    "goal": "what was measured",
    "project": "what began, ended or moved",
    "process": "how it is done, and what was done",
}


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    """Run git in a folder."""
    done = subprocess.run(
        ["git", "-C", folder, *arguments], input=stdin, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
