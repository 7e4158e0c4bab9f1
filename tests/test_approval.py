"""Approvals in real repositories: who stands how to a change, under each proof, and what is tried."""

from collections.abc import Callable
from pathlib import Path

import pytest
from gatework import (
    ERP,
    GATE,
    HELD,
    LIFECYCLE,
    PLAN,
    PROJECT,
    REVIEW,
    SETTINGS,
    TASKS,
    Story,
    who,
)
from gitrepo import Repo

from tracker.law.approval import entitled, named
from tracker.model.records import ApprovalRule

PROOFS = ["recorded", "signature", "review"]
GITHUB = "GitHub <noreply@github.com>"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def story(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    repo = Repo(tmp_path / "repo")
    monkeypatch.chdir(repo.path)
    return Story(repo, keys)


# How an approver may stand to a change.


def author(story: Story) -> None:
    story.start().pass_gate("fin").approve()


def co_author(story: Story) -> None:
    story.start().pass_gate(message="pass\n\nCo-authored-by: F <FIN@example.org>").approve()


def committer(story: Story) -> None:
    story.start().pass_gate("dev", "fin").approve()


def last_pusher(story: Story) -> None:
    story.start().pass_gate()
    story.repo.write({PLAN: TASKS.replace("3d", "4d")})
    story.commit("dev", "fin")
    story.approve()


def manager(story: Story) -> None:
    story.project = ERP.replace("sponsor: fin", "sponsor: mia")
    story.start().pass_gate().approve("mia")


def sponsor(story: Story) -> None:
    story.start().pass_gate().approve()


def role_holder(story: Story) -> None:
    story.lifecycle = LIFECYCLE.replace("[{field: sponsor}]}}", "[{role: controller}]}}")
    story.start().pass_gate().approve("con", "controller")


def role_lost(story: Story) -> None:
    """It went on main, while the change was under way."""
    story.lifecycle = LIFECYCLE.replace("[{field: sponsor}]}}", "[{role: controller}]}}")
    story.start()
    story.repo.git("checkout", "-q", "main")
    story.repo.write({"work/people/con/person.yaml": "name: con\nroles: []\n"})
    story.repo.write({"work/people/eve/person.yaml": "name: eve\nroles: [controller]\n"})
    story.commit("mia")
    story.repo.git("checkout", "-q", "change")
    story.repo.git("reset", "-q", "--hard", "main")
    story.pass_gate().approve("con", "controller")


def unknown(story: Story) -> None:
    """Somebody of whom the base knows nothing; the change brings them along."""
    story.project = ERP.replace("sponsor: fin", "sponsor: zoe")
    story.start().pass_gate()
    story.repo.write({"work/people/zoe/person.yaml": "name: Zoe\n"})
    story.repo.write({"work/people/zoe/identity.yaml": story.identity("zoe")})
    story.commit("dev")
    story.approve("zoe", by="eve")


def bot(story: Story) -> None:
    """The sponsor's own account, by which a program reviews."""
    story.start().pass_gate().approve(bot=True)


def second_key(story: Story) -> None:
    both = story.identity("fin", "fin", "fin-2")
    story.start({"work/people/fin/identity.yaml": both}).pass_gate().approve(with_key="fin-2")


def look_alike(story: Story) -> None:
    """`fіn`, with a Cyrillic letter."""
    story.start().pass_gate().approve("f\u0456n", with_key="eve")


DISTINCT, ENTITLED = "approval-not-distinct", "approval-not-entitled"
UNPROVEN, STALE, MISSING = "approval-unproven", "approval-stale", "approval-missing"


def always(*rules: str) -> dict[str, list[str]]:
    return {proof: list(rules) for proof in PROOFS}


STRANGER = {
    "recorded": [MISSING, ENTITLED],
    "signature": [MISSING, ENTITLED, UNPROVEN],
    "review": [MISSING, ENTITLED, UNPROVEN],
}
RELATIONS: dict[Callable[[Story], None], dict[str, list[str]]] = {
    author: always(DISTINCT),
    co_author: always(DISTINCT),
    committer: always(DISTINCT),
    last_pusher: always(DISTINCT),
    manager: always(DISTINCT),
    sponsor: always(),
    role_holder: always(),
    role_lost: always(MISSING, ENTITLED),
    unknown: STRANGER,
    bot: {"recorded": [], "signature": [], "review": [UNPROVEN]},
    second_key: always(),
    look_alike: always(MISSING),
}


@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.__name__)
def test_relation_of_approver_to_change(
    story: Story, relation: Callable[[Story], None], proof: str
) -> None:
    story.proof = proof
    relation(story)
    found = [rule for rule in story.errors() if rule.startswith("approval")]
    assert sorted(found) == sorted(RELATIONS[relation][proof])
    others = [one for one in story.found() if not one[0].startswith("approval")]
    assert others == ([("misplaced-file", "error")] if relation is look_alike else [])


