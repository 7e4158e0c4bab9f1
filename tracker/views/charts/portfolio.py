"""The chart of how many projects were in each phase, over time."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tracker.law.lifecycle import Phases
from tracker.model.entity import Entity
from tracker.model.records import Lifecycle
from tracker.model.work import Work
from tracker.views.chart import Cell, Drawn, Table, chart
from tracker.views.drawing import OFF, QUIET, RAMP, SOFT, Layer, Row, day_axis, spec, today, tooltip
from tracker.views.reports.stays import Stay, Stays, phase_names
from tracker.views.words import count, day

_HEIGHTS = (110, 260)
_STEP = 34
_POINTS = 60
"""Days that are drawn at most: of a longer time every week, month or quarter."""

_STEPS = (1, 7, 30, 91, 182, 365)
_BEFORE = timedelta(days=90)

Counts = list[tuple[date, dict[str, int]]]


@chart("overview", place=60, wide=True)
def portfolio(work: Work, stays: Stays, as_of: date) -> Iterator[Drawn]:
    """Projects by phase over time, for each lifecycle that two projects follow or more.

    From gate reviews and the history of git. Projects of which no day is known are left out, and said.
    """
    for id, lifecycle in work.lifecycles.items():
        of = [
            stays[one] for one, project in work.projects.items() if work.lifecycle_id(project) == id
        ]
        known = [one for own in of if (one := _known(own, as_of))]
        if len(known) < 2 or lifecycle.unreadable:
            continue
        phases = phase_names(lifecycle.record, (one.phase for own in known for one in own))
        counts = _counts(known, phases, as_of)
        yield Drawn(
            f"portfolio-{id}",
            f"Projects by phase: {lifecycle.title}",
            _reading(counts, phases, lifecycle, len(of) - len(known)),
            _spec(counts, phases, lifecycle, as_of),
            _table(counts, phases),
            id,
        )


def _known(own: tuple[Stay, ...], as_of: date) -> list[Stay]:
    """The stays with the days between which a project counts; up to the next where it left unsaid."""
    found = [one for one in own if one.entered is not None and one.entered <= as_of]
    return found if found and found[-1].lasts else []


def _counts(known: list[list[Stay]], phases: Mapping[str, str], as_of: date) -> Counts:
    found = []
    for at in _days(known, as_of):
        row = dict.fromkeys(phases, 0)
        for own in known:
            phase = _at(own, at)
            if phase is not None:
                row[phase] += 1
        found.append((at, row))
    return found


def _days(known: list[list[Stay]], as_of: date) -> list[date]:
    """The days on which something changed; of many every so many days."""
    changed = {one.entered for own in known for one in own if one.entered is not None}
    first = min(changed)
    every = next(
        (step for step in _STEPS if (as_of - first).days / step < _POINTS), (as_of - first).days
    )
    if len(changed) < _POINTS:
        return sorted({*changed, as_of})
    return [*(as_of - timedelta(days=ago) for ago in range((as_of - first).days, 0, -every)), as_of]


def _at(own: list[Stay], at: date) -> str | None:
    entered = [one.phase for one in own if one.entered is not None and one.entered <= at]
    return entered[-1] if entered else None


def _reading(
    counts: Counts, phases: Mapping[str, str], lifecycle: Entity[Lifecycle], left_out: int
) -> str:
    as_of, now = counts[-1]
    over = Phases(lifecycle.record).ended
    open_ = {phase: amount for phase, amount in now.items() if not over(phase)}
    under_way, total = sum(open_.values()), sum(now.values())
    has = "has" if under_way == 1 else "have"
    said = f"{under_way} of {count(total, 'project')} {has} not reached the end"
    most = max(open_.values(), default=0)
    where = [phases[phase] for phase, amount in open_.items() if amount == most]
    if under_way and len(where) == 1:
        said += f", {'' if most == under_way else f'{most} of them '}in {where[0]}"
    then = [row for at, row in counts if at <= as_of - _BEFORE]
    if then:
        gap = under_way - sum(amount for phase, amount in then[-1].items() if not over(phase))
        said += f"; {_change(gap)} 90 days ago"
    if left_out:
        said += f"; {count(left_out, 'project')} of unknown days {'is' if left_out == 1 else 'are'} left out"
    return said + "."


def _change(gap: int) -> str:
    return "as many as" if gap == 0 else f"{abs(gap)} {'more' if gap > 0 else 'fewer'} than"


def _spec(
    counts: Counts, phases: Mapping[str, str], lifecycle: Entity[Lifecycle], as_of: date
) -> dict[str, object]:
    rows = list(_rows(counts, phases))
    colours = _colours(phases, lifecycle)
    colour = {
        "field": "phase", "type": "nominal", "sort": None, "legend": {"title": None},
        "scale": {"domain": [*phases.values()], "range": [colours[one] for one in phases]},
    }  # fmt: skip
    axis = {"title": "Projects", "tickMinStep": 1, "format": "d", "grid": True}
    y = {"field": "count", "type": "quantitative", "stack": "zero", "axis": axis}
    first, last = counts[0][0], max(as_of, counts[0][0] + timedelta(days=1))
    x = day_axis("at", first, last)
    order = {"field": "order", "type": "quantitative", "sort": "descending"}
    shown = {"x": x, "y": y, "color": colour, "order": order}
    told: Layer = {
        "tooltip": tooltip(on="On", phase="Phase", count="Projects", total="Of all"),
        "description": {"field": "says"},
    }
    area = {"type": "area", "interpolate": "step-after", "stroke": SOFT, "strokeWidth": 0.75}
    # An area has no parts to point at: what says the numbers lies over it, unseen.
    parts = {"type": "rect", "opacity": 0}
    layers: list[Layer] = [
        {"mark": {**area, "aria": False}, "encoding": shown},
        {
            "transform": [{"filter": {"field": "count", "gt": 0}}],
            "mark": parts,
            "encoding": {
                "x": x, "x2": {"field": "until"},
                "y": {"field": "base", "type": "quantitative"}, "y2": {"field": "top"}, **told,
            },
        },
        *today(as_of, first, last),
    ]  # fmt: skip
    least, most = _HEIGHTS
    height = max(least, min(most, _STEP * max(sum(row.values()) for _, row in counts)))
    return spec(rows, height, "Projects by phase over time", layers)


def _colours(phases: Mapping[str, str], lifecycle: Entity[Lifecycle]) -> dict[str, str]:
    """Phases on the way from light to dark, so that their order is seen; what has ended is quiet."""
    over = Phases(lifecycle.record).ended
    way = [phase for phase in phases if not over(phase)]
    last = max(1, len(way) - 1)
    colours = {phase: RAMP[round(at * (len(RAMP) - 1) / last)] for at, phase in enumerate(way)}
    rest = dict.fromkeys(Phases(lifecycle.record).off_path, OFF)
    return {phase: colours.get(phase) or rest.get(phase, QUIET) for phase in phases}


def _rows(counts: Counts, phases: Mapping[str, str]) -> Iterator[Row]:
    ends = [at for at, _ in counts[1:]] + [counts[-1][0]]
    for (at, row), until in zip(counts, ends, strict=True):
        total, top = sum(row.values()), 0
        # The first phase lies on top, as the legend has it: what moves on sinks.
        for order, (phase, amount) in reversed(list(enumerate(row.items()))):
            top += amount
            yield {
                "at": at.isoformat(), "until": until.isoformat(), "on": day(at), "phase": phases[phase],
                "count": amount, "total": total, "order": order, "base": top - amount, "top": top,
                "says": f"{day(at)}, {phases[phase]}: {count(amount, 'project')} of {total}",
            }  # fmt: skip


def _table(counts: Counts, phases: Mapping[str, str]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (at, *row.values(), sum(row.values())) for at, row in counts
    )
    return Table(("Date", *phases.values(), "All"), rows)
