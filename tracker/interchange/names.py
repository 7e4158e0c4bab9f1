"""Names of other programs as ids of ours: each name has an id of its own, the same whenever it is met."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

from tracker.interchange.exchange import RefusedError
from tracker.model.adopt import normalised
from tracker.model.catalogue import member
from tracker.model.kinds import MAX_ID
from tracker.model.records import Process
from tracker.model.work import Work


class Names:
    """Ids for names of one kind; `known` are names that have theirs already."""

    def __init__(self, kind: str, known: Mapping[str, str] | None = None) -> None:
        self._kind = kind
        self._ids = dict(known or {})
        self._theirs = frozenset(self._ids.values())
        self._owners = {id: name for name, id in self._ids.items()}
        self._counted: dict[str, int] = {}
        self.made: dict[str, str] = {}
        self.apart: dict[str, str] = {}

    def of(self, name: str, key: str | None = None) -> str:
        """The id of a name; `made` has what was not known, `apart` what had to be told from another.

        With a key, two things of one name are two.
        """
        key = key or name
        id = self._ids.get(key)
        if id is None:
            id = self._ids[key] = self._made(name)
        return id

    def _made(self, name: str) -> str:
        plain = normalised(name) or f"{self._kind}-{_mark(name)}"
        if plain in self._theirs:
            return plain  # what is known, in another spelling
        # Many names can be alike: it is counted on from the last of them.
        id, number = plain, self._counted.get(plain, 1)
        while id in self._owners:
            number += 1
            id = f"{plain[: MAX_ID - 1 - len(str(number))].rstrip('-')}-{number}"
        self._counted[plain] = number
        self._owners[id] = self.made[id] = name
        if id != plain:
            self.apart[id] = name
        return id


@cache
def _most() -> int:
    """How many steps a process has at most."""
    most: int = (member("process", ("steps",)) or {})["maxItems"]
    return most


def refuse_many(steps: Names, line: int, hint: str) -> None:
    """Raises RefusedError as soon as more steps are named than a process can have."""
    if len(steps.made) > _most():
        reason = f"more than {_most():,} steps are named, and no process has so many"
        raise RefusedError(reason, hint, line)


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def steps_of(process: Process) -> dict[str, str]:
    """The steps of a process by their ids and titles; a title that two have names neither."""
    ids = [(step.title, step.id) for step in process.steps if step.id]
    titles = unique((title, id) for title, id in ids if title)
    return {**titles, **{id: id for _, id in ids}}


def titles_of(process: Process) -> dict[str, str]:
    """What steps are called by their ids: such titles alone as `steps_of` leads back to their steps."""
    back = steps_of(process)
    titles = ((step.id, step.title) for step in process.steps if step.id and step.title)
    return {id: title for id, title in titles if back.get(title) == id}


def called(step: str | None, titles: Mapping[str, str]) -> str:
    """The name of a step for other programs: its title, else its id."""
    return titles.get(step or "", step or "")


def unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Pairs as a map, without the keys that lead to two values."""
    found: dict[str, str | None] = {}
    for key, value in pairs:
        found[key] = value if found.get(key, value) == value else None
    return {key: value for key, value in found.items() if value is not None}


class People:
    """Whose a name is; nobody is made up, so most names of a foreign log are nobody's at first."""

    def __init__(self, work: Work, said: Mapping[str, str]) -> None:
        named = unique((one.record.name.casefold(), id) for id, one in work.people.items()
                       if one.record.name)  # fmt: skip
        accounts = unique(
            (f"{forge}:{number}", id)
            for id, one in work.identities.items()
            for forge, number in one.record.accounts.items()
        )
        self._known = {**named, **accounts, **{id: id for id in work.people}}
        self._said = said
        self._found: dict[str, str | None] = {}

    def of(self, name: str, account: str = "") -> str | None:
        """The id of a person by `--person`, account, id or name; else None."""
        if name not in self._found:
            known = self._known
            self._found[name] = (
                self._said.get(name)
                or known.get(account)
                or known.get(name)
                or known.get(name.casefold())
                or known.get(normalised(name))
            )
        return self._found[name]

    @property
    def unknown(self) -> list[str]:
        """The names that are nobody's."""
        return sorted(name for name, id in self._found.items() if id is None)
