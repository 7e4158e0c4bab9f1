"""The rule `misplaced-file`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.ERROR)
def misplaced_file(work: Work) -> Iterator[Found]:
    """Every file of the workspace lies where one of its kind lies.

    The kind of a file is told by its path. A file in any other place would be kept, and never
    read. Hidden files and README.md are left alone.

    Fails:
        work/project/erp-replacement.yaml

    Passes:
        work/projects/erp-replacement/project.yaml

    Mend: move the file to the place that the help line names, or out of the workspace.
    """
    return iter(work.found("misplaced-file"))
