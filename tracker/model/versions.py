"""Versions of processes out of history: what their files said on the main line before they were changed.

A run keeps the version of its process that it followed, and a file holds the newest one only. Of each
version the content counts that stood last. What was called otherwise is found by `formerly`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from tracker.model.ahead import Ahead
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.load import Library, Loader
from tracker.model.records import Process, Run
from tracker.model.work import Work
from tracker.source.git import Repository
from tracker.source.snapshot import Changed

Said = tuple[str, Process]
"""What the file of a process said, under the id that it had then."""


def earlier(work: Work, said: Iterable[Said]) -> dict[str, list[Process]]:
    """The earlier versions of each process, from what files said in the order of history."""
    owners = defaultdict(list)
    for id, process in work.processes.items():
        for name in (id, *process.record.formerly):
            owners[name].append(id)
    found: dict[str, dict[int, Process]] = {}
    for name, record in said:
        for id in owners.get(name, ()):
            found.setdefault(id, {})[record.version or 1] = record
    return {id: list(versions.values()) for id, versions in found.items()}


def is_whole(process: Entity[Process]) -> bool:
    """True where runs can be held against its steps."""
    return not process.unreadable and not process.hides("steps")


def written(
    repository: Repository, head: str, work: Work, ids: Iterable[str], library: Library
) -> list[Said]:
    """What the files of some processes said along the main line up to a commit, the oldest first.

    Git is asked only where a run followed another version than the present one.

    Raises GitError, a shallow clone's among them.
    """
    paths = sorted(set(_paths(work, _with_earlier_runs(work) & set(ids))))
    if not paths:
        return []
    commits = repository.log(None, head, paths, first_parent=True)
    steps = [Changed(repository, one.hash, one.items) for one in commits]
    loaders = [Loader(step, work.root, library) for step in steps]
    sources = [loader.sources(None) for loader in loaders]
    hashes = [{item.path: item.hash for item in step.items} for step in steps]
    keys = (
        (hash[one.path], one.order)
        for hash, found in zip(hashes, sources, strict=True)
        for one in found
    )
    Ahead(repository, library, keys).all()
    for loader, found in zip(loaders, sources, strict=True):
        loader.read(found)
    read = chain.from_iterable(one.index.get("process", {}).values() for one in loaders)
    return [(one.id, one.record) for one in read if is_whole(one)]


def _with_earlier_runs(work: Work) -> set[str]:
    """The processes of which a run followed another version than the present one."""
    return {
        id
        for ref, run in work.runs.items()
        for id in [owner_of(ref)]
        if id in work.processes and _is_earlier(work.processes[id].record, run.record)
    }


def _is_earlier(process: Process, run: Run) -> bool:
    """Whether a run followed, or by its day must have followed, a version before the present one."""
    if run.version is not None:
        return run.version != (process.version or 1)
    start = process.effective_from
    return start is not None and run.started is not None and run.started.date() < start


def _paths(work: Work, ids: Iterable[str]) -> Iterator[str]:
    """Where the files of processes lie, and lay under other names."""
    root = f"{work.root}/" if work.root else ""
    for id in ids:
        for name in (id, *work.processes[id].record.formerly):
            yield root + KINDS["process"].path_of(name)
