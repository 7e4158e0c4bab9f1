"""Serving: to this machine alone, and the state of the files as they are now."""

import errno
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import browsing
import pytest
import site_sample
from gitrepo import Repo

from tracker.site import past
from tracker.site import server as tracker_server
from tracker.site.asking import WALLS
from tracker.site.build import build_status
from tracker.site.output import SiteError
from tracker.site.past import Past
from tracker.site.serve import serve, stamp
from tracker.site.status import Status
from tracker.source.snapshot import Folder, UnreadableError

TIMEOUT = 30


class Running:
    """A server in a thread, and what it has said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stop = Event()
        self.ready: Queue[tuple[str, int]] = Queue()
        self.changed: Queue[int] = Queue()
        self.failed: Queue[SiteError] = Queue()
        self.broken = False
        self.lacks: OSError | None = None
        self.pages = 0

    def read(self) -> Status:
        if self.lacks:
            raise self.lacks
        if self.broken:
            raise SiteError("it cannot be read now")
        return site_sample.status(self.root)

    def run(self) -> None:
        serve(
            self.read,
            self.root / "work",
            port=0,
            on_ready=lambda url, pages: self.ready.put((url, pages)),
            on_change=self.changed.put,
            on_error=self.failed.put,
            interval=0.02,
            stop=self.stop,
        )


@contextmanager
def running(root: Path) -> Iterator[tuple[Running, int]]:
    server = Running(site_sample.write(root))
    thread = Thread(target=server.run)
    thread.start()
    try:
        url, pages = server.ready.get(timeout=TIMEOUT)
        assert url.startswith("http://127.0.0.1:") and pages > 10
        server.pages = pages
        yield server, int(url.rstrip("/").rpartition(":")[2])
    finally:
        server.stop.set()
        thread.join(TIMEOUT)
    assert not thread.is_alive()


def ask(port: int, path: str, host: str = "localhost", **more: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_a_change_of_a_file_is_a_change_of_the_site(tmp_path: Path) -> None:
    with running(tmp_path) as (server, port):
        assert "Digital archive" in ask(port, "/project/archive.html")[1]
        path = tmp_path / "work/projects/archive/project.yaml"
        path.write_text(path.read_text().replace("Digital archive", "Paper archive"))
        assert server.changed.get(timeout=TIMEOUT) == server.pages
        assert "Paper archive" in ask(port, "/project/archive.html")[1]
        server.broken = True
        path.write_text("title: Neither\n")
        assert "cannot be read" in str(server.failed.get(timeout=TIMEOUT))
        assert "Paper archive" in ask(port, "/project/archive.html")[1]
        path.write_text("title: Third\nstatus: active\nphase: idea\n")
        server.broken = False
        assert server.changed.get(timeout=TIMEOUT) == server.pages
        assert "Third" in ask(port, "/project/archive.html")[1]
        assert server.failed.empty(), "what stands in the way is said once"


@pytest.mark.parametrize(
    "lack", [FileNotFoundError(2, "No such file or directory"), UnreadableError("a", "it is gone")]
)
def test_files_that_go_while_they_are_read_are_read_again(tmp_path: Path, lack: OSError) -> None:
    with running(tmp_path) as (server, port):
        server.lacks = lack
        path = tmp_path / "work/projects/archive/project.yaml"
        path.write_text(path.read_text().replace("Digital archive", "Paper archive"))
        assert str(lack) in str(server.failed.get(timeout=TIMEOUT))
        assert "Digital archive" in ask(port, "/project/archive.html")[1]
        server.lacks = None
        assert server.changed.get(timeout=TIMEOUT) == server.pages
        assert "Paper archive" in ask(port, "/project/archive.html")[1]


def test_a_page_that_is_open_is_told_and_comes_first(tmp_path: Path) -> None:
    with running(tmp_path) as (server, port):
        page = ask(port, "/project/archive.html")[1]
        assert '<script src="/.tracker/live.js" data-built="1" defer></script></head>' in page
        assert "default-src 'none'; connect-src 'self';" in page
        told: Queue[str] = Queue()
        asked = "/.tracker/events?page=%2Fproject%2Farchive.html&built=1"
        waiting = Thread(target=lambda: told.put(ask(port, asked)[1]))
        waiting.start()
        path = tmp_path / "work/projects/archive/project.yaml"
        path.write_text(path.read_text().replace("Digital archive", "Paper archive"))
        assert told.get(timeout=TIMEOUT).endswith("data: built\n\n")
        waiting.join(TIMEOUT)
        page = ask(port, "/project/archive.html")[1]
        assert "Paper archive" in page and 'data-built="2"' in page
        server.changed.get(timeout=TIMEOUT)
        assert 'data-built="2"' in ask(port, "/project/archive.html")[1], (
            "it is not asked for twice"
        )
        assert 'data-built="2"' in ask(port, "/")[1]
        assert ask(port, "/.tracker/events?page=/&built=1")[1].endswith("data: built\n\n")
        assert ask(port, "/.tracker/events")[1].endswith("data: built\n\n")


def test_a_page_that_went_away_waits_to_come_back(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        status, page = ask(port, "/project/nowhere.html")
        assert status == 404 and "There is no such page now" in page
        assert '<script src="/.tracker/live.js" data-built="1" defer></script></head>' in page
        assert "default-src 'none'; connect-src 'self'; script-src 'self';" in page


def test_who_waits_is_let_go_at_the_end(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        connection.request("GET", "/.tracker/events?page=/&built=1", headers={"Host": "localhost"})
        answer = connection.getresponse()
        assert answer.readline() == b": waiting\n"
    assert answer.read() == b"\n"
    connection.close()


def test_the_script_is_served_and_not_built(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        assert "EventSource" in ask(port, "/.tracker/live.js")[1]
        assert ask(port, "/.tracker/live.js", "evil.example.org")[0] == 403
        assert ask(port, "/.tracker/events?page=/&built=0", "evil.example.org")[0] == 403
    status = site_sample.status(tmp_path)
    build_status(status, tmp_path / "out")
    page = (tmp_path / "out/index.html").read_text()
    assert "live.js" not in page and "connect-src" not in page


def test_only_the_pages_that_are_asked_for_are_made(tmp_path: Path) -> None:
    status = site_sample.status(site_sample.write(tmp_path))
    build_status(status, tmp_path / "all")
    build_status(status, tmp_path / "one", only=frozenset({"project/archive.html"}))
    made = (tmp_path / "one/project/archive.html").read_bytes()
    assert made == (tmp_path / "all/project/archive.html").read_bytes()
    assert not (tmp_path / "one/project/erp-replacement.html").exists()


def test_what_was_read_is_kept_between_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The past is walked again only where the commit is another."""
    from tracker.cli.commands.site import Kept
    from tracker.cli.workspace.opening import here

    repo = Repo(tmp_path / "repo")
    monkeypatch.chdir(site_sample.write(repo.path))
    head = repo.commit("Start")
    walked: list[str] = []
    real = past.past

    def counted(*args: Any) -> Past:
        walked.append(args[1])
        return real(*args)

    monkeypatch.setattr(past, "past", counted)
    kept = Kept()
    first, second = kept.applied(here()), kept.applied(here())
    assert first is not second and first.library is second.library
    assert kept.past(first, head) is kept.past(second, head)
    site_sample.write(repo.path, {"goals.yaml": "one: {title: One}\n"})
    kept.past(second, repo.commit("Next"))
    assert len(walked) == 2


