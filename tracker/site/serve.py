"""Serving the site on this machine, and building it again when a file changes."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tracker.site.build import build_status
from tracker.site.output import SiteError
from tracker.site.server import HOST, Server
from tracker.site.status import Status

Stamp = dict[str, tuple[int, int]]

_CALM = 10
"""Between two looks at the files pass at least as many times what a look takes."""


def serve(
    read: Callable[[], Status],
    watch: Path,
    *,
    port: int = 8000,
    on_ready: Callable[[str, int], None],
    on_change: Callable[[int], None] = lambda pages: None,
    on_error: Callable[[SiteError], None] = lambda error: None,
    interval: float = 0.2,
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
                pause = interval
                while not stop.wait(pause):
                    begun = time.perf_counter()
                    now = stamp(watch)
                    pause = max(interval, _CALM * (time.perf_counter() - begun))
                    if now != seen:
                        seen = now
                        rooms.reverse()
                        _rebuild(server, read, rooms, on_change, on_error)
            except KeyboardInterrupt:
                pass
            finally:
                server.stop()
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
    server: Server,
    read: Callable[[], Status],
    rooms: list[Path],
    on_change: Callable[[int], None],
    on_error: Callable[[SiteError], None],
) -> None:
    """Build beside what is served, what is looked at before the rest, and only then change over."""
    try:
        status = read()
        looked = server.looked_at()
        if looked:
            first = rooms[0].with_name("first")
            build_status(status, first, only=looked)
            server.show_first(first, looked)
        pages = build_status(status, rooms[0])
    except SiteError as error:
        rooms.reverse()
        on_error(error)
        return
    server.show(rooms[0])
    on_change(pages)


def _listen(port: int, room: Path) -> Server:
    try:
        return Server(port, room)
    except OSError as error:
        message = f"cannot listen on port {port}: {error.strerror}"
        raise SiteError(message, f"name another: --port {port + 1}") from error
