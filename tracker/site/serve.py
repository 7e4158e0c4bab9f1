"""Serving the site on this machine, and building it again when a file changes."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from tracker.site.build import build_status
from tracker.site.output import SiteError
from tracker.site.server import HOST, Server
from tracker.site.status import Status
from tracker.source.entries import is_short

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
    could not be made: the site before it stays, and it is tried again at each look until it can be.
    Raises SiteError where the first build or the port fails.
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
                site = _Site(server, read, watch, rooms, seen, on_change, on_error)
                pause = interval
                while not stop.wait(pause):
                    pause = max(interval, _CALM * site.look())
            except KeyboardInterrupt:
                pass
            finally:
                server.stop()
                thread.join()


@dataclass
class _Site:
    """What is served, and what is known of the files that it was made of."""

    server: Server
    read: Callable[[], Status]
    watch: Path
    rooms: list[Path]
    seen: Stamp
    on_change: Callable[[int], None]
    on_error: Callable[[SiteError], None]
    said: str = ""

    def look(self) -> float:
        """Build again where a file has changed; the seconds that it took to see that nothing can be done."""
        begun = time.perf_counter()
        try:
            now = stamp(self.watch)
            looked = time.perf_counter() - begun
            if now != self.seen:
                pages = self._build(self.read())
                self.seen, self.said = now, ""
                self.on_change(pages)
        except OSError as error:  # files may go while they are read, and come back
            self._tell(SiteError(f"files cannot be read or written now: {error}"))
        except SiteError as error:
            self._tell(error)
        else:
            return looked
        return time.perf_counter() - begun

    def _build(self, status: Status) -> int:
        """Build beside what is served, what is looked at before the rest, and only then change over."""
        served, free = self.rooms
        looked = self.server.looked_at()
        if looked:
            first = free.with_name("first")
            build_status(status, first, only=looked)
            self.server.show_first(first, looked)
        pages = build_status(status, free)
        self.server.show(free)
        self.rooms = [free, served]
        return pages

    def _tell(self, error: SiteError) -> None:
        """Once, however often it is tried again."""
        if str(error) != self.said:
            self.said = str(error)
            self.on_error(error)


def stamp(folder: Path) -> Stamp:
    """What tells a change of the files below a folder: size and time of each; `.git` aside."""
    found: Stamp = {}
    for place, folders, names in os.walk(folder, onerror=_unless_gone):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(place, name)
            try:
                state = path.lstat()
            except OSError:
                continue  # it went away between the look and this
            found[str(path)] = (state.st_size, state.st_mtime_ns)
    return found


def _unless_gone(error: OSError) -> None:
    """A folder that cannot be listed is none; one that could be by a process with fewer files open is."""
    if is_short(error):
        raise error


def _listen(port: int, room: Path) -> Server:
    try:
        return Server(port, room)
    except OSError as error:
        message = f"cannot listen on port {port}: {error.strerror}"
        raise SiteError(message, f"name another: --port {port + 1}") from error
