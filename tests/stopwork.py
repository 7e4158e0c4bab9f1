"""The transcripts of `stops/`: each produces an end of a command without a judgement.

A transcript opens with a line that says the situation. Then come commands, one after `$ ` each; the
last one ends with exit code 2, and what it prints in a terminal of 80 columns stands below it.
`TRACKER_UPDATE_CASES=1` writes what is printed.
"""

from pathlib import Path
from typing import NamedTuple

STOPS = Path(__file__).parent / "stops"


class Transcript(NamedTuple):
    """What happened, by which commands, and what the last of them said."""

    name: str
    situation: str
    commands: tuple[str, ...]
    said: str

    def text(self, said: str) -> str:
        """The file of the transcript, with what was said."""
        typed = "".join(f"$ {command}\n" for command in self.commands)
        return f"# {self.situation}\n{typed}{said}"


def transcripts() -> list[Transcript]:
    """Every transcript, by name."""
    return [_transcript(path) for path in sorted(STOPS.glob("*.txt"))]


def _transcript(path: Path) -> Transcript:
    first, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    typed = [line[2:].rstrip("\n") for line in lines if line.startswith("$ ")]
    said = "".join(lines[len(typed) :])
    return Transcript(path.stem, first.removeprefix("# ").strip(), tuple(typed), said)
