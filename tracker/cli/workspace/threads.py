"""What people name of a history: by the last id or an earlier one, whether it is still there or not."""

from collections.abc import Iterable

from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stop import Stop
from tracker.law.threads import Thread
from tracker.model.kinds import KINDS, owner_of
from tracker.model.work import Work


def named(threads: Iterable[Thread], work: Work, ref: str) -> Thread:
    """The thread that `kind/id` names, or an id alone where one kind has it."""
    kind, slash, id = ref.partition("/")
    kind, id = (kind, id) if slash else ("", ref)
    fitting = [one for one in threads if kind in ("", one.kind) and id in one.names]
    # An id of today wins over one of old, and what is there over what is gone.
    last = [one for one in fitting if one.id == id] or fitting
    there = [one for one in last if one.ended is None] or last[-1:]
    if len(there) == 1:
        return there[0]
    if there:
        kinds = " and a ".join(one.kind for one in there)
        raise Stop(f"{ref!r} is a {kinds}", f"say which: `tracker history {there[0].ref}`")
    entity = entity_named(work, ref)
    whole = KINDS[entity.kind].part_of
    if KINDS[entity.kind].state is not None and whole is not None:
        raise Stop(
            f"{entity.ref} has no history of its own: it is told with its {whole}",
            f"`tracker history {whole}/{owner_of(entity.id)}`",
        )
    raise Stop(
        f"{entity.ref} has no history of its own: a {entity.kind} has no states",
        "name a goal, a project or a process",
    )
