"""Merges as hands left them: the files in which a merge is not what its parents come to by themselves.

`git log` tells of a merge what differs from all its parents. A file that is taken whole from one of
them, against what the other has made of it, differs from one alone; whoever merged chose it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from tracker.source.commits import Commit
from tracker.source.git import Repository

_Blobs = Mapping[str, str]


def chosen(
    repository: Repository, merges: Sequence[Commit], where: Collection[str]
) -> dict[str, frozenset[str]]:
    """The files below some places that each merge took from one side against another, by its hash."""
    if not merges or not where:
        return {}
    touching = repository.touching([one.hash for one in merges], where)
    return {
        one.hash: frozenset(_chosen(repository, one, where))
        for one in merges
        if one.hash in touching
    }


def _chosen(repository: Repository, merge: Commit, where: Collection[str]) -> Iterator[str]:
    made = _blobs(repository, merge.hash, where)
    sides = {parent: _blobs(repository, parent, where) for parent in merge.parents}
    shared = {
        (one, other): [
            _blobs(repository, base, where) for base in repository.merge_bases(one, other)
        ]
        for one in merge.parents
        for other in merge.parents
        if one != other
    }
    for path in sorted({path for blobs in (made, *sides.values()) for path in blobs}):
        taken = [parent for parent, blobs in sides.items() if blobs.get(path) == made.get(path)]
        left = [parent for parent in sides if parent not in taken]
        if taken and not all(
            any(
                base.get(path) == sides[one].get(path)
                for other in taken
                for base in shared[one, other]
            )
            for one in left
        ):
            yield path


def _blobs(repository: Repository, commit: str, where: Collection[str]) -> _Blobs:
    return {item.path: item.hash for place in where for item in repository.tree(commit, place)}
