"""The order in which people meet the commands: each command file says where it stands, in `PLACE`."""

from enum import Enum

Place = tuple["Stage", int]


class Stage(Enum):
    """A heading of `tracker --help`; the order is that of the headings."""

    START = "Start"
    CHECK = "Check a change"
    LOOK = "Look"
    CHANGE = "Change"
    JUDGE = "Look back and ahead"
    SHARE = "Show and exchange"
    HELP = "Help"
    OTHER = "Others"

    @property
    def rank(self) -> int:
        return list(Stage).index(self)


LAST: Place = (Stage.OTHER, 0)
"""Where a command stands that says nothing."""
