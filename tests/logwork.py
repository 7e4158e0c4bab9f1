"""Event logs for tests: what an import makes of a text, and what the workspace then reads of it."""

import io
from collections.abc import Mapping
from typing import Any

import memory

from tracker.interchange.exchange import Asked, Filling, Log, exporters, importers
from tracker.model.records import Process, Run
from tracker.model.work import Work

HEAD = "run,step,started,finished"


def taken(
    format: str, content: str | bytes, work: Work | None = None, id: str = "claim", **asked: Any
) -> Filling:
    """What an import of a text makes; raises RefusedError."""
    fill = importers()[format].fill
    assert fill is not None
    content = content.encode() if isinstance(content, str) else content
    work = work or memory.work({})
    return fill(io.BytesIO(content), Asked(work=work, id=id, name="log", **asked))


def landed(filling: Filling, files: Mapping[str, str] | None = None) -> Work:
    """The workspace with what was made in it."""
    made = {f"work/{path}": text for path, text in filling.files.items()}
    return memory.work({**(files or {}), **made})


def runs(work: Work, process: str = "claim") -> dict[str, Run]:
    """The runs of a process as they are loaded, by their ids within it."""
    return {one.id.partition("/")[2]: one.record for one in work.parts("run", process)}


def told(runs: Mapping[str, Run]) -> dict[str, Any]:
    """What a log keeps of runs."""
    return {id: (run.version, run.requested, run.steps) for id, run in runs.items()}


def exported(format: str, runs: Mapping[str, Run], process: Process | None = None) -> str:
    """The runs of a process in a format."""
    write = exporters()[format].write
    assert write is not None
    return "".join(write([Log("claim", process or Process(title="Claim"), runs)]))


def event(name: str, at: str, *more: tuple[str, str, str]) -> str:
    """An event of XES; `more` are attributes, each as type, key and value."""
    attributes = [("string", "concept:name", name), ("date", "time:timestamp", at), *more]
    said = "".join(f'<{kind} key="{key}" value="{value}"/>' for kind, key, value in attributes)
    return f"<event>{said}</event>"


def trace(name: str, *events: str) -> str:
    """A trace of XES."""
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>'


def xes(*traces: str) -> str:
    """A log of XES, a trace a line."""
    return "\n".join(["<log>", *traces, "</log>"])
