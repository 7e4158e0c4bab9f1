"""Serving the site on this machine alone, and building it again when a file changes."""

import os
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from tracker.site.build import SiteError, build_status
from tracker.site.status import Status

HOST = "127.0.0.1"
NAMES = ("127.0.0.1", "localhost")

Stamp = dict[str, tuple[int, int]]


def serve(
    read: Callable[[], Status],
    watch: Path,
    *,
    port: int = 8000,
    on_ready: Callable[[str, int], None],
    on_change: Callable[[int], None] = lambda pages: None,
    on_error: Callable[[SiteError], None] = lambda error: None,
    interval: float = 0.5,
    stop: Event | None = None,
) -> None:
    """Serve until interrupted, or until `stop` is set; port 0 takes any that is free.

    `read` gives the status, again after each change of a file below `watch`. `on_ready` is told the
    address and the number of pages, `on_change` the pages of each later build, `on_error` why one
    could not be made (the site before it stays). Raises SiteError where the first build or the port
    fails.
    """
    stop = stop or Event()
    with TemporaryDirectory(prefix="tracker-serve-") as folder:
        rooms = [Path(folder, "a"), Path(folder, "b")]
        seen = stamp(watch)
        pages = build_status(read(), rooms[0])
        with _listen(port, rooms[0]) as server:
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                on_ready(f"http://{HOST}:{server.server_port}/", pages)
                while not stop.wait(interval):
                    now = stamp(watch)
                    if now != seen:
                        seen = now
                        rooms.reverse()
                        _rebuild(server, read, rooms, on_change, on_error)
            except KeyboardInterrupt:
                pass
            finally:
                server.shutdown()
                thread.join()


def stamp(folder: Path) -> Stamp:
    """What tells a change of the files below a folder: size and time of each; `.git` aside."""
    found: Stamp = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(place, name)
            try:
                state = path.lstat()
            except OSError:
                continue  # it went away between the look and this
            found[str(path)] = (state.st_size, state.st_mtime_ns)
    return found


def _rebuild(
    server: "_Server",
    read: Callable[[], Status],
    rooms: list[Path],
    on_change: Callable[[int], None],
    on_error: Callable[[SiteError], None],
) -> None:
    """Build beside what is served, and only then change over."""
    try:
        pages = build_status(read(), rooms[0])
    except SiteError as error:
        rooms.reverse()
        on_error(error)
        return
    server.room = rooms[0]
    on_change(pages)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    room: Path

    def finish_request(self, request: Any, client_address: Any) -> None:
        partial(_Handler, directory=str(self.room))(request, client_address, self)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, to this machine alone: a page elsewhere cannot ask under a name of its own."""

    def send_head(self) -> Any:
        name = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if name not in NAMES:
            self.send_error(HTTPStatus.FORBIDDEN, "Served to this machine alone")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed from here; the command line has the terminal."""


def _listen(port: int, room: Path) -> _Server:
    try:
        server = _Server((HOST, port), _Handler)
    except OSError as error:
        message = f"cannot listen on port {port}: {error.strerror}"
        raise SiteError(message, f"name another: --port {port + 1}") from error
    server.room = room
    return server
