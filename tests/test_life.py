"""The whole life of a project: seven branches, each judged and landed, and what is tried at each station.

An organisation of five people keeps its work in a repository whose approvals are signed. The project
`erp` goes from its first phase to its closing by the commands that people type. Every change is a
branch that the check passes before it lands: by squash, as a merge or rebased. What the main line
tells in the end is what was landed. The dishonest ways branch off at the same stations.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gatework import Story, key, who
from gitrepo import Repo
from test_cli import run

from tracker.cli.commands.approve import Approved
from tracker.law.content import NAMESPACE, digest, statement
from tracker.source.ssh import sign

GITHUB = "GitHub <noreply@github.com>"
SETTINGS = "work/tracker.yaml"
LIFECYCLE = "work/lifecycles/five-phase.yaml"
ERP = "work/projects/erp"
PROJECT, PLAN = f"{ERP}/project.yaml", f"{ERP}/plan.yaml"
PHASES = ("initiation", "definition", "planning", "execution", "closing")
PEOPLE = ("mia", "fin", "con", "dev", "eve")
"""`mia` manages the project, `fin` is its sponsor, `dev` writes; `con` and `eve` work beside them."""

PLANNED = """\
deliverables:
  - id: ledger
    title: One ledger
    due: 2025-09-30
    acceptance: {criteria: [Approved by the auditors], status: pending}
tasks:
  - {id: map, title: Map the accounts, deliverable: ledger, assignees: [dev], status: todo, effort: 5d}
