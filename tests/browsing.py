"""Built sites in a real browser: one page of each kind, and everything that happens there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import example_past
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tracker.site.build import build_status
from tracker.site.discovery import discover
from tracker.site.page import pages
from tracker.site.status import Audience, Status

ARGUMENTS = ("--no-sandbox", "--disable-quic", "--disable-background-networking")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1400, "height": 900}

FORGE = "https://github.com/meridian-foods/work"

FAULTS = (
    ("work/projects/scan-station/project.yaml", "goals: [cut-invoice-cost]", "goals: [cut-cost]"),
    ("work/projects/data-clean-up/project.yaml", "end: 2027-03-05", "end: 2026-03-05"),
)
"""What is wrong in the working tree: the example itself is clean, and a site shows faults too."""


@contextmanager
def browsing(chromium: str, *more: str) -> Iterator[Browser]:
    """Chromium, for as long as it is needed."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, *more])
        yield found
        found.close()


def example(folder: Path, *, faults: bool = False) -> Status:
    """The example organisation with its past, its people, a forge; on request with mistakes."""
    example_past.build(folder)
    example_past.run(folder, "remote", "add", "origin", FORGE)
    for path, old, new in FAULTS if faults else ():
        text = (folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    return discover(folder, None, example_past.AS_OF, Audience.INTERNAL)[0]


def built(status: Status, out: Path) -> dict[str, str]:
    """Build a site; the path of its largest page of each kind."""
    build_status(status, out)
    found: dict[str, str] = {}
    for page in sorted(pages(status), key=lambda one: _size(out, one.path)):
        found[page.kind] = f"{page.path}.html"
    return found


def _size(out: Path, path: str) -> tuple[int, str]:
    return (out / f"{path}.html").stat().st_size, path


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Requests are told by the browser."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder by http, on this machine alone; its address, with a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Visit:
    """A visit to a site: what the browser said, and what it asked for elsewhere."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.said: list[str] = []
        self.foreign: list[str] = []
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def close(self) -> None:
        self.context.close()
        assert (self.said, self.foreign) == ([], [])
