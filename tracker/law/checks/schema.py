"""The rule `schema`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.ERROR)
def schema(work: Work) -> Iterator[Found]:
    """A file fits the schema of its kind.

    The kind is told by the path; the schema says which keys there are, which are demanded and
    what their values look like. A field that does not fit is unknown from then on: the rest of
    the file is still judged, its moves too.

    Fails:
        title: Replace the ERP system
        stauts: active
        phase: planning

    Passes:
        title: Replace the ERP system
        status: active
        phase: planning

    Mend: write the spelling that the help line gives. The editor completes keys and values
    where it knows the schemas.
    """
    return iter(work.found("schema"))
