"""The three lines that come first: allowed or not, why, and who must act."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.finding import Finding, Severity
from tracker.law.change import Change
from tracker.law.judge import Verdict
from tracker.law.loosening import gains, touches
from tracker.views.reports.review.gates import Asked, approvals
from tracker.views.reports.review.wording import Names, label, plural

_MOST = 3
_OWNERS = {"project": "manager", "process": "owner", "goal": "owner", "team": "lead"}
"""Who sees to what is wrong with a thing: whom this field names."""
_ROLES = {"manager": "manages", "owner": "owns", "lead": "leads"}
AUTHOR = "the author of the change"
GUARD = "whoever answers for the law has to look at it before it lands"


class Concern(NamedTuple):
    """A finding, and the `kind/id` of what it concerns; None where it is no one thing."""

    finding: Finding
    ref: str | None


def verdict(said: Verdict, refs: Iterable[str]) -> str:
    """What changes, and whose law was asked."""
    changed = _counted(refs) or "nothing"
    whose = {"base": "as it stands at the base", "head": "that the change itself brings"}
    law = whose.get(said.policy, f"of the folder {said.policy}")
    return f"it changes {changed}, judged by the law {law}"


def _counted(refs: Iterable[str]) -> str:
    words = {
        "process": "processes", "person": "people", "workspace": "the settings",
        "identity": "identities",
    }  # fmt: skip
    counts: dict[str, int] = {}
    for ref in refs:
        kind = ref.partition("/")[0]
        counts[kind] = counts.get(kind, 0) + 1
    said = [
        words[kind]
        if kind == "workspace"
        else f"{count} {kind if count == 1 else words.get(kind, kind + 's')}"
        for kind, count in counts.items()
    ]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""


def why(
    said: Verdict, concerns: Iterable[Concern], threshold: Severity, passed: int, names: Names
) -> str:
    """The gravest findings in plain words, and how many more there are."""
    told = [one for one in concerns if one.finding.severity is not Severity.NOTE]
    told += [
        one
        for one in concerns
        if one.finding.severity is Severity.NOTE and threshold is Severity.NOTE
    ]
    grave = [one for one in told if one.finding.severity.reaches(threshold)]
    law = _law(said, names)
    if grave:
        return _with_more(grave, names, "finding") + law
    kept = "no rule is broken"
    if not said.changes:
        kept = "nothing changes that is judged"
    elif passed:
        kept += f"; {plural(passed, 'gate')} passed with all that the law asks for"
    looked = f"; to be looked at: {_with_more(told, names, 'warning')}" if told else ""
    return kept + law + looked


def _law(said: Verdict, names: Names) -> str:
    """That the law itself changes, and what it would do: no rule that judges this change can say so."""
    touched = _of_the_law(said)
    if not touched or said.law is None:
        return ""
    would = [text for change in touched for text in gains(change, said.law)]
    more = f", and {plural(len(would) - 1, 'other thing')}" if len(would) > 1 else ""
    return f"; the law itself changes{f': it would {names.told(would[0])}{more}' if would else ''}"


def _of_the_law(said: Verdict) -> list[Change]:
    law = said.law
    return [one for one in said.changes if law is not None and touches(one, law)]


def _with_more(concerns: list[Concern], names: Names, word: str) -> str:
    first = concerns[0]
    more = len(concerns) - 1
    return plain(first, names) + (f"; and {plural(more, f'more {word}')}" if more else "")


def plain(one: Concern, names: Names) -> str:
    """A finding as a sentence that says what it is about."""
    message = names.told(one.finding.message)
    title = names.told(one.ref) if one.ref is not None else None
    return message if title is None or title in message else f"{title}: {message}"


def who(said: Verdict, concerns: Iterable[Concern], threshold: Severity, names: Names) -> str:
    """Whose approvals are missing, who must mend what, and who has to see that the law changes."""
    guard = GUARD if _of_the_law(said) else ""
    if not said.fails(threshold):
        return guard or "nobody"
    asks = list(
        dict.fromkeys([*_approvers(said, names), *_menders(concerns, threshold, said, names)])
    )
    more = len(asks) - _MOST
    said_ = "; ".join(asks[:_MOST]) + (f"; and {more} more" if more > 0 else "") or AUTHOR
    return f"{said_}; {guard}" if guard else said_


def _approvers(said: Verdict, names: Names) -> Iterator[str]:
    for change in said.changes:
        for one in asked(said, change):
            if one.counts:
                continue
            title = names.entity("project", change.id)
            role = label(one.role).lower()
            may = one.may - _authors_of(change)
            if one.given is None or one.may:
                people = names.people(may) or "somebody who may, and there is nobody at the base,"
                yield f"{people} has to approve {title} as {role}"


def _authors_of(change: Change) -> frozenset[str]:
    """The manager of a project approves nothing of it."""
    sides = (change.before, change.after)
    return frozenset(entity.record.manager for entity in sides if entity and entity.record.manager)


def asked(said: Verdict, change: Change) -> Iterator[Asked]:
    """The approvals that a change of a project needs, given or not."""
    if said.law is not None and change.kind == "project" and change.before is not None:
        yield from approvals(change, said.changes, said.law)


def _menders(
    concerns: Iterable[Concern], threshold: Severity, said: Verdict, names: Names
) -> Iterator[str]:
    """Who sees to the rest: whoever answers for the thing, else whoever made the change."""
    counts: dict[str | None, int] = {}
    for one in concerns:
        is_approval = one.finding.rule.startswith("approval-")
        if one.finding.severity.reaches(threshold) and not is_approval:
            counts[one.ref] = counts.get(one.ref, 0) + 1
    for ref, count in counts.items():
        yield f"{_mender(ref, said, names)} has to mend {plural(count, 'thing')}" + (
            f" in {names.told(ref)}" if ref else ""
        )


def _mender(ref: str | None, said: Verdict, names: Names) -> str:
    kind, _, id = (ref or "").partition("/")
    field = _OWNERS.get(kind, "")
    for work in (said.before, said.work):  # whom the change itself names comes second
        entity = work.of(kind).get(id) if work is not None else None
        person = getattr(entity.record, field, None) if entity is not None and field else None
        if person:
            return f"{names.person(person)}, who {_ROLES[field]} it,"
    return AUTHOR
