"""A small organisation in which somebody leaves: who did what, who was trained, who learns it.

Ada leaves in December. She alone locks; Ben learns to repair from her, and did it once since; she and
Cleo test. Nobody of them ever did what an inspector does, and what Eva read about is no training.
"""

from collections.abc import Mapping
from datetime import date

from memory import work as loaded

from tracker.model.work import Work
from tracker.views.knowledge import Knowledge
from tracker.views.operation import operations

DAY = date(2026, 11, 21)

FILES: Mapping[str, str] = {
    "work/people.yaml": """\
ada: {name: Ada Quill, roles: [fitter], active: {from: 1999-01-04, to: 2026-12-31}}
ben: {name: Ben Osei, roles: [fitter, inspector]}
cleo: {name: Cleo Marsh, roles: [fitter]}
dora: {name: Dora Lund, roles: [fitter], active: {to: 2026-06-30}}
eva: {name: Eva Roth, roles: [clerk]}
""",
    "work/roles.yaml": """\
fitter: {title: Fitter, work: producer, training: [lock-out]}
inspector: {title: Inspector, work: producer}
clerk: {title: Clerk, work: producer}
""",
    "work/trainings/lock-out.yaml": "{title: Lock-out, provider: ada, valid_for: 52w}\n",
    "work/trainings/repairs.yaml": "{title: Repairs, covers: [process/order/repair]}\n",
    "work/processes/order/process.yaml": """\
title: Work off an order
status: active
owner: eva
version: 1
steps:
  - {id: lock, title: Lock it, role: fitter}
  - {id: repair, title: Repair it, role: fitter}
  - {id: test, title: Test it, role: fitter}
  - {id: inspect, title: Inspect it, role: inspector, optional: true}
""",
    "work/processes/close/process.yaml": """\
title: Close an order
status: active
owner: eva
version: 1
next_review: 2026-11-01
steps: [{id: file, title: File it, role: clerk, training: [repairs]}]
""",
    "work/processes/old/process.yaml": """\
title: Another way
status: retired
owner: eva
version: 1
steps: [{id: lock, title: Lock it, role: fitter, training: [repairs]}]
""",
    "work/processes/order/runs/2026.csv": """\
run,step,started,finished,by,right_first_time
1,lock,2026-10-01T08:00+02:00,2026-10-01T08:10+02:00,ada,
1,repair,2026-10-01T08:20+02:00,2026-10-01T09:00+02:00,ada,
1,test,2026-10-01T09:10+02:00,2026-10-01T09:20+02:00,ada,
2,lock,2026-10-12T08:00+02:00,2026-10-12T08:10+02:00,ada,
2,repair,2026-10-12T08:20+02:00,2026-10-12T09:00+02:00,ben,false
2,test,2026-10-12T09:10+02:00,2026-10-12T09:20+02:00,cleo,
3,lock,2026-10-20T08:00+02:00,2026-10-20T08:10+02:00,ada,
3,repair,2026-10-20T08:20+02:00,2026-10-20T09:00+02:00,ben,true
3,test,2026-10-20T09:10+02:00,2026-10-20T09:20+02:00,cleo,
""",
    "work/people/ada/training.yaml": """\
- {training: lock-out, kind: assessed, date: 2026-01-12}
""",
    "work/people/ben/training.yaml": """\
- {training: lock-out, kind: assessed, date: 2025-12-20, by: ada}
- {training: repairs, kind: shadowed, date: 2026-10-01, by: ada}
""",
    "work/people/eva/training.yaml": """\
- {training: gas, kind: read, date: 2026-02-02}
""",
    "work/people/cleo/training.yaml": """\
- {training: lock-out, kind: assessed, date: 2025-10-01}
""",
}


def work(**more: str) -> Work:
    """The organisation; files by name, `people__ada__training` for `people/ada/training.yaml`."""
    changed = {f"work/{name.replace('__', '/')}.yaml": text for name, text in more.items()}
    return loaded({**FILES, **changed})


def knowing(day: date = DAY, **more: str) -> Knowledge:
    """Who knows what in it on a day."""
    return knowing_of(work(**more), day)


def knowing_of(held: Work, day: date = DAY) -> Knowledge:
    """Who knows what in any work on a day."""
    return Knowledge(held, operations(held, day), day)
