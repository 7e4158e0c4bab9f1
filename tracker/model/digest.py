"""What one document comes to: bytes in, validated data out, in a form that is small to keep.

A digest is all that the model needs from a file. It depends on the bytes and the schema alone, so
that one is made per content hash, whatever revision holds it, in whatever process.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import msgspec

from tracker.finding import Route
from tracker.model.adopt import Adoption, mapped
from tracker.model.kinds import KINDS, Placement, schema_name
from tracker.model.log import Events
from tracker.model.records import Run
from tracker.model.schema import (
    Misfit,
    collect,
    decoded,
    fit,
    pruned,
    references,
    without_nulls,
)
from tracker.source.document import Plain, read
from tracker.source.log import LogRefusedError
from tracker.source.refusal import Problem

R = TypeVar("R")

Reference = tuple[str, str, Route]
"""What kind is named, by which text, and where."""


class Digest(msgspec.Struct, frozen=True):
    """A document after reading and validation.

    `packed` holds what is left once nulls and whatever the schema refused are dropped. `origins`
    leads from a route of adopted data to its route in the file, `unmapped` is what the adoption
    could not read there, and `claims` are the values that the file is named and matched by.
    """

    refusal: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    references: tuple[Reference, ...] = ()
    packed: bytes = b"\xc0"
    origins: tuple[tuple[Route, Route], ...] = ()
    unmapped: tuple[Misfit, ...] = ()
    claims: tuple[str | None, str | None] = (None, None)

    def record(self, kind: type[R]) -> R:
        """The data as a record, where one document is one record."""
        return decoded(kind, self.packed)

    def data(self) -> Any:
        """The data, decoded anew: callers may do with it what they like."""
        return msgspec.msgpack.decode(self.packed)


class LogDigest(Digest, frozen=True):
    """An event log after reading and validation: its runs by name, without a status or an end yet.

    It is large, and stays in the process that made it; nothing of it is packed.
    """

    runs: dict[str, Run] = {}


class Order(msgspec.Struct, frozen=True):
    """A document to digest: by the schema of its kind, through an adoption, or as an event log."""

    schema: str
    adoption: Adoption | None = None
    listing: bool = False
    log: bool = False


_PLAIN = {name: Order(name) for kind in KINDS.values() for name in (kind.name, kind.plural)}
_LISTED = {kind.name: Order(kind.name, listing=True) for kind in KINDS.values() if kind.listing}
_LOGGED = {kind.name: Order(kind.name, log=True) for kind in KINDS.values() if kind.log}


def order_at(placement: Placement) -> Order:
    """How a file at its own place is read."""
    name = schema_name(placement)
    return _LOGGED[name] if placement.log else _LISTED.get(name) or _PLAIN[name]


def digest(content: bytes, order: Order) -> Digest:
    """A document is read, mapped where it is adopted, and held against its schema."""
    if order.log:
        return _log(content, order.schema)
    reading = read(content)
    if reading.refusal is not None:
        return Digest(reading.refusal)
    if order.adoption is None:
        fitted = _fitted(reading.data, order.schema, reading.warnings)
        return _listed(fitted) if order.listing else fitted
    taken = mapped(reading.data, order.adoption)
    fitted = _fitted(taken.data, order.schema, reading.warnings, adopted=True)
    return msgspec.structs.replace(
        fitted,
        origins=tuple(taken.origins.items()),
        unmapped=taken.misfits,
        claims=(taken.id, taken.match),
    )


def _log(content: bytes, schema: str) -> LogDigest:
    """An event log is read, and held against the schema of what it holds."""
    try:
        events = Events(content, lambda said: fit(schema, {"status": "completed", **said}))
    except LogRefusedError as refused:
        return LogDigest(refused.problem)
    return LogDigest(
        misfits=tuple(events.misfits), references=tuple(events.references), runs=events.runs()
    )


ENTRIES = "entries"
"""What a record calls the list that its file is."""


def _listed(found: Digest) -> Digest:
    """A document that is a list, as the record that holds it has it; its places stay the file's."""
    data = found.data()
    if not isinstance(data, list):
        return found
    misfits = (
        one._replace(
            route=(ENTRIES, *one.route),
            prune=(ENTRIES, *one.prune),
            meant=one.meant and (ENTRIES, *one.meant),
        )
        for one in found.misfits
    )
    return msgspec.structs.replace(
        found,
        misfits=tuple(misfits),
        references=tuple((kind, text, (ENTRIES, *route)) for kind, text, route in found.references),
        packed=msgspec.msgpack.encode({ENTRIES: data}),
        origins=(((ENTRIES,), ()),),
    )


def _fitted(
    data: Plain, schema: str, warnings: tuple[Problem, ...], adopted: bool = False
) -> Digest:
    misfits = fit(schema, data, adopted)
    broken = frozenset(misfit.prune for misfit in misfits)
    named = [one for one in collect(references(schema), data, broken) if not _is_local(one, data)]
    rest = pruned(data, misfits) if misfits else data
    kept = msgspec.msgpack.encode(without_nulls(rest))
    return Digest(None, warnings, misfits, tuple(named), kept)


# Kinds that are named within a document, and the list that holds what they name.
_LOCAL = {"task": "tasks", "deliverable": "deliverables", "step": "steps"}


def _is_local(reference: Reference, data: Any) -> bool:
    """True for a name that its own document resolves: nobody else has to ask."""
    kind, text, _ = reference
    items = data.get(_LOCAL[kind]) if kind in _LOCAL and isinstance(data, dict) else None
    return items.__class__ is list and any(
        item.__class__ is dict and item.get("id") == text for item in items
    )


Job = tuple[bytes, Order]

_WORTH_FORKING = 400
_CHUNK = 100


def digests(jobs: Iterable[Job], expected: int) -> Iterator[Digest]:
    """The digests of documents, in order; with many to expect, over processes where that pays.

    Then the jobs are taken in a thread of their own, well ahead of the digests.
    """
    if expected < _WORTH_FORKING or not _may_fork():
        return (digest(content, order) for content, order in jobs)
    return _forked(jobs)


def _may_fork() -> bool:
    """Forking is cheap on Linux and safe with one thread; elsewhere one process does it all."""
    return sys.platform == "linux" and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Loading makes no cycles: the garbage collector has nothing to find, then or later."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.enable()


def _forked(jobs: Iterable[Job]) -> Iterator[Digest]:
    context = multiprocessing.get_context("fork")
    decoder = msgspec.msgpack.Decoder(list[Digest])
    with context.Pool(os.cpu_count(), _prepare) as pool:
        for packed in pool.imap(_digest_chunk, _chunks(jobs)):
            yield from decoder.decode(packed)


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    rest = iter(jobs)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _digest_chunk(chunk: list[Job]) -> bytes:
    return msgspec.msgpack.encode([digest(*job) for job in chunk])
