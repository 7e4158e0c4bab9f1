"""A report as it is asked for on the command line: of what, of which rows, of which day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.naming import entity_named
from tracker.cli.terminal.stop import Stop, warn
from tracker.cli.workspace.evidence import ssh_stops
from tracker.cli.workspace.judging import day_of
from tracker.cli.workspace.opening import Opening, here
from tracker.cli.workspace.where import no_field, parted
from tracker.finding import Finding
from tracker.law.content import SIGNATURES
from tracker.law.judge import judge, law_of
from tracker.model.digest import uncollected
from tracker.model.versions import Said, earlier, written
from tracker.model.work import Work
from tracker.source.git import GitError, ShallowCloneError
from tracker.views.chart import Look
from tracker.views.choosing import Condition, fits, meant
from tracker.views.given import Given
from tracker.views.listing import listing
from tracker.views.operation import Operation, operations
from tracker.views.report import By, Report, reports
from tracker.views.telling import Told, told


def listed(day: date) -> Told:
    """Which reports there are; that takes no workspace."""
    return told(listing, day, {})


def reported(
    name: str,
    ids: Mapping[str, str],
    by: str | None,
    where: Iterable[str],
    revision: str | None,
    as_of: date | None,
) -> Told:
    """A report, narrowed to what was named and to the rows where the conditions hold, maybe by groups."""
    asked = reports()[name]
    conditions = [_condition(asked, text) for text in where]
    _refuse_strange(asked, (*ids, *(["by"] if by else [])))
    opening = here()
    work = opening.work(revision)
    day = as_of or (day_of(opening, revision) if revision is not None else today())
    alone = {kind: meant(work, kind, _id(work, kind, id)) for kind, id in ids.items()}
    law = replace(law_of(work, day), evidence=SIGNATURES)
    processes = sorted(alone.get("process", work.processes))
    look = Look(work, day, None, _operations(asked, opening, work, revision, day, processes))
    given = Given(look, law, partial(_found, work, day), By(by) if by else None)
    with ssh_stops(), uncollected():
        return told(asked, day, given.of(asked), alone, lambda row: fits(row, conditions))


def _found(work: Work, day: date) -> Iterable[Finding]:
    return judge(work, day).findings


def _operations(
    asked: Report[Any],
    opening: Opening,
    work: Work,
    revision: str | None,
    day: date,
    ids: list[str],
) -> Mapping[str, Operation]:
    """The processes of these ids in operation, where the report asks for them or what people know."""
    if not {"operations", "knowledge"} & set(asked.needs):
        return {}
    found = operations(work, day, earlier(work, _said(opening, work, revision, ids)))
    return {id: found[id] for id in ids if id in found}


def _said(opening: Opening, work: Work, revision: str | None, ids: list[str]) -> list[Said]:
    """What the files of processes said before, as far as git can tell: runs of the rest say so.

    Of a clone that is cut it is said what brings the rest.
    """
    if opening.repository is None:
        return []
    try:
        head = opening.repository.resolve(revision or "HEAD")
        return written(opening.repository, head, work, ids, opening.library)
    except ShallowCloneError as error:
        told = "runs of earlier versions are not judged: this clone does not hold the whole history"
        warn(told, f"`{error.hint}` brings it")
        return []
    except GitError:
        return []


def _refuse_strange(asked: Report[Any], options: Iterable[str]) -> None:
    for option in options:
        if option not in asked.options:
            raise Stop(
                f"--{option} is not for the report {asked.name}",
                "`tracker report` lists what each report takes",
            )


def _id(work: Work, kind: str, typed: str) -> str:
    """The id of an entity that is there; what is typed may name its kind too."""
    id: str = entity_named(work, f"{kind}/{typed.removeprefix(f'{kind}/')}").id
    return id


def _condition(asked: Report[Any], text: str) -> Condition:
    route, value = parted(text)
    name = ".".join(route)
    if name not in asked.fields:
        parts = [one for one in asked.fields if one.startswith(f"{route[0]}.")]
        raise no_field(f"the report {asked.name}", (name,), parts or asked.fields)
    return route, value
