"""Spans in words."""

import pytest

from tracker.model.records import Calendar
from tracker.views.spans import elapsed, span, total


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5m", "5 min"), ("90m", "1 h 30 min"), ("4h", "4 h"), ("1d", "1 day"), ("2.5d", "2.5 days"),
        ("2w", "2 weeks"), ("0.5m", "0.5 min"), (None, None), ("soon", "soon"),
    ],
)  # fmt: skip
def test_a_span_reads_as_people_say_it(text: str | None, words: str | None) -> None:
    assert span(text) == words


def test_spans_add_up_by_the_calendar() -> None:
    assert total(["5m", "10m", None], None) == "15 min"
    assert total(["4h", "4h", "1d"], None) == "2 days"
    assert total(["6h", "6h"], Calendar(hours_per_day=6.0)) == "2 days"
    assert total([None, "x"], None) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (59.4, "59 s"), (60, "1 min"), (3600, "1 h"), (7500, "2 h 5 min"),
        (86_400, "1 d"), (86_399, "23 h 59 min"), (95_400, "1 d 2 h"), (86_400 * 400, "400 d"),
        (-7500, "-2 h 5 min"), (-30, "-30 s"), (0.2, "0 s"),
    ],
)  # fmt: skip
def test_elapsed_time_reads_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert elapsed(seconds) == words
