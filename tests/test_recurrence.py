"""Recurrence rules in words; what the words cannot say in full is not said in part."""

import pytest

from tracker.views.recurrence import in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=2;COUNT=5", "every 2 days, 5 times"),
        ("FREQ=WEEKLY;BYDAY=TH", "every Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Monday and Wednesday of every 2nd week"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "the 5th of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "the last day of every month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "the 15th of every 3rd month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;UNTIL=20271231", "the 1st and 15th of every month, until 31 Dec 2027"),
        ("FREQ=MONTHLY;BYDAY=1MO", "the 1st Monday of every month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of every month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "the 2nd to last working day of every month"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1", "the 1st of February, every year"),
        ("FREQ=YEARLY;BYMONTH=1,7", "every year, in January and July"),
        ("FREQ=MONTHLY;BYMONTHDAY=22,13", "the 22nd and 13th of every month"),
    ],
)  # fmt: skip
def test_a_rule_reads_as_people_say_it(rule: str, words: str) -> None:
    assert in_words(rule) == words


@pytest.mark.parametrize(
    "rule",
    [
        None, "", "every day", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=WEEKLY;BYDAY=QQ",
        "FREQ=YEARLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTH=13;BYMONTHDAY=1", "FREQ=DAILY;INTERVAL=0",
        "FREQ=MONTHLY;BYWEEKNO=3", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=DAILY;UNTIL=2027",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=DAILY;INTERVAL=X", "FREQ=MONTHLY;BYDAY=XMO",
        "FREQ=DAILY;BYMONTH=0", "FREQ=DAILY;BYDAY=-", "FREQ=DAILY;BYDAY=",
    ],
)  # fmt: skip
def test_what_has_no_words_gets_none(rule: str | None) -> None:
    assert in_words(rule) is None
