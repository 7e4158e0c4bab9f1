"""The piece `chart`: a chart of the organisation, or of the one thing that the block names."""

from tracker.model.kinds import KINDS
from tracker.site.page import Values
from tracker.site.piece import Asked, PieceError, entity, known, piece
from tracker.site.status import Status
from tracker.views.chart import Chart, charts


def _kinds() -> tuple[str, ...]:
    return tuple(sorted({one.of for one in charts().values()} & set(KINDS)))


@piece(*_kinds())
def chart(status: Status, asked: Asked) -> Values:
    """A chart, with what to see in it and its data."""
    name = asked.text("chart")
    known(name, charts(), f"there is no chart `{name}`", ("chart",))
    one = charts()[name]
    _refuse_others(one, asked)
    of = entity(status, one.of, asked.text(one.of), one.of) if one.of in asked.said else None
    return {"charts": one.drawn(status.look, of), "says": one.statement}


def _refuse_others(one: Chart, asked: Asked) -> None:
    """A chart of one kind of thing is asked for with such a thing, and with no other."""
    if one.of in KINDS and one.of not in asked.said:
        message = f"the chart `{one.name}` is of a {one.of}, and the block names none"
        raise PieceError(message, f"add `{one.of}: ID`", ("chart",))
    for kind in asked.said:
        if kind not in (one.of, "chart"):
            hint = f"write `{one.of}: ID`" if one.of in KINDS else "leave it out"
            raise PieceError(f"the chart `{one.name}` is of no {kind}", hint, (kind,))
