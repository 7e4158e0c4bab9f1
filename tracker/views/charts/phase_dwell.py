"""The chart of how long a project stays in each phase."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from tracker.model.entity import Entity
from tracker.model.records import Project
from tracker.model.work import Work
from tracker.views.chart import Drawn, Table, chart
from tracker.views.drawing import BLUE, INK, QUIET, SHEET, Layer, Row, of_kind, spec, tooltip
from tracker.views.reports.stays import Ended, Stay, Stays, phase_names
from tracker.views.words import count, day, days

_STEP = 34


@chart("project", place=65)
def phase_dwell(
    work: Work, entity: Entity[Project], stays: Stays, ended: Ended, as_of: date
) -> Iterator[Drawn]:
    """Days that a project has been in each phase, beside the median of the other projects.

    From gate reviews and the history of git. A stay of unknown length is in the table only.
    """
    own = stays[entity.id]
    if all(one.days(as_of) is None for one in own):
        return
    lifecycle = work.lifecycle_of(entity)
    names = phase_names(lifecycle.record if lifecycle else None, (one.phase for one in own))
    dwell = _Dwell(own, names, _usual(ended.get(work.lifecycle_id(entity), {}), entity.id), as_of)
    key = "Upright marks: the median of other projects." if {*dwell.usual} & {*names} else ""
    yield Drawn(
        "phase-dwell", "Days in each phase", dwell.reading(), dwell.spec(), dwell.table(), key=key
    )


def _usual(left: Mapping[str, list[tuple[str, int]]], project: str) -> dict[str, tuple[float, int]]:
    """The median of what other projects of the lifecycle took, each in all, and of how many."""
    found = {}
    for phase, ended in left.items():
        others = Counter[str]()
        for id, span in ended:
            if id != project:
                others[id] += span
        if others:
            found[phase] = float(median(others.values())), len(others)
    return found


@dataclass(frozen=True)
class _Dwell:
    """The stays of one project, how its phases are called, and what is usual in each."""

    own: tuple[Stay, ...]
    names: Mapping[str, str]
    usual: Mapping[str, tuple[float, int]]
    as_of: date

    def reading(self) -> str:
        last, sums = self.own[-1], self.sums()
        name = self.names[last.phase]
        if last.days(self.as_of) is None:
            said = f"In {name}, since a day that is not known"
        else:
            said = f"In {name} for {count(sums[last.phase], 'day')} so far"
            if last.phase in self.usual:
                said += f"; {_others(*self.usual[last.phase])}"
        behind = {phase: total for phase, total in sums.items() if phase != last.phase}
        if any(behind.values()):
            phase = max(behind, key=lambda one: behind[one])
            said += f"; of what lies behind it {self.names[phase]} took longest, "
            said += count(behind[phase], "day")
        return said + "."

    def sums(self) -> dict[str, int]:
        """The days of all stays in each phase, of which anything is known."""
        found: dict[str, int] = {}
        for one in self.own:
            span = one.days(self.as_of)
            if span is not None:
                found[one.phase] = found.get(one.phase, 0) + span
        return found

    def table(self) -> Table:
        rows = tuple(
            (
                self.names[one.phase], one.entered, "still there" if one.lasts else one.left,
                one.days(self.as_of), self.usual.get(one.phase, (None, 0))[0],
            )
            for one in self.own
        )  # fmt: skip
        return Table(("Phase", "Entered", "Left", "Days", "Median of other projects"), rows)

    def spec(self) -> dict[str, object]:
        rows = [*self._stays(), *self._medians(), *self._sums()]
        return spec(
            rows, _STEP * len(self.names), "Days in each phase", _layers([*self.names.values()])
        )

    def _stays(self) -> Iterator[Row]:
        sums: dict[str, int] = {}
        for one in self.own:
            span = one.days(self.as_of)
            if span is None or one.entered is None:
                continue
            before, name = sums.get(one.phase, 0), self.names[one.phase]
            sums[one.phase] = before + span
            state = "So far" if one.lasts else "Left"
            yield {
                "kind": "stay", "phase": name, "from": before, "to": before + span, "span": span,
                "state": state, "entered": day(one.entered),
                "left": day(one.left) if one.left else "still there",
                "says": f"{name}: {count(span, 'day')}{' so far' if one.lasts else ''}",
            }  # fmt: skip

    def _medians(self) -> Iterator[Row]:
        for phase, (span, times) in self.usual.items():
            if phase in self.names:
                says = f"{self.names[phase]}: median of other projects {days(span)}"
                yield {
                    "kind": "usual", "phase": self.names[phase], "from": span, "span": span,
                    "of": times, "says": says,
                }  # fmt: skip

    def _sums(self) -> Iterator[Row]:
        """What is written behind a bar."""
        for phase, total in self.sums().items():
            end = max(total, self.usual.get(phase, (0, 0))[0])
            note = f"{total} so far" if phase == self.own[-1].phase else str(total)
            yield {"kind": "sum", "phase": self.names[phase], "from": end, "note": note}


def _others(usual: float, times: int) -> str:
    """Beside a phase that still lasts: it is neither longer nor shorter than what has ended."""
    if times == 1:
        return f"the one other project took {days(usual)}"
    return f"the median of {times} other projects is {days(usual)}"


def _layers(phases: list[str]) -> list[Layer]:
    axis = {"title": None, "ticks": False, "domain": False}
    y: Layer = {"field": "phase", "type": "nominal", "scale": {"domain": phases}, "axis": axis}
    axis_of_days = {"title": "Days", "tickMinStep": 1, "tickCount": 6}
    x = {"field": "from", "type": "quantitative", "axis": axis_of_days}
    at = {"y": y, "x": x}
    scale = {"domain": ["Left", "So far"], "range": [QUIET, BLUE]}
    colour = {"field": "state", "type": "nominal", "scale": scale, "legend": None}
    stay = {
        "x2": {"field": "to"}, "color": colour, "description": {"field": "says"},
        "tooltip": tooltip(phase="Phase", span="Days", entered="Entered", left="Left"),
    }  # fmt: skip
    usual = {
        "tooltip": tooltip(phase="Phase", span="Median of others, days", of="Projects"),
        "description": {"field": "says"},
    }
    bar = {"type": "bar", "height": {"band": 0.5}, "stroke": SHEET, "cornerRadiusEnd": 2}
    tick = {"type": "tick", "thickness": 2.5, "height": {"band": 0.78}, "color": INK}
    text = {"type": "text", "align": "left", "dx": 8, "color": INK, "aria": False}
    return [
        of_kind("stay", bar, at | stay),
        of_kind("usual", tick, at | usual),
        of_kind("sum", text, at | {"text": {"field": "note"}}),
    ]
