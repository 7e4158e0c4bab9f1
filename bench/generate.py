"""Write a workspace of about N files that `tracker check` finds no error in.

    python bench/generate.py N DIR [--seed 1]

Files have 40 to 60 lines and 1 to 1.5 kB: projects, their plans, processes, goals and people, with
references across all of them. The same N and seed give the same bytes. Nothing of Tracker is used,
and no YAML library, so that the workspace says something about both.
"""

import argparse
import datetime
import random
from collections.abc import Iterator
from pathlib import Path

Scalar = str | int | float | bool | datetime.date | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Record = dict[str, Value]

SHARES = {"projects": 3, "plans": 3, "processes": 2, "goals": 1, "people": 1}
TEAMS = 12
ROLES = 10
WORDS = (
    "invoice ledger supplier warehouse harvest packing quality label pallet route contract survey"
    " cut-over training audit budget forecast press boiler silo recipe order delivery archive"
    " interface report archive scanner terminal customs energy water shift safety"
).split()
VERBS = "map draft review test move clean measure agree load close install describe".split()
DAY = datetime.timedelta(days=1)
NEW_YEAR = datetime.date(2026, 1, 5)


def lines(value: Value, indent: int = 0) -> Iterator[str]:
    """A value in block style; every text that is generated here is safe as a plain scalar."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, dict | list) and part:
                yield f"{pad}{key}:"
                yield from lines(part, indent + 2)
            else:
                yield f"{pad}{key}: {scalar(part)}"
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict):
                first, *rest = lines(part, indent + 2)
                yield f"{pad}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{pad}- {scalar(part)}"


def scalar(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case datetime.date():
            return value.isoformat()
        case [] | {}:
            return "[]" if isinstance(value, list) else "{}"
        case _:
            return str(value)


class Generator:
    """One organisation; ids are numbered, so that references can be drawn before files exist."""

    def __init__(self, count: int, seed: int) -> None:
        self.random = random.Random(seed)
        whole = sum(SHARES.values())
        self.count = {kind: max(2, count * share // whole) for kind, share in SHARES.items()}
        self.count["plans"] = self.count["projects"]

    def files(self) -> Iterator[tuple[str, Value]]:
        """Each file of the workspace: its path, and what it says."""
        yield from self.organisation()
        for n in range(self.count["people"]):
            yield f"people/person-{n}/person.yaml", self.person(n)
        for n in range(self.count["goals"]):
            yield f"goals/goal-{n}.yaml", self.goal(n)
        for n in range(self.count["processes"]):
            yield f"processes/process-{n}/process.yaml", self.process(n)
        for n in range(self.count["projects"]):
            start = self.day()
            yield f"projects/project-{n}/project.yaml", self.project(n, start)
            yield f"projects/project-{n}/plan.yaml", self.plan(start)

    def organisation(self) -> Iterator[tuple[str, Value]]:
        days: list[Value] = ["mon", "tue", "wed", "thu", "fri"]
        yield (
            "tracker.yaml",
            {
                "title": "Generated organisation",
                "currency": "EUR",
                "calendar": {"working_days": days, "hours_per_day": 8},
                "lifecycle": "simple",
            },
        )
        phases: list[Value] = [{"id": "idea"}, {"id": "doing"}, {"id": "done"}]
        yield (
            "lifecycles/simple.yaml",
            {"title": "Simple", "start": "idea", "final": ["done"], "phases": phases},
        )
        yield (
            "teams.yaml",
            {f"team-{n}": {"title": f"Team {n}", "kind": "team"} for n in range(TEAMS)},
        )
        kinds = ("producer", "improver", "builder")
        yield (
            "roles.yaml",
            {
                f"role-{n}": {"title": f"Role {n}", "rate": 40 + n, "work": kinds[n % 3]}
                for n in range(ROLES)
            },
        )

    def person(self, n: int) -> Value:
        skills: Record = {f"{self.slug(4)}-{k}": self.random.randint(1, 3) for k in range(24)}
        return {
            "name": f"Person {n} {self.word().capitalize()}",
            "teams": [self.team(), self.team()],
            "roles": [self.role(), self.role()],
            "full_time": self.random.choice([0.5, 0.8, 1]),
            "hours": {"mon": 8, "tue": 8, "wed": 8, "thu": 6, "fri": 4},
            "skills": skills,
            "active": {"from": datetime.date(2019, 4, 1), "to": None},
        }

    def goal(self, n: int) -> Value:
        results: list[Value] = []
        for k in range(3):
            measurements: list[Value] = [
                {
                    "date": NEW_YEAR + 30 * i * DAY,
                    "value": 90 - 7 * i - k,
                    "note": self.sentence(4),
                }
                for i in range(3)
            ]
            result: Record = {
                "id": f"result-{k}",
                "title": self.sentence(7),
                "unit": "EUR",
                "baseline": 90 + k,
                "target": 40 + k,
                "source": "measurements",
                "measurements": measurements,
            }
            results.append(result)
        parent: Record = {"parent": f"goal-{n // 8}"} if n else {}
        return {
            "title": self.sentence(6),
            "owner": self.person_id(),
            **parent,
            "period": {"start": datetime.date(2026, 1, 1), "end": datetime.date(2026, 12, 31)},
            "status": "active",
            "key_results": results,
        }

    def process(self, n: int) -> Value:
        steps: list[Value] = []
        for k in range(4):
            step: Record = {
                "id": f"step-{k}",
                "title": self.sentence(3),
                "role": self.role(),
                "work_time": f"{self.random.randint(2, 50)}m",
                "wait_time": f"{self.random.randint(1, 8)}h",
                "instructions": self.sentence(9),
                **({"rework_to": f"step-{k - 1}"} if k else {}),
            }
            steps.append(step)
        return {
            "title": self.sentence(4),
            "purpose": self.sentence(10),
            "owner": self.person_id(),
            "backup": self.person_id(),
            "department": self.team(),
            "goals": [self.goal_id()],
            "status": "active",
            "version": self.random.randint(1, 5),
            "effective_from": datetime.date(2026, 7, 1),
            "next_review": datetime.date(2027, 7, 1),
            "triggers": [{"id": "arrival", "kind": "event", "text": self.sentence(6)}],
            "inputs": [self.sentence(2), self.sentence(2)],
            "outputs": [self.sentence(2)],
            "customer": self.sentence(2),
            "steps": steps,
            "service_level": {"percentile": 85, "within": "5d"},
        }

    def project(self, n: int, start: datetime.date) -> Value:
        end = start + 200 * DAY
        budget: list[Value] = []
        for k in range(2):
            budget.append(
                {
                    "id": f"line-{k}",
                    "kind": self.random.choice(["capex", "opex"]),
                    "planned": self.random.randint(10, 900) * 100,
                    "committed": 5000,
                    "actual": 1200,
                    "department": self.team(),
                    "from": start,
                    "to": end,
                }
            )
        related: list[Value] = [f"project/project-{n - 1}"] if n else []
        return {
            "title": self.sentence(5),
            "summary": self.sentence(24),
            "status": "active",
            "lifecycle": "simple",
            "phase": "doing",
            "goals": [self.goal_id()],
            "sponsor": self.person_id(),
            "manager": self.person_id(),
            "team": self.team(),
            "start": start,
            "end": end,
            "priority": self.random.randint(1, 9),
            "budget": {"lines": budget},
            "tolerances": {"schedule": "10d", "cost": "5%"},
            "allocations": [
                {
                    "person": self.person_id(),
                    "percent": self.random.randint(1, 10) * 5,
                    "from": start,
                    "to": end,
                    "booking": self.random.choice(["hard", "soft"]),
                }
            ],
            "stakeholders": [{"person": self.person_id(), "interest": "high", "influence": "high"}],
            "raci": [
                {
                    "work": self.slug(3),
                    "accountable": self.person_id(),
                    "responsible": [self.team()],
                    "consulted": [self.person_id(), self.person_id()],
                }
            ],
            "handover_to": f"process-{self.random.randrange(self.count['processes'])}",
            "related": related,
        }

    def plan(self, start: datetime.date) -> Value:
        tasks: list[Value] = []
        for k in range(4):
            task: Record = {
                "id": f"task-{k}",
                "title": f"{self.verb()} the {self.word()} {self.word()}",
                "deliverable": f"deliverable-{k % 2}",
                "assignees": [self.person_id()],
                "status": self.random.choice(["todo", "doing"]),
                "effort": f"{self.random.randint(1, 20)}d",
                **({"depends_on": [f"task-{k - 1}"]} if k else {}),
            }
            tasks.append(task)
        deliverables: list[Value] = []
        for k in range(2):
            criteria: list[Value] = [self.sentence(6)]
            deliverable: Record = {
                "id": f"deliverable-{k}",
                "title": self.sentence(3),
                "due": start + (60 + 40 * k) * DAY,
                "owner": self.person_id(),
                "acceptance": {"criteria": criteria, "status": "pending"},
            }
            deliverables.append(deliverable)
        milestone: Record = {
            "id": "half-way",
            "title": self.sentence(4),
            "due": start + 90 * DAY,
        }
        return {"deliverables": deliverables, "milestones": [milestone], "tasks": tasks}

    def word(self) -> str:
        return self.random.choice(WORDS)

    def verb(self) -> str:
        return self.random.choice(VERBS).capitalize()

    def slug(self, words: int) -> str:
        return "-".join(self.word() for _ in range(words))

    def sentence(self, words: int) -> str:
        return " ".join(self.word() for _ in range(words)).capitalize()

    def day(self) -> datetime.date:
        return NEW_YEAR + self.random.randint(0, 300) * DAY

    def team(self) -> str:
        return f"team-{self.random.randrange(TEAMS)}"

    def role(self) -> str:
        return f"role-{self.random.randrange(ROLES)}"

    def person_id(self) -> str:
        return f"person-{self.random.randrange(self.count['people'])}"

    def goal_id(self) -> str:
        return f"goal-{self.random.randrange(self.count['goals'])}"


def generate(count: int, folder: Path, seed: int = 1) -> int:
    """Write the workspace to `folder`/work; the number of files that were written."""
    written = 0
    for name, value in Generator(count, seed).files():
        path = folder / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines(value)) + "\n", encoding="utf-8", newline="\n")
        written += 1
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a workspace of about N files.")
    parser.add_argument("count", metavar="N", type=int)
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{generate(given.count, given.folder, given.seed)} files in {given.folder / 'work'}")


if __name__ == "__main__":
    main()
