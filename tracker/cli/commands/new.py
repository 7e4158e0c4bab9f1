"""`tracker new`: a file of a kind that passes the check, and claims nothing for anybody."""

import sys
from collections.abc import Collection
from datetime import date

import click

from tracker.cli.terminal.clock import now, today
from tracker.cli.terminal.naming import kind_named, nearest
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop, lines
from tracker.cli.terminal.width import width
from tracker.cli.typed.candidates import KIND, LIFECYCLE, NEW_ID, PERSON, SHIPPED
from tracker.cli.typed.options import as_of_option
from tracker.cli.workspace.oneself import is_called, known, oneself, user
from tracker.cli.workspace.opening import Opening, here, shown
from tracker.cli.writing.templating import filled, templates, write, written, year_of
from tracker.law.lifecycle import Phases
from tracker.model.adopt import normalised
from tracker.model.kinds import Kind, is_id
from tracker.model.suggest import closest, did_you_mean
from tracker.model.work import Work
from tracker.outputs.escape import escaped

PLACE = (Stage.START, 2)


@click.command(
    epilog="""\b
Examples:
  tracker new project scan-station --title "A scan station for the mail room"
  tracker new goal cut-invoice-cost
  tracker new lifecycle five-phase      copies the one that ships so called
  tracker new lifecycle ours --like five-phase
  tracker new plan scan-station         the plan of an existing project
  tracker new raid scan-station/late-data
  tracker new change --reason "It comes in May" scan-station/later"""
)
@click.argument("kind", shell_complete=KIND)
@click.argument("id", shell_complete=NEW_ID)
@click.option("--title", help="What it is called (default: made of the id).")
@click.option(
    "--lifecycle", metavar="ID", shell_complete=LIFECYCLE,
    help="The lifecycle of a new project (default: tracker.yaml's).",
)  # fmt: skip
@click.option(
    "--like", metavar="NAME", shell_complete=SHIPPED,
    help="Which lifecycle that ships a new one is copied from.",
)  # fmt: skip
@click.option(
    "--by", metavar="PERSON", shell_complete=PERSON,
    help="Whose it is: owner, manager, or who raises it (default: who git says you are).",
)  # fmt: skip
@click.option(
    "--reason", metavar="TEXT", help="Why a change is asked for, or what an improvement is to mend."
)
@click.option("--evidence", metavar="TEXT", help="What shows that a condition is met.")
@as_of_option
def command(
    kind: str, id: str, title: str | None, lifecycle: str | None, like: str | None,
    by: str | None, reason: str | None, evidence: str | None, as_of: date | None,
) -> None:  # fmt: skip
    """Writes a file of a kind that passes the check.

    KIND is goal, project, plan, closure, process, person, identity, team, role, training,
    training-record or lifecycle, of a project raid, change or condition, and of a process run or
    improvement; ID is what others will name it by. What belongs to a project is PROJECT/ID, what
    belongs to a process PROCESS/ID.

    Nothing is claimed for anybody: what only people can say is left out, and a comment tells what
    to write there.
    """
    row = kind_named(kind)
    opening = here()
    root = opening.demand()
    work = opening.work()
    _refuse(work, row, id)
    path = row.path_of(id)
    if row.name == "lifecycle":
        content = _lifecycle(id, title, like)
    else:
        values = {
            **_of_people(opening, work, row, id, by),
            **_of_the_workspace(work, row, lifecycle),
            **_said(row, {"reason": reason, "evidence": evidence}),
            "id": id,
            "title": title or _titled(id.rpartition("/")[2], row.name),
            "today": (as_of or today()).isoformat(),
            "now": now().isoformat(timespec="minutes"),
            **year_of(as_of or today()),
        }
        content = filled(templates("new")[row.name], values)
    write(opening.top / root, {path: content}, opening.top)
    click.echo(f"wrote {escaped(shown(opening.top / root / path))}")
    for line in lines("Next:", _next(row, id), width(sys.stdout)):
        click.echo(line)


def _next(kind: Kind, id: str) -> str:
    if kind.name == "lifecycle":
        return f"`tracker new project ID --lifecycle {id}`, or `lifecycle: {id}` in a project"
    return "fill it in, then `tracker check`"


_RECORDS = {
    "review": "tracker move PROJECT PHASE",
    "baseline": "tracker move PROJECT PHASE",
    "approval": "tracker approve PROJECT",
    "update": "tracker update PROJECT",
}
"""What a command writes from what it knows, and no template can."""


def _refuse(work: Work, kind: Kind, id: str) -> None:
    if kind.name == "workspace":
        raise Stop("a workspace is started by `tracker init`", "`tracker init` in an empty folder")
    if kind.name in _RECORDS:
        writer = _RECORDS[kind.name]
        raise Stop(f"a {kind.name} is a record, and no template holds it", f"`{writer}` writes it")
    parts = id.split("/")
    if kind.parts > 1 and len(parts) != kind.parts:
        owner = (kind.part_of or "").upper()
        names = f"{owner}/REVIEW/ID" if kind.parts > 2 else f"{owner}/ID"
        raise Stop(
            f"a {kind.name} is named by what it belongs to: {id!r} has {len(parts)} of "
            f"{kind.parts} parts",
            f"`tracker new {kind.name} {names}`",
        )
    wrong = next((part for part in parts if not is_id(part)), None)
    if wrong is not None:
        hint = (
            f"for example `{normalised(wrong)}`"
            if normalised(wrong)
            else "for example `cut-invoice-cost`"
        )
        raise Stop(
            f"{wrong!r} is not an id: lower-case letters, digits and single hyphens, up to 63", hint
        )
    if kind.part_of and parts[0] not in work.of(kind.part_of):
        raise Stop(
            f"there is no {kind.part_of} {parts[0]!r} for this {kind.name}",
            f"`tracker new {kind.part_of} {parts[0]}` first",
        )
    if kind.name == "condition":
        _refuse_unknown_condition(work, id)
    if id in work.of(kind.name):
        there = work.of(kind.name)[id]
        raise Stop(
            f"{kind.name}/{id} exists already, in {there.path}",
            f"edit it: a {kind.part_of} has one {kind.name}"
            if kind.part_of
            else "edit it, or choose another id",
        )


