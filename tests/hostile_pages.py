"""What is hostile to a browser: the corpora's strings and vectors, and a watch over what they do there."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND"
"""An option of the browser: no name leads to a host."""

TITLE = 200
CSP = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
# What a vector calls to show that it ran tells us instead.
SPY = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  self[name] = (...said) => { self.itRan(name + ": " + said + " in " + location.href); };
}
"""

OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "</title><script>alert(1)</script>",
    "</style><svg/onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    '<meta http-equiv="refresh" content="0;url=https://example.org/">',
    '<base href="https://example.org/">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<iframe srcdoc="<script>parent.alert(1)</script>">',
    "<details open ontoggle=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a & b < c > d \" e ' f ` g",
]


def quoted(text: str) -> str:
    """A YAML scalar that holds exactly this text."""
    held = (
        character
        if character.isprintable() and character not in '"\\'
        else f"\\U{ord(character):08x}"
        for character in text
    )
    return '"' + "".join(held) + '"'


class Watch:
    """What happened in the browser: whatever was asked for beyond the folder, said or run."""

    def __init__(self, browser: Browser, folder: Path, scheme: str = "light") -> None:
        self.folder = folder
        self.foreign: list[str] = []
        self.left: list[str] = []
        self.said: list[str] = []
        self.ran: list[str] = []
        self.context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        self.context.expose_binding("itRan", lambda source, what: self.ran.append(what))
        self.context.add_init_script(SPY)
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: self.ran.append(dialog.message))
        self.page.on("popup", lambda popup: self.ran.append(popup.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in ("file", "data"):
            (self.left if request.is_navigation_request() else self.foreign).append(request.url)

    def _failed(self, request: Request) -> None:
        """What the policy has stopped was never sent."""
        if request.failure == "csp" and request.url in self.foreign:
            self.foreign.remove(request.url)

    def open(self, name: str) -> Page:
        self.page.goto((self.folder / name).as_uri(), wait_until="load")
        return self.page

    def close(self) -> None:
        self.context.close()


def texts(page: Page, selector: str) -> list[str]:
    """The text of every element, as the document holds it."""
    found: list[str] = page.eval_on_selector_all(
        selector, "held => held.map(one => one.textContent)"
    )
    return found


def as_html(text: str) -> str:
    """What an HTML document can hold of a text: its reader makes line feeds of returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def naughty(corpora: Path) -> list[str]:
    strings: list[str] = json.loads((corpora / "adversarial/blns/blns.json").read_text("utf-8"))
    vectors = (corpora / "adversarial/h5sc/vectors.txt").read_text("utf-8")
    found = re.findall(r'<div id="\d+">(.*?)//\["\'`-->\]\]>\]</div>', vectors, re.DOTALL)
    pieces = [one[at : at + TITLE] for one in found for at in range(0, len(one), TITLE)]
    return list(dict.fromkeys(one[:TITLE] for one in OWN + strings + pieces if one.strip()))
