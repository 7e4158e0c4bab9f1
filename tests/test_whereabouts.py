"""Where runs under way stand: in work at a step, or waiting for the one that comes next; by hand."""

from typing import Any

import msgspec
import pytest
import runlog

from tracker.analysis.conformance import versions
from tracker.analysis.whereabouts import Whereabouts, whereabouts
from tracker.model.records import Process


def stands(process: Process, events: str, **fields: Any) -> Whereabouts:
    case = runlog.one(events, "in-progress", started=runlog.MONDAY, **fields)
    (found,) = whereabouts(versions(process), [case])
    return found


@pytest.mark.parametrize(
    ("steps", "events", "in_work", "awaited", "optional", "then", "left_out"),
    [
        # Nothing was done yet: it waits for the first step.
        ("a b c", "", "", "a", "", "b", ""),
        # A step that is over is behind it, and the next one is waited for.
        ("a b c", "a@0:5", "", "b", "", "c", ""),
        ("a b c", "a@:5", "", "b", "", "c", ""),
        # A step that was begun is in work; one without any time is over.
        ("a b c", "a@0:5 b@6:", "b", "", "", "c", ""),
        ("a b c", "a b", "", "c", "", "", ""),
        # What may be left out is waited for by nobody.
        ("a b? c d", "a@0:5", "", "c", "b", "d", ""),
        ("a b? c d", "a@0:5 c@6:", "c", "", "", "d", ""),
        # Steps side by side are waited for both, or worked on both.
        ("a b c|b d", "a@0:5", "", "b c", "", "d", ""),
        ("a b c|b d", "a@0:5 c@6:9", "", "b", "", "d", ""),
        ("a b c|b d", "a@0:5 b@6: c@7:", "b c", "", "", "d", ""),
        # What was passed over is told, and not waited for.
        ("a b c d", "a@0:5 c@6:9", "", "d", "", "", "b"),
        ("a b c d", "a@0:5 c@6:", "c", "", "", "d", "b"),
        # Only the end is left.
        ("a b", "a@0:5 b@6:9", "", "", "", "", ""),
        ("a b?", "a@0:5", "", "", "b", "", ""),
        # What is done again takes back what followed it.
        ("a b c", "a@0:5 b@6:9 a@10:12<a", "", "b", "", "c", ""),
        # Steps that nobody defined move nothing.
        ("a b", "x@0:5", "", "a", "", "b", ""),
        ("a b", "x@0:", "x", "", "", "a", ""),
    ],
)  # fmt: skip
def test_vectors(
    steps: str, events: str, in_work: str, awaited: str, optional: str, then: str, left_out: str
) -> None:
    found = stands(runlog.process(steps), events)
    said = (found.in_work, found.awaited, found.optional, found.then, found.left_out)
    assert said == tuple(tuple(one.split()) for one in (in_work, awaited, optional, then, left_out))
    assert found.step == next(iter([*reversed(found.in_work), *found.awaited]), None)
    assert found.is_through == (found.step is None)


def test_what_was_no_use_is_waited_for_again() -> None:
    steps = runlog.process("a b c").steps
    back = (*steps[:1], msgspec.structs.replace(steps[1], rework_to="process/p/a"), steps[2])
    process = Process(title="P", steps=back)
    found = stands(process, "a@0:5 b@6:9!")
    assert (found.awaited, found.then, found.comes_back) == (("a",), ("b",), True)
    assert not stands(process, "a@0:5 b@6:9?").comes_back
    assert not stands(process, "a@0:5! b@6:").comes_back, "nothing is said of what is in work"


def test_a_run_stands_in_the_order_of_its_own_version() -> None:
    old = runlog.process("a b c", version=1)
    new = runlog.process("a c b", version=2)
    case = runlog.one("a@0:5", "in-progress", version=1)
    later = runlog.one("a@0:5", "in-progress", version=2)
    found = whereabouts(versions(old, new), [case, later])
    assert [one.awaited for one in found] == [("b",), ("c",)]


def test_of_a_version_that_is_not_at_hand_only_what_is_in_work_is_known() -> None:
    found = stands(runlog.process("a b", version=3), "a@0:5 b@6:", version=1)
    assert (found.in_work, found.awaited, found.then) == (("b",), (), ())
    assert (
        found.lacks == "the steps of version 1 stand neither in the file nor in the history at hand"
    )
    waits = stands(runlog.process("a b", version=3), "a@0:5", version=1)
    assert (waits.step, waits.is_through) == (None, False)
