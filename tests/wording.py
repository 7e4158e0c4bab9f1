"""Every piece of prose that a module can put into a message, read off its code.

A string or f-string of two words or more, in code that makes messages, is a template: its words must
stand in some message that a case shows, whatever its holes are filled with.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TRACKER = Path(__file__).resolve().parent.parent / "tracker"

FINDINGS = (
    *sorted((TRACKER / "law" / "checks").glob("*.py")),
    TRACKER / "law" / "approval.py",
    TRACKER / "law" / "criteria.py",
    TRACKER / "law" / "lifecycle.py",
    TRACKER / "law" / "reviewed.py",
    TRACKER / "law" / "proving.py",
    TRACKER / "law" / "runs.py",
    TRACKER / "analysis" / "recurrences.py",
    TRACKER / "model" / "adopt.py",
    TRACKER / "model" / "faults.py",
    TRACKER / "model" / "load.py",
    TRACKER / "model" / "log.py",
    TRACKER / "model" / "misfit.py",
    TRACKER / "model" / "moments.py",
    TRACKER / "source" / "complaint.py",
    TRACKER / "source" / "doubt.py",
    TRACKER / "source" / "entries.py",
    TRACKER / "source" / "refusal.py",
    TRACKER / "source" / "scalar.py",
)
"""The modules whose prose, all but docstrings, goes into findings."""

READERS = (
    TRACKER / "source" / "document.py",
    TRACKER / "source" / "folder.py",
    TRACKER / "source" / "log.py",
)
"""The modules in which a file is refused: there only what errors are made of goes into findings."""

PIECES = (
    TRACKER / "site" / "piece.py",
    TRACKER / "site" / "written.py",
    *sorted((TRACKER / "site" / "pieces").glob("*.py")),
)
"""The modules whose errors stand on pages of one's own: tests/test_site_pieces.py shows each."""

STOPS = tuple(
    path
    for folder in ("cli", "interchange", "source", "site")
    for path in sorted((TRACKER / folder).rglob("*.py"))
    if path not in (*FINDINGS, *READERS, *PIECES)
)
"""The modules in which a command is ended: there only what errors are made of counts."""

_ENDS = re.compile(r"(?:\w*Error|Stops?|_unclear)\Z")
_HOLE = re.compile(r"(?<!\{)\{[a-z_]*\}(?!\})")
_TWO_WORDS = re.compile(r"[^\W\d_]\S*\s+\S*[^\W\d_]")

_IS_PATTERN = re.compile(r"\(\?|\\[Z1]")
"""A regular expression, or what one puts in."""


class Template(NamedTuple):
    """A piece of prose: as it is written, with `…` for its holes, and what it can become."""

    text: str
    parts: tuple[str, ...]
    pattern: re.Pattern[str]

    def fits(self, said: str) -> bool:
        """True where its words stand in a message, in their order."""
        return all(part in said for part in self.parts) and bool(self.pattern.search(said))


def templates(path: Path, *, errors_only: bool = False) -> list[Template]:
    """The prose of a module; with `errors_only` what stands in the errors that it raises."""
    tree = ast.parse(path.read_bytes())
    roots = _errors(tree) if errors_only else [tree]
    found = {}
    for node in (node for root in roots for node in _strings(root)):
        parts = _parts(node)
        text = "…".join(parts)
        if _TWO_WORDS.search(" ".join(parts)) and not _IS_PATTERN.search(text):
            pattern = re.compile(r".*?".join(map(re.escape, parts)), re.DOTALL)
            found[text] = Template(text, tuple(parts), pattern)
    return list(found.values())


def _strings(root: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    """Strings and f-strings, the outermost first; docstrings and notes under values are none."""
    if isinstance(root, ast.Expr) and isinstance(root.value, ast.Constant):
        return
    if isinstance(root, ast.JoinedStr):
        yield root
    elif isinstance(root, ast.Constant):
        if isinstance(root.value, str):
            yield root
        return
    for inner in ast.iter_child_nodes(root):
        if isinstance(root, ast.JoinedStr) and isinstance(inner, ast.Constant):
            continue
        yield from _strings(inner)


def _parts(node: ast.JoinedStr | ast.Constant) -> list[str]:
    """What is fixed in a string, around its holes."""
    if isinstance(node, ast.Constant):
        return _HOLE.split(str(node.value))
    parts = [""]
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            parts[-1] += str(piece.value)
        else:
            parts.append("")
    return parts


def _errors(tree: ast.Module) -> Iterator[ast.AST]:
    """What the errors that end a command are made of: arguments, and what these were before."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in _calls(function.body):
            yield from call.args
            names = {name.id for name in ast.walk(call) if isinstance(name, ast.Name)}
            yield from _assigned(function, names)


def _calls(body: Iterable[ast.AST]) -> Iterator[ast.Call]:
    for node in (node for statement in body for node in ast.walk(statement)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if _ENDS.match(name) or name == "__init__":
                yield node


def _assigned(function: ast.FunctionDef, names: set[str]) -> Iterator[ast.AST]:
    for node in ast.walk(function):
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AugAssign)
            else []
        )
        if any(isinstance(target, ast.Name) and target.id in names for target in targets):
            assert isinstance(node, ast.Assign | ast.AugAssign)
            yield node.value


def missing(paths: Iterable[Path], said: set[str], *, errors_only: bool = False) -> set[str]:
    """The templates whose words stand in nothing that was said."""
    wanted = [one for path in paths for one in templates(path, errors_only=errors_only)]
    return {one.text for one in wanted if not any(map(one.fits, said))}
