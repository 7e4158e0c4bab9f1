"""The results of a run: what is saved, what the terminal shows, and the exit code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from measure import Figure


@dataclass
class Results:
    """Figures by the file that measured them, and why others could not be measured."""

    figures: list[tuple[str, Figure]] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def missed(self) -> list[str]:
        return [figure.title for _, figure in self.figures if not figure.held]

    @property
    def code(self) -> int:
        """0: every bound is held; 1: one is missed; 2: none is missed, not all was measured."""
        return 1 if self.missed else 2 if self.failed else 0

    def record(self) -> dict[str, Any]:
        """What is saved of the figures, as plain data."""
        made = [{"of": name, **_plain(figure)} for name, figure in self.figures]
        return {"figures": made, "failed": self.failed}


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure.title,
        "unit": figure.unit,
        "median": _short(figure.median),
        "min": _short(min(figure.values)),
        "max": _short(max(figure.values)),
        "runs": len(figure.values),
        "bound": figure.bound and {"side": figure.bound.side, "value": figure.bound.value},
        "held": figure.held,
        "seconds": figure.seconds and [_short(each) for each in figure.seconds],
    }


def _short(value: float) -> float:
    """Four digits say more than the machine knows."""
    return float(f"{value:.4g}")


def line(figure: Figure) -> str:
    """One figure in 80 columns: its title, then its numbers below it."""
    of = " / ".join(f"{each:.3g} s" for each in figure.seconds) if figure.seconds else ""
    spread = f"({min(figure.values):.3g} to {max(figure.values):.3g})"
    bound = f"{figure.bound.side} {figure.bound.value:g}" if figure.bound else ""
    verdict = "" if not figure.bound else "held" if figure.held else "MISSED"
    numbers = f"{figure.median:8.2f} {figure.unit:<3}{spread:<18} {of:<20} {bound:<13} {verdict}"
    return f"  {figure.title}\n  {numbers}".rstrip()


def closing(results: Results, noise: list[str]) -> Iterator[str]:
    """What the figures alone do not tell."""
    yield from (f"MISSED: {title}" for title in results.missed)
    yield from (f"not measured: {name}: {why}" for name, why in results.failed.items())
    yield from (f"the machine was busy: {why}" for why in noise)
