"""What can be named at each place of the command line, for shells that complete: read lightly, never judged.

Ids are told by paths. Only collections are opened, and of adopted files all that is needed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click
from click.shell_completion import CompletionItem

from tracker.model.catalogue import member
from tracker.model.kinds import KINDS, placed
from tracker.source.git import GitError
from tracker.source.snapshot import Snapshot

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]

_WHOLE = [kind.name for kind in KINDS.values() if kind.part_of is None and kind.name != "workspace"]
_OF_A_PROJECT = [kind.name for kind in KINDS.values() if kind.parts > 1]
_MOST_REFS = 200


# A shell puts what it completes into the line that Enter runs, and branches are named by anybody. What
# would have to be quoted is not offered.
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/=@:+-]*\Z", re.ASCII)


def completing(names: Callable[[click.Context, str], Iterable[str]]) -> Complete:
    """A `shell_complete` of names that begin as what is typed; one that ends in `=` or `/` goes on."""

    def complete(
        context: click.Context, parameter: click.Parameter, typed: str
    ) -> list[CompletionItem[str]]:
        begun = (name for name in names(context, typed) if name.startswith(typed))
        found = dict.fromkeys(name for name in begun if _SAFE.match(name))
        return [CompletionItem(name, "open" if name[-1:] in "=/" else "plain") for name in found]

    return complete


def _refs(context: click.Context, typed: str) -> Iterator[str]:
    """Every `kind/id`, and what is typed without a kind as an id alone."""
    ids = known(context)
    refs = [f"{kind}/{id}" for kind in _WHOLE for id in ids.get(kind, ())]
    yield from refs
    yield from (f"{kind}/{id}" for kind in _OF_A_PROJECT for id in ids.get(kind, ()))
    if typed and "/" not in typed:
        yield from (ref.partition("/")[2] for ref in refs)


def _kinds(context: click.Context, typed: str) -> Iterable[str]:
    return (name for name in KINDS if name != "workspace")


def _new_ids(context: click.Context, typed: str) -> Iterable[str]:
    """A new entity has a name of its own; a new part has the id of what it is part of."""
    kind = KINDS.get(context.params.get("kind") or "")
    if kind is None:
        return ()
    if kind.name == "lifecycle":
        return _shipped(context, typed)
    ids = known(context)
    if kind.parts > 1:
        return [f"{id}/" for id in ids.get(kind.part_of or "", ())]  # its own part is a new name
    return sorted(set(ids.get(kind.part_of or "", ())) - set(ids.get(kind.name, ())))


def _lifecycles(context: click.Context, typed: str) -> Iterable[str]:
    return known(context).get("lifecycle", ())


def _shipped(context: click.Context, typed: str) -> Iterable[str]:
    from tracker.cli.writing.templating import templates

    return templates("lifecycles")


def _rules(context: click.Context, typed: str) -> Iterable[str]:
    """The names of the files that hold the checks: importing them all takes long."""
    import pkgutil

    from tracker.law import checks

    return (info.name.replace("_", "-") for info in pkgutil.iter_modules(checks.__path__))


def _revisions(context: click.Context, typed: str) -> Iterable[str]:
    from tracker.cli.workspace.opening import here

    repository = here().repository
    return ("HEAD", *repository.names(_MOST_REFS)) if repository is not None else ()


def policies(
    context: click.Context, parameter: click.Parameter, typed: str
) -> list[CompletionItem[str]]:
    """Whose law judges: that of one side, or a folder."""
    words = [CompletionItem(name) for name in ("base", "head") if name.startswith(typed)]
    return words or [CompletionItem(typed, "dir")]


def _conditions(context: click.Context, typed: str) -> Iterable[str]:
    """`field=`, then the values that the field may have."""
    # Click leaves arguments unassigned where an option still waits for its value.
    named = [context.params.get("kind"), *context.args]
    kind = next((KINDS[name] for name in named if name in KINDS), None)
    if kind is None:
        return ()
    field, equals, _ = typed.partition("=")
    fields = (member(kind.name, ()) or {}).get("properties", {})
    if not equals:
        return [f"{name}=" for name in ("id", *fields)]
    return [f"{field}={value}" for value in _values(context, kind.name, field)]


def _values(context: click.Context, kind: str, field: str) -> Iterable[str]:
    if field == "id":
        return known(context).get(kind, ())
    schema = member(kind, tuple(field.split("."))) or {}
    schema = {**schema, **(member(kind, (*field.split("."), "*")) or {})}
    reference = schema.get("x-reference")
    if reference == "phase":
        return _phases(context)
    if isinstance(reference, str):
        return [id for one in reference.split("|") for id in known(context).get(one, ())]
    return [str(value) for value in schema.get("enum", ()) if value is not None]


def _phases(context: click.Context) -> Iterable[str]:
    """The phases of every lifecycle of the workspace."""
    from tracker.cli.workspace.opening import here

    opening = here()
    snapshot = opening.head(_revision(context))
    root = opening.root_in(snapshot)
    prefix = f"{root}/lifecycles" if root else "lifecycles"
    return [
        str(phase["id"])
        for entry in snapshot.entries(prefix)
        for phase in (read_keys(snapshot, entry.path).get("phases") or ())
        if isinstance(phase, dict) and "id" in phase
    ]


def known(context: click.Context) -> dict[str, list[str]]:
    """The ids of each kind, in the working tree or at the revision that the line names."""
    from tracker.cli.workspace.opening import here

    opening = here()
    snapshot = opening.head(_revision(context))
    root = opening.root_in(snapshot)
    if root is None:
        return {}
    base = f"{root}/" if root else ""
    if read_keys(snapshot, f"{base}tracker.yaml").get("adopt"):
        work = opening.load(snapshot, root)
        return {kind: list(work.of(kind)) for kind in KINDS}
    ids: dict[str, set[str]] = {}
    for entry in snapshot.entries(root):
        place = placed(entry.path.removeprefix(base))
        if place is not None and place.id and place.kind.takes(place.id):
            ids.setdefault(place.kind.name, set()).add(place.id)
        elif place is not None and place.id is None and not place.log:
            ids.setdefault(place.kind.name, set()).update(read_keys(snapshot, entry.path))
    return {kind: sorted(found) for kind, found in ids.items()}


def _revision(context: click.Context) -> str | None:
    return context.params.get("revision")


def read_keys(snapshot: Snapshot, path: str) -> dict[str, Any]:
    """The keys of a file; none where it cannot be read."""
    from tracker.source.document import read
    from tracker.source.snapshot import UnreadableError

    try:
        data = read(snapshot.read(path)).data
    except (UnreadableError, GitError):
        return {}
    return data if isinstance(data, dict) else {}


def _columns(context: click.Context, typed: str) -> Iterable[str]:
    """`column=` of the report that the line names, then the ids that stand in such a column."""
    from tracker.views.report import reports

    # As above: with an option that waits for its value the arguments are not assigned yet.
    named = [context.params.get("name"), *context.args]
    asked = next((one for name, one in reports().items() if name in named), None)
    if asked is None:
        return ()
    name, equals, _ = typed.partition("=")
    if not equals:
        return [f"{one}=" for one in asked.fields]
    of = next((one.leads_to for one in asked.columns if one.name == name), None)
    return [f"{name}={id}" for id in known(context).get(of or "", ())]


def _of(kind: str) -> Callable[[click.Context, str], Iterable[str]]:
    return lambda context, typed: known(context).get(kind, ())


def _moved_to(context: click.Context, typed: str) -> Iterable[str]:
    """The phases of the lifecycles, and the end of the last one."""
    return (*_phases(context), "completed")


REF = completing(_refs)
PROJECT = completing(_of("project"))
PROCESS = completing(_of("process"))
GOAL = completing(_of("goal"))
TEAM = completing(_of("team"))
PERSON = completing(_of("person"))
ROLE = completing(_of("role"))
MOVED_TO = completing(_moved_to)
KIND = completing(_kinds)
NEW_ID = completing(_new_ids)
LIFECYCLE = completing(_lifecycles)
SHIPPED = completing(_shipped)
RULE = completing(_rules)
REVISION = completing(_revisions)
CONDITION = completing(_conditions)
COLUMN = completing(_columns)
