"""The action for GitHub, run in real checkouts with the variables that GitHub sets."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar, NamedTuple

import pytest
from checkouts import PROJECT, ZERO, checked_out, published, run, workspace, write
from gatework import Story
from gitrepo import Repo

from tracker.source.document import read

ROOT = Path(__file__).resolve().parent.parent
ACTION = ROOT / ".github" / "actions" / "tracker"
MERGE = "refs/pull/1/merge"


@pytest.fixture
def origin(tmp_path: Path) -> Repo:
    """The remote: its main branch holds a project in its first phase, after some history."""
    made = Repo(tmp_path / "origin")
    made.write(workspace())
    made.commit("start")
    for number in range(3):
        write(made, "idea", f"X{number}")
    return made


class Ended(NamedTuple):
    code: int
    said: str


def judge(
    checkout: Repo,
    event: str,
    told: dict[str, Any] | None = None,
    *,
    python: str | Path = sys.executable,
    **variables: str,
) -> Ended:
    """The step `Judge` of the action, without its installation."""
    place = checkout.path.parent / "event.json"
    place.write_text(json.dumps({"repository": {"default_branch": "main"}, **(told or {})}))
    environ = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(place),
        **variables,
    }
    done = run([python, "-I", ACTION / "judge"], checkout.path, environ)
    assert "Traceback" not in done.stdout, done.stdout
    return Ended(done.returncode, done.stdout)


def merged(origin: Repo, phase: str) -> None:
    """A pull request of two commits, and the result that GitHub makes of it and main."""
    origin.git("checkout", "-q", "-b", "feature")
    write(origin, "idea", "meanwhile")
    write(origin, phase)
    origin.git("checkout", "-q", "main")
    origin.write({"README.md": "main moved on\n"})
    origin.commit("main moved on")
    origin.git("checkout", "-q", "--detach")
    origin.merge("feature")
    origin.git("update-ref", MERGE, "HEAD")
    origin.git("checkout", "-q", "main")


# Reviews.


class Forge(BaseHTTPRequestHandler):
    """GitHub's list of reviews, a page of which holds two; `asked` are the requests."""

    pages: ClassVar[list[list[Any]]] = []
    asked: ClassVar[list[tuple[str, str | None]]] = []
    status = 200

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        if self.path.startswith("/elsewhere"):
            self.send_error(500, "the token went elsewhere")
            return
        number = int(self.path.rpartition("=")[2])
        body = json.dumps(self.pages[number - 1]).encode()
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: what was asked is kept."""


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Forge, "pages", [[]])
    monkeypatch.setattr(Forge, "asked", [])
    monkeypatch.setattr(Forge, "status", 200)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def held(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A pull request that passes a gate, where the forge's reviews are the proof."""
    story = Story(Repo(tmp_path / "origin"), tmp_path_factory.mktemp("keys"), proof="review")
    return story.start().pass_gate()


def reviewed(story: Story, folder: Path, server: str, event: str = "pull_request") -> Ended:
    """A run on what GitHub makes of the pull request and main, with a token."""
    head = story.repo.git("rev-parse", "change")
    story.repo.git("checkout", "-q", "--detach", "main")
    story.repo.merge("change")
    story.repo.git("update-ref", MERGE, "HEAD")
    story.repo.git("checkout", "-q", "change")
    told = {"pull_request": {"number": 1, "head": {"sha": head}, "base": {"ref": "main"}}}
    return judge(
        checked_out(story.repo, MERGE, folder), event, told,
        TRACKER_TOKEN="secret", GITHUB_API_URL=server, GITHUB_REPOSITORY="meridian/work",
        GITHUB_BASE_REF="main" if event == "pull_request" else "", GITHUB_REF=MERGE,
    )  # fmt: skip


