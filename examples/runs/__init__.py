"""The event logs of the example organisation, written by one seeded script: `python -m examples.runs`.

Four processes, each with a story that its analyses tell: `invoices` shifted after an improvement,
`orders` leave their order after hours, `receipts` are in control, and `closes` miss their service level.
The same bytes every time: dice are seeded, and no clock is read. Runs that have a title, or are under
way, are written by hand and stand beside the logs.
"""
