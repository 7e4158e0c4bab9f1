"""The rule `ambiguous-scalar`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING)
def ambiguous_scalar(work: Work) -> Iterator[Found]:
    """Text that other readers take for something else is quoted.

    `NO` is text in YAML 1.2 and false in YAML 1.1; `012` is an octal number to some readers and
    a decimal one to others; `12:30` can be 750. Tracker keeps them as the text that is written,
    and asks for quotes, so that every other tool reads the same.

    Fails:
        subdivision: NO

    Passes:
        subdivision: "NO"

    Mend: quote the value as the help line shows. Dates such as 2026-11-21 need no quotes.
    """
    return iter(work.found("ambiguous-scalar"))
