"""Serving: to this machine alone, and the state of the files as they are now."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest
import site_sample
from gitrepo import Repo

from tracker.site import past
from tracker.site.build import build_status
from tracker.site.output import SiteError
from tracker.site.past import Past
from tracker.site.serve import serve
from tracker.site.status import Status

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
        self.pages = 0

    def read(self) -> Status:
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


def ask(port: int, path: str, host: str = "localhost") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", path, headers={"Host": host})
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
        server.broken = False
        path.write_text("title: Third\nstatus: active\nphase: idea\n")
        assert server.changed.get(timeout=TIMEOUT) == server.pages
        assert "Third" in ask(port, "/project/archive.html")[1]


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
    from tracker.cli.opening import here

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
