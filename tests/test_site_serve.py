"""Serving: to this machine alone, and the state of the files as they are now."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
import site_sample

from tracker.site.build import SiteError
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
        assert url.startswith("http://127.0.0.1:") and pages == 19
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
        assert server.changed.get(timeout=TIMEOUT) == 19
        assert "Paper archive" in ask(port, "/project/archive.html")[1]
        server.broken = True
        path.write_text("title: Neither\n")
        assert "cannot be read" in str(server.failed.get(timeout=TIMEOUT))
        assert "Paper archive" in ask(port, "/project/archive.html")[1]
        server.broken = False
        path.write_text("title: Third\nstatus: active\nphase: idea\n")
        assert server.changed.get(timeout=TIMEOUT) == 19
        assert "Third" in ask(port, "/project/archive.html")[1]


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
