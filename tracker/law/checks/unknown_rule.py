"""The rule `unknown-rule`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check, checks
from tracker.model.suggest import did_you_mean
from tracker.model.work import Work


@check(Severity.WARNING)
def unknown_rule(work: Work) -> Iterator[Found]:
    """A rule whose severity is set exists.

    `rules` in tracker.yaml gives rules another severity. A name that no rule has changes
    nothing, however much its author believes that it does.

    Fails:
        rules: {phase-transitions: error}

    Passes:
        rules: {phase-transition: error}

    Mend: take the spelling that the help line gives; `tracker explain` lists every rule.
    """
    settings = work.workspace
    for name in settings.record.rules if settings is not None else ():
        if settings is not None and name not in checks():
            hint = did_you_mean(name, checks(), "`tracker explain` lists every rule")
            yield Found(settings.at("rules", name, key=True), f"there is no rule `{name}`", hint)