# Replay: an approval stands where it was given, of what it was given for.


@pytest.fixture
def signed(story: Story) -> Story:
    """A change that is rightly approved, with signatures."""
    story.proof = "signature"
    story.start().pass_gate().approve()
    assert story.found() == []
    return story


def rewritten(story: Story, path: str, old: str, new: str) -> list[str]:
    text = story.read(path)
    assert old in text
    story.repo.write({path: text.replace(old, new)})
    story.commit()
    return story.errors()


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PROJECT, "end: 2027-06-30", "end: 2027-07-31"),
        (PROJECT, "title: ERP", 'title: "ERP "'),
        (PROJECT, "sponsor: fin", "sponsor: fin\npriority: 1"),
        (PLAN, "effort: 3d", "effort: 4d"),
        (PLAN, "tasks:\n", "milestones: [{id: go, title: Go, due: 2027-01-01}]\ntasks:\n"),
        (REVIEW, "decision: go", "decision: go\nminutes: And so on"),
    ],
)
def test_a_value_that_changes_afterwards_is_not_approved(
    signed: Story, path: str, old: str, new: str
) -> None:
    assert rewritten(signed, path, old, new) == [STALE]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PROJECT, "title: ERP\nstatus: active\n", "# why\nstatus: active   # yes\ntitle: 'ERP'\n\n"),
        (PLAN, "{id: map, title: Map,", "{title: Map, id: map,"),
        (PLAN, "tasks:\n  - {id: map, title: Map, status: todo, effort: 3d}\n",
         "tasks:\n- id: map\n  title: Map\n  status: todo\n  effort: 3d\n  assignees: null\n"),
        (REVIEW, "to: build\n", "to: build\nminutes: null\n"),
    ],
)  # fmt: skip
def test_layout_and_comments_are_no_part_of_it(
    signed: Story, path: str, old: str, new: str
) -> None:
    assert rewritten(signed, path, old, new) == []


def test_a_plan_in_the_project_file_is_the_same_plan(signed: Story) -> None:
    signed.repo.write({PROJECT: signed.read(PROJECT) + TASKS})
    signed.repo.remove(PLAN)
    signed.commit()
    assert signed.errors() == []


def test_a_status_is_no_part_of_it(signed: Story) -> None:
    # What is on hold passes no gate; what was approved is still what stands there.
    assert STALE not in rewritten(signed, PROJECT, "status: active", "status: on-hold")


def test_what_the_schema_refuses_is_approved_by_its_bytes(story: Story) -> None:
    """A law that makes light of the schema leaves values that nobody reads: they may not change."""
    story.settings = SETTINGS.replace("goal: ignore", "goal: ignore, schema: warning")
    story.project = f"{ERP}priority: [1]\n"
    story.start().pass_gate().approve()
    assert story.errors() == []
    assert rewritten(story, PROJECT, "priority: [1]", "priority: [2]") == [STALE]


def test_an_approval_of_one_gate_is_none_of_another(signed: Story) -> None:
    """The next gate asks for the sponsor too: the first approval is copied there."""
    repo = signed.repo
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "change")
    repo.git("checkout", "-q", "-b", "next")
    later = "work/projects/erp/gates/build-2026-11-21"
    repo.write({PROJECT: signed.read(PROJECT).replace("phase: build", "phase: done")})
    repo.write({f"{later}/review.yaml": HELD.replace("to: build", "to: done")})
    repo.write({f"{later}/approvals/fin.yaml": signed.read(f"{GATE}/approvals/fin.yaml")})
    signed.commit()
    assert signed.errors() == [MISSING, STALE]


def test_an_approval_of_one_project_is_none_of_another(story: Story) -> None:
    """A twin, whose files are alike word for word."""
    story.proof = "signature"
    story.start({"work/projects/twin/project.yaml": ERP, "work/projects/twin/plan.yaml": TASKS})
    story.pass_gate().approve()
    for path in (PROJECT, REVIEW, f"{GATE}/approvals/fin.yaml"):
        story.repo.write({path.replace("erp", "twin"): story.read(path)})
    story.commit()
    assert story.errors() == [STALE]