def _refuse_unknown_condition(work: Work, id: str) -> None:
    """What is recorded as met is a condition of a review."""
    above, _, name = id.rpartition("/")
    project = above.partition("/")[0]
    review = work.of("review").get(above)
    if review is None:
        those = [
            one.partition("/")[2] for one in work.of("review") if one.startswith(f"{project}/")
        ]
        hint = nearest(above.partition("/")[2], those) if those else "no gate of it was held yet"
        raise Stop(f"there is no review {above!r}", hint)
    listed = [one.id for one in review.record.conditions if one.id]
    if name not in listed:
        raise Stop(f"review/{above} has no condition {name!r}", nearest(name, listed))


def _lifecycle(id: str, title: str | None, like: str | None) -> str:
    """A copy of a lifecycle that ships; which one is never guessed."""
    shipped = templates("lifecycles")
    model = like or id
    if model not in shipped:
        near = closest(model, shipped)
        hint = f"did you mean `{near}`? Else say " if near else "say "
        raise Stop(
            f"no lifecycle that ships is called {model!r}: there are {', '.join(sorted(shipped))}",
            f"{hint}which one to copy: `tracker new lifecycle {id} --like {sorted(shipped)[0]}`",
        )
    first, _, rest = shipped[model].partition("\n")
    named = title or (first.removeprefix("title: ") if model == id else _titled(id))
    return f"title: {written(named)}\n{rest}"


def _titled(id: str, kind: str = "") -> str:
    words = id.split("-")
    people = kind in ("person", "identity")
    return " ".join(map(str.capitalize, words)) if people else " ".join(words).capitalize()


_SAID_BY = {"goal": "an owner", "change": "somebody who raises it"}


def _of_people(
    opening: Opening, work: Work, kind: Kind, id: str, by: str | None
) -> dict[str, str | None]:
    """Whose it is, and for an identity the address; a name that is not known is not made up."""
    person = known(work, by) if by is not None else oneself(opening, work)
    wanted = _SAID_BY.get(kind.name)
    if wanted and not work.people:
        raise Stop(
            f"a {kind.name} has {wanted}, and there are no people yet",
            "`tracker new person ID` first",
        )
    if wanted and person is None:
        raise Stop(
            f"a {kind.name} has {wanted}, and git does not say who you are",
            "say who: --by PERSON; or write your address into people/PERSON/identity.yaml",
        )
    name, email = user(opening)
    if kind.name != "identity" or not is_called(work, id, name):
        email = None
    return {
        "person": person,
        "nobody": _unless(person),
        "email": email,
        "unknown": None if email else "fill in the addresses of their commits",
    }


def _of_the_workspace(work: Work, kind: Kind, lifecycle: str | None) -> dict[str, str | None]:
    """The goal and the role where there is only one to name, and where a project starts."""
    goal, role, training = _only(work.goals), _only(work.roles), _only(work.trainings)
    return {
        "goal": goal,
        "no_goal": _unless(goal),
        "role": role,
        "no_role": _unless(role),
        "training": training,
        "no_training": _unless(training),
        "lifecycle": lifecycle,
        "phase": _start(work, lifecycle) if kind.name == "project" else None,
    }


def _only(known: Collection[str]) -> str | None:
    return next(iter(known)) if len(known) == 1 else None


def _unless(known: str | None) -> str | None:
    """What stands in a comment for a name that people have to write."""
    return "ID" if known is None else None


_TEXTS = {
    "change": ("reason", "a change says why"),
    "improvement": ("reason", "an improvement says what is wrong today"),
    "condition": ("evidence", "a condition is met when something shows it"),
}


def _said(kind: Kind, texts: dict[str, str | None]) -> dict[str, str | None]:
    """The text without which the file would say nothing, and which nobody else can write."""
    name, why = _TEXTS.get(kind.name, (None, ""))
    if name is not None and not (texts[name] or "").strip():
        raise Stop(f"{why}, and no --{name} was given", f"add --{name} TEXT")
    return texts


def _start(work: Work, lifecycle: str | None) -> str:
    """The phase that a new project starts in."""
    name = lifecycle or work.settings.lifecycle
    found = work.lifecycles.get(name or "")
    starts = Phases(found.record).starts if found else ()
    if starts:
        return starts[0]
    if name is None:
        raise Stop(
            "tracker.yaml names no lifecycle for new projects",
            "say which: --lifecycle ID; or add `lifecycle:` to tracker.yaml",
        )
    known = ", ".join(work.lifecycles) or "none"
    others = [one for one in work.lifecycles if one != name]
    raise Stop(
        f"there is no lifecycle {name!r} with a phase to start in: there are {known}",
        did_you_mean(name, others, f"`tracker new lifecycle {name}` first, or name another"),
    )