"""
ASKED = """\
title: Three months later
raised_by: mia
reason: The harvest
impact: {end: 2025-12-31}
decision: proposed
"""
CLOSED = """\
outcome: achieved
accepted_by: fin
accepted_on: 2025-12-20
summary: The books are closed in one system.
lessons: [{text: Ask the plants first}]
handover: {process: close-the-books, accepted_by: con, date: 2025-12-20}
"""


@dataclass
class Life:
    """One repository and the people who write in it; `day` is today, to them and to git."""

    repo: Repo
    keys: Path
    day: str = "2025-01-05"
    landed: list[str] = field(default_factory=list)
    """What the main line has to tell: each move in short, with its gate, decision and approvals."""

    # What people do.

    def types(self, line: str, *more: str) -> str:
        done = run(*line.split(), *more)
        assert done.exit_code == 0, done.output
        return done.stdout

    def branches(self, name: str, day: str) -> None:
        self.day = day
        self.repo.git("checkout", "--quiet", "-b", name, "main")

    def writes(self, path: str, text: str) -> None:
        self.repo.write({path: text})

    def removes(self, *paths: str) -> None:
        for path in paths:
            (self.repo.path / path).unlink()

    def rewrites(self, path: str, old: str, new: str) -> None:
        text = (self.repo.path / path).read_text()
        assert old in text, (old, text)
        self.writes(path, text.replace(old, new))

    def commits(self, person: str = "dev", message: str = "change", committer: str = "") -> str:
        author, other = who(person), committer or who(person)
        return self.repo.commit(message, author=author, committer=other, date=self.noon)

    def moves(self, phase: str, *words: str) -> None:
        self.types(f"move erp {phase} --on {self.day} --base main", *words)
        self.commits(message=f"Move to {phase}")

    def approves(self, person: str = "fin", name: str = "erp") -> None:
        self.repo.git("config", "user.email", f"{person}@example.org")
        signed = str(key(self.keys, person))
        self.types(f"approve {name} --base main --as-of {self.day} --key", signed)
        self.commits(person, "Approve")

    @property
    def noon(self) -> str:
        return f"{self.day}T12:00:00+00:00"

    # What the check and the main line say.

    def found(self, *base: str) -> list[str]:
        """The rules of which the check finds an error."""
        done = run("check", *(base or ("--base", "main")), "--head", "HEAD", *self._told())
        assert done.exit_code in (0, 1), done.output
        said = json.loads(done.stdout)
        assert all(one["hint"] for one in said["findings"]), "each says what mends it"
        errors = _rules(said, "error")
        assert bool(errors) == bool(done.exit_code)
        return errors

    def _told(self) -> tuple[str, ...]:
        return ("--as-of", self.day, "--format", "json")

    def told(self, verb: str, *options: str) -> dict[str, Any]:
        done = run(verb, *options, "--format", "json")
        assert done.exit_code in (0, 1), done.output
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    # How a change lands, and where ways part.

    def copy(self, station: str, folder: Path) -> "Life":
        """Another repository, as this one was at a station."""
        shutil.copytree(self.repo.path.parent / station, folder, symlinks=True)
        return Life(Repo(folder), self.keys)

    def lands(self, way: str, *moves: str) -> None:
        """The branch is judged, by its base and as in CI; then it lands, and is judged on main."""
        assert self.found() == self.found("--pr") == []
        branch = self.repo.git("branch", "--show-current")
        before = self.repo.git("rev-parse", "main")
        LANDING[way](self, branch)
        self.repo.git("update-ref", "refs/remotes/origin/main", "main")
        assert self.found("--base", before) == []
        self.landed += moves


def squash(life: Life, branch: str) -> None:
    """As the forge does it: it commits, and names everybody who wrote a commit, the approver too."""
    repo = life.repo
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--squash", branch)
    life.commits("dev", f"{branch} (#1)\n\nCo-authored-by: Fin <fin@example.org>", GITHUB)


def merge(life: Life, branch: str) -> None:
    """By whoever presses the button."""
    life.repo.git("checkout", "--quiet", "main")
    life.repo.merge(branch, author=who("eve"), date=life.noon)


def rebase(life: Life, branch: str) -> None:
    """Every commit anew on the tip of main, which has moved on."""
    life.repo.git("checkout", "--quiet", "main")
    life.writes("README.md", branch)
    life.commits("eve", "Meanwhile")
    people = {"GIT_COMMITTER_NAME": "Mia", "GIT_COMMITTER_EMAIL": "mia@example.org"}
    life.repo.git("rebase", "--quiet", "main", branch, env=people)
    life.repo.git("checkout", "--quiet", "main")
    life.repo.git("merge", "--quiet", "--ff-only", branch)


LANDING: dict[str, Callable[[Life, str], None]] = {
    "squash": squash, "merge": merge, "rebase": rebase
}  # fmt: skip


def _rules(said: dict[str, Any], severity: str) -> list[str]:
    return sorted({one["rule"] for one in said["findings"] if one["severity"] == severity})


# The honest life, station by station.


def founded(life: Life) -> None:
    """The organisation, and a project in its first phase, on main."""
    life.types("init --title Meridian")
    life.types("new lifecycle five-phase")
    life.removes("work/people.yaml", "work/goals.yaml", "work/projects/first-project/project.yaml")
    life.writes("work/roles.yaml", "clerk: {title: Clerk, work: producer}\n")
    for person in PEOPLE:
        life.types(f"new person {person}")
        public = key(life.keys, person).with_name(f"{person}.pub").read_text().strip()
        identity = f'emails: [{person}@example.org]\nkeys: ["{public}"]\n'
        life.writes(f"work/people/{person}/identity.yaml", identity)
    life.types("new goal one-system --by mia")
    life.types("new process close-the-books")
    life.rewrites(
        SETTINGS, "lifecycle: simple", "lifecycle: five-phase\napprovals: {proof: signature}"
    )
    life.types("new project erp --title", "Replace the ERP system")
    for name, value in (("sponsor", "fin"), ("manager", "mia"), ("goals", "[one-system]")):
        life.types(f"set project/erp {name}", value)
    life.commits("mia", "Start")
    life.repo.git("update-ref", "refs/remotes/origin/main", "main")


def defined(life: Life) -> None:
    life.branches("definition", "2025-02-02")
    life.types("set project/erp status active")
    life.commits()
    life.moves("definition", "--evidence", "need-agreed=Minutes of the board")
    life.approves()
    life.lands(
        "squash", "phase: initiation > definition, initiation-2025-02-02 go [fin]",
        "status: proposed > active",
    )  # fmt: skip


def chartered(life: Life) -> None:
    """The charter comes in a change of its own, without a move, and is landed commit by commit."""
    life.branches("charter", "2025-02-09")
    life.types("set project/erp summary", "One system in place of three")
    life.commits()
    for name, value in (("start", "2025-01-05"), ("end", "2025-09-30")):
        life.types(f"set project/erp {name} {value}")
    life.types("set project/erp budget", "{lines: [{id: licences, planned: 100000}]}")
    life.commits()
    life.lands("rebase")


def planned(life: Life) -> None:
    life.branches("planning", "2025-03-02")
    life.types("move erp planning --on 2025-03-02 --base main --dry-run")
    life.moves(
        "planning", "--decision", "conditional",
        "--condition", "names=Name the testers", "--owner", "con", "--due", "2025-04-30",
    )  # fmt: skip
    life.approves()
    life.lands("merge", "phase: definition > planning, definition-2025-03-02 conditional [fin]")


def executing(life: Life) -> None:
    """The plan is written and approved in one change; leaving planning freezes the baseline."""
    life.branches("execution", "2025-04-01")
    life.writes(PLAN, PLANNED)
    life.commits()
    life.moves("execution")
    assert (life.repo.path / ERP / "baseline.yaml").exists()
    life.approves()
    life.lands("squash", "phase: planning > execution, planning-2025-04-01 go [fin]")


def worked(life: Life) -> None:
    """Work goes on; a harvest comes between, and the end is moved by a change request."""
    life.branches("work", "2025-07-01")
    life.types("start map --on 2025-04-02")
    life.types(f"update erp --author mia --on {life.day} --health amber --summary", "Late")
    life.types(
        f"new condition erp/definition-2025-03-02/names --as-of {life.day} --evidence", "Named"
    )
    life.writes(f"{ERP}/changes/harvest.yaml", ASKED)
    life.commits()
    life.lands("rebase")
    life.branches("harvest", "2025-07-08")
    life.types("set change/erp/harvest decision approved")
    life.types("set change/erp/harvest decided_by fin")
    life.types("set change/erp/harvest decided_on 2025-07-08")
    life.types("set project/erp end 2025-12-31")
    life.types(f"move erp --rebaseline harvest --on {life.day} --base main")
    life.commits()
    life.lands("merge", "decision: proposed > approved")


def accepted(life: Life) -> None:
    life.branches("closing", "2025-12-14")
    life.types("done map --on 2025-12-10")
    life.rewrites(PLAN, "status: pending", "status: accepted, by: fin, date: 2025-12-11")
    life.commits()
    life.moves("closing")
    life.approves()
    life.lands(
        "merge", "phase: execution > closing, execution-2025-12-14 go [fin]",
        "status: pending > accepted",
    )  # fmt: skip


def completed(life: Life) -> None:
    life.branches("completed", "2025-12-21")
    life.writes(f"{ERP}/closure.yaml", CLOSED)
    life.commits()
    life.moves("completed")
    life.approves()
    life.lands("squash", "status: active > completed, closing-2025-12-21 go [fin]")


STATIONS = (founded, defined, chartered, planned, executing, worked, accepted, completed)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """The honest life, played once; at each station it leaves a copy behind, beside the repository."""
    top = tmp_path_factory.mktemp("life")
    (top / "keys").mkdir()
    life = Life(Repo(top / "meridian"), top / "keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        patch.setenv("GITHUB_BASE_REF", "main")
        patch.chdir(life.repo.path)
        for station in STATIONS:
            station(life)
            shutil.copytree(life.repo.path, top / station.__name__, symlinks=True)
        yield life


def test_the_main_line_tells_what_was_landed(whole: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(whole.repo.path)
    said = whole.told("history", "--as-of", "2025-12-31")
    assert sorted(map(_short, said["moves"])) == sorted(whole.landed)
    assert all(move["legal"] for move in said["moves"])
    assert {move["author"] for move in said["moves"]} == {"Dev", "Eve"}, "who landed it"
    days = [(one["phase"], one["days"]) for one in said["phases"]]
    assert days == [("definition", 28), ("execution", 257), ("initiation", 28), ("planning", 30)]
    (slip,) = said["slips"]
    assert (slip["from"], slip["to"], slip["days"]) == ("2025-09-30", "2025-12-31", 92)
    assert (slip["change"], slip["why"]) == ("harvest", "Three months later")
    ends = [(one["promised"], one["now"]) for one in said["baselines"] if one["what"] == "end"]
    assert ends == [("2025-12-31", "2025-12-31")], "promised anew, by the change request"
    standing = {one["field"]: one["state"] for one in said["standing"] if one["id"] == "erp"}
    assert standing == {"phase": "closing", "status": "completed"}


def _short(move: dict[str, Any]) -> str:
    gate = f", {move['gate']} {move['decision']} [{', '.join(move['approvals'])}]"
    return f"{move['field']}: {move['from']} > {move['to']}{gate if move['gate'] else ''}"


def test_the_audit_of_an_honest_life_finds_nothing(
    whole: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(whole.repo.path)
    said = whole.told("audit")
    assert _rules(said, "error") == []
    assert _rules(said, "warning") == ["decision-unverified"], "no file of a request can be signed"
    assert said["summary"]["moves_refused"] == 0


# Dishonest ways, each from a station of the life above; what they do is what their names say.


def by_hand(life: Life, left: str, to: str, name: str = "erp") -> None:
    """A phase written over, with a review beside it that says yes to everything."""
    folder = f"work/projects/{name}"
    life.rewrites(f"{folder}/project.yaml", f"phase: {left}", f"phase: {to}")
    known = json.loads(run("show", "lifecycle/five-phase", "--format", "json").stdout)["data"]
    gate = next(one["gate"] for one in known["phases"] if one["id"] == left)
    met = [f"  - {{id: {one['id']}, status: met, evidence: Seen}}\n" for one in gate["criteria"]]
    held = f"to: {to}\ndecision: go\ncriteria:\n{''.join(met)}"
    life.writes(f"{folder}/gates/{left}-{life.day}/review.yaml", held)


def forged(life: Life, person: str, signer: str) -> None:
    """An approval as sponsor in somebody's name, written past the command that would refuse it."""
    gate, case = Story(life.repo, life.keys, "signature").gate()
    day, said = date.fromisoformat(life.day), digest(gate, case.law)
    signature = sign(statement(said, person, "sponsor", day), key(life.keys, signer), NAMESPACE)
    text = Approved(person, "sponsor", day, said).text(signature)
    life.writes(f"{ERP}/gates/{gate.review.name}/approvals/{person}.yaml", text)
    life.commits()


