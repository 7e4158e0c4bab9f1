"""The server of a site that changes: to this machine alone, and pages reload when they were built again."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore, Condition
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.site.asking import WALLS, may_ask
from tracker.site.resources import HERE

HOST = "127.0.0.1"
SCRIPT, EVENTS = "/.tracker/live.js", "/.tracker/events"

_PATIENCE = 15.0
"""Seconds after which a browser that waits is asked whether it is still there, and one that asks nothing
is sent away."""

STREAMS, CONNECTIONS = 64, 128
"""At most so many pages wait to be told of a later state, and so many browsers are served at once.

Fewer than the files that a system lets a process open, of which a build needs some as well.
"""

_POLICY = b"default-src 'none';"
_HTML = "text/html; charset=utf-8"
_GONE = (
    b'<!doctype html><html lang=en><head><meta http-equiv=Content-Security-Policy content="'
    + _POLICY
    + b" script-src 'self';\"><title>Not found</title></head>"
    b"<body><p>There is no such page now. Should there be one again, it takes the place of this.</p></body></html>"
)
"""What stands in the place of a page that is not there: it waits for the page to come back."""


class Server(ThreadingHTTPServer):
    """Serves the newest build; pages that are looked at may be built before the others.

    Each state that was read has a number. A browser waits for its page to be of another than it has.
    """

    daemon_threads = True

    def __init__(self, port: int, room: Path) -> None:
        super().__init__((HOST, port), Handler)
        self._room = self._first = room
        self._built = self._early = 1
        self._ahead: frozenset[str] = frozenset()
        self._looked: Counter[str] = Counter()
        self._changed = Condition()
        self._is_over = False
        self._free = BoundedSemaphore(CONNECTIONS)

    def place(self, page: str) -> tuple[Path, int]:
        """The folder that a page is served from, and the number of the state it shows."""
        if page in self._ahead:
            return self._first, self._early
        return self._room, self._built

    def show_first(self, room: Path, pages: frozenset[str]) -> None:
        """Some pages of the next state are built."""
        with self._changed:
            self._first, self._ahead, self._early = room, pages, self._built + 1
            self._changed.notify_all()

    def show(self, room: Path) -> None:
        """All pages of the next state are built."""
        with self._changed:
            self._room, self._ahead, self._built = room, frozenset(), self._built + 1
            self._changed.notify_all()

    def looked_at(self) -> frozenset[str]:
        """The pages that are open in a browser."""
        with self._changed:
            return frozenset(self._looked)

    @contextmanager
    def looking(self, page: str) -> Iterator[bool]:
        """A browser has a page open; False where too many have."""
        with self._changed:
            taken = Counter([page] if self._looked.total() < STREAMS else [])
            self._looked += taken
        try:
            yield bool(taken)
        finally:
            with self._changed:
                self._looked -= taken

    def await_other(self, page: str, built: int) -> bool | None:
        """True when the page is of another state; False after a while; None at the end."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_over or self.place(page)[1] != built, timeout=_PATIENCE
            )
            return None if self._is_over else self.place(page)[1] != built

    def stop(self) -> None:
        """Nobody waits any longer."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        self.shutdown()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whoever is one too many is sent away unheard."""
        return self._free.acquire(blocking=False)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def finish_request(self, request: Any, client_address: Any) -> None:
        partial(Handler, directory=str(self._room))(request, client_address, self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """That a browser has gone is nothing to tell."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, to this machine alone: to no page elsewhere, whatever name it asks under."""

    server: Server
    timeout = _PATIENCE

    def send_head(self) -> Any:
        if not may_ask(self.headers):
            self.send_error(HTTPStatus.FORBIDDEN, "Served to this machine alone")
            return None
        try:
            return self._found()
        except ValueError:  # an address or a number that is none, and what no file can be called
            self.send_error(HTTPStatus.BAD_REQUEST)
            return None

    def _found(self) -> Any:
        asked = urlsplit(self.path)
        if asked.path == SCRIPT:
            return self._sent((HERE / "live.js").read_bytes(), "text/javascript; charset=utf-8")
        if asked.path == EVENTS:
            self._wait(parse_qs(asked.query))
            return None
        page = _page(asked.path)
        return self._live(page) if page.endswith(".html") else super().send_head()

    def _live(self, page: str) -> Any:
        """A page, with the script that asks for it anew."""
        room, built = self.server.place(page)
        self.directory = str(room)
        try:
            content = Path(self.translate_path(f"/{page}")).read_bytes()
        except OSError:
            return self._sent(_lively(_GONE, built), _HTML, HTTPStatus.NOT_FOUND)
        return self._sent(_lively(content, built), _HTML)

    def _sent(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def _wait(self, query: dict[str, list[str]]) -> None:
        """A stream of events that says one thing: that there is a later state of the page."""
        page, built = _page(query.get("page", [""])[0]), query.get("built", [""])[0]
        known = int(built) if built.isdecimal() else 0
        with suppress(OSError), self.server.looking(page) as fits:  # the browser may have gone
            if not fits:
                self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages are open")
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b": waiting\n\n")
            while (is_other := self.server.await_other(page, known)) is False:
                self.wfile.write(b": waiting\n\n")
            if is_other:
                self.wfile.write(b"data: built\n\n")

    def end_headers(self) -> None:
        for name, value in WALLS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed from here; the command line has the terminal."""


def _page(path: str) -> str:
    """The file that an address asks for, as seen from the root."""
    found = unquote(path).lstrip("/")
    return f"{found}index.html" if found.endswith("/") or not found else found


def _lively(content: bytes, built: int) -> bytes:
    """A page that may ask this server, and does; what is built for others may not and does not."""
    script = f'<script src="{SCRIPT}" data-built="{built}" defer></script></head>'.encode()
    allowed = content.replace(_POLICY, _POLICY + b" connect-src 'self';", 1)
    return allowed.replace(b"</head>", script, 1)
