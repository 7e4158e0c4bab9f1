"""Who somebody is, as git and the workspace have it: nothing is said in another's name."""

from tracker.cli.terminal.naming import nearest
from tracker.cli.terminal.stop import Stop
from tracker.cli.workspace.opening import Opening, git_stops
from tracker.model.adopt import normalised
from tracker.model.work import Work


def oneself(opening: Opening, work: Work) -> str | None:
    """Whose address or name git has; where only one person is known, that one."""
    name, email = user(opening)
    for id, identity in work.identities.items():
        if email and email.lower() in {known.lower() for known in identity.record.emails}:
            return id
    found = [id for id in work.people if is_called(work, id, name)]
    found = found or list(work.people)
    return found[0] if len(found) == 1 else None


def is_called(work: Work, id: str, name: str | None) -> bool:
    """True where git's user has the name of that person."""
    person = work.people[id].record
    return normalised(name or "") in (id, normalised(person.name or ""))


def user(opening: Opening) -> tuple[str | None, str | None]:
    """The name and the address of git's user."""
    if opening.repository is None:
        return None, None
    with git_stops():
        return opening.repository.config("user.name"), opening.repository.config("user.email")


def known(work: Work, person: str) -> str:
    """A person who is named on the command line."""
    if person not in work.people:
        raise Stop(f"there is no person {person!r}", nearest(person, list(work.people)))
    return person
