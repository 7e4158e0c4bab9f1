"""`--where field=value`, as it is typed."""

from collections.abc import Iterable

from tracker.cli.terminal.stop import Stop
from tracker.model.suggest import did_you_mean
from tracker.views.choosing import Condition


def parted(text: str) -> Condition:
    """What is typed, taken apart."""
    field, equals, value = text.partition("=")
    if not equals:
        raise Stop(f"--where {text!r} has no `=`", "write --where field=value")
    return tuple(field.split(".")), value


def no_field(what: str, route: tuple[str, ...], known: Iterable[str]) -> Stop:
    """The end where a field is asked for that there is not."""
    known = tuple(known)
    hint = did_you_mean(route[-1], known, f"it has {', '.join(known)}")
    return Stop(f"{what} has no field {'.'.join(route)!r}", hint)
