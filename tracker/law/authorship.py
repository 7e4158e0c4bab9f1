"""Who wrote a change, as far as its commits tell: addresses, and the persons of the base behind them.

Git proves none of this: an address is what its writer typed. It keeps honest people apart, and
whoever wants to pass has to write a false name into a record that stays.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tracker.law.change import Change
from tracker.law.passing import names
from tracker.law.policy import Law
from tracker.model.kinds import KINDS, owner_of
from tracker.source.commits import Commit

FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""Committers that are no person: the forge itself, when it merges or edits for somebody."""

_ACCOUNT = re.compile(r"(?P<number>[1-9][0-9]{0,17})\+[^@]+@users\.noreply\.github\.com\Z")
_APPROVAL = re.compile(r"gates/[^/]+/approvals/(?P<person>[^/]+)\.yaml\Z")


class Authors(NamedTuple):
    """Who wrote a change: persons, and addresses that are nobody's at the base."""

    people: frozenset[str]
    unknown: frozenset[str]
    is_unseen: bool
    """True where part of the change is in no commit: a working tree."""

    @property
    def are_known(self) -> bool:
        return not self.unknown and not self.is_unseen


def authors(project: Change, changes: Iterable[Change], law: Law) -> Authors:
    """Who wrote the commits that touch a project, its approvals apart.

    A commit that a later one takes back counts as well: what its author left in the others is not
    told by what remains.
    """
    touches = _toucher(project, law)
    own = [change for change in changes if _is_part(change, project)]
    touching = {one.hash: one for one in law.evidence.commits if any(map(touches, one.paths))}
    touching.update((one.hash, one) for change in own for one in change.commits)
    is_unseen = any(not change.commits for change in own)
    is_unseen = is_unseen or any(map(touches, law.evidence.uncommitted))
    people: set[str] = set()
    unknown: set[str] = set()
    for email in {email.lower() for one in touching.values() for email in _wrote(one, law)}:
        found = persons(email, law)
        people |= found
        unknown |= set() if found else {email}
    return Authors(frozenset(people), frozenset(unknown), is_unseen)


def _is_part(change: Change, project: Change) -> bool:
    """True for the project and all that belongs to it, approvals apart."""
    if change.kind == "approval" or owner_of(change.id) not in names(project):
        return False
    return "project" in (change.kind, KINDS[change.kind].part_of)


def persons(email: str, law: Law) -> frozenset[str]:
    """Whom an address belongs to at the base; the forge's own kind of address names an account."""
    email = email.lower()
    account = _ACCOUNT.match(email)
    number = int(account["number"]) if account else 0
    return frozenset(
        id
        for id, one in law.work.identities.items()
        if email in map(str.lower, one.record.emails)
        or number == one.record.accounts.get("github", -1)
    )


def selves(person: str, law: Law) -> frozenset[str]:
    """A person under all names: whoever shares an address, an account or a key with them."""
    own = _marks(person, law)
    return frozenset({person}) | {id for id in law.work.identities if own & _marks(id, law)}


def _marks(person: str, law: Law) -> frozenset[tuple[str, object]]:
    identity = law.work.identities.get(person)
    if identity is None:
        return frozenset()
    record = identity.record
    return frozenset(
        [("email", email.lower()) for email in record.emails]
        + list(record.accounts.items())
        + [("key", bare(key)) for key in record.keys]
    )


def bare(key: str) -> str:
    """A public key without the comment behind it."""
    return " ".join(key.split()[:2])


def _wrote(commit: Commit, law: Law) -> Iterator[str]:
    """Author, co-authors and committer.

    The forge's own address is nobody's hand. Where it squashes, it names as co-author whoever
    wrote any of the commits: one whose approval came with them is named for that.
    """
    yield commit.author_email
    is_forge = commit.committer_email.lower() in FORGES
    if not is_forge:
        yield commit.committer_email
    approved = set(_approvers(commit)) if is_forge else set()
    for _, email in commit.co_authors:
        if not persons(email, law) & approved:
            yield email


def _approvers(commit: Commit) -> Iterator[str]:
    for path in commit.paths:
        found = _APPROVAL.search(path)
        if found is not None:
            yield found["person"]


def _toucher(project: Change, law: Law) -> Callable[[str], bool]:
    """Whether a path is the project's: in its folder under any of its names, or the adopted file."""
    files = {one.path for one in (project.before, project.after) if one is not None}
    roots = {root for root in (law.head.root, law.work.root) if root is not None}
    folders = tuple(
        f"{root}/projects/{name}/" if root else f"projects/{name}/"
        for root in roots
        for name in names(project)
    )

    def touches(path: str) -> bool:
        return path in files or (path.startswith(folders) and not _APPROVAL.search(path))

    return touches
