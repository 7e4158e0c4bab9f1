"""The case folders of `cases/`, loaded and judged; the layout is told in `cases/README.md`.

The tests of every check read them, and so does the handbook's page of all messages.
"""

from datetime import date
from pathlib import Path

from tracker.law.judge import Base, Verdict, judge
from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.source.snapshot import Folder

CASES = Path(__file__).parent / "cases"
AS_OF = date(2026, 11, 21)


def cases() -> list[Path]:
    """The folder of every case, by rule and name."""
    return sorted(path.parent for path in CASES.glob("*/*/head"))


def name_of(case: Path) -> str:
    """A case as people name it: its rule and its own folder."""
    return f"{case.parent.name}/{case.name}"


def verdict(case: Path, changed: Path | None = None) -> Verdict:
    """What is said of a case, or of what somebody has changed its head to."""
    library = Library()
    head = _side(changed or case / "head", library)
    base = None
    if (case / "base").is_dir():
        before = _side(case / "base", library)
        apart = (case / "tip").is_dir()
        tip = _side(case / "tip", library) if apart else before
        base = Base(before, tip, "base", head_holds_base=not apart)
    return judge(head, AS_OF, base)


def _side(folder: Path, library: Library) -> Work:
    """A folder as a repository's root; its workspace is `work`, where it has one."""
    root = "work" if (folder / "work" / "tracker.yaml").is_file() else None
    return load(Folder(folder, "sha1"), root, library)
