"""What proves approvals, gathered for the law: signatures, the forge's reviews, and what is committed."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening, event, git_stops
from tracker.law.content import SIGNATURES
from tracker.law.judge import Base
from tracker.law.proof import Evidence, ForgeReview
from tracker.model.kinds import placed
from tracker.model.work import Work
from tracker.source.commits import Commit
from tracker.source.git import GitError, Repository
from tracker.source.merges import chosen
from tracker.source.snapshot import Folder
from tracker.source.ssh import SshError

HEAD = "HEAD"
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z", re.ASCII)


def proved(opening: Opening, base: Base, work: Work, reviews: Path | None = None) -> Base:
    """A base with all that proves approvals of the change to it."""
    evidence = replace(
        proofs(opening.git()),
        reviews=None if reviews is None else handed_in(reviews),
        head=reviewed(base, work, os.environ.get),
        uncommitted=frozenset(uncommitted(opening, work)),
    )
    return replace(base, evidence=evidence)


def proofs(repository: Repository) -> Evidence:
    """What proves approvals in any revision of a repository; what git told once it is not asked again."""

    @cache
    def told(merges: tuple[Commit, ...], where: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
        with git_stops():
            return chosen(repository, merges, where)

    return replace(SIGNATURES, chosen=told)


@contextmanager
def ssh_stops() -> Iterator[None]:
    """Where signatures cannot be verified, nothing was judged."""
    try:
        yield
    except SshError as error:
        raise Stop(error.message, error.hint) from error


def handed_in(path: Path) -> tuple[ForgeReview, ...]:
    """The forge's reviews, from the file that was handed in."""
    from tracker.interchange.github_reviews import LIMIT, ReviewsError, reviews

    try:
        with path.open("rb") as file:
            text = file.read(LIMIT + 1)
    except OSError as error:
        raise Stop(
            f"the reviews in {path} cannot be read: {error.strerror}",
            "hand in what GitHub lists: `gh api --paginate repos/OWNER/REPO/pulls/N/reviews > FILE`",
        ) from error
    try:
        return reviews(text)
    except ReviewsError as error:
        raise Stop(
            f"{path} holds no reviews as GitHub lists them: {error}",
            "hand in what it says: `gh api --paginate repos/OWNER/REPO/pulls/N/reviews > FILE`",
        ) from error


def reviewed(base: Base, work: Work, environ: Callable[[str], str | None]) -> str | None:
    """The commit that reviews have to be of: the judged one; None for a working tree.

    GitHub lets a run judge what a merge would make of a pull request; people review its head, which
    the event of the run names, and which is what that merge was made of.
    """
    if isinstance(work.snapshot, Folder):
        return None
    judged = work.snapshot.label
    head: object = event(environ)
    for name in ("pull_request", "head", "sha"):  # an event may have any shape
        head = head.get(name) if isinstance(head, dict) else None
    if not isinstance(head, str) or not _HASH.match(head) or head == judged:
        return judged
    is_made_of_it = any(one.hash == judged and head in one.parents[1:] for one in base.commits)
    return head if is_made_of_it else judged


def uncommitted(opening: Opening, work: Work) -> Iterable[str]:
    """The files of the workspace that the last commit has not, or has otherwise."""
    if not isinstance(work.snapshot, Folder):
        return []
    prefix = f"{opening.root}/" if opening.root else ""
    try:
        head = opening.revision(HEAD)
        held = {
            entry.path
            for entry in head.entries(opening.root or "")
            if placed(entry.path.removeprefix(prefix)) is not None
        }
        asked = sorted(held | work.hashes.keys())
        known = set(work.hashes.values())
        committed = {blob.path: blob.hash for blob in head.blobs(asked, known)}
    except (GitError, Stop):
        return []
    return [path for path in asked if committed.get(path, "") != work.hashes.get(path, "")]