@pytest.mark.parametrize("event", ["pull_request", "pull_request_review"])
def test_reviews_are_asked_for_and_prove_approvals(
    held: Story, tmp_path: Path, forge: str, event: str
) -> None:
    """They are of the head of the pull request, and what is judged is the merge of it."""
    held.approve(by="eve")
    Forge.pages = [held.reviews]
    ended = reviewed(held, tmp_path / "ci", forge, event)
    assert ended.code == 0, ended.said
    place = "/repos/meridian/work/pulls/1/reviews?per_page=100&page=1"
    assert Forge.asked == [(place, "Bearer secret")]
    held.reviewed("fin", "CHANGES_REQUESTED")
    ended = reviewed(held, tmp_path / "again", forge, event)
    assert ended.code == 1
    assert "approval-unproven" in ended.said


def test_all_pages_are_asked_for(held: Story, tmp_path: Path, forge: str) -> None:
    held.approve()
    Forge.pages = [held.reviews * 100, [{**held.reviews[0], "state": "DISMISSED"}]]
    ended = reviewed(held, tmp_path / "ci", forge)
    assert ended.code == 1 and len(Forge.asked) == 2
    assert "says dismissed" in ended.said


def test_a_review_of_an_earlier_head_is_none(held: Story, tmp_path: Path, forge: str) -> None:
    held.approve()
    held.repo.write({"README.md": "more"})
    held.commit("dev")
    Forge.pages = [held.reviews]
    ended = reviewed(held, tmp_path / "ci", forge)
    assert ended.code == 1
    assert "of another commit" in ended.said


@pytest.mark.parametrize(
    ("status", "pages", "said"),
    [
        (403, [[]], "403 Forbidden"),
        (302, [[]], "302 Found"),
        (200, [{"message": "no"}], "gave no list"),
        (200, [[{"state": "MERGED"}]], "[0].state is not one of"),
    ],
)
def test_where_reviews_cannot_be_had_the_end_is_2(
    held: Story, tmp_path: Path, forge: str, status: int, pages: list[Any], said: str
) -> None:
    held.approve()
    Forge.status, Forge.pages = status, pages
    ended = reviewed(held, tmp_path / "ci", forge)
    assert ended.code == 2
    assert said in ended.said
    assert len(Forge.asked) == 1, "the token goes nowhere else"
    assert "secret" not in ended.said


def test_no_server_is_exit_2(held: Story, tmp_path: Path) -> None:
    held.approve()
    assert "does not tell" in reviewed(held, tmp_path / "1", "http://127.0.0.1:9").said
    assert "whose pull request" in reviewed(held, tmp_path / "2", "file:///etc").said


# Pull requests.


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize(("phase", "code"), [("doing", 0), ("done", 1)])
def test_a_pull_request_is_compared_with_its_target(
    origin: Repo, tmp_path: Path, phase: str, code: int, depth: int
) -> None:
    merged(origin, phase)
    checkout = checked_out(origin, MERGE, tmp_path / "ci", depth)
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", GITHUB_REF=MERGE)
    assert ended.code == code, ended.said
    assert ended.said.endswith("transitions judged: 1 change, law of the base\n")
    annotation = (
        f"::error file={PROJECT},line=3,endLine=3,col=8,endColumn=12,title=phase-transition::"
    )
    assert (annotation in ended.said) == bool(code)


def grown(origin: Repo, branch: str, count: int) -> None:
    """A branch that is so many empty commits longer, and checked out."""
    last = origin.git("rev-parse", "HEAD")
    stream = "".join(
        f"commit refs/heads/{branch}\ncommitter C <c@example.org> {1767600000 + number} +0000\n"
        f"data 1\nx\n" + (f"from {last}\n" if number == 0 else "") + "\n"
        for number in range(count)
    )
    origin.git("fast-import", "--quiet", "--force", stdin=stream.encode())
    origin.git("checkout", "-q", "-f", branch)
    origin.git("reset", "-q", "--hard")


