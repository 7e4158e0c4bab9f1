"""The comment of the action, against a forge that is a server on this machine."""

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from checkouts import checked_out, run, workspace, write
from gatework import Story
from gitrepo import Repo
from test_ci_action import ACTION, MERGE, Ended, merged

from tracker.outputs.review.markdown import MARKER

TOKEN = "canary-of-a-token"
BOT = "github-actions[bot]"


class Forge:
    """What the forge holds, what it was asked, and what it refuses: method to status."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.pulls: list[dict[str, Any]] = []
        self.reviews: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.refuses: dict[str, int] = {}
        self.me: str | None = None
        self.elsewhere = ""
        self.address = ""

    def answer(self, method: str, target: str, body: dict[str, Any]) -> tuple[int, Any]:
        self.asked.append((method, target))
        way = urlsplit(target)
        parts = way.path.strip("/").split("/")
        if parts == ["user"]:
            return (200, {"login": self.me}) if self.me else (403, {})
        if method in self.refuses:
            return self.refuses[method], {}
        if parts[-1] == "reviews":
            return 200, self.reviews
        if parts[3] == "pulls":
            wanted = parse_qs(way.query)["head"][0]
            return 200, [one for one in self.pulls if one["from"] == wanted]
        if method == "POST":
            self.comments.append(
                {"id": len(self.comments) + 1, "user": {"login": self.me or BOT}, **body}
            )
            return 201, self.comments[-1]
        if method == "PATCH":
            found = next(one for one in self.comments if one["id"] == int(parts[-1]))
            found.update(body)
            return 200, found
        page = int(parse_qs(way.query)["page"][0])
        return 200, self.comments[100 * (page - 1) : 100 * page]

    def wrote(self) -> list[tuple[str, str]]:
        return [(method, target) for method, target in self.asked if method != "GET"]


@pytest.fixture
def forge() -> Iterator[Forge]:
    made = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _answered(self) -> None:
            assert self.headers["Authorization"] == f"Bearer {TOKEN}"
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            status, said = made.answer(self.command, self.path, body)
            data = json.dumps(said).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{made.address}/stolen")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _answered  # noqa: N815 -- named by http.server

        def log_message(self, format: str, *_: object) -> None:
            """Nothing into the log of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def origin(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "origin")
    made.write(workspace())
    made.commit("start")
    write(made, "idea", "X")
    return made


@pytest.fixture
def checkout(origin: Repo, tmp_path: Path) -> Repo:
    """The merged result of a pull request whose phase jumps."""
    merged(origin, "done")
    return checked_out(origin, MERGE, tmp_path / "ci")


def judge(checkout: Repo, forge: Forge, event: str = "pull_request", **more: Any) -> Ended:
    """The step `Judge` with a token, on pull request 7."""
    place = checkout.path.parent / "event.json"
    told = {
        "repository": {"default_branch": "main"},
        "pull_request": {"number": 7},
        **more.pop("told", {}),
    }
    place.write_text(json.dumps(told))
    environ = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": "acme/org",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(place),
        "GITHUB_BASE_REF": "main",
        "TRACKER_COMMENT_TOKEN": TOKEN,
        **more,
    }
    done = run([sys.executable, "-I", ACTION / "judge"], checkout.path, environ)
    assert "Traceback" not in done.stdout, done.stdout
    assert TOKEN not in done.stdout
    return Ended(done.returncode, done.stdout)


def test_the_comment_is_written_once_and_then_brought_up_to_date(
    checkout: Repo, forge: Forge
) -> None:
    ended = judge(checkout, forge)
    assert ended.code == 1 and "the comment on pull request 7 is written" in ended.said
    (one,) = forge.comments
    assert one["body"].startswith(f"{MARKER}\n❌ **Not allowed:** it changes 1 project")
    assert "the comment on pull request 7 is as it was" in judge(checkout, forge).said
    assert forge.wrote() == [("POST", "/repos/acme/org/issues/7/comments")]
    write(checkout, "doing")
    ended = judge(checkout, forge)
    assert ended.code == 0 and "brought up to date" in ended.said
    assert len(forge.comments) == 1
    assert forge.comments[0]["body"].startswith(f"{MARKER}\n✅ **Allowed:** ")
    assert forge.wrote()[1:] == [("PATCH", "/repos/acme/org/issues/comments/1")]


def test_comments_of_others_are_not_touched(checkout: Repo, forge: Forge) -> None:
    theirs: list[dict[str, Any]] = [
        {"id": 1, "user": {"login": "mallory"}, "body": f"{MARKER}\nAllowed"},
        {"id": 2, "user": {"login": "other[bot]"}, "body": f"{MARKER}\nAllowed"},
        {"id": 3, "user": {"login": BOT}, "body": f"another tool says {MARKER}"},
        {"id": 4, "user": None, "body": None},
    ]
    forge.comments += [dict(one) for one in theirs]
    judge(checkout, forge)
    assert forge.comments[:4] == theirs
    assert len(forge.comments) == 5
    judge(checkout, forge)
    assert len(forge.comments) == 5


