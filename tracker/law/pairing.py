"""Who is who: the entities of two Works in pairs, whatever they are called and wherever they lie."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tracker.model.entity import Entity
from tracker.model.kinds import owner_of

Pair = tuple[Entity[Any] | None, Entity[Any] | None]


def pairs(old: Mapping[str, Entity[Any]], new: Mapping[str, Entity[Any]]) -> list[Pair]:
    """Who is who: by `match` where it is said once on each side, else by id, else by `formerly`.

    An adopted file that stays where it is is known by its path before its `match` and its id.
    """
    there = {entity.path: id for id, entity in new.items() if entity.adopted}
    matched: dict[str, str] = _by_match(old, new, there)
    matched.update(_by_place(old, there, matched))
    taken = set(matched.values())
    for id in old:
        if id in new and id not in matched and id not in taken and _same_form(old[id], new[id]):
            matched[id] = id
            taken.add(id)
    matched.update(_by_formerly(old, new, matched, taken))
    taken = set(matched.values())
    pairs: list[Pair] = [(old[one], new[other]) for one, other in matched.items()]
    pairs += [(entity, None) for id, entity in old.items() if id not in matched]
    pairs += [(None, entity) for id, entity in new.items() if id not in taken]
    return pairs


def _same_form(one: Entity[Any], other: Entity[Any]) -> bool:
    """What was adopted and what is native say their state in two ways: one is gone, one is new."""
    return one.adopted == other.adopted or one.unreadable or other.unreadable


def _by_match(
    old: Mapping[str, Entity[Any]], new: Mapping[str, Entity[Any]], there: Mapping[str, str]
) -> dict[str, str]:
    """Files that moved. One that another claims to be, while it lies where it was, is itself."""
    before, after = _said_once(old), _said_once(new)
    return {
        id: after[match]
        for match, id in before.items()
        if match in after and there.get(old[id].path, after[match]) == after[match]
    }


def _by_place(
    old: Mapping[str, Entity[Any]], there: Mapping[str, str], matched: Mapping[str, str]
) -> dict[str, str]:
    """Adopted files that stay where they are, and are nobody else by their `match`."""
    taken = set(matched.values())
    stay = {id: there.get(entity.path) for id, entity in old.items() if entity.adopted}
    return {
        id: other
        for id, other in stay.items()
        if other is not None and other not in taken and id not in matched
    }


def _said_once(entities: Mapping[str, Entity[Any]]) -> dict[str, str]:
    said = {id: entity.match for id, entity in entities.items() if entity.match is not None}
    counts = Counter(said.values()) if said else {}
    return {match: id for id, match in said.items() if counts[match] == 1}


def _by_formerly(
    old: Mapping[str, Entity[Any]],
    new: Mapping[str, Entity[Any]],
    matched: Mapping[str, str],
    taken: set[str],
) -> dict[str, str]:
    """A new id takes over an old one that is gone; a claim that two make, or of two, is nobody's."""
    claims: dict[str, list[str]] = defaultdict(list)
    for id, entity in new.items():
        if id in taken:
            continue
        gone = [
            was
            for was in getattr(entity.record, "formerly", ())
            if was in old and was not in matched
        ]
        if len(gone) == 1:
            claims[gone[0]].append(id)
    return {was: ids[0] for was, ids in claims.items() if len(ids) == 1}


def parts(
    old: Mapping[str, Entity[Any]],
    new: Mapping[str, Entity[Any]],
    renames: Mapping[tuple[str, str], str],
    owner: str,
) -> Iterator[Pair]:
    """Parts follow their owner: the plan of a renamed project is still its plan."""
    renamed = {one: other for (kind, one), other in renames.items() if kind == owner}
    taken = set(renamed.values())
    follows = {id: _followed(id, renamed, taken) for id in old}
    for id, entity in old.items():
        yield entity, new.get(follows[id] or "")
    followed = set(follows.values())
    for id, entity in new.items():
        if id not in followed:
            yield None, entity


def _followed(id: str, renamed: Mapping[str, str], taken: set[str]) -> str | None:
    """What a part is called at the head; None where another owner has taken its owner's name."""
    owner = owner_of(id)
    now = renamed.get(owner, None if owner in taken else owner)
    return None if now is None else now + id[len(owner) :]
