"""The declaration of a check, and the runner that turns what checks find into findings.

A check is one file in `checks/`: a generator named like its rule, whose docstring is the rule's
page. What its parameters are called says what it is given.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from tracker.declared import declared
from tracker.finding import (
    START,
    Finding,
    Found,
    Location,
    Place,
    Related,
    Route,
    Severity,
    Span,
    Spot,
)
from tracker.law.change import Change
from tracker.law.past import Past
from tracker.law.policy import Law
from tracker.model.records import Workspace
from tracker.model.work import Work
from tracker.source.located import located

Found_ = Found | tuple[Place, str]
IGNORE = "ignore"
SCHEMA = "schema"


@dataclass(frozen=True)
class Case:
    """What there is to judge: the head, and with a base the changes and the law between the two.

    `past` is what came before the base, where a history is judged step by step.
    """

    work: Work
    law: Law
    changes: tuple[Change, ...] | None = None
    head_holds_base: bool = True
    past: Past | None = None

    @property
    def as_of(self) -> date:
        return self.law.as_of

    @cached_property
    def given(self) -> Mapping[str, object]:
        """What checks may ask for, by the names of their parameters; a single change apart."""
        return {
            "work": self.work,
            "law": self.law,
            "as_of": self.as_of,
            "changes": self.changes,
            "holds_base": self.head_holds_base,
            "past": self.past,
        }


@dataclass(frozen=True)
class Check:
    """One rule: its name, its severity where the law says nothing else, and how it is judged."""

    rule: str
    severity: Severity
    judge: Callable[..., Iterable[Found_]]
    needs: tuple[str, ...]
    under: Callable[[Law], Severity] | None = None
    """The severity where it depends on what the law asks for."""
    internal: bool = False
    """True where it says things of people that stand on pages for the organisation alone."""

    @cached_property
    def needs_base(self) -> bool:
        """True where the rule speaks of a change, not of a state."""
        return bool({"change", "changes", "holds_base"} & set(self.needs))

    @cached_property
    def of_each(self) -> bool:
        """True where it is asked of one change after the other."""
        return "change" in self.needs

    @cached_property
    def needs_history(self) -> bool:
        """True where the rule asks what was before the base: only an audit can tell."""
        return "past" in self.needs

    @property
    def asks(self) -> str:
        """What it is judged by, in words."""
        if self.needs_history:
            return "needs a history: `tracker audit`"
        return "needs a base" if self.needs_base else "judges the state alone"

    @property
    def page(self) -> str:
        """The docstring: the rule as a fact, then what, why, examples and how to mend."""
        return inspect.cleandoc(self.judge.__doc__ or "")

    @property
    def statement(self) -> str:
        """The rule as a fact, in one line."""
        return self.page.partition("\n")[0]

    def severity_under(self, law: Law) -> Severity:
        return self.severity if self.under is None else self.under(law)

    def run(self, case: Case) -> Iterator[Found]:
        """What the rule has to say about a case."""
        if self.needs_base and case.changes is None:
            return
        if self.needs_history and case.past is None:
            return
        given = case.given
        for change in (case.changes or ()) if self.of_each else (None,):
            asked = [change if name == "change" else given[name] for name in self.needs]
            for one in self.judge(*asked):
                yield one if isinstance(one, Found) else Found(*one)


_GIVEN = {"work", "law", "as_of", "change", "changes", "holds_base", "past"}


def check(
    severity: Severity,
    under: Callable[[Law], Severity] | None = None,
    *,
    internal: bool = False,
) -> Callable[[Callable[..., Iterable[Found_]]], Check]:
    """Declares a check; its rule is the function's name with hyphens."""

    def declare(judge: Callable[..., Iterable[Found_]]) -> Check:
        needs = tuple(inspect.signature(judge).parameters)
        strange = set(needs) - _GIVEN
        if strange:
            raise TypeError(
                f"{judge.__name__} asks for {sorted(strange)}; a check is given {sorted(_GIVEN)}"
            )
        return Check(judge.__name__.replace("_", "-"), severity, judge, needs, under, internal)

    return declare