def test_ours_is_found_behind_many_others(checkout: Repo, forge: Forge) -> None:
    forge.comments += [
        {"id": number, "user": {"login": "ann"}, "body": "hm"} for number in range(1, 251)
    ]
    judge(checkout, forge)
    judge(checkout, forge)
    assert len(forge.comments) == 251


def test_a_token_that_knows_its_name_finds_its_own_comment(checkout: Repo, forge: Forge) -> None:
    forge.me = "meridian-robot"
    forge.comments.append({"id": 1, "user": {"login": BOT}, "body": f"{MARKER}\nof a job"})
    judge(checkout, forge)
    judge(checkout, forge)
    assert [one["user"]["login"] for one in forge.comments] == [BOT, "meridian-robot"]
    assert forge.comments[0]["body"] == f"{MARKER}\nof a job"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "pull-requests: write"),
        (404, "pull-requests: write"),
        (500, "run the job again"),
        (302, "the forge answers 302"),
    ],
)
def test_what_may_not_be_written_is_said_and_the_check_decides_as_before(
    checkout: Repo, forge: Forge, status: int, said: str
) -> None:
    forge.refuses["POST"] = status
    ended = judge(checkout, forge)
    assert ended.code == 1
    assert "::warning title=tracker::no comment was written: the forge answers" in ended.said
    assert said in ended.said
    assert forge.comments == []
    assert not [target for _, target in forge.asked if "stolen" in target]
    write(checkout, "doing")
    assert judge(checkout, forge).code == 0


def test_a_forge_that_is_not_there_is_said(checkout: Repo, forge: Forge) -> None:
    ended = judge(checkout, forge, GITHUB_API_URL="http://127.0.0.1:9")
    assert ended.code == 1 and "the forge does not answer" in ended.said
    ended = judge(checkout, forge, GITHUB_API_URL="ftp://forge.example")
    assert ended.code == 1 and "names no address of its forge" in ended.said
    ended = judge(checkout, forge, GITHUB_REPOSITORY="../x")
    assert ended.code == 1 and "names no repository" in ended.said


def test_without_a_token_or_a_pull_request_nothing_is_asked(checkout: Repo, forge: Forge) -> None:
    judge(checkout, forge, TRACKER_COMMENT_TOKEN="")
    before = checkout.git("rev-parse", "HEAD~1")
    judge(checkout, forge, "push", told={"before": before}, GITHUB_REF="refs/heads/x")
    ended = judge(checkout, forge, told={"pull_request": {"number": "7/../8"}})
    assert "the event of this run names no pull request" in ended.said
    assert forge.asked == []


def test_what_could_not_be_judged_does_not_leave_an_old_verdict(
    checkout: Repo, forge: Forge
) -> None:
    judge(checkout, forge)
    ended = judge(checkout, forge, TRACKER_POLICY="nowhere")
    assert ended.code == 2
    assert forge.comments[0]["body"].startswith(f"{MARKER}\n❔ **Not judged:** ")


def test_no_program_that_is_run_sees_the_token(
    checkout: Repo, forge: Forge, tmp_path: Path
) -> None:
    """Git runs what a configuration names; here one that writes down what it sees."""
    (tmp_path / "spy").write_text(f'#!/bin/sh\nenv >>{tmp_path}/seen\nexec /usr/bin/git "$@"\n')
    (tmp_path / "spy").rename(tmp_path / "git")
    (tmp_path / "git").chmod(0o755)
    import os

    judge(checkout, forge, PATH=f"{tmp_path}:{os.environ['PATH']}")
    seen = (tmp_path / "seen").read_text()
    assert "GITHUB_REPOSITORY=acme/org" in seen
    assert TOKEN not in seen


# Where the forge's reviews are the proof, the comment says what the check does.