def test_a_long_way_back_is_fetched_in_steps(origin: Repo, tmp_path: Path) -> None:
    grown(origin, "main", 1_000)
    grown(origin, "feature", 120)
    write(origin, "done")
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci", depth=1)
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main")
    assert ended.code == 1, ended.said
    assert "phase-transition" in ended.said
    assert checkout.git("rev-parse", "--is-shallow-repository") == "true", "not all was fetched"


def test_a_way_that_has_no_end_is_exit_2(origin: Repo, tmp_path: Path) -> None:
    grown(origin, "feature", 6_000)
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci", depth=1)
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main")
    assert ended.code == 2
    assert "more than 5,550 commits back" in ended.said and "fetch-depth: 0" in ended.said


def test_what_cannot_be_fetched_is_exit_2(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "doing")
    checkout = checked_out(origin, MERGE, tmp_path / "ci", depth=1)
    shutil.rmtree(origin.path)
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main")
    assert ended.code == 2
    assert ended.said.startswith("::error title=tracker::")
    assert "fetch-depth: 0" in ended.said


def test_a_target_that_is_gone_is_exit_2(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "doing")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    assert judge(checkout, "pull_request", GITHUB_BASE_REF="release").code == 2
    assert judge(checkout, "pull_request").code == 2


def test_a_queue_is_compared_with_what_it_builds_on(origin: Repo, tmp_path: Path) -> None:
    before = origin.git("rev-parse", "HEAD")
    write(origin, "done")
    origin.git("branch", "gh-readonly-queue/main/pr-1")
    checkout = checked_out(origin, "refs/heads/gh-readonly-queue/main/pr-1", tmp_path / "ci", 1)
    ended = judge(checkout, "merge_group", {"merge_group": {"base_sha": before}})
    assert ended.code == 1
    assert "phase-transition" in ended.said
    assert judge(checkout, "merge_group", {"merge_group": {"base_sha": "f" * 40}}).code == 2
    assert judge(checkout, "merge_group", {}).code == 2


LAX = {
    "work/lifecycles/simple.yaml": "title: S\nstart: idea\nfinal: [done]\n"
    "phases: [{id: idea}, {id: doing, optional: true}, {id: done}]\n"
}


def of_yesterday(origin: Repo, folder: Path, depth: int) -> tuple[Repo, str, str]:
    """A machine that judged a pull request while the law was lax, and is given one that jumps.

    The checkout, and the tip of main before and after the law became strict. What was fetched then
    is still there; now only the merged result is.
    """
    origin.write(LAX)
    old = origin.commit("a lax law")
    checkout = checked_out(origin, "refs/heads/main", folder, depth)
    checkout.git("update-ref", "refs/remotes/origin/main", old)
    origin.write(workspace())
    new = origin.commit("a strict law")
    merged(origin, "done")
    tip = origin.git("rev-parse", "main")
    shallow = [f"--depth={depth}"] if depth else []
    checkout.git("fetch", "-q", "--no-tags", *shallow, "origin", f"+{MERGE}:refs/checked/out")
    checkout.git("checkout", "-q", "--detach", "refs/checked/out")
    return checkout, new, tip


@pytest.mark.parametrize("depth", [0, 1, 50])
def test_the_law_is_not_what_an_earlier_run_left_behind(
    origin: Repo, tmp_path: Path, depth: int
) -> None:
    checkout, _, tip = of_yesterday(origin, tmp_path / "ci", depth)
    told = {"pull_request": {"base": {"sha": tip}}}
    ended = judge(checkout, "pull_request", told, GITHUB_BASE_REF="main", GITHUB_REF=MERGE)
    assert ended.code == 1, ended.said
    assert "phase-transition" in ended.said
    assert checkout.git("rev-parse", "origin/main") == tip


