"""doorstop: goals, and the projects and processes that link to them, as its documents and items.

Without what it would rewrite, and without levels, reviews and children, which Tracker has no like of.
"""

from collections.abc import Iterator
from pathlib import Path

from ground import Ground, repository
from items import Item, items, outline
from measure import Command, Figure, ratio
from peer import Peer

PREFIX = {"goal": "GOAL", "project": "PROJ", "process": "PROC"}
OPTIONS = [
    "--no-reformat",
    "--no-level-check",
    "--no-child-check",
    "--no-suspect-check",
    "--no-review-check",
]


def measure(ground: Ground, tool: Path) -> Iterator[Figure]:
    folder = ground.made("doorstop", lambda folder: write(folder, items(ground.pages)))
    count = len(list(folder.glob("*/*0*.yml")))
    theirs, ours = ground.turns(
        [Command([tool, "--quiet", *OPTIONS], folder)], ground.check(ground.pages)
    )
    yield ratio(f"doorstop, {count:,} items / tracker check", theirs, ours)


def write(folder: Path, found: list[Item]) -> None:
    for kind, prefix in PREFIX.items():
        (folder / kind).mkdir()
        parent = "" if kind == "goal" else "  parent: GOAL\n"
        text = (
            f"settings:\n  digits: 5\n  itemformat: yaml\n{parent}  prefix: {prefix}\n  sep: ''\n"
        )
        (folder / kind / ".doorstop.yml").write_text(text, encoding="utf-8")
    for item in found:
        path = folder / item.kind / f"{name(item)}.yml"
        path.write_text(entry(item), encoding="utf-8")
    repository(folder)


def name(item: Item) -> str:
    return f"{PREFIX[item.kind]}{item.number:05}"


def entry(item: Item) -> str:
    goals = [int(link.rpartition("-")[2]) + 1 for link in item.links]
    links = "".join(f"\n- GOAL{number:05}: null" for number in goals) or " []"
    text = "\n".join(f"  {line}" for line in outline(item.record))
    return (
        f"active: true\nderived: false\nheader: ''\nlevel: 1.{item.number}\nlinks:{links}\n"
        f"normative: true\nref: ''\nreviewed: null\ntext: |\n{text}\n"
    )


PEER = Peer(
    title="doorstop",
    program="doorstop",
    does="Reads each item, and finds links to items that are not there.",
    lacks="Schemas, dates, people, phases, what a change may do, the line of a fault.",
    measure=measure,
)
