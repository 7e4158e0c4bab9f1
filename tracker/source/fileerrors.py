"""Why a file was not written, in words that people can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriteError(Exception):
    """A file could not be written; nothing of it is left behind."""

    def __init__(self, path: Path, message: str, hint: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.hint = hint


class AlreadyThereError(WriteError):
    """Something by that name exists, and stays as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path} exists already", "edit it, or choose another name")


class OutsideError(WriteError):
    """The path leads out of the folder that is written to."""


class ChangedMeanwhileError(WriteError):
    """The file is not what it was when it was read: whoever wrote it last has the last word."""

    def __init__(self, path: Path, what: str = "was changed") -> None:
        hint = "nothing was written; look at it, then try again"
        super().__init__(path, f"{path} {what} meanwhile", hint)


class BusyError(WriteError):
    """Somebody else writes in that folder, and does not come to an end."""

    def __init__(self, path: Path) -> None:
        message = f"another program holds the lock of {path.parent}"
        super().__init__(path, message, "nothing was written; end it, then try again")


@contextmanager
def reasons(path: Path) -> Iterator[None]:
    """Turn what the system refuses into what people can act on."""
    try:
        yield
    except FileExistsError as failed:
        raise AlreadyThereError(path) from failed
    except NotADirectoryError as failed:
        hint = "choose another place"
        raise WriteError(path, f"{path} lies below something that is no folder", hint) from failed
    except OSError as failed:
        message = f"{path} could not be written: {(failed.strerror or str(failed)).lower()}"
        raise WriteError(path, message, "check the permissions and the free space") from failed
