"""The rule `process-steps`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.entity import Entity
from tracker.model.records import Process
from tracker.model.work import Work


@check(Severity.ERROR)
def process_steps(work: Work) -> Iterator[Found]:
    """Steps have roles, are reached, and send rework back.

    Once a process is no draft, it has an owner, a version and a role for each step: somebody
    can be asked. Rework goes to an earlier step of the same process; a step runs in
    parallel with one next to it, not with itself; a process whose steps are all optional has
    nothing that must be done.

    Fails:
        steps:
          - {id: register, title: Register, role: ap-clerk, rework_to: pay}
          - {id: pay, title: Pay, role: treasurer}

    Passes:
        steps:
          - {id: register, title: Register, role: ap-clerk}
          - {id: pay, title: Pay, role: treasurer, rework_to: register}

    Mend: add the missing key, or let `rework_to` name a step above.
    """
    for process in work.processes.values():
        if process.record.status not in (None, "draft"):
            yield from _incomplete(process)
        yield from _order(process)


def _incomplete(process: Entity[Process]) -> Iterator[Found]:
    record = process.record
    for key in ("owner", "version"):
        if getattr(record, key) is None and process.knows(key):
            message = f"process `{process.id}` is {record.status} and has no {key}"
            yield Found(process.at(key, key=True), message, f"add `{key}:`")
    if not record.steps and process.knows("steps"):
        message = f"process `{process.id}` is {record.status} and has no steps"
        yield Found(process.at("steps", key=True), message, "add its steps, in order")
    for index, step in enumerate(record.steps):
        if step.role is None:
            message = f"step `{step.id}` has no role: nobody is asked to do it"
            yield Found(process.at("steps", index, "role"), message, "add `role:` to the step")


def _order(process: Entity[Process]) -> Iterator[Found]:
    steps = process.record.steps
    ids = [step.id for step in steps]
    for index, step in enumerate(steps):
        if step.rework_to in ids and ids.index(step.rework_to) >= index:
            message = f"step `{step.id}` sends rework to `{step.rework_to}`, which does not come before it"
            hint = "let `rework_to` name a step above"
            hint = hint if index else "remove `rework_to`: nothing comes before the first step"
            yield Found(process.at("steps", index, "rework_to"), message, hint)
        yield from _elsewhere(process, index)
        if step.parallel_with is not None:
            yield from _beside(process, index, ids)
    if steps and all(step.optional for step in steps):
        message = "every step is optional: a run of this process could do nothing"
        yield Found(
            process.at("steps", key=True), message, "drop `optional` where a step must be done"
        )


def _elsewhere(process: Entity[Process], index: int) -> Iterator[Found]:
    """The order of a process is its own: a step of another has no place in it."""
    for key in ("rework_to", "parallel_with"):
        named = getattr(process.record.steps[index], key)
        if named is not None and "/" in named:
            message = f"`{key}` names `{named}`, a step of another process"
            hint = "name a step of this process; what another one does is its own run"
            yield Found(process.at("steps", index, key), message, hint)


def _beside(process: Entity[Process], index: int, ids: list[str | None]) -> Iterator[Found]:
    step = process.record.steps[index]
    place = process.at("steps", index, "parallel_with")
    if step.parallel_with == step.id:
        message = f"step `{step.id}` runs in parallel with itself"
        yield Found(place, message, "name another step")
        return
    if step.parallel_with not in ids:
        return
    other = ids.index(step.parallel_with)
    between = process.record.steps[min(index, other) + 1 : max(index, other)]
    apart = next(
        (one for one in between if one.parallel_with not in (step.id, step.parallel_with)), None
    )
    if apart is not None:
        message = f"step `{step.id}` runs in parallel with `{step.parallel_with}`, and `{apart.id}` comes between"
        yield Found(place, message, "let the two stand next to each other")
