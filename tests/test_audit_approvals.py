"""The audit of approvals, in real repositories: signed, recorded and reviewed, as the law of their day has it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from gatework import PLAN, SETTINGS, TASKS, Story
from gitrepo import Repo
from test_cli import run
from test_history import audited, rules

HELD = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""When the gate is held: the audit judges by the day on which a commit landed."""


@pytest.fixture
def story(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Story:
    made = Story(
        Repo(tmp_path_factory.mktemp("meridian"), start=HELD), tmp_path_factory.mktemp("keys")
    )
    monkeypatch.chdir(made.repo.path)
    return made


def landed(story: Story, way: str = "merge") -> dict[str, Any]:
    """What the audit says of the change once it has landed on the main line, the first commit apart."""
    story.repo.git("checkout", "-q", "main")
    if way == "merge":
        story.repo.merge("change")
    elif way == "squash":
        story.repo.git("merge", "--quiet", "--squash", "change")
        story.repo.commit(
            "pass (#1)", author="Dev <dev@example.org>", committer="GitHub <noreply@github.com>"
        )
    else:
        story.repo.git("merge", "--quiet", "--ff-only", "change")
    return after(story)


def after(story: Story) -> dict[str, Any]:
    first = story.repo.git("rev-list", "--max-parents=0", "HEAD")
    return audited("--since", first)


def passed(story: Story, proof: str) -> Story:
    story.proof = proof
    return story.start().pass_gate()


@pytest.mark.parametrize("way", ["merge", "squash"])
def test_a_signed_approval_is_verified_from_git_alone(story: Story, way: str) -> None:
    said = landed(passed(story, "signature").approve(by="eve"), way)
    assert rules(said) == []
    assert said["moves"][0]["approvals"] == ["fin"]
    assert said["summary"]["approvals_not_verified"] == 0


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda story: story.approve(by="eve", with_key="eve"), ["approval-unproven"]),
        (lambda story: story.approve("eve", by="eve"), ["approval-missing", "approval-not-entitled"]),
        (lambda story: story.approve(by="eve", namespace="git"), ["approval-unproven"]),
        (lambda story: story, ["approval-missing"]),
    ],
    ids=["another's key", "not asked", "for something else", "none"],
)  # fmt: skip
def test_what_the_check_would_have_refused(
    story: Story, spoil: Callable[[Story], Story], expected: list[str]
) -> None:
    said = landed(spoil(passed(story, "signature")))
    assert sorted(rules(said)) == expected
    assert (said["moves"][0]["legal"], said["summary"]["moves_refused"]) == (False, 1)


def test_the_keys_are_those_of_the_day(story: Story) -> None:
    """A key that is taken away later proved what it proved; one that comes later proves nothing earlier."""
    landed(passed(story, "signature").approve(by="eve"))
    identity = "work/people/fin/identity.yaml"
    story.repo.write({identity: story.identity("fin", "another")})
    story.commit("mia", message="fin has another key")
    assert rules(after(story)) == []
    story.repo.remove(identity)
    story.commit("mia", message="fin has left")
    assert rules(after(story)) == []


def test_a_key_that_comes_with_the_approval_proves_nothing(story: Story) -> None:
    passed(story, "signature")
    story.repo.write({"work/people/fin/identity.yaml": story.identity("fin", "new")})
    story.commit("mia", message="a key")
    assert rules(landed(story.approve(by="eve", with_key="new"))) == ["approval-unproven"]


def test_a_law_that_asks_for_proof_later_asks_for_none_before(story: Story) -> None:
    said = landed(passed(story, "recorded").approve(by="eve"))
    assert rules(said) == []
    assert said["summary"]["approvals_not_verified"] == 1
    story.repo.write({"work/tracker.yaml": f"{SETTINGS}approvals: {{proof: signature}}\n"})
    story.commit("mia", message="sign from now on")
    assert rules(after(story)) == []


def test_reviews_of_the_forge_are_not_in_git_and_that_is_said(story: Story) -> None:
    said = landed(passed(story, "review").approve(by="eve"))
    assert rules(said) == []
    assert said["summary"]["approvals_not_verified"] == 1


# Approvals that land after their move, each judged as if it had come with it.

BOTH = """\
title: Gated
start: plan
final: [build]
phases:
  - {id: plan, gate: {title: Ready, criteria: [], approvals: [{field: sponsor}, {role: controller}]}}
  - {id: build}
"""


@pytest.mark.parametrize("proof", ["recorded", "signature", "review"])
def test_a_good_approval_that_lands_late_is_a_warning(story: Story, proof: str) -> None:
    said = landed(passed(story, proof).approve(by="eve"), "rebase")
    assert rules(said) == ["approval-late"]
    (move,) = said["moves"]
    assert (move["legal"], move["approvals_late"]) == (True, ["fin"])
    assert move["approvals_not_verified"] == ([] if proof == "signature" else ["fin"])
    assert said["summary"]["approvals_not_verified"] == (proof != "signature")


def _grown(story: Story) -> Story:
    story.repo.write({PLAN: TASKS.replace("3d", "9d")})
    story.commit()
    return story


@pytest.mark.parametrize(
    "spoil",
    [
        lambda story: story.approve(by="eve", with_key="eve"),
        lambda story: story.approve("eve", by="eve"),
        lambda story: story.approve("mia", by="eve"),
        lambda story: _grown(story).approve(by="eve"),
    ],
    ids=["another's key", "not asked", "the manager", "of something else"],
)
def test_a_late_approval_that_does_not_hold_answers_nothing(
    story: Story, spoil: Callable[[Story], Story]
) -> None:
    spoil(passed(story, "signature"))
    said = landed(story, "rebase")
    assert "approval-missing" in rules(said)
    assert said["moves"][0]["legal"] is False


def test_a_move_that_lacks_one_of_two_stays_refused(story: Story) -> None:
    story.lifecycle = BOTH
    said = landed(passed(story, "signature").approve(by="eve"), "rebase")
    assert rules(said).count("approval-missing") == 2
    assert said["moves"][0]["approvals"] == []
    story.repo.git("checkout", "-q", "change")
    story.repo.git("branch", "-f", "main", story.repo.git("rev-list", "--max-parents=0", "HEAD"))
    said = landed(story.approve("con", "controller", by="eve"), "rebase")
    assert rules(said) == ["approval-late", "approval-late"]
    assert said["moves"][0]["approvals_late"] == ["fin", "con"]


def test_an_approval_of_the_day_is_told_as_what_it_is(story: Story) -> None:
    landed(passed(story, "recorded").approve(by="eve"))
    assert "approved by fin (recorded, not verified)" in run("history").stdout
    (row,) = csv.DictReader(io.StringIO(run("history", "--format", "csv").stdout))
    assert (row["approvals"], row["not_verified"], row["late"]) == ("fin", "fin", "")
