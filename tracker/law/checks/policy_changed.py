"""The rule `policy-changed`."""

from collections.abc import Iterator

from tracker.finding import Found, Location, Route, Severity
from tracker.law.change import Change
from tracker.law.check import check
from tracker.law.difference import FieldChange
from tracker.law.loosening import approving, gains, listed, touches
from tracker.law.policy import Law
from tracker.model.kinds import KINDS


@check(Severity.NOTE)
def policy_changed(change: Change, law: Law) -> Iterator[Found]:
    """A change to the law is seen, and takes effect once it has landed.

    Settings, lifecycles, roles and identities judge the changes that come after them, never the
    change that brings them. So do the people who hold a role that a gate asks for, and whom a
    project names where a gate asks for a field of it. The note says what the new law would allow
    and the old one does not.

    Fails:
        a lifecycle loses a gate, in the same change as the move that the gate forbids

    Passes:
        the lifecycle is changed alone, and the move follows once that has landed

    Mend: nothing, if the change of the law is meant; its reviewers should know.
    """
    if not touches(change, law):
        return
    entity = change.after or change.before
    if entity is None:
        return
    message = f"the law changes: {_said(change)}; it takes effect once this has landed"
    route = _route(change, law)
    at = Location(entity.path) if change.after is None else entity.at(*route, key=True)
    hint = f"this change itself is judged by the law of the base{_allowed(change, law)}"
    yield Found(at, message, hint)


def _route(change: Change, law: Law) -> Route:
    """The first field that is law: all of what is law itself."""
    of = None if KINDS[change.kind].law else approving(change, law)
    routes = (field.route for field in change.fields)
    return next((one for one in routes if of is None or one[0] in of), ())


def _said(change: Change) -> str:
    if not KINDS[change.kind].law:
        return f"who may approve, by {change.ref}"
    name = "tracker.yaml" if change.kind == "workspace" else change.ref
    if change.before is None:
        return f"{name} is new"
    if change.after is None:
        return f"{name} is gone"
    if change.renamed_from:
        return f"{name} was called {change.renamed_from}"
    if not change.fields:
        return (
            f"{name} can no longer be read"
            if change.after.unreadable
            else f"{name} can be read again"
        )
    return f"{listed([_field(field) for field in change.fields])} of {name}"


def _field(field: FieldChange) -> str:
    """A field; of a rule whose severity changes, from what to what."""
    if field.route[:1] != ("rules",):
        return field.name
    before, after = field.before or "its own", field.after or "its own"
    return f"{field.name} ({before} → {after})" if isinstance(after, str) else field.name


def _allowed(change: Change, law: Law) -> str:
    """What the new law would allow, as the end of a sentence."""
    said = gains(change, law)
    return f"; the new law would {', and '.join(said)}" if said else ""
