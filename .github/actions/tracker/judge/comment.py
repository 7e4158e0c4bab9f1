"""The review of a change as one comment on its pull request: written once, then updated in place.

Only a comment of our own is touched: one that the holder of the token wrote, and that begins with
our mark. What may not be written is said in the log, and the check decides as it does without it.
"""

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn
from urllib.parse import quote

from tracker.cli.terminal.stop import Stop
from tracker.outputs.review.markdown import MARKER

ACTIONS = "github-actions[bot]"
"""Who writes with the token of a job: it may not ask who it is."""

UNJUDGED = f"""{MARKER}
❔ **Not judged:** this change could not be judged as it stands now
**Why:** the log of the check says it
**Who must act:** the author of the change
"""
_PAGES = 30
_MOST = 4_000_000
_SECONDS = 30
_REFUSED = (401, 403, 404)
_MEND = (
    "give the job `pull-requests: write`; the run of a fork's pull request never has it: "
    "there a workflow on `workflow_run` comments"
)


class _Stays(urllib.request.HTTPRedirectHandler):
    """Nothing is followed to another place: the token would go there too."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Forge(NamedTuple):
    """A repository on the forge, and the token to write there."""

    api: str
    repository: str
    token: str

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer to one request; a refusal ends in a Stop that says what is missing."""
        asked = urllib.request.Request(  # noqa: S310 -- the address is the runner's own
            f"{self.api}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept": "application/vnd.github+json",
                "Content-Type": "application/json",
                "User-Agent": "tracker",
            },
        )
        try:
            with urllib.request.build_opener(_Stays()).open(asked, timeout=_SECONDS) as answer:
                return json.loads(answer.read(_MOST))
        except urllib.error.HTTPError as error:
            error.close()
            hint = _MEND if error.code in _REFUSED else "run the job again"
            raise Stop(f"the forge answers {error.code} to {method} {path}", hint) from error
        except (OSError, ValueError, RecursionError) as error:
            raise Stop(
                f"the forge does not answer {method} {path}: {error}", "run the job again"
            ) from error

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """All entries of a list, page by page."""
        for page in range(1, _PAGES + 1):
            found = self.ask("GET", f"{path}per_page=100&page={page}")
            entries = found if isinstance(found, list) else []
            yield from (one for one in entries if isinstance(one, dict))
            if len(entries) < 100:
                return

    def me(self) -> str:
        """Who writes with this token; a job's own may not ask, and is known by its name."""
        try:
            return str(self.ask("GET", "user")["login"])
        except (Stop, KeyError, TypeError):
            return ACTIONS

    def pull_of(self, owner: str, branch: str, commit: str) -> dict[str, Any] | None:
        """The open pull request whose head is this commit; None where a newer push took its place."""
        head = quote(f"{owner}:{branch}", safe="")
        pulls = self.pages(f"repos/{self.repository}/pulls?state=open&head={head}&")
        return next((one for one in pulls if (one.get("head") or {}).get("sha") == commit), None)

    def comment(self, number: int, body: str) -> str:
        """Write the comment, or bring ours up to date; what was done, in a word."""
        about = f"repos/{self.repository}/issues"
        mine = self._mine(f"{about}/{number}/comments?")
        if mine is None:
            self.ask("POST", f"{about}/{number}/comments", {"body": body})
            return "written"
        if mine.get("body", "").replace("\r\n", "\n").rstrip() == body.rstrip():
            return "as it was"
        self.ask("PATCH", f"{about}/comments/{int(mine['id'])}", {"body": body})
        return "brought up to date"

    def _mine(self, path: str) -> dict[str, Any] | None:
        me = self.me()
        for one in self.pages(path):
            is_mine = (one.get("user") or {}).get("login") == me
            if is_mine and str(one.get("body") or "").startswith(MARKER):
                return one
        return None


def forge(token: str) -> Forge:
    """The repository of this run."""
    named = os.environ.get("GITHUB_REPOSITORY", "")
    if not re.fullmatch(r"[\w-][\w.-]*/[\w-][\w.-]*", named, re.ASCII):
        raise Stop("this run names no repository", "see GITHUB_REPOSITORY")
    api = os.environ.get("GITHUB_API_URL", "").rstrip("/")
    if not api.startswith(("https://", "http://127.0.0.1:")):
        raise Stop("this run names no address of its forge", "see GITHUB_API_URL")
    return Forge(api, named, token)


def number_of(pull: Any) -> int:
    """The number of a pull request, as an event or the forge has it."""
    number = pull.get("number") if isinstance(pull, dict) else None
    if type(number) is not int or number < 1:
        _unknown()
    return number


def _unknown() -> NoReturn:
    raise Stop("the event of this run names no pull request", "comment in runs by pull_request")
