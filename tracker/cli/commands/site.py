"""`tracker site`: the status site, built into a folder or served on this machine."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.terminal.clock import today
from tracker.cli.terminal.progress import Progress
from tracker.cli.terminal.stages import Stage
from tracker.cli.terminal.stop import Stop
from tracker.cli.typed.candidates import REVISION
from tracker.cli.typed.options import WEB, as_of_option
from tracker.cli.workspace.judging import FOUND, day_of, verdict
from tracker.cli.workspace.opening import Opening, git_stops, here, shown
from tracker.finding import Severity
from tracker.source.files import create
from tracker.source.snapshot import Revision
from tracker.views.words import count

if TYPE_CHECKING:
    from tracker.model.load import Library
    from tracker.site.output import SiteError
    from tracker.site.past import Past
    from tracker.site.status import Status

PLACE = (Stage.SHARE, 1)

_WORTH_TELLING = 200
BUILT = Path("build/site")
_UNTRACKED = b"# What is built is no source: git passes over this folder.\n*\n"


_AUDIENCE = click.option(
    "--audience",
    type=click.Choice(["public", "internal"]),
    default="public",
    show_default=True,
    help="Whom it is for; pages of people are internal.",
)


@click.group(
    epilog="""\b
Examples:
  tracker site build             into build/site
  tracker site serve             on this machine, built again on every change
  tracker site build --at HEAD   as it was at a revision"""
)
def command() -> None:
    """Builds or serves the status site.

    It shows where every goal, project and process stands, to people who never see YAML.
    """


@command.command(
    "build",
    epilog="""\b
Examples:
  tracker site build                   into build/site
  tracker site build --output public   where a forge takes its pages from
  tracker site build --at HEAD         as it was at a revision, on its day
  tracker site build --strict          only where the check has no errors
  tracker site build --base-url https://example.org/status""",
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path),
    help=f"The folder to build into (default: {BUILT} beside the workspace); a site in it is replaced.",
)  # fmt: skip
@click.option(
    "--at", "ref", metavar="REV", shell_complete=REVISION,
    help="The site of a past revision, as of its day.",
)  # fmt: skip
@click.option(
    "--policy", default="base", metavar="DIR", help="A folder with a tracker.yaml and lifecycles/."
)
@as_of_option
@click.option("--title", help="What the site is called (default: the organisation's title).")
@_AUDIENCE
@click.option(
    "--strict", is_flag=True,
    help="Refuse with exit code 1 where there are errors; they are shown on the site otherwise.",
)  # fmt: skip
@click.option(
    "--base-url", type=WEB, metavar="URL",
    help="Where it will stand: feeds, calendars and the sitemap then say whole addresses.",
)  # fmt: skip
def build(
    output: Path | None,
    ref: str | None,
    policy: str,
    as_of: date | None,
    title: str | None,
    audience: str,
    strict: bool,
    base_url: str | None,
) -> None:
    """Builds the site; it opens from a folder and fetches nothing."""
    from tracker.site.build import build_status
    from tracker.site.output import SiteError

    opening = here()
    status = _status(opening, ref, policy, as_of, title, audience)
    if strict:
        _refuse_errors(status, ref)
    folder = opening.top / BUILT if output is None else output.absolute()
    _outside(folder, opening)
    is_new = output is None and not folder.parent.exists()
    try:
        with Progress("pages", _WORTH_TELLING) as progress:
            pages = build_status(status, folder, site_url=base_url, watch=progress.tell)
    except SiteError as error:
        raise _stop(error) from error
    if is_new:
        create(folder.parent / ".gitignore", _UNTRACKED)
    click.echo(f"{pages} pages; open {shown(folder / 'index.html')}")


