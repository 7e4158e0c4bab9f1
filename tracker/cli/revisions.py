"""What to do about a revision that is not known here: most are branches of the remote, or slips."""

from tracker.source.git import Repository

_MOST = 500
REMOTE = "origin/"
FETCH = "git fetch --all"


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
