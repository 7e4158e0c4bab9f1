"""Steps that are refused: unknown ones, those out of their time, and those out of order without a reason."""

from tracker.cli.running.coming import expected
from tracker.cli.running.run import Running, refuse_before
from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.model.kinds import owner_of
from tracker.model.records import Done


def refuse_unknown(at: Running, said: Done) -> None:
    """A step that the process does not have; of an earlier version nobody knows the steps."""
    ids = [step.id for step in at.process.steps if step.id]
    for id in filter(None, (said.step, said.rework_of)):
        if id not in ids and not at.is_earlier:
            raise Stop(f"process/{owner_of(at.run.id)} has no step {id!r}", nearest(id, ids))
    done = {one.step for one in at.record.steps}
    if said.rework_of is not None and said.rework_of not in done:
        raise Stop(
            f"`{said.rework_of}` was not done in this run, and cannot be done again",
            f"leave --rework-of out: `tracker run step {at.name} {said.step}`",
        )


def refuse_times(at: Running, event: Done) -> None:
    """A step that ends before it begins, or begins before its run does."""
    what = f"the step `{event.step}`"
    first = event.started or event.finished
    if event.finished is not None:
        refuse_before(event.finished, event.started, f"the end of {what}", "its begin")
    if first is not None:
        refuse_before(first, at.record.requested, what, "the request of the run")
        refuse_before(first, at.record.started, what, "the begin of the run")


def refuse_disorder(at: Running, event: Done) -> None:
    """A step that is not the one to come at its moment; a note is a reason, and so is rework."""
    course, step = at.course_until(event.finished or event.started), event.step or ""
    is_rework = event.rework_of is not None and course.is_done(step)
    has_reason = bool((event.note or "").strip())
    if at.is_earlier or has_reason or is_rework or step in course.may_come:
        return
    tell = f"`tracker run step {at.name}"
    why = f'{tell} {step} --note "..."` says why'
    if course.is_done(step):
        again = f"{tell} {step} --rework-of {step}` does it again"
        raise Stop(f"`{step}` is done already", f"{again}; {why}")
    if not course.may_come:
        raise Stop(f"`{step}` has its place before what is done already", f"{why} it is done now")
    first = (*course.must_come, *course.may_come)[0]
    raise Stop(
        f"{expected(course)} comes now, not `{step}`", f"{tell} {first}`; {why} it is done now"
    )
