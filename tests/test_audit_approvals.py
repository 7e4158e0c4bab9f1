"""The audit of approvals, in real repositories: signed, recorded and reviewed, as the law of their day has it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from gatework import SETTINGS, Story
from gitrepo import Repo
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