def test_it_answers_to_this_machine_alone(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        assert ask(port, "/")[0] == 200
        assert ask(port, "/", "127.0.0.1:80")[0] == 200
        assert ask(port, "/", "evil.example.org")[0] == 403
        assert ask(port, "/project/")[0] == 404
        assert ask(port, "/../../etc/passwd")[0] == 404


MAPPED = "--host-resolver-rules=MAP evil.example 127.0.0.1"

ASKED = (
    ("same-origin", "no-cors", "script", 200),
    ("none", "navigate", "document", 200),
    ("cross-site", "navigate", "document", 200),  # a link that a person follows
    ("cross-site", "navigate", "iframe", 403),
    ("cross-site", "navigate", "object", 403),
    ("cross-site", "no-cors", "script", 403),
    ("cross-site", "no-cors", "image", 403),
    ("cross-site", "cors", "empty", 403),
    ("same-site", "no-cors", "script", 403),
    ("strange", "no-cors", "document", 403),
)


def test_a_page_elsewhere_gets_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        for path in ("/", "/assets/search-index.js", "/.tracker/live.js", "/.tracker/events"):
            for site, mode, use, status in ASKED:
                said = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": use}
                assert ask(port, path, **said)[0] == status, (path, said)


def test_everything_that_is_served_says_who_may_hold_it(tmp_path: Path) -> None:
    with running(tmp_path) as (_, port):
        for path in ("/", "/nowhere.html", "/assets/search-index.js", "/.tracker/live.js", "/%00"):
            connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            connection.request("GET", path, headers={"Host": "localhost"})
            said = connection.getresponse()
            assert {name: said.getheader(name) for name in WALLS} == WALLS
            connection.close()


def test_a_page_elsewhere_reads_frames_and_shows_nothing(tmp_path: Path, chromium: str) -> None:
    with running(tmp_path) as (_, port), browsing.browsing(chromium, MAPPED) as browser:
        here, elsewhere = f"http://127.0.0.1:{port}", tmp_path / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "index.html").write_text(
            f"""<!doctype html><script src="{here}/assets/search-index.js"></script>
            <img src="{here}/badge/project/archive.svg"><iframe src="{here}/"></iframe>
            <a href="{here}/people.html" rel=opener>There</a>"""
        )
        with browsing.served(elsewhere) as address:
            page = browser.new_page()
            for host in ("evil.example", "localhost"):
                page.goto(address.replace("127.0.0.1", host), wait_until="load")
                assert page.evaluate("typeof TRACKER_INDEX") == "undefined"
                assert page.evaluate("document.images[0].naturalWidth") == 0
                assert "Digital archive" not in page.frames[1].content()
            page.evaluate(f"document.links[0].href = '{here}/'")
            page.click("a")
            page.get_by_text("Digital archive").first.wait_for()
        page.goto(f"{here}/")
        assert page.evaluate("document.querySelectorAll('script[src]').length") > 0
        assert page.evaluate("fetch('/assets/search-index.js').then(one => one.status)") == 200