@pytest.mark.parametrize(
    "told", [{}, {"pull_request": "x"}, {"pull_request": {"base": {"sha": 7}}}]
)
def test_a_target_is_fetched_where_its_tip_is_not_told(
    origin: Repo, tmp_path: Path, told: dict[str, Any]
) -> None:
    checkout, _, _ = of_yesterday(origin, tmp_path / "ci", 0)
    assert judge(checkout, "pull_request", told, GITHUB_BASE_REF="main").code == 1


@pytest.mark.parametrize("depth", [0, 1])
def test_the_law_is_as_new_as_what_the_merge_was_made_with(
    origin: Repo, tmp_path: Path, depth: int
) -> None:
    """The event may tell the tip of a day on which the pull request was pushed to last."""
    checkout, _, tip = of_yesterday(origin, tmp_path / "ci", depth)
    told = {"pull_request": {"base": {"sha": checkout.git("rev-parse", "origin/main")}}}
    variables = {"GITHUB_REF": MERGE, "GITHUB_SHA": checkout.git("rev-parse", "HEAD")}
    ended = judge(checkout, "pull_request", told, GITHUB_BASE_REF="main", **variables)
    assert ended.code == 1, ended.said
    assert checkout.git("rev-parse", "origin/main") == tip


def test_a_law_that_may_be_old_and_cannot_be_fetched_is_exit_2(
    origin: Repo, tmp_path: Path
) -> None:
    checkout, new, _ = of_yesterday(origin, tmp_path / "ci", 0)
    shutil.rmtree(origin.path)
    told = {"pull_request": {"base": {"sha": new}}}
    ended = judge(checkout, "pull_request", told, GITHUB_BASE_REF="main")
    assert (ended.code, "fetch-depth: 0" in ended.said) == (2, True)


def test_a_target_that_holds_its_tip_is_not_asked_for(origin: Repo, tmp_path: Path) -> None:
    """Without credentials nothing can be, and with `fetch-depth: 0` nothing has to be."""
    tip = origin.git("rev-parse", "main")
    merged(origin, "done")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    shutil.rmtree(origin.path)
    told = {"pull_request": {"base": {"sha": tip}}}
    variables = {"GITHUB_REF": MERGE, "GITHUB_SHA": checkout.git("rev-parse", "HEAD")}
    assert judge(checkout, "pull_request", told, GITHUB_BASE_REF="main", **variables).code == 1


# Pushes.


@pytest.mark.parametrize("depth", [0, 1])
def test_a_push_is_compared_with_what_was_there_before(
    origin: Repo, tmp_path: Path, depth: int
) -> None:
    before = origin.git("rev-parse", "HEAD")
    write(origin, "doing")
    write(origin, "done")
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci", depth)
    ended = judge(checkout, "push", {"before": before}, GITHUB_REF="refs/heads/main")
    assert (ended.code, "planning" in ended.said) == (1, False)
    assert "from idea to done" in ended.said


@pytest.mark.parametrize("depth", [0, 1])
def test_the_first_push_of_a_branch_is_compared_with_the_default_branch(
    origin: Repo, tmp_path: Path, depth: int
) -> None:
    origin.git("checkout", "-q", "-b", "feature")
    write(origin, "done")
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci", depth)
    ended = judge(checkout, "push", {"before": ZERO}, GITHUB_REF="refs/heads/feature")
    assert ended.code == 1
    assert "the first push of a branch is compared with main" in ended.said
    assert "phase-transition" in ended.said


@pytest.mark.parametrize("default", ["main", "trunk"])
def test_the_first_push_of_a_repository_has_nothing_before_it_and_says_so(
    origin: Repo, tmp_path: Path, default: str
) -> None:
    """`trunk` is named as the default branch, and was not pushed yet."""
    write(origin, "done")
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci", 1)
    told = {"before": ZERO, "repository": {"default_branch": default}}
    ended = judge(checkout, "push", told, GITHUB_REF="refs/heads/main")
    assert ended.code == 0
    assert "nothing to compare it with: the state is judged, no transition is" in ended.said
    assert ended.said.endswith("transitions NOT judged: no --base\n")
    write(origin, "nowhere")
    (tmp_path / "more").mkdir()
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "more" / "ci", 1)
    assert judge(checkout, "push", told, GITHUB_REF="refs/heads/main").code == 1


