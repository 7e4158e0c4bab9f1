"""What happened when at Meridian Foods: the days that the example's own data does not tell.

Most of a past is in the data: gates, updates, measurements, work that began and ended have days. What
stands here is the rest: when a thing was first written down, what it was called before, and what a
value was until somebody changed it.
"""

from typing import Any, NamedTuple

FIRST = "2026-01-12"
"""The day Tracker came: what is not written down later was there."""

BORN = {
    "goals/waste-less-fruit.yaml": "2026-11-02",
    "lifecycles/pilot-first.yaml": "2026-01-30",
    "processes/choose-benefits": "2026-02-27",
    "people/ap-clerk/training.yaml": "2026-02-16",
    "people/ap-lead/training.yaml": "2026-02-16",
    "people/fitter/training.yaml": "2026-04-20",
    "people/maintenance-lead/training.yaml": "2026-05-04",
    "people/recruiter/training.yaml": "2026-05-06",
    "processes/maintenance-order": "2026-04-07",
    "processes/maintenance-order/improvements": "2026-11-16",
    "processes/process-invoice/improvements": "2026-04-13",
    "projects/benefits-programme": "2026-03-02",
    "projects/data-clean-up": "2026-08-24",
    "projects/erp-replacement": "2026-06-01",
    "projects/erp-replacement/plan.yaml": "2026-07-13",
    "projects/erp-replacement/raid/ask-the-night-shift.yaml": "2026-10-26",
    "projects/erp-replacement/raid/data-quality.yaml": "2026-09-21",
    "projects/erp-replacement/raid/finance-first.yaml": "2026-07-10",
    "projects/erp-replacement/raid/licences-stay.yaml": "2026-09-25",
    "projects/erp-replacement/raid/one-architect.yaml": "2026-11-04",
    "projects/orchard-forecast": "2026-11-09",
    "projects/press-sensors": "2026-04-13",
    "projects/scan-station": "2026-07-20",
    "projects/time-kiosks": "2026-02-02",
    "trainings/fair-interviews.yaml": "2026-05-04",
    "trainings/invoice-basics.yaml": "2026-02-16",
    "trainings/lock-out.yaml": "2026-02-23",
}

RENAMED = (
    ("2026-05-04", "goals/fill-posts-faster.yaml", "fill-posts-faster", "hire-faster"),
    ("2026-06-29", "processes/process-invoice/process.yaml", "process-invoice", "handle-invoice"),
    ("2026-09-07", "projects/data-clean-up/project.yaml", "data-clean-up", "supplier-clean-up"),
)
"""On a day, the thing in a file took its id, and left another."""


class Until(NamedTuple):
    """Before a day, the value at a route was another; the parts of a list go by their ids."""

    day: str
    path: str
    route: tuple[str, ...]
    value: Any


def _until(path: str, *changes: tuple[str, str, Any]) -> tuple[Until, ...]:
    return tuple(Until(day, path, tuple(route.split("/")), value) for day, route, value in changes)


