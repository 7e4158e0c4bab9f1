"""The handbook's page of messages: each finding that Tracker can give, as a terminal shows it.

Made of the cases of `tests/cases` and the transcripts of `tests/stops`, which the tests hold to what
the code says; a test proves that none is missing. So it lives beside the hooks, not in the wheel.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from casework import cases, name_of, verdict
from click import style
from stopwork import Transcript, transcripts
from wording import FINDINGS, Template, templates

from tracker.finding import Finding
from tracker.law.check import Check, checks
from tracker.law.judge import Verdict
from tracker.outputs.format import Context
from tracker.outputs.prose import plain
from tracker.outputs.text import text

WIDTH = 80

Shape = tuple[str, frozenset[str], frozenset[str]]
"""A rule, and the templates that a message and its help line were made of."""


class Shown(NamedTuple):
    """One finding, and the case that it is from."""

    case: str
    finding: Finding
    judged: Verdict

    @property
    def text(self) -> str:
        """As people see it in a terminal of 80 columns, without the closing line."""
        alone = replace(self.judged, findings=(self.finding,))
        read = self.judged.work.snapshot.read
        context = Context(seconds=0, read=read, width=WIDTH, colour=True)
        return "".join(text.render(alone, context)).partition("\n\n")[0]


@dataclass
class Message:
    """Everything that one rule says with the same templates, in all cases."""

    rule: str
    shown: list[Shown] = field(default_factory=list)

    @property
    def example(self) -> Shown:
        """The shortest of the rule's own cases: what else is in a case stands in the way."""
        return min(self.shown, key=self._length)

    def _length(self, one: Shown) -> tuple[bool, int, int, str]:
        own = one.case.startswith(f"{self.rule}/")
        said = len(one.finding.message) + len(one.finding.hint or "")
        return not own, len(one.finding.related), said, one.case

    @property
    def cases(self) -> list[str]:
        return sorted({one.case for one in self.shown})


def messages() -> list[Message]:
    """Every message that the cases show, by rule; the first case that has it decides the order."""
    found: dict[Shape, Message] = {}
    for case in cases():
        judged = verdict(case)
        for finding in judged.findings:
            message = found.setdefault(_shape(finding), Message(finding.rule))
            message.shown.append(Shown(name_of(case), finding, judged))
    return sorted(
        found.values(), key=lambda one: (one.rule, one.example.case, one.example.finding.order)
    )


def _shape(finding: Finding) -> Shape:
    return finding.rule, _made_of(finding.message), _made_of(finding.hint or "")


@cache
def _made_of(said: str) -> frozenset[str]:
    return frozenset(one.text for one in _all_templates() if one.fits(said))


@cache
def _all_templates() -> list[Template]:
    return [one for path in FINDINGS for one in templates(path)]


# The page.

_HEAD = """\
# Messages

Every finding that Tracker can give, as a terminal of 80 columns shows it: the place, what was found
and what was expected, the line, and what to do. The page is made from the cases that the tests run;
a test fails when the code can say something that no case shows.

After them come [the ends without a judgement](#ends-without-a-judgement): what a command says when
it cannot do what it was asked.

"""


def page() -> str:
    """The whole page, as Markdown."""
    by_rule: dict[str, list[Message]] = {}
    for message in messages():
        by_rule.setdefault(message.rule, []).append(message)
    stops = transcripts()
    count = sum(map(len, by_rule.values()))
    table = "".join(
        f"| [`{rule}`](#{rule}) | {len(found)} | {plain(checks()[rule].statement)} |\n"
        for rule, found in by_rule.items()
    )
    head = f"{_HEAD}{count} findings of {len(by_rule)} rules, and {len(stops)} ends.\n\n"
    index = f"| Rule | Messages | States |\n| --- | --- | --- |\n{table}\n"
    sections = (_section(checks()[rule], found) for rule, found in by_rule.items())
    return head + index + "\n".join(sections) + "\n" + _stops(stops)


def _section(rule: Check, found: list[Message]) -> str:
    about = f"[{plain(rule.statement)}](rules.md#{rule.rule})"
    said = f"## {rule.rule}\n\n*{rule.severity}.* {about}\n\n"
    return said + "\n".join(_message(message, anchor) for anchor, message in _anchored(found))


def _anchored(found: list[Message]) -> Iterator[tuple[str, Message]]:
    """Each message with its anchor: its rule and case, and a number where a case shows several."""
    taken: dict[str, int] = {}
    for message in found:
        name = f"{message.rule}--{message.example.case.partition('/fail-')[2]}"
        taken[name] = taken.get(name, 0) + 1
        yield f"{name}-{taken[name]}" if taken[name] > 1 else name, message


def _message(message: Message, anchor: str) -> str:
    example = message.example
    return _block(
        anchor, example.text, f"tests/cases/{example.case}", _also(len(message.cases) - 1)
    )


def _also(more: int) -> str:
    return f" and {more} more {'case' if more == 1 else 'cases'}" if more else ""


def _stops(stops: list[Transcript]) -> str:
    said = (
        "## Ends without a judgement\n\n"
        "The command ends with exit code 2: it could not do what it was asked. "
        "Nothing was judged, and nothing was written.\n\n"
    )
    by_verb: dict[str, list[str]] = {}
    for one in stops:
        verb = " ".join(one.commands[-1].split()[:2])
        block = _block(f"end--{one.name}", _typed(one), f"tests/stops/{one.name}.txt")
        by_verb.setdefault(verb, []).append(f"{plain(one.situation)}:\n\n{block}")
    return said + "\n".join(
        f"### {verb}\n\n" + "\n".join(blocks) for verb, blocks in sorted(by_verb.items())
    )


def _typed(stop: Transcript) -> str:
    """The last command and what it said, painted as findings are."""
    said = re.sub(r"^(error:)", style(r"\1", fg="red", bold=True), stop.said, flags=re.MULTILINE)
    said = re.sub(r"^(help:)", style(r"\1", bold=True), said, flags=re.MULTILINE)
    return f"{style(f'$ {stop.commands[-1]}', dim=True)}\n{said}".rstrip("\n")


def _block(anchor: str, shown: str, source: str, more: str = "") -> str:
    """A text as it was printed, with the link that leads to it and where it comes from."""
    link = f'<a id="{anchor}" href="#{anchor}">link</a>'
    from_ = f'<p class="source">{link} <code>{source}</code>{more}</p>'
    return f'<pre class="said" tabindex="0">{_painted(shown)}</pre>\n\n{from_}\n'


_PAINTS = {"1": "strong", "2": "dim", "31": "error", "33": "warning", "36": "note"}
_PAINT = re.compile(r"((?:\x1b\[\d+m)+)(.*?)\x1b\[0m")


def _painted(shown: str) -> str:
    """The colours of a terminal as classes; all else is text."""

    def span(found: re.Match[str]) -> str:
        names = " ".join(_PAINTS[code] for code in re.findall(r"\d+", found[1]))
        return f'<span class="{names}">{found[2]}</span>'

    return _PAINT.sub(span, escape(shown, quote=False))
