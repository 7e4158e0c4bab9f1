"""XML, tag by tag, however long the file is: what expands, fetches or nests without end is refused.

There is no tree. A DTD is refused before anything in it is read, so no entity is ever declared.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import BinaryIO, NamedTuple
from xml.parsers.expat import errors
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from tracker.interchange.exchange import RefusedError, RefusedHereError

PIECE = 1 << 16
DEPTH = 40
LONGEST = 1 << 16
"""Characters of one value."""

UNBROKEN = 1 << 20
"""Bytes without the end of a tag."""


class Tag(NamedTuple):
    """A tag that opens (`opens` True) or closes, or the text between two (`name` is empty).

    What closes has no place.
    """

    opens: bool
    name: str
    attributes: Mapping[str, str]
    text: str
    line: int
    column: int


def tags(file: BinaryIO) -> Iterator[Tag]:
    """The tags of a file in their order, without the prefixes of their names.

    Raises RefusedError with the place.
    """
    parser = DefusedExpatParser(forbid_dtd=True)
    handler = _Handler(parser)
    parser.setContentHandler(handler)
    with _refused(handler):
        while piece := file.read(PIECE):
            _refuse_other(piece, handler)
            parser.feed(piece)
            handler.passed(len(piece))
            yield from handler.taken()
        _refuse_empty(handler)
        parser.close()
    yield from handler.taken()


class _Handler(ContentHandler):
    """Collects what expat tells of one piece."""

    def __init__(self, parser: DefusedExpatParser) -> None:
        super().__init__()
        self._parser = parser
        self._found: list[Tag] = []
        self._depth = 0
        self._silent = 0
        self.fed = 0

    def taken(self) -> list[Tag]:
        found, self._found = self._found, []
        return found

    def passed(self, count: int) -> None:
        """So many bytes more went in."""
        self.fed += count
        self._silent += count
        if self._silent > UNBROKEN:
            raise RefusedHereError(
                self,
                f"a tag or a text is longer than {UNBROKEN >> 20} MiB, which no log needs",
                "look at that line: what is so long can be left out",
            )

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self._silent = 0
        self._depth += 1
        if self._depth > DEPTH:
            raise RefusedHereError(
                self, f"tags are nested more than {DEPTH} deep", "export it again, without them"
            )
        attributes: dict[str, str] = attrs._attrs  # type: ignore[attr-defined]
        if attributes and max(map(len, attributes.values())) > LONGEST:
            raise RefusedHereError(
                self, f"a value has more than {LONGEST:,} characters", "shorten it, or leave it out"
            )
        self._found.append(Tag(True, _local(name), attributes, "", self.line, self.column))

    def endElement(self, name: str) -> None:  # noqa: N802
        self._silent = 0
        self._depth -= 1
        self._found.append(_closing(name))

    def characters(self, content: str) -> None:
        self._silent = 0
        if not content.isspace():
            self._found.append(Tag(False, "", {}, content, self.line, self.column))

    @property
    def line(self) -> int:
        return self._parser.getLineNumber() or 1

    @property
    def column(self) -> int:
        return (self._parser.getColumnNumber() or 0) + 1


@lru_cache(1024)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


@lru_cache(1024)
def _closing(name: str) -> Tag:
    return Tag(False, _local(name), {}, "", 0, 0)


def _refuse_other(piece: bytes, handler: _Handler) -> None:
    """What is something else altogether is called by its name."""
    if handler.fed == 0 and piece.startswith(b"\x1f\x8b"):
        raise RefusedError("it is packed by gzip", "unpack it first: `gunzip FILE`")


def _refuse_empty(handler: _Handler) -> None:
    if handler.fed == 0:
        raise RefusedError("the file is empty", "see that it is the right file", 1, 1)


_AGAIN = "export it again; where it was edited by hand, mend that line"
_FAULTS = {
    errors.XML_ERROR_NO_ELEMENTS: "the XML ends here, and nothing is whole before it",
    errors.XML_ERROR_TAG_MISMATCH: "the XML closes a tag here that is not the last one opened",
    errors.XML_ERROR_UNCLOSED_TOKEN: "the XML ends in the midst of a tag that begins here",
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something stands behind the end of the XML",
    errors.XML_ERROR_UNDEFINED_ENTITY: "the XML names an entity here that XML does not know",
    errors.XML_ERROR_INCORRECT_ENCODING: "the XML is not in the encoding that it names",
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "a tag says one thing twice",
}


@contextmanager
def _refused(handler: _Handler) -> Iterator[None]:
    """What the parser and its guard say, in our words."""
    try:
        yield
    except DefusedXmlException as error:
        raise RefusedHereError(
            handler,
            "it has a DTD, which can make much out of little and fetch files: no DTD is read",
            "take the line with <!DOCTYPE out; no log and no model needs one",
        ) from error
    except SAXParseException as error:
        code = getattr(error.getException(), "code", 0)
        reason = _FAULTS.get(errors.messages.get(code, ""), "no XML can be read from here on")
        column = (error.getColumnNumber() or 0) + 1
        raise RefusedError(reason, _AGAIN, error.getLineNumber() or 1, column) from error
    except (LookupError, ValueError) as error:  # a codec that is not there, or not of single bytes
        raise RefusedHereError(
            handler,
            "the XML names an encoding that is not read",
            "export it as UTF-8",
        ) from error