def to_closing(life: Life) -> None:
    """All that the gate of `execution` asks for, but the approval."""
    life.types("done map --on 2025-12-10")
    life.rewrites(PLAN, "status: pending", "status: accepted, by: fin, date: 2025-12-11")
    by_hand(life, "execution", "closing")


def a_phase_is_pushed(life: Life) -> None:
    """Nothing is written but the next phase."""
    left = json.loads(run("show", "project/erp", "--format", "json").stdout)["data"]["phase"]
    life.rewrites(PROJECT, f"phase: {left}", f"phase: {PHASES[PHASES.index(left) + 1]}")
    life.commits()


def nobody_approves(life: Life) -> None:
    to_closing(life)
    life.commits()


def the_author_approves(life: Life) -> None:
    to_closing(life)
    life.commits()
    life.approves()
    life.repo.git("reset", "--quiet", "--soft", "main")
    life.commits("fin")


def the_approver_is_a_co_author(life: Life) -> None:
    to_closing(life)
    life.commits()
    life.approves()
    life.repo.git("reset", "--quiet", "--soft", "main")
    life.commits("dev", "All of it\n\nCo-authored-by: Fin <fin@example.org>")


def the_approval_is_of_another_project(life: Life) -> None:
    life.types("new project crm --lifecycle five-phase")
    for name, value in (("sponsor", "fin"), ("manager", "mia")):
        life.types(f"set project/crm {name} {value}")
    life.commits("mia")
    life.lands("squash")
    life.branches("two", life.day)
    for name in ("crm", "erp"):
        by_hand(life, "initiation", "definition", name)
    life.commits()
    life.approves(name="crm")
    life.repo.move(
        *(f"work/projects/{one}/gates/initiation-{life.day}/approvals" for one in ("crm", "erp"))
    )
    life.commits()


