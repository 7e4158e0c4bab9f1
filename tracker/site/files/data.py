"""The data behind the pages: JSON and CSV of each kind, the whole in numbers, and a list of all of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from tracker.finding import Severity
from tracker.interchange import atom, ics
from tracker.model.catalogue import SUFFIX, schema_folder
from tracker.model.kinds import KINDS
from tracker.outputs import data as outputs
from tracker.site.files.calendar import CALENDAR
from tracker.site.files.changes import FEED
from tracker.site.publication import Made, Publication, Site
from tracker.site.status import Audience, Status
from tracker.views.published import Table, columns, kinds, published
from tracker.views.words import label

JSON, CSV = "application/json", "text/csv"
SCHEMAS = ("data", "status", "published")


class Form(NamedTuple):
    """A file that tells of a kind: what people call its format, and where it lies."""

    name: str
    path: str


class Kept(NamedTuple):
    """What is published of a kind, in its forms."""

    title: str
    forms: tuple[Form, ...]


_CALLED = {
    "workspace": "Settings", "review": "Gate reviews", "raid": "Risks, issues, decisions",
    "change": "Change requests",
}  # fmt: skip
"""What readers of the site call a kind, where that is not its own name."""


def published_data(status: Status) -> list[Kept]:
    """What is published, for people to choose from."""
    internal = status.audience is Audience.INTERNAL
    found = []
    for kind in _kinds(status):
        forms = (Form("JSON", f"data/{kind}.json"), Form("CSV", f"data/{kind}.csv"))
        kept = forms if columns(kind, internal) else forms[:1]
        found.append(Kept(_CALLED.get(kind) or label(KINDS[kind].plural), kept))
    return found


def _kinds(status: Status) -> list[str]:
    """The kinds of which there is something to publish."""
    internal = status.audience is Audience.INTERNAL
    return [kind for kind in kinds(internal) if status.work.of(kind)]


def _tables(status: Status) -> Iterator[Table]:
    internal = status.audience is Audience.INTERNAL
    rows: dict[str, Mapping[str, Any]] = {
        "goal": status.goals,
        "project": status.projects,
        "process": status.processes,
    }
    return (published(status.work, kind, internal, rows.get(kind, {})) for kind in _kinds(status))


def _make(status: Status, site: Site) -> Made:
    head, files, counts = _head(status), [], {}
    for name in SCHEMAS:
        yield _schema(name), (schema_folder() / "output" / f"{name}{SUFFIX}").read_bytes()
    for table in _tables(status):
        path, counts[table.kind] = f"data/{table.kind}", len(table.records) + table.left_out
        page = partial(_page, status, site, table.kind)
        yield f"{path}.json", outputs.records(head, table, page)
        files.append(_file(f"{path}.json", JSON, table, _schema("data")))
        if len(table.columns) > 1:  # the id alone is no table
            yield f"{path}.csv", outputs.csv(table)
            files.append(_file(f"{path}.csv", CSV, table))
    yield "data/status.json", outputs.envelope("tracker/status/1", head, _status(status, counts))
    files.append(_file("data/status.json", JSON, schema=_schema("status")))
    files.append(_file(CALENDAR, ics.TYPE))
    if status.past is not None:
        files.append(_file(FEED, atom.TYPE))
    yield "data/index.json", outputs.listing("tracker/published/1", head, files)


def _head(status: Status) -> dict[str, Any]:
    return {
        "title": status.title,
        "as_of": status.as_of.isoformat(),
        "commit": status.commit,
        "audience": status.audience.value,
    }


def _status(status: Status, counts: dict[str, int]) -> dict[str, Any]:
    severities = Counter(one.finding.severity for one in status.findings)
    rules = Counter(one.finding.rule for one in status.findings)
    return {
        "counts": counts,
        "findings": {one.value: severities[one] for one in Severity},
        "rules": dict(sorted(rules.items())),
        "transitions_judged": status.verdict.transitions_judged,
    }


def _file(
    path: str, type: str, table: Table | None = None, schema: str | None = None
) -> dict[str, Any]:
    count = len(table.records) if table else None
    kind = table.kind if table else None
    return {"path": path, "type": type, "kind": kind, "schema": schema, "records": count}


def _page(status: Status, site: Site, kind: str, id: str) -> str | None:
    ref = f"{kind}/{id}"
    return site.page(ref) if ref in status.shown else None


def _schema(name: str) -> str:
    return f"data/schemas/{name}{SUFFIX}"


data = Publication(_make)
