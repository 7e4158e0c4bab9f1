"""What `tracker doctor` says of owners, approvals and the protection of a branch, in real repositories.

Each situation has a transcript in `golden/doctor`; TRACKER_UPDATE_CASES=1 writes it.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from gatework import GATE, LIFECYCLE, Story
from gitrepo import Repo
from test_cli import run
from test_doctor import report, seen, settings
from wording import TRACKER, templates

from tracker.cli.doctor.protection import CHECK
from tracker.source.ssh import SshError

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden" / "doctor"
DOCTOR = TRACKER / "cli" / "doctor"
OWNERS = ".github/CODEOWNERS"
GITHUB = "git@github.com:acme/works.git"
GITLAB = "https://gitlab.acme.example/works.git"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def story(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A project with a gate, which asks for approvals; its base is on `main`."""
    repo = Repo(tmp_path / "repo")
    monkeypatch.chdir(repo.path)
    return Story(repo, keys)


@pytest.fixture
def repo(story: Story) -> Repo:
    return story.start().repo


def approved(story: Story, proof: str) -> None:
    """A project whose gate was approved under one proof, and that comes to live under another."""
    story.start().pass_gate().approve()
    text = story.read("work/tracker.yaml").replace(story.proof, proof)
    story.repo.write({"work/tracker.yaml": text})


# The transcripts.


def _signed(story: Story, person: str = "fin") -> None:
    story.proof = "signature"
    story.start().pass_gate().approve(with_key=person)


def _remote(story: Story, url: str, files: dict[str, str]) -> None:
    story.start().repo.git("remote", "add", "origin", url)
    story.repo.write(files)


def _many(story: Story) -> None:
    story.start().pass_gate().approve()
    text = story.read(f"{GATE}/approvals/fin.yaml")
    for month in range(1, 6):
        gate = f"work/projects/erp/gates/plan-2026-{month:02}-01"
        story.repo.write({f"{gate}/approvals/fin.yaml": text})


IN_PART = {
    OWNERS: "* @a\n/work/people/\n/work/projects/*/gates/*/review.yaml\n/work/roles/\n!/x @a\n",
    "docs/CODEOWNERS": "",
    f"{GATE}/review.yaml": "to: build\ndecision: go\ncriteria: []\n",
}
IN_SECTIONS = {
    "CODEOWNERS": "/work/ @a\n!/work/people/\n^[CI] @b\n/.gitlab-ci.yml\n/x[a-z] @a\n",
    ".gitlab-ci.yml": "",
}
SITUATIONS: dict[str, Callable[[Story], object]] = {
    "owners-of-nothing": lambda story: story.start(),
    "owners-of-nothing-on-github": lambda story: _remote(
        story, GITHUB, {".gitlab/CODEOWNERS": "* @a\n"}
    ),
    "owners-of-nothing-on-gitlab": lambda story: _remote(story, GITLAB, {OWNERS: "* @a\n"}),
    "owners-of-all": lambda story: _remote(story, GITHUB, {OWNERS: "* @a\n/work/lifecycles/ @b\n"}),
    "owners-of-some": lambda story: _remote(story, GITHUB, IN_PART),
    "owners-in-sections": lambda story: _remote(story, GITLAB, IN_SECTIONS),
    "owners-not-loaded": lambda story: _remote(story, GITHUB, {OWNERS: "#" * 3_000_001}),
    "owners-not-read": lambda story: _remote(story, GITLAB, {"CODEOWNERS": "#" * 3_000_001}),
    "owners-too-many": lambda story: _remote(story, GITHUB, {OWNERS: "*.x @a\n" * 60_000}),
    "approvals-recorded": _many,
    "approvals-signed": _signed,
    "approvals-signed-by-another": lambda story: _signed(story, "eve"),
    "approvals-unsigned": lambda story: approved(story, "signature"),
    "approvals-reviewed": lambda story: approved(story, "review"),
    "approvals-of-nobody-known": lambda story: story.start(
        {"work/people/fin/identity.yaml": "emails: []\n"}
    ),
    "protection-on-github": lambda story: _remote(story, GITHUB, {}),
    "protection-on-gitlab": lambda story: _remote(story, GITLAB, {}),
    "protection-elsewhere": lambda story: story.start(),
}


