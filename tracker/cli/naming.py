"""What people name on the command line: kinds and entities, and what they meant where no such is there."""

from typing import TYPE_CHECKING, Any

from tracker.cli.stop import Stop
from tracker.model.kinds import KINDS, Kind
from tracker.model.suggest import closest, did_you_mean

if TYPE_CHECKING:
    from tracker.model.entity import Entity
    from tracker.model.work import Work


def kind_named(text: str) -> Kind:
    """A kind by its name or plural."""
    names = {name: kind for kind in KINDS.values() for name in (kind.name, kind.plural)}
    if text in names:
        return names[text]
    hint = did_you_mean(text, names, f"the kinds are {', '.join(KINDS)}")
    raise Stop(f"there is no kind {text!r}", hint)


def entity_named(work: "Work", ref: str) -> "Entity[Any]":
    """The entity that `kind/id` names, or an id alone where one kind has it."""
    kind, slash, id = ref.partition("/")
    if slash and kind in KINDS and id in work.of(kind):
        return work.of(kind)[id]
    owners = [name for name, row in KINDS.items() if row.part_of is None and ref in work.of(name)]
    if len(owners) == 1:
        return work.of(owners[0])[ref]
    if owners:
        raise Stop(
            f"{ref!r} is a {' and a '.join(owners)}", f"say which: `tracker show {owners[0]}/{ref}`"
        )
    meant = _meant(work, ref)
    hint = f"did you mean `{meant}`?" if meant else "`tracker list KIND` shows what there is"
    raise Stop(f"there is no {ref!r} in this workspace", hint)


def _meant(work: "Work", ref: str) -> str | None:
    """The id under another kind where it is right, else what is spelt most like it."""
    known = [
        entity.ref for entity in work.all() if KINDS[entity.kind].part_of is None and entity.id
    ]
    short = {entity.partition("/")[2]: entity for entity in known}
    id = ref.rpartition("/")[2].lower()
    elsewhere = [entity for entity in known if entity.endswith(f"/{id}")] if "/" in ref else []
    near = closest(ref, elsewhere or [*known, *short], cutoff=0 if elsewhere else 0.6)
    near = near or closest(id, short)
    return short.get(near, near) if near else None
