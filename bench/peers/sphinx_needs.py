"""sphinx-needs: a page for each goal, project and process, as Tracker makes.

A need has title, status, links and summary only: with all that Tracker's page shows as a list, a
build of a thousand takes minutes, most of it in the reader of reStructuredText. With the sidebar of
Sphinx's own theme every page lists every page; without it pages stand alone, as Tracker's do. The
builder `needs` writes no pages: it reads, resolves links and writes JSON.
"""

from collections.abc import Iterator
from pathlib import Path

from ground import Ground
from items import KINDS, Item, items
from measure import Command, Figure, Job, ratio
from peer import Peer

CONFIGURATION = f"""project = "Bench"
extensions = ["sphinx_needs"]
needs_id_regex = "^[a-z0-9-]+"
needs_types = [
    dict(directive=kind, title=kind, prefix="", color="#fff", style="node")
    for kind in {sorted(KINDS.values())}
]
"""
NO_SIDEBAR = "html_sidebars={'**': []}\n"


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    few = max(ground.size // 20, 20)
    times = min(ground.runs, 3)
    plain, full = source(ground, ground.pages, sidebar=False), source(ground, few, sidebar=True)
    checked, ours = ground.turns(
        build(tool, plain, "needs"), ground.check(ground.pages), times=times
    )
    count = f"{pages(plain):,}"
    yield ratio(f"sphinx-build -b needs, {count} items / tracker check", checked, ours)
    bare, ours = ground.turns(build(tool, plain, "html"), ground.site(ground.pages), times=times)
    yield ratio(f"sphinx-needs, {count} pages, no sidebar / site build", bare, ours)
    listed, ours = ground.turns(build(tool, full, "html"), ground.site(few), times=times)
    yield ratio(f"sphinx-needs, {pages(full):,} pages, sidebar / site build", listed, ours)


def build(tool: Path, folder: Path, builder: str) -> Job:
    """A build from nothing, on all cores."""
    out = folder.with_name(f"{folder.name}-{builder}")
    return [Command([tool, "-q", "-E", "-j", "auto", "-b", builder, folder, out], folder, out)]


def source(ground: Ground, size: int, *, sidebar: bool) -> Path:
    """The items of a workspace as a folder of documents, one for each."""

    def make(folder: Path) -> None:
        text = CONFIGURATION + ("" if sidebar else NO_SIDEBAR)
        (folder / "conf.py").write_text(text, encoding="utf-8")
        all_items = items(size)
        for item in all_items:
            (folder / f"{item.id}.rst").write_text(document(item), encoding="utf-8")
        listed = "".join(f"   {item.id}\n" for item in all_items)
        contents = f"All\n===\n\n.. toctree::\n   :maxdepth: 1\n\n{listed}"
        (folder / "index.rst").write_text(contents, encoding="utf-8")

    return ground.made(f"needs-{size}{'-sidebar' if sidebar else ''}", make)


def pages(folder: Path) -> int:
    return len(list(folder.glob("*.rst"))) - 1


def document(item: Item) -> str:
    options = [f":id: {item.id}", f":status: {item.record['status']}"]
    options += [f":links: {', '.join(item.links)}"] if item.links else []
    text = item.record.get("summary") or item.record.get("purpose") or item.title
    need = "\n".join(f"   {line}".rstrip() for line in (*options, "", str(text)))
    return f"{item.title}\n{'=' * len(item.title)}\n\n.. {item.kind}:: {item.title}\n{need}\n"


PEER = Peer(
    title="sphinx-needs",
    program="sphinx-build",
    does="Builds pages and a search, finds links to items that are not there.",
    lacks="Dates, phases, what a change may do. Its own schemas and constraints are left out here.",
    measure=measure,
)
