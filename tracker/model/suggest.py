"""Did you mean: the known name that is spelt most like what was written. One way, used by all that answers slips."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

CUTOFF = 0.6
"""How alike two spellings are at least; 1 is the same."""

_LONGEST = 63
_MOST = 2_000
"""Among more names than these the nearest is not looked for further: it takes long to compare."""

_LEAST = 3
"""The beginning of a name says which one is meant when it has as many letters."""


def closest(word: str, known: Iterable[str], cutoff: float = CUTOFF) -> str | None:
    """The known name that a word is a slip of, if there is one.

    Case and the kind of hyphen do not matter. Then the likest spelling counts; where none is like
    it, the name that alone begins with the word, or has a part that does.
    """
    return _closest(word[:_LONGEST], tuple(known)[:_MOST], cutoff)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The help line of a slip: the name that was meant, else what there is to say without one."""
    near = closest(word, known)
    return f"did you mean `{near}`?" if near else otherwise


_OTHER_WORDS = {
    "due": ("deadline", "end"),
    "due-date": ("deadline", "end"),
    "deadline": ("end",),
    "name": ("title",),
    "description": ("summary", "purpose"),
    "estimate": ("effort",),
    "in-progress": ("doing", "active"),
    "wip": ("doing", "active"),
    "started": ("doing", "active"),
    "doing": ("active",),
    "todo": ("proposed",),
    "open": ("todo", "proposed"),
    "planned": ("todo", "proposed"),
    "finished": ("done", "completed", "closed"),
    "completed": ("done", "closed"),
    "closed": ("done", "completed"),
    "done": ("completed", "closed"),
    "paused": ("on-hold", "blocked"),
}
"""What other tools call it, and what it can be here."""


def synonym(word: str, known: Iterable[str]) -> str | None:
    """The known name for what other tools call by that word."""
    names = set(known)
    return next((name for name in _OTHER_WORDS.get(_plain(word), ()) if name in names), None)


@lru_cache(4096)
def _closest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    spellings = {_plain(name): name for name in reversed(known)}
    plain = _plain(word)
    if plain in spellings:
        return spellings[plain]
    if near := get_close_matches(plain, spellings, n=1, cutoff=cutoff):
        return spellings[near[0]]
    begun = _begun(plain, spellings)
    return spellings[begun[0]] if len(begun) == 1 else None


def _begun(word: str, names: Iterable[str]) -> list[str]:
    """The names that begin with the word, else those of which a part does."""
    if len(word) < _LEAST:
        return []
    known = list(names)
    whole = [name for name in known if name.startswith(word)]
    return whole or [name for name in known if f"-{word}" in name]


def _plain(text: str) -> str:
    return text.lower().replace("_", "-")
