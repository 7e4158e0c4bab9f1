"""Fingerprints: by what a forge knows a finding again after a push that moved its line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from tracker.finding import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint, which no other of the run has.

    Made of rule, file and message, never of a line; what is alike in all three is counted.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        said = (finding.rule, finding.location.path, finding.message)
        seen[said] += 1
        known = "\0".join((*said, str(seen[said])))
        yield finding, sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
