"""Prose of our own as Markdown: the pages of rules, in the handbook and in SARIF.

Only for text that stands in this package: it is trusted, and escaped where Markdown would read it
as something else.
"""

import re


def page(text: str) -> str:
    """A docstring as Markdown: what is indented is an example, all else is running text."""
    made, code = [], False
    for line in text.splitlines():
        inside = line.startswith("    ") or (code and not line.strip())
        if inside != code:
            made.append("\n```text" if inside else "```\n")
        code = inside
        made.append(line[4:] if inside else plain(line))
    made += ["```"] if code else []
    return re.sub(r"\n\s*\n```\n", "\n```\n", "\n".join(made))


def plain(text: str) -> str:
    """Running text: only what stands in backticks means something to Markdown."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(part if at % 2 else _MARKS.sub(_escaped, part) for at, part in enumerate(parts))


_MARKS = re.compile(r"[&<>*_\[\]#\\|]")


def _escaped(found: re.Match[str]) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(found[0], "\\" + found[0])
