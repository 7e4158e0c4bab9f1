"""Runs beside the order of their process: vectors by hand, properties, and an oracle that tries everything."""

from datetime import date
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runlog import one, process, runs

from tracker.analysis import alignment
from tracker.analysis.alignment import LEAST, Alignment, Budget, Deviation, Kind, align
from tracker.analysis.conformance import (
    NO_EVENTS,
    NO_VERSION,
    TOO_MANY,
    conformance,
    conforming,
    mean_cost,
    versions,
)
from tracker.analysis.habits import habits, most_skipped
from tracker.analysis.order import Order, order
from tracker.model.records import Step

LETTERS = "abcdef"


def laid(steps: str, events: str, is_over: bool = True) -> Alignment:
    found = align(order(process(steps).steps), tuple(events.split()), is_over)
    assert found is not None
    return found


def said(steps: str, events: str, is_over: bool = True) -> list[tuple[str, str, int]]:
    return [(kind.value, step, at) for kind, step, at in laid(steps, events, is_over).deviations]


# --- by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "events", "cost", "deviations"),
    [
        ("a b c", "a b c", 0, []),
        ("a b c", "a c", 1, [("missing", "b", 1)]),
        ("a b c", "a b", 1, [("missing", "c", 2)]),
        ("a b c", "c", 2, [("missing", "a", 0), ("missing", "b", 0)]),
        ("a b c", "a b b c", 1, [("repeated", "b", 2)]),
        ("a b c", "a x b c", 1, [("unknown", "x", 1)]),
        ("a b c", "a c b", 2, [("out-of-order", "b", 1)]),
        ("a b c", "c a b", 2, [("out-of-order", "c", 0)]),
        ("a b c", "c b a", 4, [("out-of-order", "b", 0), ("out-of-order", "a", 0)]),
        ("a b c", "a b a b c", 2, [("repeated", "a", 2), ("repeated", "b", 3)]),
        ("a b c", "x", 4, [("unknown", "x", 0)] + [("missing", step, 0) for step in "abc"]),
        ("a b c", "a c b b", 3, [("out-of-order", "b", 1), ("repeated", "b", 3)]),
        # What is optional costs nothing where it is missing, and what any step costs elsewhere.
        ("a b? c", "a c", 0, []),
        ("a b? c", "a c b", 1, [("out-of-order", "b", 1)]),
        ("a? b?", "b a", 1, [("out-of-order", "a", 0)]),
        ("a b? c", "a b b c", 1, [("repeated", "b", 2)]),
        # Neighbours that are done side by side come in either order.
        ("a b c|b d", "a c b d", 0, []),
        ("a b|c c d", "a c b d", 0, []),
        ("a b c|b d", "a b d", 1, [("missing", "c", 2)]),
        ("a b c|b d", "c a b d", 2, [("out-of-order", "a", 0)]),
        ("a b c|b d|b e", "a d c b e", 0, []),
        # A step beside one that stands further before may come anywhere from there.
        ("a b c d|b", "a d b c", 0, []),
        ("a b c d|b", "a b d c", 0, []),
        ("a b c d|b", "a d c b", 2, [("out-of-order", "b", 2)]),
        ("a b|nowhere c", "a b c", 0, []),
    ],
)  # fmt: skip
def test_vectors(
    steps: str, events: str, cost: int, deviations: list[tuple[str, str, int]]
) -> None:
    assert laid(steps, events).cost == cost
    assert said(steps, events) == deviations


def test_a_run_under_way_is_held_against_the_order_as_far_as_it_has_come() -> None:
    assert said("a b c", "a", is_over=False) == []
    assert said("a b c d", "a c", is_over=False) == [("missing", "b", 1)]
    assert said("a b c d", "c", is_over=False) == [("out-of-order", "c", 0)]


def test_what_is_out_of_order_is_missing_in_one_place_and_too_much_in_another() -> None:
    found = laid("a b c", "a c b x")
    assert (found.cost, found.missing, found.extra) == (3, ("b",), (2, 3))


