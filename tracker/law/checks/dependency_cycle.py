"""The rule `dependency-cycle`."""

from collections.abc import Iterator
from itertools import islice

from tracker.finding import Found, Severity, Spot
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Plan, Task
from tracker.model.work import Work

Graph = dict[str, dict[str, Spot]]

_MOST, _LONGEST = 50, 12
"""So many rings are reported, and so many names of each: a tangle has more than anybody reads."""


@check(Severity.ERROR)
def dependency_cycle(work: Work) -> Iterator[Found]:
    """Tasks do not wait for themselves.

    Tasks that wait for each other in a ring can never start. The ring may run through several
    projects.

    Fails:
        tasks:
          - {id: design, title: Design, status: todo, depends_on: [build]}
          - {id: build, title: Build, status: todo, depends_on: [design]}

    Passes:
        tasks:
          - {id: design, title: Design, status: todo}
          - {id: build, title: Build, status: todo, depends_on: [design]}

    Mend: drop one of the `depends_on` of the ring that the message spells out.
    """
    graph: Graph = {}
    for project, plan in work.plans.items():
        graph.update(_waits(project, plan))
    for ring in islice(_rings(graph), _MOST):
        message = f"these tasks wait for each other: {_spelt(ring)}"
        if len(ring) == 2:
            message = f"the task `{_spelt(ring[:1])}` waits for itself"
        hint = "remove one `depends_on` of the ring: the first of them stands here"
        yield Found(
            graph[ring[0]][ring[1]],
            message,
            hint if len(ring) > 2 else "remove it from `depends_on`",
        )


def _waits(project: str, plan: Entity[Plan]) -> Iterator[tuple[str, dict[str, Spot]]]:
    """Each task by its full name, with what it waits for and where that is said."""
    for index, task in enumerate(plan.record.tasks):
        if task.id:
            waits = dict(_links(project, plan, index, task))
            yield f"{project}/{task.id}", waits


def _links(project: str, plan: Entity[Plan], index: int, task: Task) -> Iterator[tuple[str, Spot]]:
    for at, link in enumerate(task.depends_on):
        name = link if isinstance(link, str) else link.task
        if name:
            full = name.removeprefix("project/") if "/" in name else f"{project}/{name}"
            yield full, plan.at("tasks", index, "depends_on", at)


def _rings(graph: Graph) -> Iterator[list[str]]:
    """Rings in the order of waiting, each from its smallest name round to it again.

    One walk in depth: every link back to a task that the walk came through closes a ring, and
    without those links there is none. The walk keeps its own stack, as chains may be long.
    """
    done: set[str] = set()
    for root in graph:
        path: dict[str, Iterator[str]] = {} if root in done else {root: iter(graph[root])}
        while path:
            here = next(reversed(path))
            link = next(path[here], None)
            if link is None:
                del path[here]
                done.add(here)
            elif link in path:
                names = list(path)
                yield _turned(names[names.index(link) :])
            elif link in graph and link not in done:
                path[link] = iter(graph[link])


def _turned(ring: list[str]) -> list[str]:
    start = ring.index(min(ring))
    turned = ring[start:] + ring[:start]
    return [*turned, turned[0]]


def _spelt(ring: list[str]) -> str:
    """The names of a ring; the project is said only where it runs through more than one."""
    single = len({name.partition("/")[0] for name in ring}) == 1
    names = [name.partition("/")[2] if single else name for name in ring]
    if len(names) > _LONGEST:
        names = [*names[: _LONGEST - 2], f"{len(names) - _LONGEST + 1} more", names[-1]]
    return " → ".join(names)
