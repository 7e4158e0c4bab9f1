"""Where a run stands in its order: what may come is what conforms, whichever of it is taken."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runlog import event, process
from test_conformance import orders

from tracker.analysis.alignment import align
from tracker.analysis.course import Course, course
from tracker.analysis.order import order
from tracker.model.records import Step


def stands(steps: str, events: str) -> Course:
    return course(order(process(steps).steps), map(event, events.split()))


@pytest.mark.parametrize(
    ("steps", "events", "may_come", "missing"),
    [
        ("a b c", "", "a", "a b c"),
        ("a b c", "a", "b", "b c"),
        ("a b c", "a b c", "", ""),
        # What is optional may come, and what stands behind it too.
        ("a b? c", "a", "b c", "c"),
        ("a b? c", "a c", "", ""),
        ("a? b?", "", "a b", ""),
        # Neighbours that are done side by side come in either order.
        ("a b c|b d", "a", "b c", "b c d"),
        ("a b c|b d", "a c", "b", "b d"),
        # Who leaves the order goes on from there; what was passed over is still missing.
        ("a b c d", "a c", "d", "b d"),
        ("a b c d", "a c b", "d", "d"),
        # What is done again takes back what followed it, and nothing that went before.
        ("a b c d", "a b c b", "c", "c d"),
        ("a b c|b d", "a b c b", "d", "d"),
        ("a b", "a x", "b", "b"),
    ],
)
def test_vectors(steps: str, events: str, may_come: str, missing: str) -> None:
    found = stands(steps, events)
    assert found.may_come == tuple(may_come.split())
    assert found.missing == tuple(missing.split())
    assert set(found.must_come) == set(found.may_come) - {
        one.id for one in process(steps).steps if one.optional
    }


def test_a_step_is_done_until_one_before_it_is_done_again() -> None:
    assert stands("a b c", "a b").is_done("b")
    assert not stands("a b c", "a b a").is_done("b")
    assert not stands("a b c", "a b").is_done("x")


@given(orders(), st.data())
def test_who_takes_what_may_come_ends_with_a_run_that_conforms(
    steps: list[Step], data: Any
) -> None:
    known = order(steps)
    found, taken = Course(known), []
    while found.may_come:
        assert found.must_come or not found.missing  # there is always a way on
        step = data.draw(st.sampled_from(found.may_come))
        found = found.after(step)
        taken.append(step)
        so_far = align(known, tuple(taken), is_over=False)
        assert so_far is not None and so_far.cost == 0
    assert not found.missing
    ended = align(known, tuple(taken))
    assert ended is not None and ended.cost == 0


@given(orders(), st.data())
def test_what_may_not_come_leaves_the_order(steps: list[Step], data: Any) -> None:
    known = order(steps)
    found, taken = Course(known), []
    for _ in range(data.draw(st.integers(0, 4))):
        if found.may_come:
            taken.append(data.draw(st.sampled_from(found.may_come)))
            found = found.after(taken[-1])
    for step in set(known.steps) - set(found.may_come):
        laid = align(known, (*taken, step), is_over=False)
        assert laid is not None and laid.cost > 0