def test_the_first_of_two_steps_with_one_id_counts() -> None:
    twice = order([Step(id="a"), Step(id="b"), Step(id="a", optional=True)])
    assert twice.steps == ("a", "b") and twice.needed == 0b11


# --- properties ------------------------------------------------------------------------------------

VARIANTS = st.lists(st.sampled_from([*LETTERS, "x", "y"]), max_size=9).map(tuple)


@st.composite
def orders(draw: st.DrawFn) -> list[Step]:
    names = LETTERS[: draw(st.integers(0, 6))]
    beside = st.none() | st.sampled_from([*names, "nowhere"])
    return [
        Step(id=name, optional=draw(st.booleans()), parallel_with=draw(beside)) for name in names
    ]


def goes_before(steps: list[Step]) -> set[tuple[str, str]]:
    """The pairs of which the first must come first, told again from what `parallel_with` means."""
    names = [step.id or "" for step in steps]
    found = set()
    for i, j in combinations(range(len(steps)), 2):
        earlier, later = steps[i].parallel_with, steps[j].parallel_with
        from_there = later in names and names.index(later or "") <= i
        until_there = earlier in names and names.index(earlier or "") >= j
        if not from_there and not until_there:
            found.add((names[i], names[j]))
    return found


def least(steps: list[Step], variant: tuple[str, ...], is_over: bool) -> int:
    """The least cost over every choice of events that could be kept: the oracle."""
    pairs = goes_before(steps)
    needed = {step.id or "" for step in steps if not step.optional}
    names = {step.id for step in steps}
    found = []
    for count in range(len(variant) + 1):
        for kept in combinations(variant, count):
            if len(set(kept)) < count or not names.issuperset(kept):
                continue
            if any((later, earlier) in pairs for earlier, later in combinations(kept, 2)):
                continue
            due = needed if is_over else {a for a in needed if any((a, b) in pairs for b in kept)}
            found.append(len(variant) - count + len(due - {*kept}))
    return min(found)


@given(orders(), VARIANTS, st.booleans())
def test_the_cost_is_the_least(steps: list[Step], variant: tuple[str, ...], is_over: bool) -> None:
    found = align(order(steps), variant, is_over)
    assert found is not None
    assert found.cost == least(steps, variant, is_over)
    assert found.cost == len(found.missing) + len(found.extra)
    assert found.cost <= len(variant) + len(steps)


@given(orders(), VARIANTS)
def test_each_step_that_costs_is_named_once(steps: list[Step], variant: tuple[str, ...]) -> None:
    found = align(order(steps), variant)
    assert found is not None
    kinds = [one.kind for one in found.deviations]
    late = {one.step for one in found.deviations if one.kind is Kind.OUT_OF_ORDER}
    assert len(found.extra) == len(kinds) - kinds.count(Kind.MISSING)
    assert {one.step for one in found.deviations if one.kind is Kind.MISSING} == {
        *found.missing
    } - late
    assert all(0 <= one.place <= len(variant) for one in found.deviations)


@given(orders(), st.data())
def test_a_run_costs_nothing_exactly_if_it_keeps_the_order(
    steps: list[Step], data: st.DataObject
) -> None:
    pairs = goes_before(steps)
    ways = [
        way
        for way in permutations([step.id or "" for step in steps])
        if not any((b, a) in pairs for a, b in combinations(way, 2))
    ]
    way = data.draw(st.sampled_from(ways))
    left = {step.id for step in steps if step.optional and data.draw(st.booleans())}
    kept = align(order(steps), tuple(step for step in way if step not in left))
    assert kept == Alignment(0, (), (), ())


