"""Badges: a label and a value side by side, as a picture that stands for itself (SVG).

It fetches nothing, and whoever cannot see it is told the same words. How wide its text is comes from
a table of what letters take; the text is then fitted to it, so that no font breaks the picture.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from tracker.outputs.columns import width
from tracker.outputs.escape import escaped
from tracker.views.words import in_xml

LONGEST = 40
"""Longer texts are cut with a mark; the title says them whole."""

TONES = {
    "good": "#1a7f37", "wait": "#8a5d00", "bad": "#c42b30", "busy": "#0b62c4",
    "idle": "#57606a", "off": "#57606a",
}  # fmt: skip
"""The colour behind a value, each with a contrast of at least 4.5 to white."""

_LABEL = "#39424e"
_NARROW, _WIDE = frozenset("fijltI.,:;'|!()[]/ -"), frozenset("mwMWOQGDH@%&")
_PAD, _HEIGHT = 6, 20


def badge(label: str, value: str, tone: str) -> bytes:
    """The badge; `tone` is one of `TONES`."""
    said = f"{in_xml(label)}: {in_xml(value)}"
    left, right = _room(_cut(label)), _room(_cut(value))
    size = {"width": str(left + right), "height": str(_HEIGHT)}
    box = f"0 0 {left + right} {_HEIGHT}"
    named = {"role": "img", "aria-label": said}
    root = Element("svg", size | named, xmlns="http://www.w3.org/2000/svg", viewBox=box)
    SubElement(root, "title").text = said
    _box(root, 0, left + right, _LABEL, rounded=True)
    _box(root, left, right, TONES[tone], rounded=True)
    _box(root, left, 4, TONES[tone])
    _words(root, 0, left, _cut(label))
    _words(root, left, right, _cut(value))
    made: bytes = tostring(root, encoding="utf-8")
    return made + b"\n"


def _cut(text: str) -> str:
    line = escaped(" ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _room(text: str) -> int:
    return _length(text) + 2 * _PAD


def _length(text: str) -> int:
    """How wide a text is at 11 px, within a few."""
    return max(4, round(sum(map(_letter, text))))


def _letter(one: str) -> float:
    if one in _NARROW:
        return 3.8
    return 9.4 if one in _WIDE else 6.6 * width(one)


def _box(root: Element, at: int, wide: int, fill: str, *, rounded: bool = False) -> None:
    box = SubElement(root, "rect", x=str(at), width=str(wide), height=str(_HEIGHT), fill=fill)
    if rounded:
        box.set("rx", "3")


def _words(root: Element, at: int, room: int, text: str) -> None:
    SubElement(root, "text", _FONT, x=str(at + _PAD), textLength=str(room - 2 * _PAD)).text = text


_FONT = {
    "y": "14", "fill": "#fff", "font-family": "Verdana,DejaVu Sans,sans-serif", "font-size": "11",
    "lengthAdjust": "spacingAndGlyphs",
}  # fmt: skip