def the_approval_is_of_the_gate_before(life: Life) -> None:
    to_closing(life)
    shutil.copytree(
        life.repo.path / ERP / "gates/planning-2025-04-01/approvals",
        life.repo.path / ERP / f"gates/execution-{life.day}/approvals",
    )
    life.commits()


def the_budget_grows_after_the_approval(life: Life) -> None:
    to_closing(life)
    life.commits()
    life.approves()
    life.rewrites(PROJECT, "planned: 100000", "planned: 900000")
    life.commits()


def an_old_approval_is_altered(life: Life) -> None:
    life.rewrites(f"{ERP}/gates/planning-2025-04-01/approvals/fin.yaml", "sponsor", "controller")
    life.commits()


def a_gate_record_is_deleted(life: Life) -> None:
    life.repo.remove(f"{ERP}/gates/definition-2025-03-02")
    life.commits()


def an_old_review_is_written_over(life: Life) -> None:
    """The gate of `planning` is said to have led where the project jumps now."""
    review = f"{ERP}/gates/planning-2025-04-01/review.yaml"
    life.rewrites(review, "to: execution", "to: closing")
    life.rewrites(PROJECT, "phase: execution", "phase: closing")
    life.commits()


def the_review_is_of_another_move(life: Life) -> None:
    to_closing(life)
    gates = life.repo.path / ERP / "gates"
    (gates / f"execution-{life.day}").rename(gates / f"planning-{life.day}")
    life.commits()


