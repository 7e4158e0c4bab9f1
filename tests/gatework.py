"""A repository whose project passes a gate, and people who approve it: for the tests of approvals.

The people of the base: `mia` manages, `fin` is the sponsor, `con` holds the role of controller, `dev`
writes. Each has an address, an account and a key; keys are made once, by ssh-keygen.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gitrepo import Repo
from test_cli import run

from tracker.cli.workspace.evidence import proved
from tracker.cli.workspace.opening import Opening
from tracker.law.check import Case
from tracker.law.content import NAMESPACE, digest, statement
from tracker.law.judge import opened
from tracker.law.passing import Approving, passed
from tracker.source.ssh import sign

DAY = date(2026, 11, 21)
PEOPLE = {"mia": [], "fin": [], "con": ["controller"], "dev": ["builder"], "eve": []}
ACCOUNTS = {"mia": 101, "fin": 102, "con": 103, "dev": 104, "eve": 105}
PROJECT = "work/projects/erp/project.yaml"
PLAN = "work/projects/erp/plan.yaml"
GATE = "work/projects/erp/gates/plan-2026-11-20"
REVIEW = f"{GATE}/review.yaml"
SETTINGS = """\
title: Org
currency: EUR
calendar: {working_days: [mon], hours_per_day: 8}
lifecycle: gated
rules: {project-without-goal: ignore}
"""
LIFECYCLE = """\
title: Gated
start: plan
final: [done]
phases:
  - {id: plan, gate: {title: Ready, criteria: [], approvals: [{field: sponsor}]}}
  - {id: build, gate: {title: Built, criteria: [], approvals: [{field: sponsor}, {role: controller}]}}
  - {id: done}
"""
ERP = """\
title: ERP
status: active
phase: plan
sponsor: fin
manager: mia
start: 2026-06-01
end: 2027-06-30
"""
TASKS = "tasks:\n  - {id: map, title: Map, status: todo, effort: 3d}\n"
HELD = "to: build\ndecision: go\ncriteria: []\n"


def who(person: str) -> str:
    return f"{person.capitalize()} <{person}@example.org>"


def key(folder: Path, name: str) -> Path:
    """A key of that name; made when it is first asked for."""
    path = folder / name
    if not path.exists():
        making = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
        subprocess.run(making, check=True, capture_output=True)
    return path


@dataclass
class Story:
    """One repository: the base on `main`, the change on `change`."""

    repo: Repo
    keys: Path
    proof: str = "recorded"
    settings: str = SETTINGS
    lifecycle: str = LIFECYCLE
    project: str = ERP
    people: Mapping[str, list[str]] = field(default_factory=lambda: dict(PEOPLE))
    reviews: list[dict[str, Any]] = field(default_factory=list)

    def key(self, name: str) -> Path:
        return key(self.keys, name)

    def public(self, name: str) -> str:
        return self.key(name).with_name(f"{name}.pub").read_text().strip()

    def identity(self, person: str, *keys: str, emails: str = "") -> str:
        names = keys or (person,)
        shown = ", ".join(f'"{self.public(name)}"' for name in names)
        return (
            f"emails: [{emails or f'{person}@example.org'}]\n"
            f"accounts: {{github: {ACCOUNTS.get(person, 999)}}}\nkeys: [{shown}]\n"
        )

    def start(self, files: Mapping[str, str] | None = None) -> "Story":
        """The base."""
        made: dict[str, str | bytes] = {
            "work/tracker.yaml": f"{self.settings}approvals: {{proof: {self.proof}}}\n",
            "work/lifecycles/gated.yaml": self.lifecycle,
            "work/roles.yaml": "controller: {title: Controller, work: improver}\nbuilder: {title: B, work: producer}\n",
            PROJECT: self.project,
            PLAN: TASKS,
        }
        for person, roles in self.people.items():
            made[f"work/people/{person}/person.yaml"] = (
                f"name: {person}\nroles: [{', '.join(roles)}]\n"
            )
            made[f"work/people/{person}/identity.yaml"] = self.identity(person)
        self.repo.write(made | dict(files or {}))
        self.repo.commit("the base", author=who("mia"), committer=who("mia"))
        self.repo.git("checkout", "-q", "-b", "change")
        return self

    def pass_gate(self, author: str = "dev", committer: str = "", message: str = "pass") -> "Story":
        """The move and its review, in one commit."""
        self.repo.write(
            {PROJECT: self.read(PROJECT).replace("phase: plan", "phase: build"), REVIEW: HELD}
        )
        self.commit(author, committer, message)
        return self

    def read(self, path: str) -> str:
        return (self.repo.path / path).read_text()

    def commit(self, author: str = "dev", committer: str = "", message: str = "change") -> str:
        one, other = (
            (name if "<" in name else who(name)) for name in (author, committer or author)
        )
        return self.repo.commit(message, author=one, committer=other)

    def case(self, base: str = "main") -> Case:
        opening = Opening.at(self.repo.path)
        head = opening.head(None)
        work = opening.load(head, opening.root_in(head))
        return opened(work, DAY, proved(opening, opening.base(base, head, None), work))

    def gate(self) -> tuple[Approving, Case]:
        case = self.case()
        return next(passed(case.changes or (), case.law)), case

    def approve(
        self, person: str = "fin", role: str = "sponsor", by: str = "", *, commit: bool = True,
        with_key: str | None = None, namespace: str = NAMESPACE, review: bool = True, bot: bool = False,
    ) -> "Story":  # fmt: skip
        """What the file of an approval holds, with all the proof that is asked for."""
        gate, case = self.gate()
        said = digest(gate, case.law)
        text = f"date: 2026-11-21\nrole: {role}\ndigest: {said}\n"
        if self.proof == "signature":
            made = sign(statement(said, person, role, DAY), self.key(with_key or person), namespace)
            text += "signature: |\n" + "".join(f"  {line}\n" for line in made.splitlines())
        self.repo.write({f"{GATE}/approvals/{person}.yaml": text})
        if commit:
            self.commit(by or (person if person in PEOPLE else "eve"), message="approve")
        if review:
            self.reviewed(person, bot=bot)
        return self

    def reviewed(
        self, person: str, state: str = "APPROVED", *, bot: bool = False, commit: str = ""
    ) -> None:
        at = f"2026-11-21T{len(self.reviews):02}:00:00Z"
        user = {"login": person, "id": ACCOUNTS.get(person, 999), "type": "Bot" if bot else "User"}
        head = commit or self.repo.git("rev-parse", "HEAD")
        self.reviews.append({"user": user, "state": state, "commit_id": head, "submitted_at": at})

    def found(self, base: str = "main", head: str | None = "HEAD") -> list[tuple[str, str]]:
        """Rule and severity of every finding, where notes do not matter."""
        arguments = ["check", "--base", base, "--format", "json", "--as-of", DAY.isoformat()]
        arguments += ["--head", head] if head else []
        if self.proof == "review":
            file = self.repo.path.parent / "reviews.json"
            file.write_text(json.dumps(self.reviews))
            arguments += ["--reviews", str(file)]
        done = run(*arguments)
        assert done.exit_code in (0, 1), done.stderr
        findings = json.loads(done.stdout)["findings"]
        return [(one["rule"], one["severity"]) for one in findings if one["severity"] != "note"]

    def errors(self, base: str = "main", head: str | None = "HEAD") -> list[str]:
        return sorted(self._errors(base, head))

    def _errors(self, base: str, head: str | None) -> Iterator[str]:
        yield from (rule for rule, severity in self.found(base, head) if severity == "error")