def part(name: str) -> str:
    """One part of the report, as a terminal of 80 columns shows it."""
    parts = run("doctor").stdout.split("\n\n")
    return next(one for one in parts if one.startswith(f"{name}\n")) + "\n"


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_said(story: Story, name: str) -> None:
    SITUATIONS[name](story)
    said = part(name.partition("-")[0])
    assert all(len(line) <= 80 for line in said.splitlines())
    place = GOLDEN / f"{name}.txt"
    if os.environ.get("TRACKER_UPDATE_CASES"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(said, encoding="utf-8")
    assert said == place.read_text(encoding="utf-8")
    report()


def test_every_situation_has_its_transcript() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == SITUATIONS.keys()


@pytest.mark.parametrize("module", ["owners", "approvals", "protection"])
def test_all_that_can_be_said_is_shown(module: str) -> None:
    shown = [re.sub(r"\s+", " ", path.read_text("utf-8")) for path in GOLDEN.glob("*.txt")]
    unseen = {
        one.text
        for one in templates(DOCTOR / f"{module}.py")
        if not any(all(" ".join(part.split()) in text for part in one.parts) for text in shown)
    }
    assert unseen == NOT_SHOWN.get(module, set())


NOT_SHOWN = {
    "owners": {"… could not be read", "see that it is a regular file"},
}
"""Said of what no transcript holds: the tests below have it."""


# Owners.


def test_a_link_in_place_of_the_owners_is_not_followed(repo: Repo) -> None:
    repo.write({"elsewhere": "* @a\n"})
    (repo.path / "CODEOWNERS").symlink_to("elsewhere")
    assert ("blind", "CODEOWNERS could not be read") in seen("owners")


@pytest.mark.parametrize(
    ("line", "sort"),
    [
        ("/work/tracker.yaml", "tracker.yaml: 1 of 1"),
        ("/work/lifecycles/", "lifecycles: 1 of 1"),
        ("/work/lifecycles/new.yaml", "lifecycles: new ones would be"),
        ("/work/people/*/identity.yaml", "identities: 5 of 5"),
        ("/work/people/dev/identity.yaml", "identities: 1 of 5"),
        ("/work/people/*/person.yaml", "people: 5 of 5"),
        ("/work/roles.yaml", "roles: 1 of 1"),
        ("/work/roles/", "roles: new ones would be"),
        ("/work/projects/erp/gates/", "gates: 2 of 2"),
        ("/work/projects/*/gates/*/approvals/", "gates: 1 of 2"),
        ("/work/projects/*/gates/*/conditions/", "gates: new ones would be"),
        ("/work/projects/bare/gates/", "gates: new ones would be"),
        (f"/{OWNERS}", "CODEOWNERS and CI: 1 of 2"),
        ("/.github/workflows/check.yml", "CODEOWNERS and CI: 1 of 2"),
        ("/.github/workflows/new.yml", "CODEOWNERS and CI: new ones would be"),
    ],
)
def test_each_hole_is_seen_and_the_line_that_is_given_closes_it(
    story: Story, line: str, sort: str
) -> None:
    story.start().pass_gate().approve()
    story.repo.git("remote", "add", "origin", GITHUB)
    bare = story.read("work/projects/erp/project.yaml")
    rules = f"* @a\n{line}\n"
    story.repo.write(
        {OWNERS: rules, ".github/workflows/check.yml": "", "work/projects/bare/project.yaml": bare}
    )
    (hole,) = [
        one for one in report()["remarks"] if one["probe"] == "owners" and one["mark"] == "warn"
    ]
    assert hole["what"] == f"{sort} without an owner in {OWNERS} (see line 2)"
    said, *lines = hole["todo"].splitlines()
    assert said == "add at its end:" and lines
    story.repo.write({OWNERS: rules + "".join(f"{one}\n" for one in lines)})
    assert {mark for mark, _ in seen("owners")} == {"ok"}


@pytest.mark.parametrize(
    ("url", "place", "rules"),
    [
        (GITHUB, OWNERS, ""),
        (GITLAB, ".gitlab/CODEOWNERS", ""),
        (GITHUB, OWNERS, "* @a\n*.yaml\n"),
        (GITLAB, "docs/CODEOWNERS", "* @a\n!/my\\ works/\n^[Docs]\n*.md @b\n"),
    ],
)
def test_the_lines_that_are_given_own_everything(
    story: Story, monkeypatch: pytest.MonkeyPatch, url: str, place: str, rules: str
) -> None:
    _remote(
        story, url, {"my works/x": "", ".gitlab-ci.yml": ""} | ({place: rules} if rules else {})
    )
    story.repo.git("mv", "work", "my works/work")
    monkeypatch.chdir(story.repo.path / "my works")
    todos = [one["todo"] for one in report()["remarks"] if one["probe"] == "owners" and one["todo"]]
    lines = [line for todo in todos for line in todo.splitlines()[1:]]
    assert any(line.startswith("/my\\ works/work/") for line in lines)
    story.repo.write({place: rules + "\n".join(lines)})
    assert [mark for mark, _ in seen("owners")] == ["ok"]


def _owned_sorts() -> list[str]:
    (said,) = [what for mark, what in seen("owners") if mark == "ok"]
    return re.findall(r"([\w.][\w. ]+) \(line", said)


def test_what_nobody_uses_needs_no_owner(repo: Repo) -> None:
    """Without gates there are none to own; where no role approves, nobody's roles matter."""
    repo.write({"CODEOWNERS": "* @a\n"})
    always = ["tracker.yaml", "lifecycles", "identities", "roles", "CODEOWNERS and CI"]
    by_field = re.sub(r", \{role: \w+\}", "", LIFECYCLE)
    repo.write({"work/lifecycles/gated.yaml": by_field})
    assert _owned_sorts() == [*always[:-1], "gates", always[-1]]
    free = re.sub(r", gate: \{.*\}\}", "}", LIFECYCLE)
    repo.write({"work/lifecycles/gated.yaml": free})
    assert _owned_sorts() == always
    repo.git("rm", "-rq", "--force", "work/people", "work/roles.yaml")
    assert _owned_sorts() == ["tracker.yaml", "lifecycles", "CODEOWNERS and CI"]


def test_who_approves_is_owned_before_there_is_anybody(repo: Repo) -> None:
    repo.write({"CODEOWNERS": "* @a\n"})
    repo.git("rm", "-rq", "--force", "work/people", "work/roles.yaml")
    sorts = ["tracker.yaml", "lifecycles", "people", "identities", "roles", "gates"]
    assert _owned_sorts() == [*sorts, "CODEOWNERS and CI"]


def test_whom_the_owners_are_is_not_said(story: Story) -> None:
    _remote(story, GITHUB, {OWNERS: "* @ada @acme/board ada@acme.example\n/x ada\n"})
    said = run("doctor").stdout + run("doctor", "--format", "json").stdout
    assert "ada" not in said and "acme" not in said and "github.com" not in said


# Approvals.


def test_a_key_of_two_proves_nothing(story: Story) -> None:
    _signed(story)
    story.repo.write({"work/people/eve/identity.yaml": story.identity("eve", "eve", "fin")})
    assert any("signed by no key" in what for mark, what in seen("approvals") if mark == "warn")


@pytest.mark.parametrize(
    "change", ["role: controller", "date: 2026-11-22", f"digest: sha256:{'0' * 64}"]
)
def test_a_signature_is_of_all_that_the_approval_says(story: Story, change: str) -> None:
    _signed(story)
    path = f"{GATE}/approvals/fin.yaml"
    key = change.partition(":")[0]
    story.repo.write({path: re.sub(f"^{key}: .*", change, story.read(path), flags=re.MULTILINE)})
    assert any("signed by no key" in what for mark, what in seen("approvals") if mark == "warn")


def test_who_approved_is_not_said(story: Story) -> None:
    story.start().pass_gate().approve()
    said = run("doctor").stdout
    assert "erp/plan-2026-11-20" in said and "fin" not in said.replace("find", "")


def test_without_ssh_keygen_no_signature_is_called_good(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    _signed(story)

    def missing(*_: object) -> bool:
        raise SshError("ssh-keygen was not found", "install it")

    monkeypatch.setattr("tracker.cli.doctor.approvals.verified", missing)
    assert seen("approvals")[-1] == ("blind", "could not look: ssh-keygen was not found")


def test_an_approval_that_cannot_be_read_is_left_to_the_check(story: Story) -> None:
    story.start().repo.write({f"{GATE}/approvals/fin.yaml": "date: [\n"})
    assert ("warn", "approvals are names in files: recorded, not verified") in seen("approvals")


def test_settings_that_cannot_be_read_take_signatures_for_proof(repo: Repo) -> None:
    repo.write({"work/tracker.yaml": "title: [\n"})
    assert ("ok", "approvals are proven by `signature`") in seen("approvals")


def test_people_who_are_not_known_to_git(repo: Repo) -> None:
    repo.write({"work/people/eve/identity.yaml": "emails: []\n"})
    missing = "without an address in an identity.yaml: 1 of 5 people"
    assert ("warn", missing) in seen("approvals")
    settings(repo, approvals="{proof: signature}")
    assert ("fail", missing) in seen("approvals")


# Protection.


def test_what_a_clone_cannot_show_is_never_called_fine(repo: Repo) -> None:
    for url in ("https://forge.example/x.git", GITHUB, GITLAB):
        repo.git("config", "remote.origin.url", url)
        assert {mark for mark, _ in seen("protection")} == {"warn"}


def test_the_check_is_called_as_the_workflows_call_it() -> None:
    page = ROOT / "site/docs/how-to/check-a-pull-request.md"
    for path in (ROOT / ".github/workflows/check.yml", page):
        assert f"    name: {CHECK}\n" in path.read_text("utf-8")