def the_gate_asks_for_nobody_from_now_on(life: Life) -> None:
    life.rewrites(LIFECYCLE, "approvals: [{field: sponsor}]", "approvals: []")
    to_closing(life)
    life.commits()


def the_criteria_are_made_to_fit(life: Life) -> None:
    """There is no plan; the lifecycle asks for none any more, and the sponsor falls for it."""
    law = (life.repo.path / LIFECYCLE).read_text()
    start = law.index("          requires:\n", law.index("- id: planned"))
    life.writes(LIFECYCLE, law[:start] + law[law.index("      approvals", start) :])
    by_hand(life, "planning", "execution")
    life.commits()
    life.approves()


def the_proof_is_loosened(life: Life) -> None:
    life.rewrites(SETTINGS, "proof: signature", "proof: recorded")
    to_closing(life)
    life.commits()
    forged(life, "fin", "dev")


def a_key_is_slipped_in(life: Life) -> None:
    public = key(life.keys, "dev").with_name("dev.pub").read_text().strip()
    identity = f'emails: [fin@example.org]\nkeys: ["{public}"]\n'
    life.writes("work/people/fin/identity.yaml", identity)
    to_closing(life)
    life.commits()
    forged(life, "fin", "dev")


def the_sponsor_is_replaced(life: Life) -> None:
    life.types("set project/erp sponsor eve")
    to_closing(life)
    life.commits()
    forged(life, "eve", "eve")


