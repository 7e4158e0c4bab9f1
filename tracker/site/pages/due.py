"""What is due: everything open that has a day, to be sorted and filtered; the calendar shows the same by week."""

from tracker.site.page import Page, Pages

due = Pages(58, Page("due", "Due", "due"), "Time")
