"""The rule `syntax`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.ERROR)
def syntax(work: Work) -> Iterator[Found]:
    """A file is strict YAML.

    Files are read as YAML 1.2 without the parts that two readers can read in two ways: no
    anchors and aliases, no merge keys, no tags, one document a file, no key twice, UTF-8
    without invisible characters. A file that cannot be read keeps its place: what refers to
    it is not reported as unknown.

    Fails:
        title: Replace the ERP system
        title: Replace the ERP

    Passes:
        title: Replace the ERP system

    Mend: the message names what was found, at its place; its help line says what to write.
    """
    return iter(work.found("syntax"))
