"""The one clock of the project: nothing below the commands asks what time it is."""

from datetime import date, datetime


def now() -> datetime:
    """The moment by the local clock, with its offset."""
    return datetime.now().astimezone()


def today() -> date:
    """The day by the local calendar, which is the user's own."""
    return now().date()