@given(orders(), VARIANTS)
def test_names_do_not_matter(steps: list[Step], variant: tuple[str, ...]) -> None:
    other = dict(zip([*LETTERS, "x", "y", "nowhere"], "zwvutsrqp", strict=True))
    renamed = [
        Step(
            id=other[step.id or ""],
            optional=step.optional,
            parallel_with=other[step.parallel_with] if step.parallel_with else None,
        )
        for step in steps
    ]
    found, again = (
        align(order(steps), variant),
        align(order(renamed), tuple(other[step] for step in variant)),
    )
    assert found is not None and again is not None
    assert (found.cost, found.extra) == (again.cost, again.extra)
    assert again.deviations == tuple(
        Deviation(kind, other[step], place) for kind, step, place in found.deviations
    )


def test_on_a_plain_sequence_it_is_the_longest_common_part() -> None:
    """n + m - 2 · LCS, by the textbook."""
    plain = order(process(" ".join(LETTERS)).steps)
    for variant in permutations(LETTERS):
        long = [[0] * 7 for _ in range(7)]
        for i, a in enumerate(LETTERS):
            for j, b in enumerate(variant):
                long[i + 1][j + 1] = (
                    long[i][j] + 1 if a == b else max(long[i][j + 1], long[i + 1][j])
                )
        found = align(plain, variant)
        assert found is not None and found.cost == 12 - 2 * long[6][6]


def test_what_would_take_for_ever_is_given_up() -> None:
    many = [Step(id=f"s{at}", parallel_with="s0") for at in range(200)]
    assert align(order(many), tuple(f"s{at}" for at in reversed(range(0, 200, 2)))) is None
    wide: Order = order(many)
    assert align(wide, tuple(f"s{at}" for at in range(200))) == Alignment(0, (), (), ())
    plain = order([Step(id=f"s{at}") for at in range(1000)])
    assert align(plain, tuple(f"s{at}" for at in range(1000))) == Alignment(0, (), (), ())


WIDE = order([Step(id=f"s{at}", parallel_with="s0") for at in range(20)])


def hard(count: int) -> list[tuple[str, ...]]:
    """Runs of twenty steps side by side, ten of them done again: there are endless ways to lay them."""
    dice = Random(1)
    names = [f"s{at}" for at in range(20)]
    return [
        (*dice.sample(names, 20), *(dice.choice(names[1:5]) for _ in range(10)))
        for _ in range(count)
    ]


def test_hard_variants_cost_together_no_more_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "TOGETHER", 300_000)
    budget = Budget()
    assert {align(WIDE, variant, budget=budget) for variant in hard(50)} == {None}
    assert 300_000 - budget.left < 2 * (300_000 + 50 * LEAST)


def test_ordinary_runs_are_laid_whatever_others_have_cost() -> None:
    dice, spent = Random(2), Budget()
    spent.spend(alignment.TOGETHER)
    steps = order(
        [Step(id=f"s{at}", parallel_with="s2" if 2 < at < 10 else None) for at in range(20)]
    )
    for _ in range(200):
        run = [*steps.steps[:2], *dice.sample(steps.steps[2:10], 8), *steps.steps[10:]]
        for _ in range(dice.randrange(5)):
            run.insert(dice.randrange(20), run.pop(dice.randrange(20)))
        found = align(steps, tuple(run), budget=spent)
        assert found is not None and found == align(steps, tuple(run))


def test_which_variants_are_given_up_follows_from_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alignment, "TOGETHER", 20_000)
    many = process(" ".join(["a", *(f"{letter}|a" for letter in "bcdefghijkl")]))
    dice = Random(3)
    cases = runs(*(" ".join(dice.sample("abcdefghijkl" * 2, 16)) for _ in range(30)))
    found = [each.cost for each in conformance(versions(many), cases)]
    assert found == [each.cost for each in conformance(versions(many), cases)]
    assert None in found and set(found) != {None}


# --- runs ------------------------------------------------------------------------------------------

OLD = process("a b", version=1)
NEW = process("a b c", version=2, effective_from=date(2026, 1, 6))
BOTH = versions(OLD, NEW)


