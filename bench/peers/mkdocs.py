"""Plain MkDocs, which `tracker site build` stands on: as many Markdown pages of the same text.

Its default theme and its default search. Once with its index alone in the navigation, as Tracker
does it, and once as it comes: every page in the navigation, and so on every page.
"""

from collections.abc import Iterator
from pathlib import Path

from ground import Ground
from items import Item, items, outline
from measure import Bound, Command, Figure, Job, ratio
from peer import Peer

INDEX_ALONE = 'nav: [index.md]\nnot_in_nav: "/*/*.md"\n'


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    folder = ground.made("mkdocs", lambda folder: write(folder, items(ground.pages)))
    count = len(list(folder.glob("docs/*/*.md")))
    bare, ours = ground.turns(build(tool, folder, "bare"), ground.site(ground.pages))
    title = f"mkdocs, {count:,} pages, index in nav / site build"
    yield ratio(title, bare, ours, ground.bound(Bound("at least", 1)))
    full, ours = ground.turns(
        build(tool, folder, "full"), ground.site(ground.pages), times=min(ground.runs, 3)
    )
    yield ratio(f"mkdocs, {count:,} pages, all in nav / site build", full, ours)


def build(tool: Path, folder: Path, name: str) -> Job:
    out = folder / f"site-{name}"
    return [Command([tool, "build", "-q", "-f", f"{name}.yml", "-d", out], folder, afresh=out)]


def write(folder: Path, pages: list[Item]) -> None:
    """Two configurations over one folder of documents."""
    for name, more in (("bare", INDEX_ALONE), ("full", "")):
        (folder / f"{name}.yml").write_text(f"site_name: Bench\n{more}", encoding="utf-8")
    listed = ["# All\n"]
    for item in pages:
        path = folder / "docs" / item.kind / f"{item.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(outline(item.record))
        path.write_text(f"# {item.title}\n\n{text}\n", encoding="utf-8")
        listed.append(f"- [{item.title}]({item.kind}/{item.id}.md)")
    (folder / "docs" / "index.md").write_text("\n".join(listed), encoding="utf-8")


PEER = Peer(
    title="MkDocs",
    program="mkdocs",
    does="Turns Markdown into pages with a navigation and a search.",
    lacks="Reading YAML, references, checks, links between items: its pages are text as it stands.",
    measure=measure,
)
