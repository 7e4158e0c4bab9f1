"""`tracker approve`: what an approver is shown, what is written, and who is refused."""

from pathlib import Path

import pytest
from click.testing import Result
from gatework import DAY, ERP, GATE, LIFECYCLE, PLAN, PROJECT, TASKS, Story
from gitrepo import Repo
from test_cli import run, stops

FILE = f"{GATE}/approvals/fin.yaml"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def story(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    repo = Repo(tmp_path / "repo")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "home" / "gitconfig"))
    return Story(repo, keys)


def me(story: Story, person: str = "fin") -> None:
    story.repo.git("config", "user.email", f"{person}@example.org")


def approve(*options: str) -> Result:
    done = run("approve", "erp", "--as-of", DAY.isoformat(), *options)
    assert done.exit_code == 0, done.stderr
    return done


def refused(*options: str) -> str:
    return stops("approve", "erp", "--as-of", DAY.isoformat(), *options)


SHOWN = """\
ERP (project/erp) leaves plan for build: go

The review:
  to: build
  decision: go
  criteria: []

The project:
  title: ERP
  phase: build
  sponsor: fin
  manager: mia
  start: 2026-06-01
  end: 2027-06-30

Its plan:
  tasks:
    - id: map, title: Map, status: todo, effort: 3d

Against main:
  phase: plan -> build
  review: new, work/projects/erp/gates/plan-2026-11-20/review.yaml

wrote work/projects/erp/gates/plan-2026-11-20/approvals/fin.yaml
Verified: fin is the sponsor at the base, and not the manager
Recorded: your name. Anybody who can write to this branch could have written it
Recorded: the change was written by dev, as its commits say
Next: commit this file alone, and push it
"""


def test_it_shows_what_is_approved_and_writes_the_file(story: Story) -> None:
    story.start().pass_gate()
    me(story)
    assert approve().stdout == SHOWN
    text = story.read(FILE)
    assert text.startswith("date: 2026-11-21\nrole: sponsor\ndigest: sha256:")
    story.commit("fin")
    assert story.found() == []


def test_what_the_base_holds_and_the_change_lacks_is_not_approved_unsaid(story: Story) -> None:
    story.start().pass_gate()
    story.repo.git("switch", "--quiet", "main")
    story.repo.write({"README.md": "Landed meanwhile"})
    story.repo.commit("meanwhile")
    story.repo.git("switch", "--quiet", "-")
    me(story)
    said = "Not seen: what main holds and this branch lacks. Merge it first, to approve what\n"
    assert f"{said}          will land\nNext: " in approve().stdout


def test_a_long_text_hides_nothing_that_stands_behind_it(story: Story) -> None:
    story.start().pass_gate()
    waived = (
        f"{{id: charter, reason: '{'It is well known. ' * 60}', status: waived, approved_by: eve}}"
    )
    review = f"{GATE}/review.yaml"
    story.repo.write({review: story.read(review).replace("[]", f"[{waived}]")})
    story.commit("dev")
    me(story)
    shown = " ".join(approve().stdout.split())
    assert "- id: charter, status: waived, approved_by: eve, reason: It is well known." in shown
    assert "more characters)" in shown


