"""A report as it is asked for on the command line: of what, of which rows, of which day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.cli.evidence import ssh_stops
from tracker.cli.judging import day_of
from tracker.cli.naming import entity_named
from tracker.cli.opening import here, today
from tracker.cli.stop import Stop
from tracker.cli.where import no_field, parted
from tracker.law.content import SIGNATURES
from tracker.law.judge import judge, law_of
from tracker.model.work import Work
from tracker.views.chart import Look
from tracker.views.choosing import Condition, fits, meant
from tracker.views.given import Given
from tracker.views.listing import listing
from tracker.views.report import Report, reports
from tracker.views.telling import Told, told


def listed(day: date) -> Told:
    """Which reports there are; that takes no workspace."""
    return told(listing, day, {})


def reported(
    name: str,
    ids: Mapping[str, str],
    where: Iterable[str],
    revision: str | None,
    as_of: date | None,
) -> Told:
    """A report, narrowed to what was named and to the rows where the conditions hold."""
    asked = reports()[name]
    conditions = [_condition(asked, text) for text in where]
    _refuse_strange(asked, ids)
    opening = here()
    work = opening.work(revision)
    day = as_of or (day_of(opening, revision) if revision is not None else today())
    alone = {kind: meant(work, kind, _id(work, kind, id)) for kind, id in ids.items()}
    law = replace(law_of(work, day), evidence=SIGNATURES)
    given = Given(Look(work, day), law, lambda: judge(work, day).findings)
    with ssh_stops():
        return told(asked, day, given.of(asked), alone, lambda row: fits(row, conditions))


def _refuse_strange(asked: Report[Any], kinds: Iterable[str]) -> None:
    for kind in kinds:
        if kind not in asked.takes:
            raise Stop(
                f"--{kind} is not for the report {asked.name}, which names no {kind}",
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
