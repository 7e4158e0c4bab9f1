"""The rule `unreadable-file`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
from tracker.law.check import check
from tracker.model.work import Work


@check(Severity.ERROR)
def unreadable_file(work: Work) -> Iterator[Found]:
    """Every file of the workspace is a regular one.

    Symbolic links, submodules, programs and pointers of Git LFS are not read: what they lead to
    can differ from one machine to the next, and the check must see what the reviewer sees.

    Fails:
        work/projects/erp-replacement/project.yaml is a symbolic link

    Passes:
        work/projects/erp-replacement/project.yaml is a file of mode 100644

    Mend: put the file itself in the place of the link; `chmod -x` a file marked as a program.
    """
    return iter(work.found("unreadable-file"))
