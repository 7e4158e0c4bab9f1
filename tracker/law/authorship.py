"""Who wrote a change, as far as its commits tell: addresses, and the persons of the base behind them.

Git proves none of this: an address is what its writer typed. It keeps honest people apart, and
whoever wants to pass has to write a false name into a record that stays.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.law.change import Change
from tracker.law.passing import names
from tracker.law.policy import Law
from tracker.law.proof import Evidence
from tracker.model.kinds import KINDS, owner_of
from tracker.source.commits import GONE, Commit
from tracker.source.keys import bare

FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""Committers that are no person: the forge itself, when it merges or edits for somebody."""

_ACCOUNT = re.compile(r"(?P<number>[1-9][0-9]{0,17})\+[^@]+@users\.noreply\.github\.com\Z")
_APPROVAL = re.compile(r"gates/[^/]+/approvals/(?P<person>[^/]+)\.yaml\Z")
_REQUEST = re.compile(r"changes/[^/]+\.yaml\Z")


class Authors(NamedTuple):
    """Who wrote a change: persons, and addresses that are nobody's at the base."""

    people: frozenset[str]
    unknown: frozenset[str]
    is_unseen: bool
    """True where part of the change is in no commit: a working tree."""
    committed: frozenset[str] = frozenset()
    """Who of the people only committed what others wrote, as a rebase does."""

    @property
    def are_known(self) -> bool:
        return not self.unknown and not self.is_unseen


def authors(
    project: Change, changes: Iterable[Change], law: Law, decider: str | None = None
) -> Authors:
    """Who wrote the commits that touch a project, its approvals apart.

    For who decided a change request that is apart too: where they wrote their decision.

    A commit that a later one takes back counts as well: what its author left in the others is not
    told by what remains. So does one that wrote a file of the project while it lay elsewhere, and
    a merge that took one from one side against the other.
    """
    apart = (_APPROVAL,) if decider is None else (_APPROVAL, _REQUEST)
    kinds = ("approval",) if decider is None else ("approval", "change")
    places = _places(project, law, apart)
    own = [one for one in changes if one.kind not in kinds and _is_part(one, project)]
    wrote = list(_touching(places, law.evidence))
    touching = {one.hash: one for one, _ in wrote}
    touching.update((one.hash, one) for change in own for one in change.commits)
    seen = {path for _, paths in wrote for path in paths}
    is_unseen = any(not change.commits and seen.isdisjoint(_files(change)) for change in own)
    is_unseen = is_unseen or any(map(places.hold, law.evidence.uncommitted))
    people: set[str] = set()
    unknown: set[str] = set()
    for email in {
        email.lower() for one in touching.values() for email in _wrote(one, law, decider)
    }:
        found = persons(email, law)
        people |= found
        unknown |= set() if found else {email}
    hands = {email for one in touching.values() for email in _authored(one)}
    committed = people.difference(*(persons(email, law) for email in hands))
    return Authors(frozenset(people), frozenset(unknown), is_unseen, frozenset(committed))


def _is_part(change: Change, project: Change) -> bool:
    """True for the project and all that belongs to it."""
    if owner_of(change.id) not in names(project):
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


def _wrote(commit: Commit, law: Law, decider: str | None) -> Iterator[str]:
    """Author, co-authors and committer.

    The forge's own address is nobody's hand. Where it squashes, it names as co-author whoever
    wrote any of the commits: one whose approval or decision came with them is named for that.
    """
    yield commit.author_email
    is_forge = commit.committer_email.lower() in FORGES
    if not is_forge:
        yield commit.committer_email
    approved = {decider, *_approvers(commit)} if is_forge else set()
    for _, email in commit.co_authors:
        if not persons(email, law) & approved:
            yield email


def _authored(commit: Commit) -> Iterator[str]:
    yield commit.author_email
    yield from (email for _, email in commit.co_authors)


def _approvers(commit: Commit) -> Iterator[str]:
    for path in commit.paths:
        found = _APPROVAL.search(path)
        if found is not None:
            yield found["person"]


@dataclass(frozen=True)
class _Places:
    """Where the files of a project lie: in its folder under any of its names, or the adopted file."""

    files: frozenset[str]
    folders: tuple[str, ...]
    apart: tuple[re.Pattern[str], ...] = ()

    def hold(self, path: str) -> bool:
        """True of the project's files, but for those that stand apart."""
        return path in self.files or (
            path.startswith(self.folders) and not any(one.search(path) for one in self.apart)
        )

    @property
    def all(self) -> tuple[str, ...]:
        return (*sorted(self.files), *self.folders)


def _places(project: Change, law: Law, apart: tuple[re.Pattern[str], ...]) -> _Places:
    roots = {root for root in (law.head.root, law.work.root) if root is not None}
    folders = tuple(
        f"{root}/projects/{name}/" if root else f"projects/{name}/"
        for root in sorted(roots)
        for name in sorted(names(project))
    )
    return _Places(_files(project), folders, apart)


def _files(change: Change) -> frozenset[str]:
    return frozenset(one.path for one in (change.before, change.after) if one is not None)


def _touching(places: _Places, evidence: Evidence) -> Iterator[tuple[Commit, tuple[str, ...]]]:
    """The commits that wrote on a project, each with all the files in which it is its writer's."""
    commits = evidence.commits
    places = replace(places, files=places.files | _astray(places, commits))
    merges = tuple(one for one in commits if len(one.parents) > 1)
    chosen = evidence.chosen(merges, places.all) if merges else {}
    for one in commits:
        paths = (*one.paths, *chosen.get(one.hash, ()))
        if any(map(places.hold, paths)):
            yield one, paths


def _astray(places: _Places, commits: Iterable[Commit]) -> frozenset[str]:
    """Other paths at which commits left what they also left in the project: it lay there for a while.

    Whoever copies a text and alters it is its author as well; that is as far as this can see.
    """
    left = [item for one in commits for item in one.items if item.mode != GONE]
    found: frozenset[str] = frozenset()
    while True:
        own = {item.hash for item in left if item.path in found or places.hold(item.path)}
        more = {item.path for item in left if item.hash in own and not places.hold(item.path)}
        if more <= found:
            return found
        found |= more
