"""BPMN 2.0, the notation of process models: a purely sequential one as the steps of a new process.

A task is a step, its documentation the instructions; the name of the start event is the trigger.
Whatever makes a model more than one sequence is refused with its place, for a model that was taken
in part would say something else than it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from tracker.interchange.bpmn_elements import NODES, PROCESS, TASKS, refuse_more
from tracker.interchange.eventlog import plain
from tracker.interchange.exchange import Asked, Exchange, Filling, RefusedError, RefusedHereError
from tracker.interchange.markup import Tag, tags
from tracker.interchange.names import Names, refuse_many
from tracker.interchange.sequence import Flow, Node, sequence
from tracker.interchange.skeleton import TITLE, skeleton
from tracker.model.adopt import normalised
from tracker.model.kinds import KINDS
from tracker.views.words import count

_TEXT = 10_000


@dataclass
class _Model:
    """What was read so far."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    name: str = ""
    processes: int = 0
    definitions: int = 0


def fill(file: BinaryIO, asked: Asked) -> Filling:
    """A new process with the steps of a model."""
    if asked.id in asked.work.processes:
        raise RefusedError(
            f"process/{asked.id} is there already, and a model makes a new one",
            "import it under another id, and move over what you want",
        )
    model = _read(file)
    row = sequence(model.nodes, model.flows)
    tasks = [node for node in row if node.kind in TASKS]
    if not tasks:
        raise RefusedError(
            "there is no task in the model", "see that it is the model that you mean"
        )
    names = Names("step")
    steps = [_step(node, names) for node in tasks]
    said = ["Made of a BPMN model: say who does each step, and how long it takes."]
    text = skeleton(asked.id, asked.title or model.name or None, steps, said, _triggers(row[0]))
    told = [f"Taken: {count(len(steps), 'step')}"]
    if model.definitions:
        told.append("Left out: what sets off an event; write it as a trigger of the process")
    return Filling({KINDS["process"].path_of(asked.id): text}, tuple(told))


def _step(node: Node, names: Names) -> dict[str, str]:
    if not node.name:
        raise RefusedHereError(node, "this task has no name", "name it")
    id = names.of(node.name, node.id)  # two tasks of one name are two steps
    refuse_many(names, node.line, "make several processes of it, each with a sequence of its own")
    step = {"id": id, "title": plain(node.name, TITLE)}
    return step | ({"instructions": plain(node.text, _TEXT)} if node.text.strip() else {})


def _triggers(start: Node) -> list[dict[str, str]]:
    if start.kind != "startEvent" or not start.name:
        return []
    text = plain(start.name, TITLE)
    return [{"id": normalised(start.name) or "start", "kind": "event", "text": text}]


def _read(file: BinaryIO) -> _Model:
    model, path = _Model(), list[str]()
    for tag, above in _walked(tags(file), path):
        if not above and tag.name != "definitions":
            raise RefusedHereError(
                tag,
                f"the file begins with <{tag.name[:40]}>, and a model with <definitions>",
                "see that it is a model of BPMN 2.0",
            )
        refuse_more(tag, above)
        _take(model, tag, above)
    if not model.processes:
        raise RefusedError("there is no process in the model", "see that it is the right file")
    return model


def _walked(found: Iterator[Tag], path: list[str]) -> Iterator[tuple[Tag, list[str]]]:
    """Each tag that opens, and each text, with the tags around it; diagrams and extensions are none of it."""
    apart = 0
    for tag in found:
        if tag.name in ("extensionElements", "BPMNDiagram"):
            apart += 1 if tag.opens else -1
        elif tag.opens and not apart:
            yield tag, path
            path.append(tag.name)
        elif tag.name and not apart:
            path.pop()
        elif tag.text and not apart:
            yield tag, path


def _take(model: _Model, tag: Tag, above: list[str]) -> None:
    said = tag.attributes
    if above == PROCESS[:1] and tag.name == "process":
        _refuse_second(model, tag)
        model.name = said.get("name", "").strip()
    elif above == PROCESS and tag.name in NODES:
        id = _id(model, tag)
        model.nodes[id] = Node(id, tag.name, said.get("name", "").strip(), tag.line, tag.column)
    elif above == PROCESS and tag.name == "sequenceFlow":
        ends = said.get("sourceRef", ""), said.get("targetRef", "")
        model.flows.append(Flow(*ends, tag.line, tag.column))
    elif above[:2] == PROCESS and tag.name.endswith("EventDefinition"):
        model.definitions += 1
    elif above[:2] == PROCESS and tag.text and above[3:] == ["documentation"]:
        last = next(reversed(model.nodes.values()), None)
        if last is not None and last.kind == above[2]:
            last.text += tag.text


def _refuse_second(model: _Model, tag: Tag) -> None:
    model.processes += 1
    if model.processes > 1:
        raise RefusedHereError(
            tag, "the model has a second process", "export each process to a file of its own"
        )


def _id(model: _Model, tag: Tag) -> str:
    """The id of a node, as flows name it."""
    id = tag.attributes.get("id", "")
    if not id or id in model.nodes:
        raise RefusedHereError(tag, "this element has no id of its own", "export the model again")
    return id


bpmn = Exchange(
    name="bpmn", says="BPMN 2.0: a purely sequential model as the steps of a new process", fill=fill
)
