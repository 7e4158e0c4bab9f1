"""The site: against plain MkDocs with Markdown of the same length in the same theme; memory; growth.

The Markdown is made of what the site's own pages say, block by block, so both sides have as many
pages with as many words. Entities are a hundred, a thousand and ten thousand goals, projects and
processes in a full run.
"""

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from figures.start_up import LEAST
from ground import Ground
from items import items
from measure import Bound, Command, Figure, Job, NotMeasuredError, Run, ratio

MKDOCS = Path(sys.executable).with_name("mkdocs")
CONFIGURATION = "site_name: Bench\ntheme: {name: tracker}\nnav: [index.md]\nnot_in_nav: '/*/*.md'\n"
REPEATED = 3


def measure(ground: Ground) -> Iterator[Figure]:
    folder = ground.made(f"plain-{ground.pages}", lambda folder: write(folder, ground))
    out = folder / "site"
    plain: Job = [Command([MKDOCS, "build", "-q", "-d", out], folder, afresh=out)]
    ours, theirs = ground.turns(ground.site(ground.pages), plain)
    count = len(items(ground.pages))
    title = f"site build, {count:,} entities / mkdocs, the same words in the same theme"
    yield ratio(title, ours, theirs, ground.bound(Bound("at most", 0.7)))
    yield from growth(ground)


def growth(ground: Ground) -> Iterator[Figure]:
    """What a page costs among a hundred times as many, start-up taken off; and the peak of memory."""
    few, many = max(ground.pages // 10, 20), ground.pages * 10
    times = min(ground.runs, 3)
    least, small, large = ground.turns(
        ground.site(LEAST), [*ground.site(few)] * REPEATED, ground.site(many), times=times
    )
    small = [Run(each.seconds / REPEATED, each.megabytes) for each in small]
    count = len(items(many))
    pairs = zip(costs(many, large, least), costs(few, small, least), strict=True)
    yield Figure(
        f"cost of a page among {count:,} / {len(items(few)):,}",
        tuple(more / less for more, less in pairs),
        ground.bound(Bound("at most", 1.3)),
    )
    yield Figure(
        f"peak memory, site build of {count:,} entities",
        tuple(each.megabytes for each in large),
        ground.bound(Bound("at most", 400)),
        unit="MB",
    )


def costs(size: int, runs: list[Run], least: list[Run]) -> list[float]:
    """Seconds for each page more than the least workspace has, round by round."""
    more = len(items(size)) - len(items(LEAST))
    found = [(run.seconds - base.seconds) / more for run, base in zip(runs, least, strict=True)]
    if min(found) <= 0:
        raise NotMeasuredError(f"{more} pages more took no time: the machine is too busy")
    return found


def write(folder: Path, ground: Ground) -> None:
    """The pages of the built site as Markdown, one file for each."""
    site = ground.site(ground.pages)
    ground.runner(site)
    assert site[0].afresh is not None
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    for path in sorted(site[0].afresh.rglob("*.html")):
        place = folder / "docs" / path.relative_to(site[0].afresh).with_suffix(".md")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(markdown(path.read_text(encoding="utf-8")), encoding="utf-8")


def markdown(page: str) -> str:
    """What the content of a page says, as Markdown of headings, entries and paragraphs."""
    reader = _Words()
    reader.feed(page)
    return "\n\n".join(reader.blocks) + "\n"


MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- "}
BLOCKS = frozenset((*MARKS, "p", "td", "th", "dt", "dd", "div", "section", "figure", "summary"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "main"
        if self._inside and tag in BLOCKS:
            self.blocks.append(MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "main"

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if self._inside and words and self.blocks:
            self.blocks[-1] += f" {words}" if self.blocks[-1].strip("#- ") else words