def forced(origin: Repo, branch: str, *, gone: bool) -> str:
    """A branch whose last commit is replaced; the commit that was there before."""
    origin.git("checkout", "-q", "-B", branch)
    before = write(origin, "doing")
    origin.git("reset", "-q", "--hard", "HEAD~1")
    write(origin, "done", "again")
    if gone:
        origin.git("reflog", "expire", "--expire=now", "--all")
        origin.git("gc", "-q", "--prune=now")
    return before


def test_a_push_by_force_is_compared_with_what_the_remote_still_has(
    origin: Repo, tmp_path: Path
) -> None:
    before = forced(origin, "feature", gone=False)
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci")
    ended = judge(checkout, "push", {"before": before}, GITHUB_REF="refs/heads/feature")
    assert ended.code == 1, ended.said
    assert "merge-not-judged" in ended.said and "phase-transition" in ended.said


@pytest.mark.parametrize(("depth", "mend"), [(0, "git revert"), (1, "fetch-depth: 0")])
def test_a_push_by_force_that_takes_moves_back_is_no_pass_on_the_default_branch(
    origin: Repo, tmp_path: Path, depth: int, mend: str
) -> None:
    """Compared with what both sides share, a move that was taken back is none.

    Of a shallow clone, which git does not deepen below what no branch holds, it is not known.
    """
    write(origin, "doing")
    before = write(origin, "done")
    origin.git("reset", "-q", "--hard", "HEAD~1")
    write(origin, "doing", "again")
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci", depth)
    ended = judge(checkout, "push", {"before": before}, GITHUB_REF="refs/heads/main")
    assert (ended.code, mend in ended.said) == (2, True), ended.said


def test_a_push_by_force_over_what_is_gone_cannot_be_judged_on_the_default_branch(
    origin: Repo, tmp_path: Path
) -> None:
    before = forced(origin, "main", gone=True)
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    ended = judge(checkout, "push", {"before": before}, GITHUB_REF="refs/heads/main")
    assert ended.code == 2
    assert f"tracker check --base {before[:12]}" in ended.said


def test_a_push_by_force_over_what_is_gone_is_compared_with_the_default_branch(
    origin: Repo, tmp_path: Path
) -> None:
    before = forced(origin, "feature", gone=True)
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci")
    ended = judge(checkout, "push", {"before": before}, GITHUB_REF="refs/heads/feature")
    assert ended.code == 1
    assert "a push over a commit that is gone is compared with main" in ended.said


def test_a_remote_that_does_not_answer_does_not_make_a_commit_gone(
    origin: Repo, tmp_path: Path
) -> None:
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    checkout.git("checkout", "-q", "-b", "feature")
    shutil.rmtree(origin.path)
    ended = judge(checkout, "push", {"before": "f" * 40}, GITHUB_REF="refs/heads/feature")
    assert (ended.code, "could not be fetched" in ended.said) == (2, True)
    checkout.git("update-ref", "-d", "refs/remotes/origin/main")
    ended = judge(checkout, "push", {"before": ZERO}, GITHUB_REF="refs/heads/feature")
    assert (ended.code, "could not be fetched" in ended.said) == (2, True)


# Other events.


