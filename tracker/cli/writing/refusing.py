"""What stands against a move: all that the law says, and that nobody could approve it."""

from tracker.cli.terminal.stop import Stop, Stops
from tracker.cli.writing.against import Side
from tracker.cli.writing.moving import Passage
from tracker.finding import Finding

_MOST = 5


def refused(at: Side, findings: list[Finding]) -> Stop | None:
    """The end of the command where the law refuses what would be written."""
    if not findings:
        return None
    told = [
        (_where(at, one) + one.message, one.hint or "`tracker check --base REV` says more")
        for one in findings[:_MOST]
    ]
    told[0] = (f"nothing was written: {told[0][0]}", told[0][1])
    more = len(findings) - _MOST
    if more > 0:
        told.append((f"{more} more stand against it", "mend these first, then try again"))
    return Stops(told)


def _where(at: Side, finding: Finding) -> str:
    """Where it is to be mended; a file that was never written is no such place."""
    path, span = finding.location
    return f"{path}:{span.line}: " if at.work.snapshot.exists(path) else ""


def unapprovable(step: Passage) -> Stop | None:
    """The end of a move that nobody may approve: it could never land."""
    for one in step.approvers():
        if one.may:
            continue
        why = "the base names nobody"
        if one.manage:
            why = f"{' and '.join(sorted(one.manage))}, whom the base names, manages the project"
        return Stop(f"leaving {step.left} takes the approval of the {one.role}: {why}", one.mend)
    return None
