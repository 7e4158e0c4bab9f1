"""The rule `dependency-cycle`."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tracker.finding import Found, Severity, Spot
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Plan, Task
from tracker.model.work import Work

Graph = dict[str, dict[str, Spot]]


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
    while True:
        ring = _ring(graph)
        if ring is None:
            return
        first, second = ring[0], ring[1]
        names = " → ".join(_short(name, ring) for name in ring)
        yield Found(graph[first][second], f"these tasks wait for each other: {names}", "drop one of them")
        del graph[first][second]


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


def _ring(graph: Graph) -> list[str] | None:
    """One ring, in the order of waiting, starting at its smallest name; None where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring: list[str] = list(reversed(error.args[1][1:]))
        start = ring.index(min(ring))
        turned = ring[start:] + ring[:start]
        return [*turned, turned[0]]
    return None


def _short(name: str, ring: list[str]) -> str:
    """The project is said only where the ring runs through more than one."""
    projects = {one.partition("/")[0] for one in ring}
    return name if len(projects) > 1 else name.partition("/")[2]
