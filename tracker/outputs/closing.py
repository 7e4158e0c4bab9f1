"""The closing line: what was found, what was read, and whether transitions were judged."""

import re
from collections.abc import Iterator

from tracker.finding import Severity
from tracker.law.judge import Verdict
from tracker.model.kinds import KINDS
from tracker.outputs.escape import escaped
from tracker.outputs.format import Context

NOT_JUDGED = "transitions NOT judged: no --base"
DOT = "·"
_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


def plural(count: int, word: str, words: str | None = None) -> str:
    """A count with its noun."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def counts(verdict: Verdict) -> str:
    """How many findings of each severity; `no findings` where there are none."""
    found = [(verdict.count(severity), severity.value) for severity in Severity]
    return ", ".join(plural(count, word) for count, word in found if count) or "no findings"


def parts(verdict: Verdict, context: Context) -> Iterator[str]:
    """What was read, part by part."""
    yield f"read {_files(verdict)}"
    yield f"head {revision(verdict.head, context.head_name)}"
    if verdict.base is not None:
        yield f"base {revision(verdict.base, context.base_name)}"
    elif verdict.policy not in ("base", "head"):
        yield law(verdict.policy)
    if verdict.ignored:
        yield f"ignored by tracker.yaml: {', '.join(map(escaped, verdict.ignored))}"
    yield f"as of {verdict.as_of.isoformat()}"
    yield f"{context.seconds:.2f} s"


def transitions(verdict: Verdict) -> str:
    """Whether moves were judged, and by whose law."""
    if not verdict.transitions_judged:
        return NOT_JUDGED
    return f"transitions judged: {plural(len(verdict.changes), 'change')}, {law(verdict.policy)}"


def closing(verdict: Verdict, context: Context) -> str:
    """All of it in two lines of plain text."""
    said = f" {DOT} ".join([counts(verdict), *parts(verdict, context)])
    return f"{said}\n{transitions(verdict)}\n"


def law(policy: str) -> str:
    """Whose law judged; that of the head is said loudly, because a change can bend it."""
    if policy == "base":
        return "law of the base"
    if policy == "head":
        return "law of the HEAD, not of the base"
    return f"law of the folder {escaped(policy)}"


def revision(label: str, name: str | None = None) -> str:
    """A hash in short, and what the user called it."""
    short = label[:8] if _HASH.match(label) else escaped(label)
    if name is None or name == label or label.startswith(name):
        return short
    return f"{short} ({escaped(name)})"


def _files(verdict: Verdict) -> str:
    """The files as a number, and what they hold by kind: a file may hold many people."""
    held = verdict.entities
    kinds = [plural(held[name], name, kind.plural) for name, kind in KINDS.items() if name in held]
    listed = f" ({', '.join(kinds)})" if kinds else ""
    return plural(sum(verdict.files.values()), "file") + listed