def test_an_approval_that_was_there_before_is_none(story: Story) -> None:
    """Landed ahead of its review, when nobody could see what it is of."""
    story.start().pass_gate().approve()
    path = f"{GATE}/approvals/fin.yaml"
    approval = story.read(path)
    story.repo.git("checkout", "-q", "main")
    story.repo.write({path: approval})
    story.commit("eve")
    assert story.errors("HEAD~1") == [STALE], "there is no review beside it"
    story.repo.git("checkout", "-q", "-b", "again")
    story.pass_gate()
    assert story.errors() == [MISSING]


def test_an_approval_beside_no_review_is_told(story: Story) -> None:
    story.start().pass_gate().approve()
    story.repo.write(
        {f"{GATE.replace('20', '19')}/approvals/fin.yaml": story.read(f"{GATE}/approvals/fin.yaml")}
    )
    story.commit()
    assert story.errors() == [STALE]


def test_a_signature_for_something_else_is_none(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate().approve(namespace="git")
    assert story.errors() == [UNPROVEN]


def test_a_key_that_the_change_brings_proves_nothing(story: Story) -> None:
    story.proof = "signature"
    story.start()
    story.repo.write({"work/people/fin/identity.yaml": story.identity("fin", "fin", "eve-2")})
    story.pass_gate().approve(with_key="eve-2", by="eve")
    assert story.errors() == [UNPROVEN]


def test_anothers_key_proves_nothing(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate().approve(with_key="eve", by="eve")
    assert story.errors() == [UNPROVEN]


def test_a_key_of_two_persons_is_nobodys(story: Story) -> None:
    story.proof = "signature"
    story.start({"work/people/eve/identity.yaml": story.identity("eve", "eve", "fin")})
    story.pass_gate().approve()
    assert story.errors() == [UNPROVEN]


def test_an_unsigned_approval_is_not_proved(story: Story) -> None:
    story.proof = "recorded"
    story.start().pass_gate().approve()
    text = story.read(f"{GATE}/approvals/fin.yaml")
    story.repo.git("checkout", "-q", "main")
    story.repo.write({"work/tracker.yaml": f"{SETTINGS}approvals: {{proof: signature}}\n"})
    story.commit("mia")
    story.repo.git("checkout", "-q", "change")
    story.repo.git("rebase", "-q", "main")
    assert "signature" not in text
    assert UNPROVEN in story.errors()


@pytest.mark.parametrize(
    ("old", "new"), [("role: sponsor", "role: controller"), ("2026-11-21", "2026-11-20")]
)
def test_what_a_signed_approval_says_is_signed_too(story: Story, old: str, new: str) -> None:
    """The sponsor holds the role as well, so that only the signature tells."""
    story.proof = "signature"
    story.people = {**story.people, "fin": ["controller"]}
    story.lifecycle = LIFECYCLE.replace(
        "[{field: sponsor}]}}\n  - {id: build",
        "[{field: sponsor}, {role: controller}]}}\n  - {id: build",
    )
    story.start().pass_gate().approve().approve("con", "controller")
    assert story.errors() == []
    assert UNPROVEN in rewritten(story, f"{GATE}/approvals/fin.yaml", old, new)


# Who may, as the base has it.


def test_a_change_makes_nobody_the_sponsor(story: Story) -> None:
    story.start()
    story.repo.write({PROJECT: ERP.replace("sponsor: fin", "sponsor: eve")})
    story.commit()
    story.pass_gate().approve("eve")
    assert story.errors() == [MISSING, ENTITLED]


def test_a_change_gives_nobody_a_role(story: Story) -> None:
    story.lifecycle = LIFECYCLE.replace("[{field: sponsor}]}}", "[{role: controller}]}}")
    story.start()
    story.repo.write({"work/people/eve/person.yaml": "name: eve\nroles: [controller]\n"})
    story.commit()
    story.pass_gate().approve("eve", "controller")
    assert story.errors() == [MISSING, ENTITLED]


def test_a_sponsor_who_was_replaced_meanwhile_is_none(story: Story) -> None:
    """The branch does not hold the tip of main, where another sponsor stands by now."""
    story.start().pass_gate().approve()
    story.repo.git("checkout", "-q", "main")
    story.repo.write({PROJECT: ERP.replace("sponsor: fin", "sponsor: eve")})
    story.commit("mia")
    story.repo.git("checkout", "-q", "change")
    assert story.errors() == [MISSING, ENTITLED]


@pytest.mark.parametrize(
    ("active", "errors"),
    [
        ("{from: 2020-01-01, to: 2026-11-21}", []),
        ("{from: 2026-11-21}", []),
        ("{to: 2026-11-20}", [MISSING, ENTITLED]),
        ("{from: 2026-11-22}", [MISSING, ENTITLED]),
    ],
)
def test_somebody_who_does_not_work_here_approves_nothing(
    story: Story, active: str, errors: list[str]
) -> None:
    person = f"name: fin\nactive: {active}\n"
    story.start({"work/people/fin/person.yaml": person}).pass_gate().approve()
    assert story.errors() == errors


def test_the_manager_of_the_head_does_not_approve(story: Story) -> None:
    story.start()
    story.repo.write({PROJECT: ERP.replace("manager: mia", "manager: fin")})
    story.commit()
    story.pass_gate().approve()
    assert story.errors() == [DISTINCT]


def test_a_manager_does_not_hide_behind_a_new_name(story: Story) -> None:
    story.start()
    story.repo.move("work/people/fin", "work/people/fred")
    story.repo.write({"work/people/fred/person.yaml": "name: fin\nroles: []\nformerly: [fin]\n"})
    story.repo.write({PROJECT: ERP.replace("manager: mia", "manager: fred")})
    story.commit()
    story.pass_gate().approve()
    assert DISTINCT in story.errors()


def test_a_manager_of_two_names_is_one_person(story: Story) -> None:
    """Whoever shares an address is the same person."""
    story.start(
        {
            "work/people/fin/identity.yaml": story.identity(
                "fin", emails="fin@example.org, Mia@example.org"
            )
        }
    )
    story.pass_gate().approve()
    assert story.errors() == [DISTINCT]


def test_one_approval_answers_one_rule(story: Story) -> None:
    twice = LIFECYCLE.replace("[{field: sponsor}]}}", "[{role: controller}, {role: controller}]}}")
    story.people = {**story.people, "fin": ["controller"]}
    story.lifecycle = twice
    story.start().pass_gate().approve("con", "controller")
    assert story.errors() == [MISSING]
    story.approve("fin", "controller")
    assert story.errors() == []


# Who wrote it.


def test_a_commit_that_is_taken_back_was_written_all_the_same(story: Story) -> None:
    story.start().pass_gate()
    story.repo.write({PLAN: TASKS.replace("3d", "9d")})
    story.commit("fin")
    story.repo.write({PLAN: TASKS})
    story.commit("dev")
    story.approve()
    assert story.errors() == [DISTINCT]


def test_who_writes_the_approval_alone_wrote_nothing_of_the_change(story: Story) -> None:
    story.start().pass_gate().approve(by="dev")
    assert story.errors() == []


def test_who_writes_on_other_things_wrote_nothing_of_the_change(story: Story) -> None:
    story.start().pass_gate()
    story.repo.write({"work/projects/erp-two/project.yaml": ERP, "README.md": "x"})
    story.commit("fin")
    story.approve()
    assert story.errors() == []


@pytest.mark.parametrize(
    ("proof", "severity"), [("recorded", "warning"), ("signature", "error"), ("review", "error")]
)
def test_an_author_whom_nobody_knows_may_be_the_approver(
    story: Story, proof: str, severity: str
) -> None:
    story.proof = proof
    story.start().pass_gate("Fin <fin@home.example>").approve()
    assert story.found() == [("author-unverified", severity)]


@pytest.mark.parametrize(("proof", "severity"), [("recorded", "warning"), ("signature", "error")])
def test_a_working_tree_has_no_author(story: Story, proof: str, severity: str) -> None:
    story.proof = proof
    story.start().pass_gate().approve()
    assert story.found(head=None) == [], "all is committed"
    story.repo.write({PROJECT: story.read(PROJECT) + "# more\n"})
    assert story.found(head=None) == [("author-unverified", severity)]


def test_an_approval_that_is_not_committed_yet_is_no_part_of_the_change(story: Story) -> None:
    story.start().pass_gate().approve(commit=False)
    assert story.found(head=None) == []


def test_the_forge_s_own_kind_of_address_names_an_account(story: Story) -> None:
    web = "Fin <102+fin-at-work@users.noreply.github.com>"
    story.start().pass_gate(web, GITHUB).approve()
    assert story.errors() == [DISTINCT]


def test_the_forge_is_no_author(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate("dev", GITHUB).approve()
    assert story.found() == []


# The forge's reviews.


@pytest.fixture
def reviewed(story: Story) -> Story:
    story.proof = "review"
    return story.start().pass_gate().approve(review=False)


@pytest.mark.parametrize(
    ("states", "errors"),
    [
        (["APPROVED"], []),
        (["CHANGES_REQUESTED", "APPROVED"], []),
        (["APPROVED", "COMMENTED"], []),
        (["APPROVED", "CHANGES_REQUESTED"], [UNPROVEN]),
        (["APPROVED", "DISMISSED"], [UNPROVEN]),
        (["COMMENTED"], [UNPROVEN]),
        ([], [UNPROVEN]),
    ],
)
def test_the_last_word_that_decides_counts(
    reviewed: Story, states: list[str], errors: list[str]
) -> None:
    for state in states:
        reviewed.reviewed("fin", state)
    assert reviewed.errors() == errors
    reviewed.reviews.reverse()
    assert reviewed.errors() == errors, "told by its moment, not by its place"


def test_a_review_is_of_the_head(reviewed: Story) -> None:
    reviewed.reviewed("fin", commit=reviewed.repo.git("rev-parse", "HEAD~1"))
    assert reviewed.errors() == [UNPROVEN]
    assert reviewed.errors(head=None) == [UNPROVEN], "a working tree has no reviews"


def test_anothers_review_proves_nothing(reviewed: Story) -> None:
    reviewed.reviewed("eve")
    reviewed.reviews[0]["user"]["login"] = "fin"
    assert reviewed.errors() == [UNPROVEN], "a login can be taken over, a number cannot"


def test_an_account_of_two_persons_is_nobodys(story: Story) -> None:
    story.proof = "review"
    story.start({"work/people/eve/identity.yaml": story.identity("eve").replace("105", "102")})
    story.pass_gate().approve()
    assert story.errors() == [UNPROVEN]


def test_where_no_reviews_are_handed_in_nothing_is_proved(reviewed: Story) -> None:
    reviewed.reviewed("fin")
    reviewed.proof = "recorded"  # what is handed in, not what the base says
    assert reviewed.errors() == [UNPROVEN]


# How it lands.


def test_it_counts_however_it_lands(signed: Story) -> None:
    """Squashed, rebased and merged, as a forge does each: the check of main says the same."""
    repo = signed.repo
    tip = repo.git("rev-parse", "change")
    repo.git("checkout", "-q", "main")
    repo.write({"README.md": "main moved on"})
    signed.commit("eve")
    before = repo.git("rev-parse", "HEAD")

    repo.merge("change", author=who("fin"))
    assert signed.found(before) == [], "merged by the approver"

    repo.git("reset", "-q", "--hard", before)
    repo.git("checkout", "-q", "-B", "rebased", tip)
    repo.git("rebase", "-q", before)
    assert signed.found(before) == [("author-unverified", "error")], "by somebody unknown"
    people = {"GIT_COMMITTER_NAME": "M", "GIT_COMMITTER_EMAIL": "mia@example.org"}
    repo.git("checkout", "-q", "-B", "rebased", tip)
    repo.git("rebase", "-q", before, env=people)
    assert signed.found(before) == [], "by the manager"

    repo.git("checkout", "-q", "-B", "squashed", before)
    repo.git("merge", "-q", "--squash", tip)
    signed.commit("dev", GITHUB, "Pass (#1)\n\nCo-authored-by: Fin <fin@example.org>")
    assert signed.found(before) == [], "the forge names whoever wrote a commit, the approver too"


def test_a_squash_by_hand_names_its_authors(signed: Story) -> None:
    repo = signed.repo
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "change")
    signed.commit("dev", message="Pass\n\nCo-authored-by: Fin <fin@example.org>")
    assert signed.errors("HEAD~1") == [DISTINCT]


def test_a_branch_that_took_main_in_has_the_authors_of_its_own_commits(signed: Story) -> None:
    repo = signed.repo
    repo.git("checkout", "-q", "main")
    repo.write({PLAN: TASKS.replace("title: Map", "title: Map all")})
    signed.commit("fin")
    repo.git("checkout", "-q", "change")
    repo.merge("main", author=who("dev"))
    assert signed.errors() == [STALE], "the plan is another now; fin wrote that on main, not here"


def test_a_merge_that_takes_a_file_from_one_side_is_whose_merge_it_is(signed: Story) -> None:
    """No file of such a merge differs from all its parents, and one parent landed long ago."""
    repo = signed.repo
    old = repo.git("rev-parse", "main")
    repo.write({PLAN: TASKS.replace("3d", "9d")})
    signed.commit("dev")
    repo.git("checkout", "-q", old, "--", PLAN)
    tree = repo.git("write-tree")
    merge = repo.git(
        *("commit-tree", tree, "-p", "HEAD", "-p", old, "-m", "Merge"),
        env={"GIT_AUTHOR_EMAIL": "fin@example.org", "GIT_COMMITTER_EMAIL": "fin@example.org"},
    )
    repo.git("reset", "-q", "--hard", merge)
    signed.approve()
    assert DISTINCT in signed.errors()


@pytest.mark.parametrize("strategy", ["ours", "ort"])
def test_a_merge_that_keeps_back_what_main_has_changed_is_whose_merge_it_is(
    story: Story, strategy: str
) -> None:
    """An honest merge takes what one side alone has changed, and has no author for that."""
    story.proof = "signature"
    story.start().pass_gate()
    repo = story.repo
    repo.git("checkout", "-q", "main")
    repo.write({PLAN: TASKS.replace("3d", "9d")})
    story.commit("mia")
    repo.git("checkout", "-q", "change")
    merging = {"GIT_AUTHOR_EMAIL": "fin@example.org", "GIT_COMMITTER_EMAIL": "fin@example.org"}
    repo.git("merge", "-q", "-s", strategy, "-m", "Merge", "main", env=merging)
    story.approve()
    assert story.errors() == ([DISTINCT] if strategy == "ours" else [])


@pytest.mark.parametrize("back", ["as it is", "altered"])
def test_who_wrote_on_it_while_it_lay_elsewhere_wrote_on_it(story: Story, back: str) -> None:
    story.proof = "signature"
    story.start()
    story.repo.git("mv", "work/projects/erp", "erp")
    story.commit("dev", message="away")
    story.repo.write({"erp/plan.yaml": TASKS.replace("3d", "9d")})
    story.commit("fin")
    if back == "altered":
        story.repo.write({"erp/plan.yaml": TASKS.replace("3d", "10d")})
        story.commit("dev")
    story.repo.git("mv", "erp", "work/projects/erp")
    story.commit("dev", message="back")
    story.pass_gate().approve()
    assert story.errors() == [DISTINCT]


# What mutants of the code showed that nothing above would notice.


def test_a_rule_that_names_nobody_is_met_by_nobody(story: Story) -> None:
    story.lifecycle = LIFECYCLE.replace("[{field: sponsor}]}}", "[{}]}}", 1)
    gate, case = story.start().pass_gate().gate()
    assert [entitled(rule, gate, case.law) for rule in gate.gate.approvals] == [frozenset()]
    assert named(ApprovalRule()) == ""


@pytest.mark.parametrize("broken", ["on_leave: [5]", "gate: {criteria: [{id: 5}]}"])
def test_what_else_the_schema_refuses_asks_for_nobody(story: Story, broken: str) -> None:
    """Only where it cannot be read who approves is that unknown."""
    story.lifecycle = LIFECYCLE.replace("{id: done}", f"{{id: done, {broken}}}") + "off_path: [5]\n"
    story.start().pass_gate().approve()
    assert MISSING not in story.errors()


def test_a_project_that_main_lost_meanwhile_has_the_sponsor_it_had(story: Story) -> None:
    story.start().pass_gate().approve()
    story.repo.git("checkout", "-q", "main")
    story.repo.remove("work/projects/erp")
    story.commit("mia")
    story.repo.git("checkout", "-q", "change")
    assert story.errors() == []


def test_who_is_renamed_manages_nothing_by_that(story: Story) -> None:
    story.start()
    story.repo.move("work/people/fin", "work/people/fred")
    story.repo.write({"work/people/fred/person.yaml": "name: fin\nroles: []\nformerly: [fin]\n"})
    story.repo.write({PROJECT: ERP.replace("sponsor: fin", "sponsor: fred")})
    story.commit()
    story.pass_gate().approve()
    assert DISTINCT not in story.errors()


def test_an_approval_as_something_that_one_is_not_counts_for_nothing(story: Story) -> None:
    """The sponsor approves as the controller, whom the gate asks for as well."""
    both = "[{field: sponsor}, {role: controller}]}}"
    story.lifecycle = LIFECYCLE.replace("[{field: sponsor}]}}", both, 1)
    story.start().pass_gate().approve("fin", "controller").approve("con", "controller")
    assert story.errors() == [MISSING, ENTITLED]
