"""What people name on the command line: kinds and entities, and what they meant where no such is there."""

from typing import TYPE_CHECKING, Any

from tracker.cli.terminal.stop import Stop
from tracker.model.kinds import KINDS, Kind
from tracker.model.suggest import closest, did_you_mean

if TYPE_CHECKING:
    from tracker.model.entity import Entity
    from tracker.model.work import Work


PARTS_OF = {"task": "plan", "milestone": "plan", "deliverable": "plan", "step": "process"}
"""What is an entry of a list, and the kind of file that holds it."""

_SETTINGS = ("tracker", "tracker.yaml", "settings")
"""What people call the workspace, which has no id."""


def kind_named(text: str) -> Kind:
    """A kind by its name or plural."""
    names = {name: kind for kind in KINDS.values() for name in (kind.name, kind.plural)}
    if text in names:
        return names[text]
    part = text.removesuffix("s")
    if part in PARTS_OF:
        holder = KINDS[PARTS_OF[part]]
        path = holder.path_of("ID")
        raise Stop(
            f"a {part} has no file of its own: it is an entry of `{part}s`",
            f"write it in {path}; `tracker new {holder.name} ID` starts one",
        )
    hint = did_you_mean(text, names, f"the kinds are {', '.join(KINDS)}")
    raise Stop(f"there is no kind {text!r}", hint)


def entity_named(work: "Work", ref: str) -> "Entity[Any]":
    """The entity that `kind/id` names, or an id alone where one kind has it; by its old id too."""
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
    renamed = [one for one in work.all() if ref in _formerly(one)]
    if len(renamed) == 1:
        return renamed[0]
    meant = "workspace" if ref in _SETTINGS else _meant(work, ref)
    hint = f"did you mean `{meant}`?" if meant else "`tracker list KIND` shows what there is"
    raise Stop(f"there is no {ref!r} in this workspace", hint)


def _formerly(entity: "Entity[Any]") -> list[str]:
    """What an entity was called before, by the id alone and with its kind."""
    old = getattr(entity.record, "formerly", ())
    return [*old, *(f"{entity.kind}/{id}" for id in old)]


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


def nearest(name: str, known: list[str]) -> str:
    """The help line where something is not there."""
    there = f"there are {', '.join(sorted(set(known))[:30])}" if known else "it is empty so far"
    return did_you_mean(name, known, there)
