"""How wide the terminal is that a text is written to."""

from typing import IO, Any

WIDE = 80
"""How wide a text is that is read as a page, where nobody says how wide the terminal is."""


def is_terminal(stream: IO[Any] | None) -> bool:
    """True where people read along; false in a pipe, in a file and where the stream is closed."""
    return stream is not None and stream.isatty()


def width(stream: IO[Any] | None) -> int:
    """The columns to fill; 0 where there is no terminal, so that each message stays on one line."""
    if not is_terminal(stream):
        return 0
    import shutil

    return max(60, min(120, shutil.get_terminal_size((80, 24)).columns))
