"""What to do next, from where somebody stands: the first piece of advice that applies gives its commands."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from tracker.cli.workspace.opening import pastable
from tracker.cli.workspace.standing import HEAD, Standing
from tracker.cli.writing.editor import Editor
from tracker.cli.writing.keeping import add
from tracker.finding import Finding, Severity

MOST = 3
_APART = "merge-not-judged"
"""What a merge mends, and no edit: other findings come before it."""


class Step(NamedTuple):
    """A command, and what comes of it."""

    command: str
    meaning: str


Advice = Callable[[Standing], Iterator[Step]]


def next_steps(at: Standing) -> list[Step]:
    """One to three commands for this very state."""
    for advice in _ADVICE:
        steps = list(advice(at))[:MOST]
        if steps:
            return steps
    return []


def first(at: Standing) -> Finding | None:
    """The finding to mend first: of the gravest, the one that stands first; notes can wait."""
    found = at.verdict.findings if at.verdict else ()
    worth = [one for one in found if one.severity.reaches(Severity.WARNING)]
    return min(worth, key=lambda one: (one.severity.rank, one.rule == _APART), default=None)


def _bare(at: Standing) -> Iterator[Step]:
    if at.bare:
        yield Step("git clone FOLDER NAME", "a bare repository has no files: work in a clone")


def _start(at: Standing) -> Iterator[Step]:
    if at.opening.root is None:
        lost = at.opening.lost()
        if lost is not None:
            yield Step(f"git checkout HEAD -- {pastable(lost)}", "the settings that were removed")
        below = at.opening.below()
        yield from (Step(f"cd {pastable(one)}", "a workspace stands there") for one in below)
        if below:
            return
        if at.repository is None:
            yield Step("git init", "the history of the files is the record of the work")
        yield Step("tracker init", "a small workspace to start from")
        yield Step("tracker init --example", "a made-up company, to look around in")


def _keep(at: Standing) -> Iterator[Step]:
    if at.repository is None and not _errors(at):
        yield Step("git init", "changes are judged against a history")
    if at.commit is None and at.trouble is None and not _errors(at):
        yield Step(_add(at), "keep what is there")
        yield Step('git commit -m "Start tracking"', "then every change is judged against it")


def _mend(at: Standing) -> Iterator[Step]:
    finding = first(at)
    if finding is not None and finding.rule != _APART and at.verdict is not None:
        compared = f" --base {quote(at.against)}" if at.commit and at.verdict.base else ""
        yield Step(f"tracker check{compared}", "every finding, and what to do")
        yield Step(f"tracker explain {finding.rule}", "why that is asked for")


def _commit(at: Standing) -> Iterator[Step]:
    if not at.uncommitted:
        return
    yield Step(f"tracker check --base {HEAD}", "what the change does, and whether it may")
    if at.branch is None or (at.on_default and at.pushes):
        yield Step("git switch -c NAME", "a branch of its own, for a pull request")
    yield Step(f"{_add(at)} && git commit", "keep it")


def _catch_up(at: Standing) -> Iterator[Step]:
    if at.behind:
        yield Step(f"git merge {quote(at.against)}", "take in what has landed there since")


def _land(at: Standing) -> Iterator[Step]:
    if not at.ahead:
        return
    yield Step(
        f"tracker check --base {quote(at.against)}", "what it does there, and whether it may"
    )
    if at.branch is None:
        yield Step("git switch -c NAME", "a branch, so that the commits are not lost")
    elif at.pushes and at.on_default:
        yield Step("git push", "share what is committed")
    elif at.pushes:
        yield Step(f"git push -u origin {quote(at.branch)}", "then open the pull request")
    else:
        yield Step(f"git switch {quote(at.against)} && git merge {quote(at.branch)}", "land it")


def _go_on(at: Standing) -> Iterator[Step]:
    if at.work is not None and not at.work.lifecycles:
        yield Step("tracker new lifecycle simple", "the phases that projects go through")
        return
    yield Step("tracker site serve", "where everything stands, in a browser")
    yield Step('tracker new project ID --title "..."', "start something")


# The gravest first.
_ADVICE: tuple[Advice, ...] = (_bare, _start, _keep, _mend, _commit, _catch_up, _land, _go_on)


def _errors(at: Standing) -> bool:
    return at.verdict is not None and at.verdict.fails(Severity.ERROR)


def _add(at: Standing) -> str:
    return add(Editor.of(at.opening), at.repository, Path.cwd())
