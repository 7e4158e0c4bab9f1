"""Snapshots that were never on a disk: for tests of what stands above the source."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from hashlib import sha1

from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.source.snapshot import Blob, Entry, Mode

TRACKER = """\
title: Meridian Foods
currency: EUR
calendar: {working_days: [mon, tue, wed, thu, fri]}
lifecycle: simple
rules: {project-without-goal: ignore, process-without-goal: ignore}
"""
SIMPLE = """\
title: Simple
start: idea
final: [done]
phases: [{id: idea}, {id: doing}, {id: done}]
"""
ORGANISATION = {"work/tracker.yaml": TRACKER, "work/lifecycles/simple.yaml": SIMPLE}


class Memory:
    """Files by path; `modes` are those that are not regular, `given` counts what content was given."""

    def __init__(
        self,
        files: Mapping[str, str],
        modes: Mapping[str, Mode] | None = None,
        label: str = "memory",
    ) -> None:
        self.label = label
        self.given: Counter[str] = Counter()
        self._files = files
        self._modes = modes or {}

    def entries(self, under: str = "") -> list[Entry]:
        return [
            Entry(path, self._modes.get(path, Mode.file))
            for path in sorted({*self._files, *self._modes})
            if not under or path.startswith(f"{under}/")
        ]

    def blobs(self, paths: Iterable[str], known: Container[str] = ()) -> Iterator[Blob]:
        for path in paths:
            content = self._files[path].encode()
            name = sha1(content, usedforsecurity=False).hexdigest()
            if name in known:
                yield Blob(path, name, None)
            else:
                self.given[name] += 1
                yield Blob(path, name, content)

    def read(self, path: str) -> bytes:
        return self._files[path].encode()

    def exists(self, path: str) -> bool:
        return any(one == path or one.startswith(f"{path}/") for one in self._files)


def work(
    files: Mapping[str, str],
    library: Library | None = None,
    *,
    modes: Mapping[str, Mode] | None = None,
) -> Work:
    """The Work of an organisation with these files, in the workspace `work`."""
    return load(Memory({**ORGANISATION, **files}, modes), "work", library)


def project(phase: str = "idea", status: str = "active", extra: str = "") -> str:
    """A small project file."""
    return f"title: Replace the ERP system\nstatus: {status}\nphase: {phase}\n{extra}"


ERP = "work/projects/erp/project.yaml"
PLAN = "work/projects/erp/plan.yaml"