@cache
def checks() -> Mapping[str, Check]:
    """Every check, by rule: one for each module of the folder `checks`."""
    return {one.rule: one for one in declared("tracker.law.checks", Check)}


def ignored(settings: Workspace) -> tuple[str, ...]:
    """The rules that a law switches off."""
    rules = sorted(settings.rules.items())
    return tuple(name for name, said in rules if said == IGNORE and name in checks())


def run(
    case: Case, read: Callable[[str], bytes], rules: Iterable[Check] | None = None
) -> list[Finding]:
    """All findings of a case, sorted by path, line and rule.

    `read` gives the bytes of a file of the head; it is asked only for files that have findings.
    """
    said: list[tuple[Check, Severity, Found]] = []
    severities = case.law.settings.rules
    for rule in rules if rules is not None else checks().values():
        given = severities.get(rule.rule)
        if given == IGNORE:
            continue
        for one in rule.run(case):
            if not _hushed(rule, one, case):
                said.append((rule, Severity(given or rule.severity_under(case.law)), one))
    places = _Places(read, [place for _, _, one in said for place in _places_of(one)])
    found = [_finding(rule, severity, one, places) for rule, severity, one in said]
    return sorted(set(found), key=lambda finding: finding.order)


def _hushed(rule: Check, found: Found, case: Case) -> bool:
    """What the schema refused is unknown: no other rule speaks of it.

    What is said of a file as a whole is always heard, and where the law has made light of the
    schema, so is everything else.
    """
    if rule.rule == SCHEMA or not isinstance(found.at, Spot) or not found.at.route:
        return False
    if case.law.settings.rules.get(SCHEMA, Severity.ERROR) != Severity.ERROR:
        return False
    return case.work.is_broken(found.at)


def _places_of(found: Found) -> Iterator[Place]:
    yield found.at
    for _, place in found.related:
        yield place


def _spots_of(place: Place) -> Iterator[Spot]:
    """A symbolic place, and the one that may be pointed at instead of it."""
    if isinstance(place, Spot):
        yield place
        if place.instead is not None:
            yield place.instead


def _finding(rule: Check, severity: Severity, found: Found, places: "_Places") -> Finding:
    related = tuple(Related(message, places.of(place)) for message, place in found.related)
    at = places.of(found.at)
    return Finding(
        rule.rule, severity, found.message, at, found.hint, related, found.before, found.after
    )


class _Places:
    """Symbolic places made concrete, one reading for each file that has any."""

    def __init__(self, read: Callable[[str], bytes], places: Iterable[Place]) -> None:
        routes: dict[str, set[Route]] = {}
        for spot in (spot for place in places for spot in _spots_of(place)):
            routes.setdefault(spot.path, set()).update((spot.route, spot.route[:1]))
        self._found = {
            path: located(path, read(path), wanted)
            for path, wanted in routes.items()
            if any(wanted)
        }

    def of(self, place: Place) -> Location:
        """Where a place is: a missing route is its nearest ancestor's key, or first line."""
        if isinstance(place, Location):
            return place
        if place.instead is not None and not self._says(place):
            return self.of(place.instead)
        at = self._found.get(place.path, {}).get(place.route)
        if at is None or not place.route:
            return Location(place.path, START)
        pointed = at.key if at.key is not None and (place.key or not at.found) else at.value
        if pointed.line != pointed.end_line:
            # A value of many lines is pointed at by its key, else by where it starts.
            pointed = at.key or Span(pointed.line, pointed.column, pointed.line, pointed.column)
        return Location(place.path, pointed)

    def _says(self, spot: Spot) -> bool:
        """True where the file holds the first key of a route."""
        first = self._found.get(spot.path, {}).get(spot.route[:1])
        return bool(spot.route) and first is not None and first.found