@pytest.fixture
def held(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A pull request that passes a gate, where the forge's reviews are the proof."""
    story = Story(Repo(tmp_path / "reviewed"), tmp_path_factory.mktemp("keys"), proof="review")
    return story.start().pass_gate().approve(by="eve")


@pytest.mark.parametrize("event", ["pull_request", "pull_request_review"])
def test_the_comment_takes_the_reviews_that_the_check_takes(
    held: Story, tmp_path: Path, forge: Forge, event: str
) -> None:
    head = held.repo.git("rev-parse", "HEAD")
    held.repo.git("update-ref", MERGE, head)
    pull = {"number": 7, "head": {"sha": head}, "base": {"ref": "main"}}
    checkout = checked_out(held.repo, MERGE, tmp_path / "ci")
    for state, code, verdict in (
        ("APPROVED", 0, "✅ **Allowed:**"),
        ("CHANGES_REQUESTED", 1, "❌ **Not allowed:**"),
        ("APPROVED", 0, "✅ **Allowed:**"),
    ):
        held.reviewed("fin", state)
        forge.reviews = held.reviews
        ended = judge(checkout, forge, event, told={"pull_request": pull}, TRACKER_TOKEN=TOKEN)
        assert ended.code == code, ended.said
        assert forge.comments[0]["body"].startswith(f"{MARKER}\n{verdict}")
    assert len(forge.comments) == 1


def test_the_second_stage_takes_the_reviews_too(held: Story, tmp_path: Path, forge: Forge) -> None:
    commit = held.repo.git("rev-parse", "HEAD")
    held.repo.git("update-ref", "refs/pull/7/head", commit)
    held.repo.git("checkout", "-q", "main")
    checkout = checked_out(held.repo, "refs/heads/main", tmp_path / "ci")
    forge.pulls.append(pull(commit))
    judge(checkout, forge, "workflow_run", told=told_of(commit), TRACKER_TOKEN=TOKEN)
    assert forge.comments[0]["body"].startswith(f"{MARKER}\n❌ **Not allowed:**")
    forge.reviews = held.reviews
    judge(checkout, forge, "workflow_run", told=told_of(commit), TRACKER_TOKEN=TOKEN)
    assert forge.comments[0]["body"].startswith(f"{MARKER}\n✅ **Allowed:**")


# The second stage: it may write, and reads a fork's change as data.


def forked(origin: Repo, tmp_path: Path, phase: str) -> tuple[Repo, str]:
    """A checkout of the default branch, and the commit of a fork's pull request beside it."""
    origin.git("checkout", "-q", "-b", "patch")
    write(origin, phase)
    canary = f"open({str(tmp_path / 'canary')!r}, 'w')\n"
    origin.write({"yaml.py": canary, "sitecustomize.py": canary, ".gitattributes": "* ident\n"})
    commit = origin.commit("a patch with more in it")
    origin.git("update-ref", "refs/pull/7/head", "HEAD")
    origin.git("checkout", "-q", "main")
    origin.git("branch", "-q", "-D", "patch")
    return checked_out(origin, "refs/heads/main", tmp_path / "ci"), commit


def told_of(commit: str) -> dict[str, Any]:
    first = {
        "head_sha": commit, "head_branch": "patch",
        "head_repository": {"owner": {"login": "mallory"}},
    }  # fmt: skip
    return {"workflow_run": first, "pull_request": None}


def pull(commit: str) -> dict[str, Any]:
    return {"number": 7, "from": "mallory:patch", "head": {"sha": commit}, "base": {"ref": "main"}}


@pytest.mark.parametrize(
    ("phase", "verdict"), [("done", "❌ **Not allowed:**"), ("doing", "✅ **Allowed:**")]
)
def test_a_forks_pull_request_gets_its_comment_from_the_second_stage(
    origin: Repo, tmp_path: Path, forge: Forge, phase: str, verdict: str
) -> None:
    checkout, commit = forked(origin, tmp_path, phase)
    forge.pulls.append(pull(commit))
    head = checkout.git("rev-parse", "HEAD")
    ended = judge(checkout, forge, "workflow_run", told=told_of(commit))
    assert ended.code == 0, ended.said
    assert "the comment on pull request 7 is written" in ended.said
    assert forge.comments[0]["body"].startswith(f"{MARKER}\n{verdict}")
    assert checkout.git("rev-parse", "HEAD") == head
    assert not (checkout.path / "yaml.py").exists() and not (tmp_path / "canary").exists()


def test_a_pull_request_that_moved_on_gets_no_comment_of_what_it_was(
    origin: Repo, tmp_path: Path, forge: Forge
) -> None:
    checkout, commit = forked(origin, tmp_path, "doing")
    forge.pulls.append(pull("f" * 40))
    ended = judge(checkout, forge, "workflow_run", told=told_of(commit))
    assert ended.code == 0 and "no open pull request has this head" in ended.said
    assert forge.wrote() == []


def test_the_second_stage_asks_for_one_fork_only_whatever_its_branch_is_called(
    origin: Repo, tmp_path: Path, forge: Forge
) -> None:
    checkout, commit = forked(origin, tmp_path, "doing")
    told = told_of(commit)
    told["workflow_run"]["head_branch"] = "x&state=all&head=acme:main#"
    judge(checkout, forge, "workflow_run", told=told)
    (asked,) = [target for _, target in forge.asked if "/pulls?" in target]
    assert parse_qs(urlsplit(asked).query)["state"] == ["open"]
    assert parse_qs(urlsplit(asked).query)["head"] == ["mallory:x&state=all&head=acme:main#"]


def test_without_a_token_a_run_by_workflow_run_is_not_judged(checkout: Repo, forge: Forge) -> None:
    assert judge(checkout, forge, "workflow_run", TRACKER_COMMENT_TOKEN="").code == 2