def test_a_scheduled_run_judges_the_state_of_the_default_branch(
    origin: Repo, tmp_path: Path
) -> None:
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci", 1)
    ended = judge(checkout, "schedule", GITHUB_REF="refs/heads/main")
    assert ended.code == 0
    assert "transitions NOT judged" in ended.said


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("pull_request_target", {}),
        ("issue_comment", {}),
        ("workflow_run", {}),
        ("", {}),
        ("push", {}),
        ("push", {"before": "--upload-pack=touch canary"}),
        ("push", {"before": ZERO, "repository": {}}),
        ("push", {"before": ZERO, "repository": ["x"]}),
        ("push", {"before": ZERO, "repository": {"default_branch": "a\0b"}}),
        ("push", {"before": ZERO, "repository": {"default_branch": "\ud800"}}),
        ("merge_group", {"merge_group": "x"}),
        ("merge_group", {"merge_group": {"base_sha": ["x"]}}),
        ("merge_group", {"merge_group": {"base_sha": "main"}}),
    ],
)
def test_what_has_no_base_is_exit_2(
    origin: Repo, tmp_path: Path, event: str, told: dict[str, Any]
) -> None:
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    ended = judge(checkout, event, told, GITHUB_REF="refs/heads/main", GITHUB_BASE_REF="main")
    assert ended.code == 2
    assert ended.said.startswith("::error title=tracker::") and "%0Ahelp: " in ended.said


def test_an_event_that_cannot_be_read_is_exit_2(origin: Repo, tmp_path: Path) -> None:
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    assert judge(checkout, "push", GITHUB_EVENT_PATH=str(tmp_path / "none")).code == 2
    assert judge(checkout, "push", TRACKER_FOLDER="nowhere").code == 2
    (tmp_path / "empty").mkdir()
    assert judge(checkout, "push", TRACKER_FOLDER=str(tmp_path / "empty")).code == 2


# The inputs, and what is left behind.


def test_a_link_of_the_change_does_not_lead_to_another_checkout(
    origin: Repo, tmp_path: Path
) -> None:
    """What lies there would be sound, and its own `origin/main` the base."""
    other = checked_out(origin, "refs/heads/main", tmp_path / "other")
    write(other, "doing")
    origin.git("checkout", "-q", "-b", "feature")
    write(origin, "done")
    (origin.path / "planning").symlink_to("../other")
    (origin.path / "deep").mkdir()
    (origin.path / "deep" / "er").symlink_to("../../other")
    origin.commit("links")
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci")
    for folder in ("planning", "planning/work", "deep/er", "../other", str(other.path)):
        ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_FOLDER=folder)
        assert (ended.code, "`working-directory`" in ended.said) == (2, True), ended.said


def test_the_way_to_the_checkout_may_be_a_link_of_the_machine(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "done")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    (tmp_path / "linked").symlink_to("ci")
    given = {"GITHUB_BASE_REF": "main", "GITHUB_WORKSPACE": str(tmp_path / "linked")}
    for folder in ("work", str(tmp_path / "linked" / "work")):
        sarif = tmp_path / "linked" / "found.sarif"
        variables = given | {"TRACKER_FOLDER": folder, "TRACKER_SARIF": str(sarif)}
        assert judge(checkout, "pull_request", None, **variables).code == 1
        sarif.unlink()


def test_a_submodule_is_not_judged_in_place_of_the_checkout(origin: Repo, tmp_path: Path) -> None:
    other = checked_out(origin, "refs/heads/main", tmp_path / "other")
    write(other, "doing")
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    local = ("-c", "protocol.file.allow=always")
    checkout.git(*local, "submodule", "--quiet", "add", other.path.as_uri(), "planning")
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_FOLDER="planning")
    assert (ended.code, "submodule" in ended.said) == (2, True), ended.said


def test_a_law_out_of_the_checkout_is_the_changes_own(origin: Repo, tmp_path: Path) -> None:
    law = {name.replace("work/", "law/"): text for name, text in {**workspace(), **LAX}.items()}
    outside = Repo(tmp_path / "outside")
    outside.write(law)
    origin.write(law)
    origin.commit("a law beside the work")
    merged(origin, "done")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    (checkout.path / "linked").symlink_to(outside.path / "law")
    (tmp_path / "back").symlink_to(checkout.path / "law")
    inside = ("law", "work/../law", "linked", "../back", str(checkout.path / "law"))
    for policy in inside:
        ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_POLICY=policy)
        assert (ended.code, "its own law" in ended.said) == (2, True), ended.said
    for policy in ("../outside/law", str(outside.path / "law")):
        ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_POLICY=policy)
        assert (ended.code, "transitions judged" in ended.said) == (0, True), ended.said


