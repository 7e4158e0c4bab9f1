"""The elements of BPMN 2.0: which are steps, which stand beside them, and what no sequence has."""

from collections.abc import Sequence

from tracker.interchange.eventlog import plain
from tracker.interchange.exchange import RefusedHereError
from tracker.interchange.markup import Tag

TASKS = frozenset(
    "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask".split()
)
NODES = TASKS | {"startEvent", "endEvent"}
PROCESS = ["definitions", "process"]

REFUSED = {
    "laneSet": "lanes: a step has a role here, which is written into it",
    "participant": "pools: a process here is one sequence of one organisation",
    "subProcess": "a sub-process: its steps would have to stand in the sequence itself",
    "adHocSubProcess": "a sub-process without an order",
    "transaction": "a sub-process that is a transaction",
    "callActivity": "a call of another process",
    "boundaryEvent": "a boundary event: what leaves a step in its midst is another way through",
    "intermediateCatchEvent": "an intermediate event",
    "intermediateThrowEvent": "an intermediate event",
    "choreography": "a choreography: it tells what organisations send to one another",
    "conditionExpression": "a condition on a flow",
    "standardLoopCharacteristics": "a task in a loop",
    "multiInstanceLoopCharacteristics": "a task with several instances",
}
"""What makes a model more than one sequence, wherever it stands, gateways of all kinds apart."""

BESIDE = frozenset(
    "sequenceFlow documentation extensionElements auditing monitoring property ioSpecification "
    "dataObject dataObjectReference dataStoreReference textAnnotation association group "
    "performer humanPerformer potentialOwner resourceRole supportedInterfaceRef".split()
)
"""What may stand in a process beside its tasks and events, and changes nothing in their order."""

_LIKE = "take it out of the model, or write the process down by hand: `tracker new process ID`"


def refuse_more(tag: Tag, above: Sequence[str]) -> None:
    """Raises RefusedError for a tag by which a model is more than one sequence; `above` are those around it."""
    what = _more(tag)
    if what is None and above == PROCESS and tag.opens and tag.name not in NODES | BESIDE:
        what = f"<{tag.name[:40]}>, which is no task and no event of a sequence"
    if what is not None:
        raise RefusedHereError(tag, f"the model has {what}{_called(tag)}", _LIKE)


def _more(tag: Tag) -> str | None:
    said = tag.attributes
    if tag.name.endswith("Gateway"):
        return "a gateway: the ways part or meet there"
    if tag.name not in TASKS:
        return REFUSED.get(tag.name)
    if said.get("isForCompensation") == "true":
        return "a task that undoes another"
    if said.get("default"):
        return "a task that is left by a flow of its own where no condition holds"
    if {said.get("startQuantity", "1"), said.get("completionQuantity", "1")} != {"1"}:
        return "a task that waits for several, or is followed by several"
    return None


def _called(tag: Tag) -> str:
    name = tag.attributes.get("name") or tag.attributes.get("id") or ""
    return f" ({plain(name, 60)!r})" if name else ""
