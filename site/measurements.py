"""The tables of the handbook's page on speed, made from what `make bench SAVE=1` has saved."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

SAVED = Path(__file__).resolve().parent.parent / "bench" / "results.json"

Saved = Mapping[str, Any]

TIED = str.maketrans(" ", "\N{NO-BREAK SPACE}")
"""Numbers stay on one line with what belongs to them."""


def made() -> str:
    """The tables of the saved run."""
    return tables(json.loads(SAVED.read_bytes()))


def tables(saved: Saved) -> str:
    """When and where, Tracker by itself, Tracker beside its peers, what each of these does."""
    own = [each for each in saved["figures"] if each["of"] not in saved["peers"]]
    theirs = [each for each in saved["figures"] if each["of"] in saved["peers"]]
    parts = [
        "\n".join(_run(saved)),
        "### Tracker by itself",
        _table(("What / against what", "Median", "Range", "Bound", "Seconds"), map(_row, own)),
        "### Beside peers",
        "How many times as long the peer takes.",
        _table(("Peer / Tracker", "Median", "Range", "Bound", "Seconds"), map(_row, theirs)),
        "### What each of them does",
        _table(("Peer", "Does", "Does not"), map(_about, _measured(saved))),
    ]
    return "\n\n".join(parts)


def _run(saved: Saved) -> Iterator[str]:
    machine = saved["machine"]
    yield (
        f"Measured on {saved['date']} with Tracker {saved['tracker']} on {machine['cores']} cores"
        f" ({_text(machine['processor'])}), {machine['memory_gb']} GB, {machine['system']},"
        f" Python {machine['python']}."
    )
    if saved["noise"]:
        yield f"\n**The machine was busy**, so take these with care: {_text('; '.join(saved['noise']))}."
    for name, why in saved["failed"].items():
        yield f"\n**Not measured:** {name}: {_text(why)}."


def _row(figure: Saved) -> tuple[str, ...]:
    unit = "×" if figure["unit"] == "x" else f" {figure['unit']}"
    bound = figure["bound"]
    said = f"{bound['side']} {bound['value']:g}{unit}" if bound else ""
    seconds = " / ".join(f"{each:.3g}" for each in figure["seconds"] or ())
    return (
        _text(figure["title"]),
        f"**{figure['median']:.3g}{unit}**".translate(TIED),
        f"{figure['min']:.3g} to {figure['max']:.3g}".translate(TIED),
        said if figure["held"] else f"**missed:** {said}",
        seconds.translate(TIED),
    )


def _measured(saved: Saved) -> Iterator[Saved]:
    """Peers that at least one figure is of."""
    of = {figure["of"] for figure in saved["figures"]}
    return (peer for name, peer in saved["peers"].items() if name in of)


def _about(peer: Saved) -> tuple[str, ...]:
    return (f"{peer['title']} {_version(peer)}", _text(peer["does"]), _text(peer["lacks"]))


def _version(peer: Saved) -> str:
    """The version that the peer itself is pinned to."""
    versions = dict(pin.lower().split("==") for pin in peer["pins"])
    return str(versions[peer["title"].lower()])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _text(text: str) -> str:
    """Text as it stands: nothing in it is Markdown."""
    for mark in "\\`*_<|":
        text = text.replace(mark, f"&#{ord(mark)};")
    return text