def test_sarif_is_written_beside_the_annotations(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "done")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    sarif = tmp_path / "found.sarif"
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_SARIF=str(sarif))
    assert ended.code == 1 and "::error file=" in ended.said
    results = json.loads(sarif.read_bytes())["runs"][0]["results"]
    assert "phase-transition" in {result["ruleId"] for result in results}
    assert str(tmp_path) not in sarif.read_text()


def test_no_sarif_is_left_where_nothing_was_judged(origin: Repo, tmp_path: Path) -> None:
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    sarif = tmp_path / "found.sarif"
    variables = {"TRACKER_SARIF": str(sarif), "GITHUB_REF": "refs/heads/main"}
    assert judge(checkout, "push", {}, **variables).code == 2
    assert judge(checkout, "schedule", {}, TRACKER_POLICY="nowhere", **variables).code == 2
    assert not sarif.exists()


def test_sarif_is_not_written_through_a_link_of_the_pull_request(
    origin: Repo, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    origin.git("checkout", "-q", "-b", "feature")
    (origin.path / "found.sarif").symlink_to(victim)
    origin.commit("a link")
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci")
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_SARIF="found.sarif")
    assert ended.code == 2
    assert victim.read_text() == "mine"


def test_sarif_is_not_written_behind_a_link_of_the_pull_request(
    origin: Repo, tmp_path: Path
) -> None:
    victim = tmp_path / "secret" / "found.sarif"
    victim.parent.mkdir()
    victim.write_text("mine")
    origin.git("checkout", "-q", "-b", "feature")
    (origin.path / "out").symlink_to("../secret")
    origin.commit("a link")
    checkout = checked_out(origin, "refs/heads/feature", tmp_path / "ci")
    for name in ("out/found.sarif", str(checkout.path / "out" / "found.sarif")):
        ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", TRACKER_SARIF=name)
        assert (ended.code, "runner.temp" in ended.said) == (2, True), ended.said
    assert victim.read_text() == "mine"


def test_a_check_that_ends_otherwise_for_sarif_is_exit_2(origin: Repo, tmp_path: Path) -> None:
    """The same Python, beside a command that crashes the second time."""
    programs = tmp_path / "environment" / "bin"
    programs.mkdir(parents=True)
    here = Path(sys.executable).parent.parent
    for name in ("lib", "pyvenv.cfg"):
        (programs.parent / name).symlink_to(here / name)
    (programs / "python").symlink_to(sys.executable)
    (programs / "tracker").write_text("#!/bin/sh\ncase $* in *sarif*) exit 3 ;; esac\n")
    (programs / "tracker").chmod(0o755)
    checkout = checked_out(origin, "refs/heads/main", tmp_path / "ci")
    ended = judge(
        checkout,
        "schedule",
        python=programs / "python",
        TRACKER_SARIF=str(tmp_path / "found.sarif"),
        GITHUB_REF="refs/heads/main",
    )
    assert ended.code == 2, ended.said
    assert "ended with 3, the one before with 0" in ended.said
    assert not (tmp_path / "found.sarif").exists()


def test_the_inputs_reach_the_check(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "doing")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    told: dict[str, Any] = {"GITHUB_BASE_REF": "main", "TRACKER_FOLDER": "work"}
    assert judge(checkout, "pull_request", **told).code == 0  # project-without-goal is a warning
    assert judge(checkout, "pull_request", TRACKER_FAIL_ON="warning", **told).code == 1
    ended = judge(checkout, "pull_request", TRACKER_FORMAT="text", TRACKER_POLICY="head", **told)
    assert "law of the HEAD" in ended.said and "::" not in ended.said


