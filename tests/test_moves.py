"""Every ordered pair of phases and of states, whatever way the project goes about it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import TRACKER, Memory, project

from tracker.finding import Severity
from tracker.law.judge import Base, judge
from tracker.law.lifecycle import MACHINES, Decision, Phases
from tracker.model.load import Library, load
from tracker.model.work import Work

Files = dict[str, str]
TODAY = date(2026, 11, 21)
LIFECYCLE = """\
title: Gated
start: a
final: [d]
phases:
  - {id: a, gate: {criteria: [{id: seen, text: People have seen it}]}}
  - {id: b}
  - {id: c, optional: true, gate: {criteria: []}}
  - {id: d, gate: {criteria: []}}
off_path: [x]
"""
LAW = {
    "tracker.yaml": TRACKER.replace("simple", "gated"),
    "lifecycles/gated.yaml": LIFECYCLE,
    "people.yaml": "ann: {name: Ann}\nben: {name: Ben}\n",
}
PHASES = ("a", "b", "c", "d", "x")
LIBRARY = Library()


def side(files: Mapping[str, str], root: str = "work") -> Work:
    return load(
        Memory({f"{root}/{path}": text for path, text in {**LAW, **files}.items()}), root, LIBRARY
    )


def rules(base: Work, head: Work, as_of: date = TODAY) -> set[str]:
    """The rules of which there is an error."""
    found = judge(head, as_of, Base(base, base, "base")).findings
    return {finding.rule for finding in found if finding.severity is Severity.ERROR}


def erp(phase: str, status: str = "active", *, id: str = "erp", extra: str = "") -> Files:
    return {f"projects/{id}/project.yaml": project(phase, status, extra)}


def review(
    left: str,
    to: str,
    decision: str,
    *,
    id: str = "erp",
    day: date = TODAY,
    reason: str = "Because",
) -> Files:
    said = f"to: {to}\ndecision: {decision}\nreason: {reason}\n"
    said += (
        "criteria: [{id: seen, status: met, evidence: Minutes}]\n"
        if left == "a"
        else "criteria: []\n"
    )
    if decision == "conditional":
        said += "conditions: [{id: late, text: Do it, owner: ann, due: 2026-12-01}]\n"
    return {f"projects/{id}/gates/{left}-{day}/review.yaml": said}


def phases() -> Phases:
    return Phases(side({}).lifecycles["gated"].record)


def is_legal(before: str, after: str, decision: Decision | None) -> bool:
    """What the law says of a move, with the review that was held for it."""
    rules = phases()
    if before == after or not rules.ruling(before, after, decision).legal:
        return False
    return decision is not None or not rules.has_gate(before)


PAIRS = [(one, other) for one, other in product(PHASES, repeat=2) if one != other]
DECISIONS = [None, *Decision]


# Phases.


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize(
    "way", ["as it is", "renamed", "the workspace moved", "folder left behind"]
)
def test_every_pair_of_phases_by_every_way(decision: Decision | None, way: str) -> None:
    """A rename hides no move, and forbids none; neither does another place of the workspace."""
    id = "new" if way in ("renamed", "folder left behind") else "erp"
    root = "org" if way == "the workspace moved" else "work"
    formerly = "formerly: [erp]\n" if id == "new" else ""
    old = review("a", "b", "go", day=TODAY - timedelta(days=9))
    for before, after in PAIRS:
        kept = (
            old
            if way == "folder left behind"
            else review("a", "b", "go", day=TODAY - timedelta(days=9), id=id)
        )
        held = review(before, after, decision, id=id) if decision else {}
        base = side({**erp(before), **old})
        head = side({**erp(after, id=id, extra=formerly), **kept, **held}, root)
        legal = is_legal(before, after, decision) and way != "folder left behind"
        assert (rules(base, head) == set()) == legal, (before, after, rules(base, head))


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_no_other_way_round(before: str, after: str) -> None:
    """Deleted and born again, or new beside what was: each is judged as what it is."""
    held = review(before, after, "go", id="new")
    reborn = rules(side(erp(before)), side({**erp(after, id="new"), **held}))
    assert "removed-while-active" in reborn
    assert ("new-not-at-start" in reborn) == (after != "a")
    born = rules(side({}), side({**erp(after), **review(before, after, "go")}))
    assert ("new-not-at-start" in born) == (after != "a")
    assert "gate-review" in born
    assert rules(side(erp(before)), side({**erp(before), **erp("a", id="new")})) == set()


@pytest.mark.parametrize("middle", PHASES)
@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_two_moves_in_one_change_are_one(before: str, after: str, middle: str) -> None:
    """Both reviews came, and each leads to where the project is not: neither moves it."""
    if middle in (before, after):
        return
    held = {
        **review(before, middle, "go", day=TODAY - timedelta(days=1)),
        **review(middle, after, "go"),
    }
    assert "gate-review" in rules(side(erp(before)), side({**erp(after), **held}))


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_review_that_stood_already_moves_nothing(before: str, after: str) -> None:
    """Split over two changes, the first with the review alone; the first is refused as well."""
    for decision in Decision:
        held = review(before, after, decision)
        first = rules(side(erp(before)), side({**erp(before), **held}))
        assert first != set()
        second = rules(side({**erp(before), **held}), side({**erp(after), **held}))
        assert (second == set()) == is_legal(before, after, None), (before, after, decision)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_of_another_project_of_another_day_or_name(before: str, after: str) -> None:
    if is_legal(before, after, None) or not is_legal(before, after, Decision.GO):
        return
    base = side({**erp(before), **erp(before, id="crm")})
    move = {**erp(after), **erp(before, id="crm")}
    assert rules(base, side({**move, **review(before, after, "go")})) == set()
    wrong = [
        review(before, after, "go", id="crm"),
        review(next(one for one in "abcd" if one not in (before, after)), after, "go"),
        review(before, after, "go", day=TODAY + timedelta(days=1)),
        {"projects/erp/gates/first/review.yaml": next(iter(review(before, after, "go").values()))},
        {
            **review(before, after, "go"),
            **review(before, after, "go", day=TODAY - timedelta(days=1)),
        },
    ]
    for held in wrong:
        assert "gate-review" in rules(base, side({**move, **held}))


def test_hold_stops_it_where_it_is() -> None:
    for phase in PHASES[:4]:
        base = side(erp(phase))
        held = review(phase, phase, "hold")
        assert rules(base, side({**erp(phase, "on-hold"), **held})) == set()
        assert rules(base, side({**erp(phase), **held})) == {"gate-review"}


@pytest.mark.parametrize("decision", ["hold", "recycle", "kill"])
def test_what_stops_a_project_has_a_reason(decision: str) -> None:
    to = {"hold": "c", "recycle": "a", "kill": "x"}[decision]
    status = "on-hold" if decision == "hold" else "active"
    phase = "c" if decision == "hold" else to
    for reason, clean in (("Because", True), ("null", False), ('""', False)):
        held = review("c", to, decision, reason=reason)
        assert (rules(side(erp("c")), side({**erp(phase, status), **held})) == set()) == clean


# The end.


def test_what_was_stopped_is_not_completed() -> None:
    stopped = review("c", "d", "kill", day=TODAY - timedelta(days=5))
    base = side({**erp("d"), **stopped})
    closed = review("d", "completed", "go")
    assert rules(base, side({**erp("d", "completed"), **stopped, **closed})) == {"gate-review"}
    assert rules(base, side({**erp("d", "cancelled"), **stopped})) == set()


def test_a_gate_ahead_is_not_gone_round_by_completing() -> None:
    for phase in ("a", "b", "c"):
        held = review(phase, "completed", "go")
        assert "gate-review" in rules(side(erp(phase)), side({**erp(phase, "completed"), **held}))


# States.


@pytest.mark.parametrize("renamed", [False, True])
def test_every_pair_of_statuses(renamed: bool) -> None:
    machine = MACHINES["project"]
    for before, after in product(machine.moves, repeat=2):
        id, formerly = ("new", "formerly: [erp]\n") if renamed else ("erp", "")
        base = side(erp("x", before))
        head = side(erp("x", after, id=id, extra=formerly))
        legal = after == before or after in machine.moves[before]
        found = rules(base, head) - {"gate-review"}  # nothing is completed in an off-path phase
        assert (found == set()) == legal, (before, after)
        assert ("gate-review" in rules(base, head)) == (before != after == "completed")
        reborn = rules(base, side(erp("a", after, id="new")))
        assert ("new-not-at-start" in reborn) == (after not in machine.start)
        assert ("removed-while-active" in reborn) == (before not in machine.ended)


def request(decision: str) -> Files:
    text = f"title: Later\nraised_by: ann\nreason: The harvest\ndecision: {decision}\n"
    if decision in MACHINES["change"].ended:
        text += "decided_by: ben\ndecided_on: 2026-11-20\n"
    return {"projects/erp/changes/later.yaml": text}


def test_every_pair_of_decisions_of_a_change_request() -> None:
    machine = MACHINES["change"]
    for before, after in product(machine.moves, repeat=2):
        base = side({**erp("b"), **request(before)})
        legal = after == before or after in machine.moves[before]
        assert (rules(base, side({**erp("b"), **request(after)})) == set()) == legal
    for state in machine.moves:
        born = rules(side(erp("b")), side({**erp("b"), **request(state)}))
        assert (born == set()) == (state == "proposed")
        gone = rules(side({**erp("b"), **request(state)}), side(erp("b")))
        assert gone == {"change-record" if state in machine.ended else "removed-while-active"}


# Any walk.


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, Decision | None]]:
    step = st.tuples(st.sampled_from(PHASES), st.sampled_from(DECISIONS))
    return draw(st.lists(step, min_size=1, max_size=5))


def played(start: str, walk: list[tuple[str, Decision | None]]) -> Iterator[tuple[str, Files]]:
    """The files after each step of a walk, a day apart, with every review that was held so far."""
    held: Files = {}
    now, day = start, TODAY - timedelta(days=len(walk))
    for phase, decision in walk:
        day += timedelta(days=1)
        if decision is not None:
            held |= review(now, phase, decision, day=day)
        status = "on-hold" if decision is Decision.HOLD else "active"
        now = phase
        yield now, {**erp(now, status), **held}


@given(st.sampled_from(PHASES), walks())
def test_whatever_is_clean_is_a_legal_move(
    start: str, walk: list[tuple[str, Decision | None]]
) -> None:
    """However many steps lie in one change: where nothing is said of it, it made one legal move."""
    before, files, at = side(erp(start)), erp(start), start
    for (now, after), (_, decision) in zip(played(start, walk), walk, strict=True):
        clean = rules(side(files), side(after)) == set()
        assert not clean or now == at or is_legal(at, now, decision), (at, now, decision)
        files, at = after, now
    if rules(before, side(files)) == set() and at != start:
        assert any(is_legal(start, at, decision) for _, decision in walk) or is_legal(
            start, at, None
        )
