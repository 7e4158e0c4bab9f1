"""Write the event logs of `work/`, or of the workspace that is named: python -m examples.runs [FOLDER]."""

import sys
from pathlib import Path

from examples.runs.logs import logs

ROOT = Path(__file__).resolve().parents[2]


def main(root: Path) -> None:
    written = logs()
    for path, text in written.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {len(written)} event logs to {root}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "work")