@command.command(
    "serve",
    epilog="""\b
Examples:
  tracker site serve            at port 8000, built again on every change
  tracker site serve --port 0   at any port that is free""",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes any that is free.",
)
@as_of_option
@click.option("--title", help="What the site is called (default: the organisation's title).")
@_AUDIENCE
def serve(port: int, as_of: date | None, title: str | None, audience: str) -> None:
    """Serves the site on this machine alone; Ctrl-C ends it.

    When a file changes the site is built again, and a page that is open in a browser reloads.
    """
    from tracker.site.output import SiteError
    from tracker.site.serve import serve as serve_site

    opening = here()
    watched = opening.top / opening.demand()
    start = Path.cwd()  # which may go away, and another come in its place
    kept = Kept()

    def ready(address: str, pages: int) -> None:
        click.echo(f"{pages} pages at {address} (Ctrl-C ends it)")

    def changed(pages: int) -> None:
        click.echo(f"built again: {pages} pages")

    def failed(error: "SiteError") -> None:
        click.echo(f"not built: {error}", err=True)

    def read() -> "Status":
        try:
            now = kept.applied(Opening.at(start))
            with git_stops():
                return _status(now, None, "base", as_of, title, audience, kept)
        except Stop as stop:
            raise SiteError(stop.message, stop.hint) from stop

    try:
        serve_site(read, watched, port=port, on_ready=ready, on_change=changed, on_error=failed)
    except SiteError as error:
        raise _stop(error) from error


@dataclass
class Kept:
    """What one reading leaves to the next: what was read by content, and the past of a commit."""

    _library: "Library | None" = None
    _pasts: "dict[tuple[str | None, str | None], tuple[Past | None, str]]" = field(
        default_factory=dict
    )

    def applied(self, opening: Opening) -> Opening:
        """The opening, which knows what was read before."""
        if self._library is None:
            self._library = opening.library
        opening.library = self._library
        return opening

    def past(self, opening: Opening, commit: str | None) -> "tuple[Past | None, str]":
        """The past of a commit: walked anew only where it is another commit, or another workspace."""
        from tracker.cli.workspace.walking import watched
        from tracker.site.past import look_back

        key = (commit, opening.root)
        if commit is None or key not in self._pasts:
            found = look_back(opening.repository, commit, opening.root, opening.library, watched)
            self._pasts = {key: found}
        return self._pasts[key]


def _status(
    opening: Opening,
    ref: str | None,
    policy: str,
    as_of: date | None,
    title: str | None,
    audience: str,
    kept: Kept | None = None,
) -> "Status":
    """What the site shows: the working tree, or a past revision as of its own day."""
    from tracker.site.forge import origin
    from tracker.site.past import standing_on
    from tracker.site.status import Audience, Status

    head = opening.head(ref)
    day = as_of or (day_of(opening, ref) if ref else today())
    said = verdict(opening, head, None, policy, day)
    name = title or said.work.settings.title or opening.top.name
    commit = head.commit if isinstance(head, Revision) else standing_on(opening.repository)
    told, unknown = (kept or Kept()).past(opening, commit)
    remote = opening.repository.config("remote.origin.url") if opening.repository else None
    return Status(
        said.work, said, name, day, commit, told, unknown, Audience(audience), origin(remote)
    )


class Refused(Stop):
    """The end of a strict build of what the check would refuse."""

    exit_code = FOUND


def _refuse_errors(status: "Status", ref: str | None) -> None:
    errors = [one for one in status.verdict.findings if one.severity is Severity.ERROR]
    if not errors:
        return
    first, are, them = errors[0], "are", "them"
    if len(errors) == 1:
        are, them = "is", "it"
    place = f"{first.location.path}:{first.location.span.line}"
    raise Refused(
        f"not built: there {are} {count(len(errors), 'error')}, the first at {place}",
        f"`tracker check{f' --at {ref}' if ref else ''}` shows {them}; without --strict the site does",
    )


def _outside(folder: Path, opening: Opening) -> None:
    """A site inside the workspace would be files of no known kind; around a repository it is no folder of its own."""
    place = folder.resolve()
    held = (opening.top.resolve(), Path.cwd().resolve())
    if any(one.is_relative_to(place) for one in held) or ".git" in place.parts:
        raise Stop(
            f"{folder} holds what no build may touch",
            "name a folder of its own: --output DIR",
        )
    if opening.root and folder.resolve().is_relative_to((opening.top / opening.root).resolve()):
        raise Stop(
            f"{folder} lies in the workspace, where every file is of a known kind",
            "name a folder outside of it: --output DIR",
        )


def _stop(error: "SiteError") -> Stop:
    return Stop(str(error), error.hint or "mend what is named, then build again")
