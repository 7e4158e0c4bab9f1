"""Whether more runs of a process are under way than it allows at once: said, and nobody is refused."""

from tracker.analysis.cases import cases
from tracker.cli.running.run import Running
from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stop import warn
from tracker.model.kinds import owner_of


def tell_limit(at: Running) -> None:
    """Says on stderr that a run which has just begun is one more than its process allows."""
    most, owner = at.process.wip_limit, owner_of(at.run.id)
    if most is None:
        return
    others = {
        one.id: one.record
        for one in at.work.parts("run", owner)
        if one.id != at.run.id and not one.unreadable
    }
    open = 1 + sum(one.is_open(today()) for one in cases(others))
    if open > most:
        warn(
            f"{open} runs of process/{owner} are under way, and {most} at most should be",
            "finish what has waited longest before the next one",
        )