def it_is_renamed_to_shed_its_history(life: Life) -> None:
    life.repo.move(ERP, "work/projects/erp-two")
    shutil.rmtree(life.repo.path / "work/projects/erp-two/gates")
    life.commits()


def it_is_renamed_and_jumps(life: Life) -> None:
    life.repo.move(ERP, "work/projects/erp-two")
    path = "work/projects/erp-two/project.yaml"
    life.rewrites(path, "phase: execution", "phase: closing\nformerly: [erp]")
    life.commits()


def the_lifecycle_is_swapped(life: Life) -> None:
    life.types("set project/erp lifecycle simple")
    life.types("set project/erp phase done")
    life.commits()


def imports_are_allowed_and_used(life: Life) -> None:
    life.rewrites(SETTINGS, "currency:", "imports_until: 2099-12-31\ncurrency:")
    life.types("new project late --title Late")
    life.types("set project/late phase execution")
    life.types("set project/late imported", f"{{date: {life.day}, reason: It was there}}")
    life.commits()


def two_moves_are_one_change(life: Life) -> None:
    by_hand(life, "definition", "planning")
    life.commits()
    life.approves()
    by_hand(life, "planning", "execution")
    life.writes(PLAN, PLANNED)
    life.commits()


def the_baseline_is_moved_in_silence(life: Life) -> None:
    life.rewrites(f"{ERP}/baseline.yaml", "end: 2025-09-30", "end: 2025-12-31")
    life.types("set project/erp end 2025-12-31")
    life.commits()


def the_baseline_is_moved_by_a_request_that_is_born_approved(life: Life) -> None:
    asked = ASKED.replace("proposed", f"approved\ndecided_by: fin\ndecided_on: {life.day}")
    life.writes(f"{ERP}/changes/sudden.yaml", asked)
    the_baseline_is_moved_in_silence(life)


def it_ends_without_a_closure(life: Life) -> None:
    life.types("set project/erp status completed")
    life.commits()


def it_disappears(life: Life) -> None:
    life.repo.remove(ERP)
    life.commits()


def it_goes_on_after_its_end(life: Life) -> None:
    life.types("set project/erp status active")
    life.commits()


Way = Callable[[Life], None]
WAYS: list[tuple[Way, Way, str]] = [
    (founded, a_phase_is_pushed, "gate-review"),
    (defined, a_phase_is_pushed, "gate-criteria gate-review"),
    (planned, a_phase_is_pushed, "baseline-moved gate-criteria gate-review"),
    (executing, a_phase_is_pushed, "gate-criteria gate-review not-accepted"),
    (executing, nobody_approves, "approval-missing"),
    (executing, the_author_approves, "approval-not-distinct"),
    (executing, the_approver_is_a_co_author, "approval-not-distinct"),
    (founded, the_approval_is_of_another_project, "approval-missing approval-stale"),
    (executing, the_approval_is_of_the_gate_before, "approval-stale"),
    (executing, the_budget_grows_after_the_approval, "approval-stale"),
    (executing, an_old_approval_is_altered, "gate-record"),
    (completed, a_gate_record_is_deleted, "gate-record"),
    (
        executing,
        an_old_review_is_written_over,
        "gate-criteria gate-record gate-review not-accepted",
    ),
    (executing, the_review_is_of_another_move, "gate-review"),
    (executing, the_gate_asks_for_nobody_from_now_on, "approval-missing"),
    (planned, the_criteria_are_made_to_fit, "baseline-moved gate-criteria"),
    (executing, the_proof_is_loosened, "approval-unproven"),
    (executing, a_key_is_slipped_in, "approval-unproven"),
    (executing, the_sponsor_is_replaced, "approval-missing approval-not-entitled"),
    (
        executing,
        it_is_renamed_to_shed_its_history,
        "baseline-moved new-not-at-start removed-while-active",
    ),
    (executing, it_is_renamed_and_jumps, "gate-criteria gate-review not-accepted"),
    (executing, the_lifecycle_is_swapped, "lifecycle-change phase-transition"),
    (executing, imports_are_allowed_and_used, "new-not-at-start"),
    (chartered, two_moves_are_one_change, "approval-stale gate-review phase-transition"),
    (executing, the_baseline_is_moved_in_silence, "baseline-moved"),
    (
        executing,
        the_baseline_is_moved_by_a_request_that_is_born_approved,
        "baseline-moved new-not-at-start",
    ),
    (accepted, it_ends_without_a_closure, "closure-missing gate-criteria gate-review"),
    (executing, it_disappears, "removed-while-active"),
    (completed, it_goes_on_after_its_end, "status-transition"),
]


