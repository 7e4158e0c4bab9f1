"""The rule `cut-text`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.WARNING)
def cut_text(work: Work) -> Iterator[Found]:
    """Text is not cut short by a hash.

    In YAML a `#` behind a space starts a comment, in the middle of a text too: the title `The #1
    shop` is read as `The`, by every reader and without a word. A number right behind the hash
    tells that no comment was meant. Comments that start with a space or a word are left alone.

    Fails:
        title: The #1 shop

    Passes:
        title: "The #1 shop"

    Mend: quote the text. Where a comment is meant, put a space behind the `#`.
    """
    return iter(work.found("cut-text"))
