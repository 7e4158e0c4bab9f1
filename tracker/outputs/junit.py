"""Findings as a JUnit report, which nearly every CI system shows: rules are the tests.

A rule that found nothing is a case that passed. What a rule found in one file is one case: failed
where it makes the check fail, else skipped, which shows its text and fails nothing. A rule that
could not be judged is skipped too, and says why.
"""

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tracker.finding import Finding
from tracker.law.check import Check, checks
from tracker.law.judge import Verdict
from tracker.outputs.closing import NOT_JUDGED, closing
from tracker.outputs.escape import escaped
from tracker.outputs.format import Context, output
from tracker.outputs.text import label, place, worded

NAME = "tracker check"


@output
def junit(verdict: Verdict, context: Context) -> Iterator[str]:
    """One suite; first what was found, then the rules that found nothing."""
    suite = Element("testsuite", name=NAME)
    for (rule, path), found in groupby(sorted(verdict.findings, key=_group), key=_group):
        _found(_case(suite, f"{rule}: {path}", path), list(found), context)
    speaking = {finding.rule for finding in verdict.findings}
    for check in checks().values():
        if check.rule not in speaking:
            _silent(_case(suite, check.rule), check, verdict)
    SubElement(suite, "system-out").text = closing(verdict, context)
    counted = {
        "tests": len(suite.findall("testcase")),
        "failures": len(suite.findall("testcase/failure")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, count in counted.items():
        suite.set(name, str(count))
    suite.set("time", f"{context.seconds:.3f}")
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    # In ASCII with references, because nobody knows in which encoding the output is kept.
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii") + "\n"


def _group(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.location.path


def _case(suite: Element, name: str, path: str | None = None) -> Element:
    case = SubElement(suite, "testcase", classname=NAME, name=escaped(name))
    if path is not None:
        case.set("file", escaped(path))
    return case


def _found(case: Element, found: list[Finding], context: Context) -> None:
    gravest = min(found, key=lambda finding: finding.severity.rank)
    failed = gravest.severity.reaches(context.fail_on)
    said = SubElement(case, "failure" if failed else "skipped")
    if failed:
        said.set("type", gravest.severity.value)
    others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    said.set("message", worded(gravest.message) + others)
    said.text = "\n".join(line for finding in found for line in _lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{place(finding.location)}: {label(finding)} {worded(finding.message)}"
    if finding.hint:
        yield f"help: {worded(finding.hint)}"
    for related in finding.related:
        yield f"note: {place(related.location)}: {worded(related.message)}"


def _silent(case: Element, check: Check, verdict: Verdict) -> None:
    if check.rule in verdict.ignored:
        SubElement(case, "skipped", message="ignored by tracker.yaml")
    elif check.needs_base and not verdict.transitions_judged:
        SubElement(case, "skipped", message=NOT_JUDGED)