def test_nothing_in_the_checkout_is_run(origin: Repo, tmp_path: Path) -> None:
    merged(origin, "doing")
    checkout = checked_out(origin, MERGE, tmp_path / "ci", 1)
    canary = f"open({str(tmp_path / 'canary')!r}, 'w')\n"
    checkout.write(dict.fromkeys(("yaml.py", "json.py", "plan.py", "sitecustomize.py"), canary))
    hook = checkout.path / ".githooks" / "reference-transaction"
    checkout.write({".githooks/reference-transaction": f"#!/bin/sh\ntouch {tmp_path}/canary\n"})
    hook.chmod(0o755)
    checkout.git("config", "core.hooksPath", ".githooks")
    ended = judge(checkout, "pull_request", GITHUB_BASE_REF="main", PYTHONPATH=str(checkout.path))
    assert ended.code == 0, ended.said
    assert not (tmp_path / "canary").exists()


# The action as a whole.


def action() -> dict[str, Any]:
    document = read((ACTION / "action.yml").read_bytes())
    assert document.refusal is None
    assert isinstance(document.data, dict)
    return document.data


def steps() -> Iterator[dict[str, Any]]:
    yield from action()["runs"]["steps"]


def test_no_expression_stands_in_a_script_and_every_input_is_used() -> None:
    used = set()
    for step in steps():
        assert "${{" not in step["run"]
        used |= set(step.get("env", {}).values())
    assert used == {f"${{{{ inputs.{name} }}}}" for name in action()["inputs"]}


def test_the_action_installs_itself_and_judges(
    origin: Repo, tmp_path: Path, offline: dict[str, str]
) -> None:
    """Its two steps as the runner runs them, from a copy of what this checkout would publish."""
    there = published(tmp_path / "_actions")
    merged(origin, "done")
    checkout = checked_out(origin, MERGE, tmp_path / "ci")
    checkout.write({"pip.py": "raise SystemExit('mine')", "pip.conf": "[global]\nindex-url = x\n"})
    (tmp_path / "event.json").write_text(json.dumps({"repository": {"default_branch": "main"}}))
    (tmp_path / "temp").mkdir()
    defaults = {name: one["default"] for name, one in action()["inputs"].items()}
    environ = {
        **offline,
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(there / ".github/actions/tracker"),
        "GITHUB_BASE_REF": "main",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "PATH": os.environ["PATH"],
    }
    ended = []
    for step in steps():
        given = {
            name: defaults[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, value in step.get("env", {}).items()
        }
        shell: list[str | Path] = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
        ended.append(run([*shell, step["run"]], checkout.path, environ | given))
    install, judged = ended
    assert (install.returncode, install.stdout) == (0, "tracker 0.1.0\n"), install.stdout
    command = (tmp_path / "output").read_text().strip().removeprefix("command=")
    assert Path(command) == tmp_path / "temp/tracker/bin/tracker" and Path(command).is_file()
    assert judged.returncode == 1, judged.stdout
    assert f"::error file={PROJECT},line=3," in judged.stdout
    assert not list(checkout.path.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("case $* in *version_info*) ;; *) exit 1 ;; esac", "Tracker could not be installed"),
        ("exit 1", "actions/setup-python"),
    ],
)
def test_an_installation_that_fails_is_exit_2(tmp_path: Path, python: str, said: str) -> None:
    """No Python that could make an environment, and none that is new enough."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (programs / "python3").chmod(0o755)
    (programs / "dirname").symlink_to(shutil.which("dirname") or "")
    environ = {"RUNNER_TEMP": str(tmp_path), "PATH": str(programs)}
    done = run(["/bin/sh", ACTION / "install.sh"], tmp_path, environ)
    assert done.returncode == 2
    assert done.stdout.startswith("::error title=tracker::") and said in done.stdout
