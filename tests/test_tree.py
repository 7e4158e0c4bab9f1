"""Trees of things that name the one above them, circles and all."""

from tracker.analysis.tree import Row, above, below, depths, within

PARENTS = {
    "a": None,
    "b": "a",
    "c": "b",
    "d": "a",
    "lost": "nowhere",
    "x": "y",
    "y": "x",
    "me": "me",
}


def test_each_thing_stands_behind_the_one_above_it() -> None:
    found = depths(PARENTS)
    assert list(found) == ["a", "b", "c", "d", "lost", "x", "y", "me"]
    assert found == {"a": 0, "b": 1, "c": 2, "d": 1, "lost": 0, "x": 0, "y": 1, "me": 0}


def test_what_stands_above_and_below() -> None:
    under = below(PARENTS)
    assert above(PARENTS, "c") == ["b", "a"] and above(PARENTS, "lost") == []
    assert above(PARENTS, "c", 1) == ["b"]
    assert within(under, "a") == ["a", "b", "c", "d"]


def test_what_stands_below_follows_in_the_row() -> None:
    row, under = Row(PARENTS), below(PARENTS)
    for id in ("a", "b", "c", "d", "lost", "x", "me"):
        assert row.within(id) == within(under, id)
    assert row.within("y") == ["y"], "a circle is cut above the first"
    assert row.within("nowhere") == []


def test_a_circle_is_gone_round_once() -> None:
    assert above(PARENTS, "x") == ["y"] and above(PARENTS, "me") == []
    assert sorted(within(below(PARENTS), "x")) == ["x", "y"]


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    chain: dict[str, str | None] = {str(at): str(at - 1) for at in range(1, 5000)} | {"0": None}
    assert depths(chain)["4999"] == 4999 and len(within(below(chain), "0")) == 5000
