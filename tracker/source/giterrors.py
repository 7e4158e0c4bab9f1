"""What can go wrong when git is asked, as typed errors that say what mends them."""

import re


class GitError(Exception):
    """Git could not answer: what happened, and the command or step that mends it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class GitMissingError(GitError):
    """There is no git program."""


class NotARepositoryError(GitError):
    """The folder is not in a git repository that this user may read."""


class UnknownRevisionError(GitError):
    """A revision names no commit."""


class AmbiguousRevisionError(GitError):
    """A revision names more than one thing."""


class ShallowCloneError(GitError):
    """The answer lies in history that this clone does not hold."""


class MissingObjectError(GitError):
    """An object that should be there is not: a partial clone or a damaged one."""


_MISSING = re.compile(
    r"bad (?:object|tree|revision|file)|missing|promisor|lazy fetch|not a tree object|"
    r"invalid object|unable to read|(?i:could not (?:read|get|fetch|find))|"
    r"Not a valid (?:object|commit) name"
)

_ADVICE = (
    ("bad config", "correct that line of the file"),
    ("git repo version", "a newer git, or a clone that was made anew"),
    ("repository extension", "a newer git, or a clone that was made anew"),
    ("packed-refs", "take that line out of the file, then `git fetch --all`"),
)
"""What mends a repository that `git fsck` does not even open."""


def missing(what: str) -> MissingObjectError:
    """What the repository should hold, and does not."""
    hint = "git fetch --refetch --no-filter (a partial clone), or git fsck"
    return MissingObjectError(f"an object of the repository is missing: {what}", hint)


def explained(said: str) -> GitError:
    """Turn what git said on its error stream (in English: LC_ALL=C) into an error with a remedy."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if "dubious ownership" in said or "unsafe repository" in said:
        advice = next(
            (line for line in lines if line.startswith("git config")),
            "git config --get-all safe.directory",
        )
        return NotARepositoryError(
            "git refuses the repository: its folder belongs to someone else", advice
        )
    if "not a git repository" in said or "not in a git directory" in said:
        message = "git takes this for no repository: .git is damaged, or leads nowhere"
        return NotARepositoryError(message, "clone it again; a worktree: git worktree repair")
    fatal = next(
        (line for line in lines if line.startswith("fatal: ")),
        lines[-1] if lines else "git gave no reason",
    )
    message = fatal.removeprefix("fatal: ").removeprefix("error: ")
    if _MISSING.search(said):
        return missing(message)
    advice = next((advice for words, advice in _ADVICE if words in said), "git fsck")
    return GitError(f"git failed: {message}", advice)
