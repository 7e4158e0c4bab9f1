"""The data behind the pages: JSON and CSV of each kind, the whole in numbers, and a list of all of it."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from tracker.finding import Severity
from tracker.interchange import atom, ics
from tracker.model.catalogue import SUFFIX, schema_folder
from tracker.outputs import data as outputs
from tracker.site.files.calendar import CALENDAR
from tracker.site.files.changes import FEED
from tracker.site.publication import Made, Publication, Site
from tracker.site.status import Audience, Status
from tracker.views.published import Table, kinds, published

JSON, CSV = "application/json", "text/csv"
SCHEMAS = ("data", "status", "published")


def tables(status: Status) -> Iterator[Table]:
    """What is published, kind by kind; a kind of which there is nothing has none."""
    internal = status.audience is Audience.INTERNAL
    for kind in kinds(internal):
        if status.work.of(kind):
            yield published(status.work, kind, status.as_of, internal)


def _make(status: Status, site: Site) -> Made:
    head, files, counts = _head(status), [], {}
    for name in SCHEMAS:
        yield _schema(name), (schema_folder() / "output" / f"{name}{SUFFIX}").read_bytes()
    for table in tables(status):
        path, counts[table.kind] = f"data/{table.kind}", len(table.records)
        page = partial(_page, status, site, table.kind)
        yield f"{path}.json", outputs.records(head, table, page)
        files.append(_file(f"{path}.json", JSON, table, _schema("data")))
        if len(table.columns) > 1:
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
    severities = Counter(one.severity for one in status.verdict.findings)
    rules = Counter(one.rule for one in status.verdict.findings)
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