def test_a_run_is_judged_by_the_version_that_it_followed() -> None:
    verdicts = conformance(
        BOTH,
        [
            one("a@0:1 b@2:3", version=1),
            one("a@0:1 b@2:3", version=2),
            one("a@0:1 b@2:3"),
            one("a@1440:1441 b@1442:1443"),
            one("a@0:1 b@2:3", version=7),
            one(""),
            one("a b"),
        ],
    )
    assert [(each.version, each.cost) for each in verdicts] == [
        (1, 0), (2, 1), (1, 0), (2, 1), (7, None), (2, None), (2, 1),
    ]  # fmt: skip
    assert (
        verdicts[4].reason
        == "the steps of version 7 stand neither in the file nor in the history at hand"
    )
    assert verdicts[5].reason == NO_EVENTS


def test_before_the_first_version_nothing_can_be_judged() -> None:
    assert conformance(versions(NEW), runs("a@0:1"))[0].reason == NO_VERSION


def test_a_run_that_was_broken_off_is_judged_as_far_as_it_came() -> None:
    found = conformance(BOTH, [one("a@0:1", status, version=2) for status in STATES])
    assert [each.cost for each in found] == [2, 0, 0, 0]


STATES = ("completed", "incomplete", "cancelled", "in-progress")


def test_too_many_ways_are_said_so() -> None:
    many = process(" ".join(["a", *(f"{x}{y}|a" for x in LETTERS for y in "ghijklmnopqr")]))
    backwards = " ".join(step.id or "" for step in reversed(many.steps[::2]))
    found = conformance(versions(many), runs(backwards))
    assert found[0].reason == TOO_MANY and conforming(found).reason == "no run could be judged"


def test_shares_and_means_are_of_what_was_judged() -> None:
    found = conformance(versions(OLD), [*runs("a b", "b", "b a"), one("a", version=9)])
    assert conforming(found).value == pytest.approx(1 / 3) and conforming(found).total == 3
    assert mean_cost(found).value == 1


# --- habits ----------------------------------------------------------------------------------------


def test_habits_say_after_what_by_whom_what_instead_and_when() -> None:
    found = conformance(
        versions(process("a b c d")),
        runs(
            "a@0:1/anna c@60:61/bert d@62:63/cleo",
            "a@0:1/anna c@1500:1501/bert d@1502:1503/cleo",
            "a@0:1/anna x@60:61/cleo d@62:63/cleo",
            "a@0:1/anna b@2:3/anna c@4:5/bert d@6:7/cleo",
        ),
    )
    listed = habits(found)
    assert [(one.kind, one.step, one.cases) for one in listed] == [
        (Kind.MISSING, "b", 3), (Kind.UNKNOWN, "x", 1), (Kind.MISSING, "c", 1),
    ]  # fmt: skip
    skipped = most_skipped(listed)
    assert skipped is listed[0]
    assert skipped.after == {"a": 3} and skipped.instead == {"c": 2, "x": 1}
    assert skipped.handovers == {("anna", "bert"): 2, ("anna", "cleo"): 1}
    assert skipped.weekdays == {0: 2, 1: 1} and skipped.hours == {9: 3} and skipped.months == {1: 3}
    assert skipped.share(4).value == 0.75


def test_what_is_left_out_at_the_ends_has_nothing_beside_it() -> None:
    first, last = (habits(conformance(versions(OLD), runs(way)))[0] for way in ("b", "a@0:1"))
    assert first.after == {None: 1} and first.instead == {"b": 1} and not first.hours
    assert last.after == {"a": 1} and last.instead == {None: 1}
    assert last.handovers == {(None, None): 1}
    assert most_skipped([]) is None


def test_a_step_that_one_run_repeats_twice_is_one_run() -> None:
    (found,) = habits(conformance(versions(OLD), runs("a b b b")))
    assert (found.count, found.cases) == (2, 1)