CHANGED = (
    *_until("goals/write-hours-on-the-day.yaml", ("2026-07-03", "status", "active")),
    *_until("processes/monthly-close/process.yaml",
            ("2026-04-01", "version", 3), ("2026-04-01", "effective_from", "2025-10-01"),
            ("2026-09-01", "version", 4), ("2026-09-01", "effective_from", "2026-04-01"),
            ("2026-04-01", "service_level/within", "12d"), ("2026-09-01", "service_level/within", "10d")),
    *_until("processes/process-invoice/process.yaml",
            ("2026-06-29", "version", 1), ("2026-06-29", "effective_from", "2025-07-01"),
            ("2026-10-12", "version", 2), ("2026-10-12", "effective_from", "2026-07-01"),
            ("2026-10-12", "service_level/within", "8d"), ("2026-10-12", "steps/register/work_time", "12m")),
    *_until("processes/process-invoice/improvements/order-number-first.yaml",
            ("2026-04-27", "status", "new"), ("2026-05-11", "status", "assessed"),
            ("2026-05-11", "effective_from", None), ("2026-05-11", "review_on", None),
            ("2026-06-29", "status", "approved"), ("2026-06-29", "version", None),
            ("2026-10-01", "status", "in-progress"),
            ("2026-10-05", "status", "review"), ("2026-10-05", "result", None)),
    *_until("processes/post-job-opening/process.yaml",
            ("2026-05-04", "version", 1), ("2026-05-04", "effective_from", "2025-02-01")),
    *_until("processes/maintenance-order/process.yaml",
            ("2026-08-17", "version", 1), ("2026-08-17", "effective_from", "2026-04-13")),
    *_until("processes/receive-goods/process.yaml",
            ("2026-10-19", "version", 3), ("2026-10-19", "effective_from", "2025-06-02"),
            ("2026-11-02", "status", "active")),
    *_until("projects/orchard-forecast/project.yaml"),
    *_until("projects/scan-station/project.yaml",
            ("2026-08-03", "phase", "idea"), ("2026-08-03", "status", "proposed"),
            ("2026-10-05", "end", "2026-11-20"), ("2026-10-05", "deliverables/station/due", "2026-10-09"),
            ("2026-11-16", "end", "2026-12-04"),
            ("2026-11-16", "deliverables/instructions/due", "2026-11-20"),
            ("2026-11-16", "tasks/write-instructions/deadline", "2026-11-20")),
    *_until("projects/data-clean-up/project.yaml",
            ("2026-09-07", "phase", "idea"), ("2026-09-07", "status", "proposed"),
            ("2026-11-09", "end", "2027-02-19")),
    *_until("projects/data-clean-up/plan.yaml",
            ("2026-11-09", "deliverables/items-clean/due", "2027-02-19"),
            ("2026-11-09", "deliverables/suppliers-clean/due", "2027-01-15"),
            ("2026-11-09", "tasks/suppliers/deadline", "2027-01-08")),
    *_until("projects/time-kiosks/project.yaml", ("2026-05-22", "tasks/buy-rest/status", "todo")),
    *_until("projects/press-sensors/project.yaml",
            ("2026-09-11", "tasks/interface/status", "todo"),
            ("2026-09-11", "tasks/interface/not_before", "2026-09-14"),
            ("2026-09-11", "milestones/pilot-over/due", "2026-12-11"),
            ("2026-09-11", "deliverables/three-presses/due", "2026-12-11"),
            ("2026-09-11", "end", "2027-01-29")),
    *_until("projects/benefits-programme/project.yaml", ("2026-11-20", "end", "2027-01-29")),
    *_until("projects/benefits-programme/plan.yaml",
            ("2026-11-06", "deliverables/app/due", "2026-11-27"),
            ("2026-11-18", "deliverables/payroll-link/due", "2026-12-18"),
            ("2026-11-20", "milestones/window-opens/due", "2026-12-14")),
    *_until("projects/erp-replacement/project.yaml",
            ("2026-09-18", "end", "2027-08-27"), ("2026-09-18", "budget/lines/partner/planned", 240000)),
    *_until("projects/erp-replacement/plan.yaml",
            ("2026-10-30", "milestones/design-freeze/due", "2026-12-18"),
            ("2026-11-13", "milestones/design-freeze/due", "2027-01-15"),
            ("2026-09-18", "milestones/go-live/due", "2027-06-04"),
            ("2026-09-18", "deliverables/cut-over/due", "2027-06-11"),
            ("2026-11-13", "deliverables/chart-of-accounts/due", "2026-11-27"),
            ("2026-11-13", "tasks/map-accounts/deadline", "2026-11-20"),
            ("2026-11-13", "tasks/name-testers/status", "doing")),
    *_until("projects/warehouse-move/project.yaml",
            ("2026-10-06", "end", "2026-11-20")),
    *_until("projects/warehouse-move/plan.yaml",
            ("2026-09-04", "tasks/second-gate/status", "todo"),
            ("2026-10-06", "deliverables/stock-moved/due", "2026-10-02"),
            ("2026-10-14", "deliverables/stock-moved/due", "2026-10-09"),
            ("2026-10-06", "milestones/first-truck/due", "2026-10-05"),
            ("2026-10-14", "milestones/first-truck/due", "2026-10-12"),
            ("2026-10-06", "deliverables/old-hall/due", "2026-11-06")),
    *_until("projects/warehouse-move/baseline.yaml",
            ("2026-10-06", "taken_on", "2026-05-22"), ("2026-10-06", "change", None),
            ("2026-10-06", "end", "2026-11-20"),
            ("2026-10-06", "deliverables/stock-moved", "2026-10-02"),
            ("2026-10-06", "deliverables/old-hall", "2026-11-06"),
            ("2026-10-06", "milestones/first-truck", "2026-10-05")),
)  # fmt: skip
