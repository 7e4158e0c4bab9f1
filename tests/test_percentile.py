"""Percentiles by nearest rank, against numpy too, and what has no values."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analysis.percentile import median, percentile, sample

NUMBERS = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("count", "percent", "rank"),
    [
        (20, 85, 17),
        (21, 85, 18),
        (100, 7, 7),
        (1, 85, 1),
        (10, 0, 1),
        (10, 100, 10),
        (375, 8.8, 33),
    ],
)
def test_the_rank_is_the_next_whole_number(count: int, percent: float, rank: int) -> None:
    assert percentile(range(1, count + 1), percent) == rank


@given(NUMBERS, st.integers(0, 1600))
def test_percentiles_are_those_of_numpy(values: list[float], sixteenths: int) -> None:
    """Sixteenths of a percent times 64 values are exact in floats, so that numpy sees the same rank."""
    values = (values * 64)[:64]
    percent = sixteenths / 16
    theirs = numpy.percentile(values, percent, method="inverted_cdf")
    assert percentile(sorted(values), percent) == theirs


@given(NUMBERS)
def test_medians_are_those_of_numpy(values: list[float]) -> None:
    assert median(sorted(values)) == pytest.approx(numpy.median(values))
    assert sample(values, "-").mean.value == pytest.approx(numpy.mean(values), abs=1e-6)


def test_the_median_of_an_even_number_lies_between_two() -> None:
    assert median([1, 2, 4, 9]) == 3 and median([1, 2, 4]) == 2


def test_nothing_has_a_reason_in_place_of_a_number() -> None:
    none = sample([], "nobody came")
    for answer in (none.mean, none.median, none.percentile(85)):
        assert (answer.value, answer.reason) == (None, "nobody came")
    assert sample([3, 1], "-").median.counted == 2
