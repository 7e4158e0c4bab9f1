"""Nodes and flows of a model as one sequence, or why they are none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.interchange.exchange import RefusedError, RefusedHereError


@dataclass
class Node:
    """A task or an event of a model, where it stands, and what is written about it."""

    id: str
    kind: str
    name: str
    line: int
    column: int
    text: str = ""


class Flow(NamedTuple):
    """From one node to another, by their ids."""

    source: str
    target: str
    line: int
    column: int


def sequence(nodes: Mapping[str, Node], flows: Sequence[Flow]) -> list[Node]:
    """The nodes from the first to the last; raises RefusedError where they are not all in one row."""
    after = _followed(nodes, flows)
    reached = set(after.values())
    starts = [node for id, node in nodes.items() if id not in reached]
    if not starts:
        raise RefusedError("no task or event of the model is the first", "let it begin somewhere")
    row = [starts[0]]
    while row[-1].id in after:
        row.append(nodes[after[row[-1].id]])
    ids = {node.id for node in row}
    for node in (*starts[1:], *nodes.values()):
        if node.id not in ids:
            raise RefusedHereError(
                node,
                f"{_said(node)} is not reached from {_said(row[0])}",
                "join them by flows, or take out what stands apart",
            )
    return row


def _followed(nodes: Mapping[str, Node], flows: Sequence[Flow]) -> dict[str, str]:
    after: dict[str, str] = {}
    into = Counter(flow.target for flow in flows)
    for flow in flows:
        for end in (flow.source, flow.target):
            if end not in nodes:
                raise RefusedHereError(
                    flow,
                    f"a flow leads from or to {end[:80]!r}, which is no task or event",
                    "join it to a task, or take it out",
                )
        if flow.source in after:
            raise RefusedHereError(
                flow,
                f"a second flow leaves {_said(nodes[flow.source])}",
                "leave one: the steps of a process follow one another",
            )
        if into[flow.target] > 1:
            raise RefusedHereError(
                flow,
                f"several flows reach {_said(nodes[flow.target])}",
                "leave one: the steps of a process follow one another",
            )
        after[flow.source] = flow.target
    return after


def _said(node: Node) -> str:
    return repr((node.name or node.id)[:80])
