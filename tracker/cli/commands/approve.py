"""`tracker approve`: one person's approval of a gate review, in a file of its own."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.typed.candidates import PROJECT, REVISION
from tracker.cli.typed.options import as_of_option
from tracker.cli.workspace.evidence import proved
from tracker.cli.workspace.opening import Opening, here, pull_request_base, shown
from tracker.cli.workspace.revisions import short
from tracker.cli.writing.approving import (
    awaiting,
    gates_of,
    myself,
    project_named,
    refuse_own_work,
    role_of,
    standing_of,
)
from tracker.cli.writing.promised import shown as content_shown
from tracker.cli.writing.signing import signed
from tracker.cli.writing.targets import content as content_of
from tracker.cli.writing.templating import rewrite, write
from tracker.law.authorship import authors
from tracker.law.check import Case
from tracker.law.content import digest, statement
from tracker.law.judge import opened
from tracker.law.passing import Approving
from tracker.law.proof import Proof
from tracker.law.proving import keys_of, proof_of
from tracker.outputs.escape import escaped

PLACE = (Stage.CHANGE, 6)


class Approved(NamedTuple):
    """What is written: who approves as what, on which day, which content."""

    person: str
    role: str
    day: date
    digest: str

    def text(self, signature: str | None = None) -> str:
        said = f"date: {self.day.isoformat()}\nrole: {self.role}\ndigest: {self.digest}\n"
        if signature is None:
            return said
        body = "".join(f"  {line}\n" for line in signature.strip().splitlines())
        return f"{said}signature: |\n{body}"


@click.command(
    epilog="""\b
Examples:
  tracker approve erp-replacement
  tracker approve erp-replacement --base main --as sponsor
  tracker approve erp-replacement --key ~/.ssh/id_ed25519"""
)
@click.argument("project", shell_complete=PROJECT)
@click.option(
    "--base", "base_ref", metavar="REV", shell_complete=REVISION,
    help="What the change is compared with (default: found as by `check --pr`).",
)  # fmt: skip
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path),
    help="The SSH key to sign with (default: git's user.signingkey, else the one of ~/.ssh).",
)  # fmt: skip
@click.option("--as", "role", metavar="ROLE", help="As what, where the gate asks for you twice.")
@as_of_option
def command(
    project: str, base_ref: str | None, key: Path | None, role: str | None, as_of: date | None
) -> None:
    """Approves the gate that a change passes, as yourself.

    Prints what is approved and what differs from the base, then writes your approval beside the
    review. Who you are is told by git's user.email and the identities of the base. Where
    tracker.yaml asks for signatures, it is signed with your SSH key.
    """
    opening = here()
    root = opening.demand()
    base_ref = base_ref or pull_request_base(opening.git(), os.environ.get)
    case = _case(opening, base_ref, as_of or today())
    name = project_named(case.work, project)
    base = short(base_ref)
    gates = gates_of(case, name, base)
    person = myself(opening, case)
    gate = awaiting(gates, person, case)
    said = Approved(person, role_of(gate, person, role, case), case.as_of, digest(gate, case.law))
    refuse_own_work(gate, person, case)
    path = f"projects/{name}/gates/{gate.review.name}/approvals/{person}.yaml"
    signature = _signature(said, case, key, opening)
    for line in content_shown(gate, case.changes or (), case.law, base):
        click.echo(line)
    _write(opening, root, path, gate, said.text(signature), case, person)
    for line in _told(gate, said, case, base):
        click.echo(line)


def _case(opening: Opening, base_ref: str, day: date) -> Case:
    head = opening.head(None)
    base = opening.base(base_ref, head, None)
    work = opening.load(head, opening.root_in(head))
    return opened(work, day, proved(opening, base, work))


def _signature(said: Approved, case: Case, key: Path | None, opening: Opening) -> str | None:
    if proof_of(case.law) is not Proof.SIGNATURE:
        if key is not None:
            raise Stop(
                "the base asks for no signature, and --key names a key to sign with",
                "leave it out; `approvals: {proof: signature}` in tracker.yaml asks for signatures",
            )
        return None
    keys = keys_of(said.person, case.law)
    text = statement(said.digest, said.person, said.role, said.day)
    return signed(text, said.person, keys, key, opening.git())


def _write(
    opening: Opening, root: str, path: str, gate: Approving, text: str, case: Case, person: str
) -> None:
    """A new file; one of other content, which this change brought as well, is written anew."""
    folder = opening.top / root
    before = standing_of(gate, person, case)
    if before is None:
        write(folder, {path: text}, opening.top)
    else:
        click.echo(
            f"your approval of {before.record.date} does not hold any more: it is written anew"
        )
        rewrite(folder, path, content_of(case.work, before.entity), text, opening.top)
    click.echo(f"wrote {escaped(shown(folder / path))}")


def _told(gate: Approving, said: Approved, case: Case, base: str) -> Iterator[str]:
    """What was verified, and what is only recorded."""
    law = case.law
    yield from lines(
        "Verified:", f"{said.person} is the {said.role} at the base, and not the manager", 80
    )
    if proof_of(law) is Proof.SIGNATURE:
        yield from lines("Verified:", "the signature is of a key that the base has for you", 80)
    elif proof_of(law) is Proof.REVIEW:
        text = "your name. What counts is your review of the pull request, once this is pushed"
        yield from lines("Recorded:", text, 80)
    else:
        text = "your name. Anybody who can write to this branch could have written it"
        yield from lines("Recorded:", text, 80)
    wrote = authors(gate.project, case.changes or (), law)
    if not wrote.are_known:
        who = ", ".join(sorted(wrote.unknown)) or "it is not committed"
        yield from lines("Not known:", f"who wrote the change: {who}", 80)
    else:
        who = ", ".join(sorted(wrote.people)) or "nobody"
        yield from lines("Recorded:", f"the change was written by {who}, as its commits say", 80)
    if not case.head_holds_base:
        text = f"what {base} holds and this branch lacks. Merge it first, to approve what will land"
        yield from lines("Not seen:", text, 80)
    yield "Next: commit this file alone, and push it"
