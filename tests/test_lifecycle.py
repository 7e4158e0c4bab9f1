"""Every ordered pair of states and of phases, under every decision."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.law.lifecycle import ANY, MACHINES, Decision, Phases, faults
from tracker.model.records import Criterion, Gate, Lifecycle, Phase

# Written out once more, as the formats have it: the code is held against this.
DECLARED = {
    "project": {
        "proposed": "active cancelled",
        "active": "on-hold completed cancelled",
        "on-hold": "active cancelled",
        "completed": "",
        "cancelled": "",
    },
    "goal": {"proposed": "active closed", "active": "closed", "closed": ""},
    "process": {
        "draft": "active",
        "active": "under-review retired",
        "under-review": "active retired",
        "retired": "",
    },
    "run": {
        "requested": "assigned in-progress cancelled",
        "assigned": "accepted cancelled",
        "accepted": "in-progress cancelled",
        "in-progress": "completed incomplete cancelled",
        "completed": "",
        "incomplete": "",
        "cancelled": "",
    },
    "improvement": {
        "new": "assessed dropped",
        "assessed": "approved dropped",
        "approved": "in-progress dropped",
        "in-progress": "review dropped",
        "review": "closed in-progress dropped",
        "closed": "",
        "dropped": "",
    },
    "change": {
        "proposed": "approved rejected postponed",
        "postponed": "proposed",
        "approved": "",
        "rejected": "",
    },
    "deliverable": {
        "pending": "accepted conditional rejected",
        "conditional": "accepted rejected",
        "rejected": "pending",
        "accepted": "",
    },
}


@pytest.mark.parametrize("name", MACHINES)
def test_every_pair_of_states(name: str) -> None:
    for before, after in product(DECLARED[name], repeat=2):
        ruling = MACHINES[name].ruling(before, after)
        assert ruling.legal == (before == after or after in DECLARED[name][before].split()), (
            before,
            after,
        )
        assert ruling.allowed == tuple(DECLARED[name][before].split())
        assert ruling.reason


def lifecycle(*phases: str, start: str = "a", final: str = "d", off_path: str = "") -> Lifecycle:
    """Phases by id; `?` marks an optional one, `!` one with a gate."""
    return Lifecycle(
        start=start,
        final=tuple(final),
        off_path=tuple(off_path),
        phases=tuple(
            Phase(id=name[0], optional="?" in name or None, gate=Gate() if "!" in name else None)
            for name in phases
        ),
    )


PLAIN = lifecycle("a", "b", "c", "d", off_path="x")
GATED = lifecycle("a!", "b!", "c", "d!", off_path="xy")
OPTIONAL = lifecycle("a", "b?", "c?!", "d")
FINALS = lifecycle("a", "b?", "c?", "d", final="bd", off_path="x")
ANYWHERE = lifecycle("a", "b", "c", "d", start=ANY, off_path="x")

# Which moves are legal without a decision, from each phase.
LEGAL = [
    (PLAIN, {"a": "bx", "b": "cx", "c": "dx", "d": "", "x": ""}),
    (GATED, {"a": "b", "b": "c", "c": "dxy", "d": "", "x": "", "y": ""}),
    (OPTIONAL, {"a": "bcd", "b": "cd", "c": "d", "d": ""}),
    (FINALS, {"a": "bcdx", "b": "", "c": "dx", "d": "", "x": ""}),
    (ANYWHERE, {"a": "bx", "b": "cx", "c": "dx", "d": "", "x": ""}),
]


@pytest.mark.parametrize(("rules", "legal"), LEGAL)
def test_every_pair_of_phases(rules: Lifecycle, legal: dict[str, str]) -> None:
    phases = Phases(rules)
    assert set(legal) == set(phases.names)
    for before, after in product(phases.names, repeat=2):
        ruling = phases.ruling(before, after)
        assert ruling.legal == (before == after or after in legal[before]), (before, after)
        assert ruling.legal or ruling.allowed == tuple(legal[before])


@pytest.mark.parametrize(("rules", "legal"), LEGAL)
@pytest.mark.parametrize("decision", Decision)
def test_every_pair_of_phases_under_every_decision(
    rules: Lifecycle, legal: dict[str, str], decision: Decision
) -> None:
    phases = Phases(rules)
    order = phases.order
    for before, after in product(phases.names, repeat=2):
        if before == after:
            continue
        expected = not phases.ended(before)
        back = after in order and before in order and order.index(after) < order.index(before)
        if decision is Decision.HOLD:
            expected = False
        elif decision is Decision.KILL:
            expected &= after in phases.final or after in phases.off_path
        elif decision is Decision.RECYCLE:
            ungated = after in phases.off_path and not phases.has_gate(before)
            expected &= back or ungated
        else:
            expected &= after in legal[before]
        assert phases.ruling(before, after, decision).legal == expected, (before, after)


@pytest.mark.parametrize("pair", [("a", "zzz"), ("zzz", "a"), ("zzz", "zzy")])
def test_unknown_phases_are_no_crash(pair: tuple[str, str]) -> None:
    ruling = Phases(PLAIN).ruling(*pair)
    assert not ruling.legal and "no phase `zz" in ruling.reason


def test_starts() -> None:
    assert Phases(PLAIN).starts == Phases(PLAIN).first == ("a",)
    assert Phases(ANYWHERE).starts == ("a", "b", "c", "d", "x")
    assert Phases(ANYWHERE).first == ("a",)


@st.composite
def lifecycles(draw: st.DrawFn) -> Lifecycle:
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True))
    marks = [name + draw(st.sampled_from(["", "?", "!", "?!"])) for name in names]
    final = draw(st.sets(st.sampled_from(names), max_size=3))
    start = draw(st.sampled_from([*names, ANY]))
    return lifecycle(
        *marks, start=start, final="".join(final), off_path=draw(st.sampled_from(["", "x", "xy"]))
    )


@given(lifecycles(), st.data())
def test_no_move_out_of_an_end(rules: Lifecycle, data: st.DataObject) -> None:
    phases = Phases(rules)
    before, after = (data.draw(st.sampled_from(phases.names)) for _ in range(2))
    decision = data.draw(st.sampled_from([None, *Decision]))
    ruling = phases.ruling(before, after, decision)
    if phases.ended(before) and before != after:
        assert not ruling.legal and ruling.allowed == ()


@given(lifecycles(), st.data())
def test_a_legal_move_forward_skips_optional_phases_only(
    rules: Lifecycle, data: st.DataObject
) -> None:
    phases = Phases(rules)
    before, after = (data.draw(st.sampled_from(phases.order)) for _ in range(2))
    decision = data.draw(
        st.sampled_from([None, Decision.GO, Decision.CONDITIONAL, Decision.RECYCLE])
    )
    at, to = phases.order.index(before), phases.order.index(after)
    if to > at and phases.ruling(before, after, decision).legal:
        assert all(phases.phases[name].optional for name in phases.order[at + 1 : to])
    if to < at and phases.ruling(before, after, decision).legal:
        assert decision is Decision.RECYCLE


@given(lifecycles())
def test_what_is_allowed_is_what_is_legal(rules: Lifecycle) -> None:
    phases = Phases(rules)
    for before in phases.names:
        legal = [
            after
            for after in phases.names
            if after != before and phases.ruling(before, after).legal
        ]
        assert phases.allowed(before) == tuple(legal)


@given(lifecycles())
def test_a_sound_lifecycle_leads_from_every_phase_to_an_end(rules: Lifecycle) -> None:
    if any(faults(rules)):
        return
    phases = Phases(rules)
    for name in phases.order:
        seen = [name]
        for one in seen:
            seen += [
                after
                for after in phases.order
                if after not in seen and phases.ruling(one, after).legal
            ]
        assert any(phases.ended(one) for one in seen), name


def test_the_lifecycles_above_are_sound() -> None:
    assert [list(faults(rules)) for rules, _ in LEGAL] == [[], [], [], [], []]


@pytest.mark.parametrize(
    ("rules", "routes"),
    [
        (lifecycle("a", "b", "b", "d"), {("phases", 2, "id")}),
        (lifecycle("a", "d", start="z"), {("start",)}),
        (lifecycle("a", "d", start="x", off_path="x"), {("start",)}),
        (lifecycle("a", "d", final="dz"), {("final", 1)}),
        (lifecycle("a", "d", final="dx", off_path="x"), {("final", 1)}),
        (lifecycle("a", "d", final=""), {("final",)}),
        (lifecycle("a", "d", "e"), {("phases", 2, "id")}),
        (lifecycle("a", "b", "d", start="b"), {("phases", 0, "id")}),
        (lifecycle("a", "b", "d", final="bd"), {("phases", 2, "id")}),
        (lifecycle("a", "b", "d", off_path="b"), {("off_path", 0), ("phases", 2, "id")}),
        (lifecycle(final=""), {("start",), ("final",)}),
    ],
)
def test_faults(rules: Lifecycle, routes: set[tuple[str | int, ...]]) -> None:
    found = list(faults(rules))
    assert {fault.route for fault in found} == routes
    assert all(fault.message and fault.hint for fault in found)


# What mutants of the code showed that nothing above would notice.


def test_reasons_name_every_phase_that_they_speak_of() -> None:
    long = lifecycle("a", "b", "c", "d", "e", final="de")
    assert Phases(long).ruling("a", "c").reason == "b would be skipped"
    assert Phases(long).ruling("a", "d").reason == "b and c would be skipped"
    assert Phases(long).ruling("a", "e").reason == "b, c and d would be skipped"
    kill = "a review that decides kill leads to"
    assert Phases(long).ruling("a", "b", Decision.KILL).reason == f"{kill} d or e"
    endless = lifecycle("a", "b", final="")
    reason = f"{kill} no phase: the lifecycle has no final one"
    assert Phases(endless).ruling("a", "b", Decision.KILL).reason == reason


def test_a_start_in_the_middle_is_where_a_project_has_not_moved() -> None:
    assert Phases(lifecycle("a", "b", "c", start="b", final="c")).first == ("b",)


def test_nothing_is_allowed_from_a_phase_that_is_none() -> None:
    assert Phases(PLAIN).allowed("zzz") == ()


def test_phases_and_criteria_without_an_id_are_the_schema_s_business() -> None:
    nameless = Phase(gate=Gate(criteria=(Criterion(), Criterion())))
    ends = lifecycle("a", "d")
    both = Lifecycle(start="a", final=("d",), phases=(*ends.phases, nameless, nameless))
    assert Phases(both).order == ("a", "d")
    assert [fault for fault in faults(both) if "stands twice" in fault.message] == []
    assert [fault for fault in faults(both) if "never reached" in fault.message] == []


def test_declared_moves_are_not_altered() -> None:
    with pytest.raises(AttributeError):
        MACHINES["goal"].start = ()  # type: ignore[misc]
