"""What is approved: the review, the project, its plan and the law, in the one form that is hashed.

Values count, not the layout of the files: a comment, the order of keys or a line that is folded in
another way changes nothing. What the schema refused has no value; there the bytes of the file
count, so that nothing is approved which could be read in another way later.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from tracker.law.passing import Approving
from tracker.law.policy import Law
from tracker.law.proof import Evidence
from tracker.model.entity import Entity
from tracker.source.ssh import verified

NAMESPACE = "tracker-approval"
"""What a signature is made for, so that no other signature of the same key stands for one."""

SIGNATURES = Evidence(partial(verified, namespace=NAMESPACE))
"""What files alone prove: signatures."""


def parts(gate: Approving, law: Law) -> Iterator[tuple[str, Entity[Any]]]:
    """The files of the head whose values are approved, each with what it is called."""
    yield "review", gate.review.entity
    yield "project", gate.after
    for kind in ("plan", "closure"):
        entity = law.head.of(kind).get(gate.after.id)
        if entity is not None:
            yield kind, entity


def content(gate: Approving, law: Law) -> dict[str, Any]:
    """What is approved, with the names of the project and of the gate: it stands nowhere else."""
    found = dict(parts(gate, law))
    lifecycle = law.lifecycle(gate.before)
    return {
        "for": NAMESPACE,
        "project": found["project"].id,
        "gate": gate.review.name,
        "values": _values(found),
        "law": {"lifecycle": lifecycle.id, "values": lifecycle.plain()} if lifecycle else {},
        "unread": {
            name: law.head.hashes.get(entity.path, "")
            for name, entity in found.items()
            if entity.broken or entity.unreadable
        },
    }


def _values(found: dict[str, Entity[Any]]) -> dict[str, dict[str, Any]]:
    """The values of each part.

    A project's status moves with its phase and its holds, and is no part of what it promises. A
    plan is the same whichever file holds it.
    """
    values = {name: entity.plain() for name, entity in found.items()}
    plan = found["plan"].keys if "plan" in found else None
    apart = {"status", *(plan or ())}
    values["project"] = {key: value for key, value in values["project"].items() if key not in apart}
    return values


def digest(gate: Approving, law: Law) -> str:
    """The digest by which an approval names its content."""
    text = json.dumps(
        content(gate, law), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )  # fmt: skip
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def statement(digest: str, person: str, role: str | None, day: date | None) -> bytes:
    """What is signed: the digest, and who approves it as what and when, each on a line of its own."""
    said = (NAMESPACE, digest, person, role, day)
    return "".join(f"{line}\n" for line in said).encode()
