"""Who may ask the server of a site: a browser says in each request from where it comes, and for what."""

from email.message import Message

NAMES = ("127.0.0.1", "localhost")

WALLS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Sent with everything: no page of another site holds, frames or scripts what is served here."""

_OWN = ("same-origin", "none")  # `none` was typed, or opened from a bookmark


def may_ask(headers: Message) -> bool:
    """True for who names this machine, and is a page of this site or a person who opens one.

    A page elsewhere may hold a link to here, which a person follows; it gets nothing of it itself.
    Another port of this machine is elsewhere as well. A browser too old to say where it comes from is
    held by WALLS alone.
    """
    if headers.get("Host", "").rsplit(":", 1)[0] not in NAMES:
        return False
    if headers.get("Sec-Fetch-Site", "none") in _OWN:
        return True
    follows = headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")
    return follows == ("navigate", "document")
