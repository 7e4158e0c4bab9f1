"""What revisions are called, and what to do about one that is not known here: most are slips."""

from tracker.source.git import Repository

_MOST = 500
REMOTE = "origin/"
FETCH = "git fetch --all"


def short(ref: str) -> str:
    """The full name of a branch, as people type it."""
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def meant(repository: Repository, ref: str, otherwise: str) -> str:
    """The name that was meant; else how to fetch it, or where the names are listed."""
    from tracker.model.suggest import did_you_mean  # only who has slipped waits for it

    if not otherwise.startswith(FETCH):  # git knew better what is wrong
        return otherwise
    names = repository.names(_MOST)
    if REMOTE + ref in names:
        return f"did you mean `{REMOTE}{ref}`? That branch is the remote's"
    has_remote = any(name.startswith(REMOTE) for name in names)
    return did_you_mean(ref, names, otherwise if has_remote else "`git branch --all` lists them")
