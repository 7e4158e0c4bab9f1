"""The real yaml-language-server, spoken to as an editor does: LSP over its standard input and output."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Timer
from types import TracebackType
from typing import Any, Self

NO_NETWORK = Path(__file__).with_name("no_network.cjs")
PATIENCE = 60
OFFLINE: dict[str, Any] = {"schemaStore": {"enable": False}, "validate": True, "hover": True}
"""What every editor is told to set under `yaml`: nothing is fetched."""


class LanguageServer:
    """One server for one folder; `settings` is what stands under `yaml` in the editor.

    It has no network; `asked_for` holds the hosts that it wanted to reach.
    """

    def __init__(
        self, node_modules: Path, folder: Path, settings: Mapping[str, Any] | None = None
    ) -> None:
        program = node_modules / "yaml-language-server" / "bin" / "yaml-language-server"
        self._asked_for = NamedTemporaryFile("r")  # noqa: SIM115 -- closed at the end
        self._process = subprocess.Popen(
            ["node", "--require", NO_NETWORK, program, "--stdio"],
            cwd=folder,
            env={**os.environ, "ASKED_FOR": self._asked_for.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._folder = folder
        self._settings = {"yaml": dict(OFFLINE if settings is None else settings)}
        self._next = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._open: set[str] = set()
        self._greet()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._asked_for.close()

    @property
    def asked_for(self) -> list[str]:
        """The hosts that the server wanted to reach."""
        return Path(self._asked_for.name).read_text("utf-8").split()

    # What an editor asks.

    def open(self, path: str, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file, with its text on disk or another one; what the server finds wrong in it."""
        said = (self._folder / path).read_text("utf-8") if text is None else text
        return self.open_all({path: said})[path]

    def open_all(self, texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """Open several files at once: the server waits a moment before it looks at each."""
        for path, text in texts.items():
            if self._uri(path) in self._open:
                self.close(path)
            self._next += 1  # a text that was seen under its version is not looked at again
            about = {"uri": self._uri(path), "languageId": "yaml", "version": self._next}
            self._notify("textDocument/didOpen", {"textDocument": {**about, "text": text}})
            self._open.add(self._uri(path))
        return {path: self._said_of(self._uri(path)) for path in texts}

    def close(self, path: str) -> None:
        """Close a file; the server says that nothing is wrong in it any more."""
        self._notify("textDocument/didClose", {"textDocument": {"uri": self._uri(path)}})
        self._open.remove(self._uri(path))
        self._said_of(self._uri(path))

    def _said_of(self, uri: str) -> list[dict[str, Any]]:
        with self._patience():
            while uri not in self._diagnostics:
                self._take(self._receive())
        return self._diagnostics.pop(uri)

    def completion(self, path: str, line: int, character: int) -> dict[str, dict[str, Any]]:
        """What may be typed there: label to item."""
        found = self._at("textDocument/completion", path, line, character)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: item for item in items}

    def hover(self, path: str, line: int, character: int) -> str:
        """What is shown when the pointer rests there."""
        found = self._at("textDocument/hover", path, line, character)
        return found["contents"]["value"] if found else ""

    # How it is asked.

    def _at(self, method: str, path: str, line: int, character: int) -> Any:
        where = {"line": line, "character": character}
        return self._ask(method, {"textDocument": {"uri": self._uri(path)}, "position": where})

    def _uri(self, path: str) -> str:
        return (self._folder / path).as_uri()

    def _greet(self) -> None:
        uri = self._folder.as_uri()
        able = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}},
        }
        folders = [{"uri": uri, "name": self._folder.name}]
        self._ask(
            "initialize",
            {"processId": None, "rootUri": uri, "capabilities": able, "workspaceFolders": folders},
        )
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self._settings})

    def _ask(self, method: str, params: Mapping[str, Any]) -> Any:
        self._next += 1
        self._send({"id": self._next, "method": method, "params": params})
        with self._patience():
            while (message := self._receive()).get("id") != self._next or "method" in message:
                self._take(message)
        assert "error" not in message, message["error"]
        return message["result"]

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """A server that says nothing is ended, or the test would wait for ever."""
        guard = Timer(PATIENCE, self._process.kill)
        guard.start()
        try:
            yield
        finally:
            guard.cancel()

    def _take(self, message: dict[str, Any]) -> None:
        """What the server says or asks unbidden."""
        method, params = message.get("method"), message.get("params") or {}
        if method == "textDocument/publishDiagnostics":
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif "id" in message and method is not None:
            answer = None
            if method == "workspace/configuration":
                answer = [self._settings.get(item.get("section")) for item in params["items"]]
            self._send({"id": message["id"], "result": answer})

    def _notify(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            assert line or self._process.poll() is None, "the language server has ended"
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
