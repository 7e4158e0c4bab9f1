"""The case folders of `cases/`, loaded and judged; the layout is told in `cases/README.md`.

The tests of every check read them, and so does the handbook's page of all messages.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from tracker.interchange.github_reviews import reviews
from tracker.law.change import changes
from tracker.law.content import NAMESPACE
from tracker.law.judge import Base, Verdict, judge
from tracker.law.past import Landing, Past
from tracker.law.proof import Evidence
from tracker.model.load import Library, load
from tracker.model.work import Work
from tracker.source.commits import UNDATED, Commit, TreeItem
from tracker.source.snapshot import Folder
from tracker.source.ssh import verified

CASES = Path(__file__).parent / "cases"
AS_OF = date(2026, 11, 21)
EARLIER = Landing("3f2a9c41b07d", date(2026, 9, 28))
"""How the step is called that led from `earlier` to `base`, where a rule judges a history."""


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
        commits = tuple(_commits(case, head, before))
        base = Base(before, tip, "base", commits, behind=int(apart), evidence=_evidence(case))
        if (case / "earlier").is_dir():
            past = Past()
            past.land(changes(_side(case / "earlier", library), before), EARLIER)
            return judge(head, AS_OF, base, past=past)
    return judge(head, AS_OF, base)


def _commits(case: Path, head: Work, before: Work) -> Iterator[Commit]:
    """A commit of each author that the case names, of all files but approvals."""
    place = case / "authors.txt"
    paths = sorted(head.hashes.keys() | before.hashes.keys())
    touched = tuple(
        TreeItem("100644", "0" * 40, path) for path in paths if "/approvals/" not in path
    )
    for number, line in enumerate(place.read_text().splitlines() if place.is_file() else (), 1):
        author, *others = line.split()
        committer = others[0] if others else author
        yield Commit(
            f"{number:040x}", "", author, "", committer, UNDATED, UNDATED, "", (), (), touched
        )


def _evidence(case: Path) -> Evidence:
    """What proves approvals: signatures, and the reviews that the case hands in, of commit 1."""
    place = case / "reviews.json"
    handed_in = reviews(place.read_bytes()) if place.is_file() else None
    head = f"{1:040x}" if (case / "authors.txt").is_file() else None
    return Evidence(partial(verified, namespace=NAMESPACE), handed_in, head)


def _side(folder: Path, library: Library) -> Work:
    """A folder as a repository's root; its workspace is `work`, where it has one."""
    root = "work" if (folder / "work" / "tracker.yaml").is_file() else None
    return load(Folder(folder, "sha1"), root, library)