def test_it_signs_where_the_base_asks_for_signatures(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate()
    me(story)
    said = approve("--key", str(story.key("fin"))).stdout
    assert "Verified: the signature is of a key that the base has for you" in said
    story.commit("fin")
    assert story.found() == []


def test_git_s_own_key_signs(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate()
    me(story)
    story.repo.git("config", "user.signingkey", f"{story.key('fin')}.pub")
    approve()
    story.commit("fin")
    assert story.found() == []


def test_the_one_key_of_the_home_that_the_base_knows_signs(story: Story, tmp_path: Path) -> None:
    story.proof = "signature"
    both = story.identity("fin", "fin", "fin-2")
    story.start({"work/people/fin/identity.yaml": both}).pass_gate()
    me(story)
    place = tmp_path / "home" / ".ssh"
    place.mkdir(parents=True)
    assert f"no key of {place} belongs to fin" in refused()
    for name in ("eve", "fin"):
        for file in (story.key(name), story.key(name).with_name(f"{name}.pub")):
            (place / file.name).symlink_to(file)
    approve()
    story.commit("fin")
    assert story.found() == []
    (place / "fin-2.pub").symlink_to(story.key("fin-2").with_name("fin-2.pub"))
    story.repo.write({PLAN: TASKS.replace("3d", "4d")})
    story.commit("dev")
    assert "several keys" in refused()


def test_another_s_key_is_refused_before_anything_is_written(story: Story) -> None:
    story.proof = "signature"
    story.start().pass_gate()
    me(story)
    assert "is none that fin has at the base" in refused("--key", str(story.key("eve")))
    assert "ssh-keygen did not sign" in refused("--key", str(story.repo.path / PROJECT))
    assert "there is no key nowhere" in refused("--key", "nowhere")
    assert not (story.repo.path / FILE).exists()


def test_under_review_it_says_what_counts(story: Story) -> None:
    story.proof = "review"
    story.start().pass_gate()
    me(story)
    assert "the base asks for no signature" in refused("--key", str(story.key("fin")))
    assert "What counts is your review of the pull request" in approve().stdout


def test_a_stale_approval_is_given_anew_and_a_standing_one_is_not(story: Story) -> None:
    story.start().pass_gate()
    me(story)
    approve()
    assert "fin has approved plan-2026-11-20 already" in refused()
    story.commit("fin")
    story.repo.write({PLAN: TASKS.replace("3d", "4d")})
    story.commit("dev")
    assert story.errors() == ["approval-stale"]
    assert "does not hold any more: it is written anew" in approve().stdout
    story.commit("fin")
    assert story.found() == []


def test_the_second_gate_of_a_change_comes_second(story: Story) -> None:
    """`build` asks for the sponsor and a controller; who is both fills the place that is open."""
    story.people = {**story.people, "fin": ["controller"]}
    story.project = ERP.replace("phase: plan", "phase: build")
    story.start()
    later = GATE.replace("plan-", "build-")
    story.repo.write({PROJECT: ERP.replace("phase: plan", "phase: done")})
    story.repo.write({f"{later}/review.yaml": "to: done\ndecision: go\ncriteria: []\n"})
    story.commit()
    me(story)
    approve("--as", "controller")
    assert "role: controller" in story.read(f"{later}/approvals/fin.yaml")
    me(story, "con")
    assert "asks for no controler" in refused("--as", "controler")
    assert "con is the controller" in approve().stdout


def test_what_is_not_committed_is_said(story: Story) -> None:
    story.start().pass_gate()
    story.repo.write({PLAN: TASKS.replace("3d", "4d")})
    me(story)
    assert "Not known: who wrote the change: it is not committed" in approve().stdout


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("mia", "the sponsor (fin)"),
        ("eve", "eve may not approve leaving plan: that takes the sponsor (fin)"),
        ("zoe", "no identity at the base holds zoe@example.org"),
    ],
)
def test_who_may_not_is_told_who_may(story: Story, person: str, said: str) -> None:
    story.start().pass_gate()
    me(story, person)
    assert said in refused()


def test_nobody_approves_their_own_work(story: Story) -> None:
    story.start().pass_gate("fin")
    me(story)
    assert "fin wrote part of what is approved" in refused()


def test_names_of_the_whole_repository_are_shown_as_text(story: Story) -> None:
    """What somebody wrote moves no terminal, and is no command of a CI log."""
    story.project = ERP.replace("title: ERP", 'title: "::error::##[error]"')
    story.start().pass_gate()
    me(story)
    lines = approve().stdout.splitlines()
    assert not [line for line in lines if line.strip().startswith("::") or "##[" in line]


def test_a_gate_that_asks_for_nobody(story: Story) -> None:
    story.lifecycle = LIFECYCLE.replace("approvals: [{field: sponsor}]", "approvals: []")
    story.start().pass_gate()
    me(story)
    assert "asks for nobody's approval" in refused()