@pytest.mark.parametrize(
    ("station", "way", "rules"), WAYS, ids=[f"{way.__name__}-{at.__name__}" for at, way, _ in WAYS]
)
def test_a_dishonest_way_is_refused_and_past_the_check_it_is_found(
    whole: Life,
    station: Way,
    way: Way,
    rules: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life = whole.copy(station.__name__, tmp_path / "meridian")
    monkeypatch.chdir(life.repo.path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    life.branches("dishonest", "2025-12-28")
    way(life)
    assert life.found() == life.found("--pr") == rules.split()
    branch = life.repo.git("branch", "--show-current")
    life.repo.git("checkout", "--quiet", "main")
    life.repo.merge(branch, author=who("dev"), date=life.noon)
    assert _rules(life.told("audit"), "error") == rules.split()


@pytest.fixture
def executing_branch(whole: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Life:
    """A branch that passes the gate of `planning` in one commit, without an approval yet."""
    life = whole.copy("planned", tmp_path / "meridian")
    monkeypatch.chdir(life.repo.path)
    life.branches("execution", "2025-04-01")
    life.writes(PLAN, PLANNED)
    life.commits()
    life.moves("execution")
    return life


def test_rebased_an_approval_lands_late_and_the_move_is_legal(executing_branch: Life) -> None:
    """Honest: what was approved in a commit of its own still is what was moved."""
    life = executing_branch
    life.approves()
    assert life.found() == []
    rebase(life, "execution")
    said = life.told("audit")
    assert (_rules(said, "error"), _rules(said, "warning")) == ([], ["approval-late"])
    assert said["summary"]["moves_refused"] == said["summary"]["approvals_not_verified"] == 0
    move = said["moves"][-1]
    assert (move["legal"], move["approvals"], move["approvals_late"]) == (True, ["fin"], ["fin"])
    text = " ".join(run("history", "erp").stdout.split())
    assert "planning-2025-04-01: go, approved by fin (landed late, on 20" in text


def _nobody_approves_it(life: Life) -> None:
    pass


def _another_signs_it(life: Life) -> None:
    forged(life, "fin", "dev")


def _one_approves_whom_it_does_not_name(life: Life) -> None:
    forged(life, "eve", "eve")


@pytest.mark.parametrize(
    "way", [_nobody_approves_it, _another_signs_it, _one_approves_whom_it_does_not_name]
)
def test_rebased_an_approval_that_does_not_hold_leaves_the_move_refused(
    executing_branch: Life, way: Way
) -> None:
    way(executing_branch)
    rebase(executing_branch, "execution")
    said = executing_branch.told("audit")
    assert "approval-missing" in _rules(said, "error")
    assert [one["legal"] for one in said["moves"]][-1] is False


def test_rebased_what_changes_between_move_and_approval_was_not_approved(
    executing_branch: Life,
) -> None:
    """The approval is of what stands at the end of the branch, and that never moved."""
    life = executing_branch
    life.rewrites(PROJECT, "planned: 100000", "planned: 900000")
    life.commits()
    life.approves()
    rebase(life, "execution")
    assert "approval-missing" in _rules(life.told("audit"), "error")
