"""The reviews of a pull request, asked of GitHub where a token was given; they prove approvals.

Asked of the server that the run names, and of no other: the token follows no redirection. What
cannot be had is the end of the run, since a review that is missing could be the one that refuses.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tracker.cli.terminal.stop import Stop

TOKEN = "TRACKER_TOKEN"  # noqa: S105 -- the name of a variable
PAGE = 100
MOST = 100
"""More pages than these no pull request has."""

PATIENCE = 30
LIMIT = 8 << 20
_NAME = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_MEND = "see `token` of this step, and that the job has the right `pull-requests: read`"


class _Here(HTTPRedirectHandler):
    """A token is for the server that it was sent to."""

    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def handed_in(environ: Mapping[str, str], number: object) -> Iterator[tuple[str, ...]]:
    """The argument that names a file of reviews; none without a token, or without a pull request."""
    if not environ.get(TOKEN) or type(number) is not int:
        yield ()
        return
    with tempfile.TemporaryDirectory(dir=environ.get("RUNNER_TEMP") or None) as folder:
        place = Path(folder, "reviews.json")
        place.write_text(json.dumps(asked(environ, number)), encoding="utf-8")
        yield (f"--reviews={place}",)


def asked(environ: Mapping[str, str], number: int) -> list[Any]:
    """Every review of a pull request, page by page."""
    server, name = environ.get("GITHUB_API_URL", ""), environ.get("GITHUB_REPOSITORY", "")
    if not server.startswith(("https://", "http://")) or not _NAME.fullmatch(name):
        raise Stop(
            "this run does not say whose pull request it is", "run this as a step of GitHub's"
        )
    found: list[Any] = []
    for page in range(1, MOST + 1):
        address = f"{server}/repos/{name}/pulls/{number}/reviews?per_page={PAGE}&page={page}"
        more = _page(address, environ[TOKEN])
        found += more
        if len(more) < PAGE:
            return found
    raise Stop(f"the pull request has more than {MOST * PAGE:,} reviews", "open it anew")


def _page(address: str, token: str) -> list[Any]:
    headers = {"Accept": "application/vnd.github+json", "Authorization": f"Bearer {token}"}
    request = Request(address, headers=headers)  # noqa: S310 -- asked() has seen the scheme
    try:
        with build_opener(_Here).open(request, timeout=PATIENCE) as answer:
            page = json.loads(answer.read(LIMIT))
    except HTTPError as error:
        raise Stop(
            f"GitHub does not tell the reviews: {error.code} {error.reason}", _MEND
        ) from error
    except (URLError, OSError, ValueError, RecursionError) as error:
        raise Stop(f"GitHub does not tell the reviews: {error}", _MEND) from error
    if not isinstance(page, list):
        raise Stop("GitHub does not tell the reviews: it gave no list", _MEND)
    return page
