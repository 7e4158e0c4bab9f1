"""Schedules: which rules can be followed, and their days, wherever the window lies."""

import time
from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tracker.analysis.recurrences import fault
from tracker.analysis.ruledays import MAX_DAYS, days

FREQUENCIES = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"])
PARTS = [
    st.builds("COUNT={}".format, st.integers(0, 50)),
    st.sampled_from(["UNTIL=20261231", "UNTIL=20280229", "WKST=SU", "WKST=WE"]),
    st.builds(
        "BYDAY={}".format, st.sampled_from(["MO", "-1FR", "53MO", "TH", "MO,TU,WE", "SA,SU"])
    ),
    st.builds("BYMONTHDAY={}".format, st.sampled_from(["1", "-1", "29", "30", "31", "13,-3", "5"])),
    st.builds("BYMONTH={}".format, st.sampled_from(["2", "1,7", "12", "2,4,6"])),
    st.builds("BYSETPOS={}".format, st.sampled_from(["1", "-1", "2", "366"])),
    st.builds("BYYEARDAY={}".format, st.sampled_from(["1", "-1", "60", "366", "100,200"])),
    st.builds("BYWEEKNO={}".format, st.sampled_from(["1", "53", "-1", "20,21"])),
]
SOUND = st.builds(
    lambda frequency, interval, parts: ";".join([frequency, f"INTERVAL={interval}", *parts]),
    FREQUENCIES,
    st.one_of(st.integers(1, 12), st.integers(13, 400)),
    st.lists(st.one_of(PARTS), max_size=3),
)
ODD = st.builds(
    ";".join,
    st.lists(
        st.one_of(
            FREQUENCIES,
            st.just("FREQ=HOURLY"),
            st.builds("INTERVAL={}".format, st.integers(-2, 99_999)),
            st.builds("COUNT={}".format, st.integers(-2, 50)),
            st.sampled_from(["UNTIL=2026", "UNTIL=20261231T000000Z", "BYDAY=XX", "INTERVAL=2_0"]),
            st.builds("BYMONTHDAY={}".format, st.integers(-32, 32)),
            st.builds("BYMONTH={}".format, st.integers(-1, 13)),
            st.builds("BYSETPOS={}".format, st.integers(-3, 400)),
            st.builds("BYYEARDAY={}".format, st.integers(-367, 367)),
            st.builds("BYWEEKNO={}".format, st.integers(-54, 54)),
            st.sampled_from(["BYHOUR=8", "X=1"]),
            *PARTS,
        ),
        min_size=1, max_size=4,
    ),
)  # fmt: skip


@given(ODD, st.dates(date(1890, 1, 1), date(2030, 1, 1)))
def test_a_rule_comes_to_days_or_says_why_not(rule: str, start: date) -> None:
    why = fault(rule, start)
    if why is None:
        found = list(days(rule, start, start, date(2040, 1, 1)))
        assert found == sorted(set(found))
        assert all(day >= start for day in found)
    else:
        assert why


@given(
    SOUND,
    st.dates(date(1980, 1, 1), date(2030, 1, 1)),
    st.dates(date(1980, 1, 1), date(2035, 1, 1)),
)
@example("FREQ=DAILY", date(1900, 1, 1), date(2026, 1, 1))
@example("FREQ=DAILY;INTERVAL=3", date(1904, 2, 29), date(2026, 1, 1))
@example("FREQ=DAILY;INTERVAL=7;BYMONTH=2", date(1900, 1, 3), date(2026, 1, 1))
@example("FREQ=DAILY;BYDAY=MO;COUNT=9999", date(1900, 1, 3), date(2026, 1, 1))
@example("FREQ=WEEKLY;INTERVAL=2;WKST=SU", date(1999, 1, 3), date(2026, 1, 4))
@example("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TU,WE;BYSETPOS=-1", date(1999, 1, 6), date(2026, 1, 4))
@example("FREQ=WEEKLY;BYDAY=SA,SU;BYSETPOS=1;WKST=MO", date(2000, 1, 9), date(2026, 1, 4))
@example("FREQ=MONTHLY", date(1904, 2, 29), date(2026, 1, 1))
@example("FREQ=MONTHLY;INTERVAL=7", date(1999, 1, 31), date(2026, 5, 31))
@example("FREQ=MONTHLY;INTERVAL=30;BYMONTHDAY=-1", date(1912, 2, 29), date(2026, 5, 31))
@example("FREQ=MONTHLY", date(1999, 11, 30), date(2026, 1, 1))
@example("FREQ=YEARLY;INTERVAL=4", date(1999, 11, 30), date(2026, 1, 1))
@example("FREQ=DAILY;INTERVAL=9;BYDAY=MO,TU", date(1999, 11, 30), date(2026, 1, 1))
@example("FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU;COUNT=2000", date(1999, 11, 30), date(2026, 1, 1))
@example("FREQ=YEARLY", date(1904, 2, 29), date(2026, 1, 1))
@example("FREQ=YEARLY;INTERVAL=3", date(1904, 2, 29), date(2026, 1, 1))
@example("FREQ=YEARLY;INTERVAL=4", date(1912, 2, 29), date(2102, 1, 1))
@example("FREQ=YEARLY;BYWEEKNO=53", date(1904, 2, 29), date(2026, 1, 1))
def test_the_days_are_those_that_are_counted_from_the_start(
    rule: str, start: date, first: date
) -> None:
    assume(fault(rule, start) is None)
    last = date(first.year + 4, 3, 1)
    counted = rrulestr(rule, dtstart=datetime(start.year, start.month, start.day)).between(
        datetime(first.year, first.month, first.day),
        datetime(last.year, last.month, last.day),
        inc=True,
    )
    assert list(days(rule, start, first, last)) == [one.date() for one in counted]


def test_days_of_a_rule() -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=-1"
    found = list(days(rule, date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 30)))
    assert found == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    long = days("FREQ=DAILY", date(1900, 1, 1), date(1950, 1, 1), date(9999, 1, 1))
    assert len(list(long)) == MAX_DAYS


RARE = "BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"


@pytest.mark.parametrize(
    "rule",
    [
        f"FREQ=DAILY;{RARE}",
        f"FREQ=DAILY;COUNT=9999;{RARE}",
        f"FREQ=DAILY;INTERVAL=9999;{RARE}",
        "FREQ=DAILY",
    ],
)
def test_the_past_of_a_rule_is_not_gone_through_day_by_day(rule: str) -> None:
    begun = time.perf_counter()
    for _ in range(10):
        if fault(rule, date(1900, 1, 1)) is None:
            list(days(rule, date(1900, 1, 1), date(2026, 1, 1), date(2026, 12, 31)))
    assert time.perf_counter() - begun < 1