STRANGE = (
    "http://[/",
    "/%00",
    "/x%00.html",
    "/%ED%A0%80.svg",
    f"/.tracker/events?built={'9' * 5000}",
)


def raw(port: int, line: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as asking:
        asking.sendall(line + b" HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return asking.recv(12)


def test_what_cannot_be_asked_for_is_said_to_who_asks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(tmp_path) as (_, port):
        for asked in STRANGE:
            assert raw(port, f"GET {asked}".encode()) == b"HTTP/1.0 400", asked
    assert capfd.readouterr() == ("", "")


def test_as_many_wait_as_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tracker_server, "STREAMS", 2)
    with running(tmp_path) as (server, port), ExitStack() as stack:
        for _ in range(2):
            waiting = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
            stack.callback(waiting.close)
            waiting.sendall(
                b"GET /.tracker/events?page=/&built=1 HTTP/1.0\r\nHost: localhost\r\n\r\n"
            )
            assert waiting.recv(12) == b"HTTP/1.0 200"
        assert ask(port, "/.tracker/events?page=/&built=1")[0] == 503
        assert ask(port, "/")[0] == 200
        site_sample.write(tmp_path, {"goals.yaml": "one: {title: One}\n"})
        server.changed.get(timeout=TIMEOUT)
        assert ask(port, "/.tracker/events?page=/&built=0")[0] == 200, "who was told makes room"
    assert capfd.readouterr() == ("", "")


def test_who_asks_nothing_takes_no_room_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_server, "CONNECTIONS", 2)
    monkeypatch.setattr(tracker_server.Handler, "timeout", 0.5)
    with running(tmp_path) as (_, port), ExitStack() as stack:
        idle = [socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) for _ in range(3)]
        for one in idle:
            stack.callback(one.close)
        assert [one.recv(1) for one in reversed(idle)] == [b"", b"", b""]
        assert ask(port, "/")[0] == 200


def test_too_many_open_files_say_nothing_of_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that could not be listed for that is none that holds nothing."""
    site_sample.write(tmp_path)
    seen, folder = stamp(tmp_path), Folder(tmp_path)
    (one, *_) = folder.entries()

    def short(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EMFILE, "Too many open files")

    assert seen
    monkeypatch.setattr(os, "open", short)
    reads: list[Callable[[], object]] = [folder.entries, partial(folder.read, one.path)]
    for look in reads:
        with pytest.raises(OSError, match="Too many open files") as caught:
            look()
        assert caught.value.errno == errno.EMFILE
    monkeypatch.undo()
    monkeypatch.setattr(os, "scandir", short)
    looks: list[Callable[[], object]] = [folder.entries, partial(stamp, tmp_path)]
    for look in looks:
        with pytest.raises(OSError, match="Too many open files"):
            look()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    site_sample.write(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=f"port {port}") as error:
            serve(
                lambda: site_sample.status(tmp_path),
                tmp_path,
                port=port,
                on_ready=lambda url, pages: None,
            )
    assert error.value.hint == f"name another: --port {port + 1}"
