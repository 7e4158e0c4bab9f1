"""The past of a site: moves, versions and published states from git; and where a forge shows files."""

from datetime import date
from pathlib import Path

import pytest
from gitrepo import Repo

from tracker.model.load import Library
from tracker.site.forge import forge, origin
from tracker.site.past import STATES, look_back, past, standing_on
from tracker.source.git import Repository

PROJECT = "work/projects/till/project.yaml"
PROCESS = "work/processes/pay/process.yaml"
FILES = {
    "work/tracker.yaml": (
        "title: A\ncurrency: EUR\ncalendar: {working_days: [mon]}\nlifecycle: plain\n"
    ),
    "work/lifecycles/plain.yaml": (
        "title: Plain\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: doing}, {id: done}]\n"
    ),
    PROJECT: "title: Till\nstatus: active\nphase: idea\nend: 2026-03-01\n",
    PROCESS: "title: Pay\nstatus: draft\nversion: 1\nsteps: [{id: pay, title: Pay}]\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.write(FILES)
    repo.commit("start")
    return repo


def edit(repo: Repo, path: str, old: str, new: str, day: str) -> None:
    text = (repo.path / path).read_text()
    assert old in text
    repo.write({path: text.replace(old, new)})
    repo.commit(f"{old} to {new}", date=f"{day}T10:00:00+01:00")


def opened(repo: Repo) -> tuple[Repository, str]:
    found = Repository.find(repo.path)
    assert found is not None
    return found, found.resolve("HEAD")


def test_what_was_lately(repo: Repo) -> None:
    edit(repo, PROJECT, "idea", "doing", "2026-02-01")
    edit(repo, PROJECT, "2026-03-01", "2026-04-01", "2026-02-10")
    edit(repo, PROCESS, "version: 1", "version: 2", "2026-02-11")
    told = past(*opened(repo), "work", Library())
    day = date(2026, 2, 12)
    assert [one.after for one in told.moves(day, 30)] == ["doing"]
    assert told.moves(day, 7) == []
    assert [one.days for one in told.slips(day, 7)] == [31]
    assert [(one.before, one.after) for one in told.told.versions] == [(None, 1), (1, 2)]
    assert [one.after for one in told.moves_of("project", "till")] == ["doing"]
    assert told.moves_of("project", "none") == []


def test_a_state_is_the_last_commit_of_a_day_and_the_newest_few_are_kept(repo: Repo) -> None:
    for number in range(STATES + 2):
        edit(repo, PROJECT, "title: Till", "title: Till!", f"2026-03-0{number + 1}")
        edit(repo, PROJECT, "title: Till!", "title: Till", f"2026-03-0{number + 1}")
    told = past(*opened(repo), "work", Library())
    assert len(told.states) == STATES
    assert [one.day.day for one in told.states] == list(range(STATES + 2, 2, -1))
    assert told.states[0].commit.hash == told.head


def test_where_there_is_none_it_says_why(repo: Repo, tmp_path: Path) -> None:
    assert look_back(None, None, "work", Library()) == (None, "nothing is committed yet")
    edit(repo, PROJECT, "idea", "doing", "2026-02-01")
    cut = tmp_path / "cut"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(cut))
    shallow = Repository.find(cut)
    assert shallow is not None
    found, why = look_back(shallow, shallow.resolve("HEAD"), "work", Library())
    assert found is None
    assert "git fetch --unshallow" in why


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/acme/work.git", "https://github.com/acme/work/blob/c0/a%20b.yaml"),
        ("git@github.com:acme/work.git", "https://github.com/acme/work/blob/c0/a%20b.yaml"),
        ("ssh://git@gitlab.acme.example:22/it/x", "https://gitlab.acme.example/it/x/-/blob/c0/a%20b.yaml"),
        ("https://me:secret@codeberg.org/a/b", "https://codeberg.org/a/b/src/commit/c0/a%20b.yaml"),
    ],
)  # fmt: skip
def test_a_forge_shows_files(remote: str, address: str) -> None:
    found = forge(origin(remote))
    assert found is not None
    assert found.file("c0", "a b.yaml") == address


@pytest.mark.parametrize(
    "remote",
    [
        None, "", "/srv/git/work", "https://git.acme.example/a/b", "file:///github.com/a/b",
        "https://github.com.evil.example/<b>", "https://github.com/../x", "javascript:github.com/a",
        "https://github.com/a/b?x=y", "https://github.com/a b/c",
    ],
)  # fmt: skip
def test_what_is_no_known_forge_has_no_address(remote: str | None) -> None:
    assert forge(origin(remote)) is None


def test_a_branch_called_head_hides_nothing(repo: Repo) -> None:
    edit(repo, PROJECT, "idea", "doing", "2026-02-01")
    repo.git("update-ref", "refs/heads/HEAD", "HEAD~1")
    found = Repository.find(repo.path)
    told, why = look_back(found, standing_on(found), "work", Library())
    assert why == "" and told
    assert told.head == repo.git("rev-parse", "refs/heads/main")
    repo.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    assert standing_on(found) is None
    assert look_back(found, None, "work", Library()) == (None, "nothing is committed yet")


def test_why_there_is_no_past_is_said(repo: Repo) -> None:
    found = Repository.find(repo.path)
    (repo.path / ".git/HEAD").write_text("garbage")
    assert standing_on(found) is None
    _, why = look_back(found, None, "work", Library())
    assert why.startswith("git takes this for no repository")
