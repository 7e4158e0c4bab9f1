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


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        (["5m", "10m", None], "15 min"), (["6h", "6h", "20h"], "32 h"), (["1d", "2d"], "3 days"),
        (["1d"], "1 day"), (["0.5d", "1d"], "1.5 days"), (["1d", "1d", "2h", "30m"], "2 d 2.5 h"),
        (["1w", "1d", "10m"], "6 d 10 min"), (["4h", "4h", "1d"], "1 d 8 h"), (["0d", "5m"], "5 min"),
        (["1d", "0m"], "1 day"), ([None, "x"], None), ([], None),
    ],
)  # fmt: skip
def test_spans_add_up_and_days_stay_days(spans: list[str | None], words: str | None) -> None:
    assert total(spans, Calendar(hours_per_day=6.0)) == words


def test_a_week_has_the_working_days_of_the_calendar() -> None:
    assert total(["1w", "1h"], Calendar(working_days=("mon", "tue"))) == "2 d 1 h"


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
