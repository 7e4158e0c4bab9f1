"""Mutation testing of the law: the code is broken in one place at a time, and some test has to notice.

    python tests/mutation.py [MODULE ...]     all of TARGETS, or those named: `approval`

A mutant is the module with one node of its syntax tree changed. It runs in a process of its own,
forked from one that has everything imported but Tracker, over the tests that concern the module, up
to the first that fails. What no test notices is listed; where EQUIVALENT says why nobody could, it
counts for neither side. Ends with 1 where less than LEAST of the others are noticed.
"""

import ast
import copy
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

import click  # noqa: F401 -- whatever is imported before the fork need not be imported a thousand times
import hypothesis  # noqa: F401
import jsonschema_rs  # noqa: F401
import msgspec  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parent.parent
LEAST = 95
PATIENCE = 120
"""Seconds after which a mutant counts as noticed: it runs for ever."""

_LIFECYCLE = ("tests/test_lifecycle.py", "tests/test_cases.py")
_APPROVAL = (
    *("tests/test_cases.py", "tests/test_approval.py"),
    *("-k", "approv or author"),
)
TARGETS: dict[str, Sequence[str]] = {
    "lifecycle": _LIFECYCLE,
    "approval": _APPROVAL,
    "authorship": _APPROVAL,
    "content": _APPROVAL,
    "passing": _APPROVAL,
    "proving": _APPROVAL,
}
EQUIVALENT: dict[str, str] = {
    "lifecycle _judge: to < at -> to <= at": "a phase that stays is told before",
    "lifecycle _unreached: after not in reached and _leads(phases, name, after) -> "
    "_leads(phases, name, after)": "a phase that is reached again is walked from again, to no new end",
    "lifecycle _leads: phases.order.index(after) > phases.order.index(before) -> "
    "phases.order.index(after) >= phases.order.index(before)": "no phase is asked about itself: it is reached already",
    "lifecycle _leads: phases.order.index(after) > phases.order.index(before) and "
    "phases.leads(before, after) -> phases.leads(before, after)": "the order alone leads nowhere back",
}
"""Mutants that nobody can notice, by `module function: before -> after`, each with the reason."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
_REVERSED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change of one module."""

    module: str
    where: str
    line: int
    before: str
    after: str
    code: CodeType

    @property
    def name(self) -> str:
        return f"{self.module} {self.where}: {self.before} -> {self.after}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module of the law, in the order of its lines."""
    path = ROOT / "tracker" / "law" / f"{module}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for index, node in enumerate(list(ast.walk(tree))):
        for number in range(len(list(_changes(node)))):
            changed = copy.deepcopy(tree)
            place = list(ast.walk(changed))[index]
            new = list(_changes(place))[number]
            whole = _Replace(place, new).visit(changed)
            code = compile(ast.fix_missing_locations(whole), str(path), "exec")
            line = _line(node)
            yield Mutant(module, _function(tree, line), line, _text(node), _text(new), code)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be changed to."""
    match node:
        case ast.Compare(ops=[one]) if type(one) in _COMPARED:
            yield ast.Compare(node.left, [_COMPARED[type(one)]()], node.comparators)
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield ast.BoolOp(other, node.values)
            for at in range(len(node.values)):
                rest = node.values[:at] + node.values[at + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp(op=op) if type(op) in _REVERSED:
            yield ast.BinOp(node.left, _REVERSED[type(op)](), node.right)
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.If() | ast.While():
            yield from (_with(node, test=ast.Constant(value)) for value in (True, False))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _SWAPPED:
            yield ast.Call(ast.Name(_SWAPPED[name], ast.Load()), node.args, node.keywords)
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()) | ast.Continue():
            yield ast.Pass()
        case ast.AugAssign():
            yield ast.Pass()


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"if {ast.unparse(node.test)}"
    if isinstance(node, ast.comprehension):
        return " ".join(
            ["for", ast.unparse(node.target), *(f"if {ast.unparse(one)}" for one in node.ifs)]
        )
    return " ".join(ast.unparse(node).split())


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _line(node: ast.AST) -> int:
    return _line(node.target) if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)


def _function(tree: ast.AST, line: int) -> str:
    inside = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= line <= (node.end_lineno or line)
    ]
    return max(inside, key=lambda node: node.lineno).name if inside else "module"


# Running them.


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from the code of a mutant."""

    def __init__(self, name: str, code: CodeType) -> None:
        self.name, self.code = name, code

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def _child(module: str, code: CodeType | None, tests: Sequence[str]) -> None:
    """Run the tests, and end with 0 where all pass."""
    signal.alarm(PATIENCE)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    if code is not None:
        sys.meta_path.insert(0, _Mutated(f"tracker.law.{module}", code))
    options = [
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    os._exit(int(pytest.main([*options, *tests])))


def _start(module: str, code: CodeType | None, tests: Sequence[str]) -> int:
    child = os.fork()
    if child == 0:
        try:
            _child(module, code, tests)
        finally:
            os._exit(3)
    return child


def survivors(module: str, tests: Sequence[str]) -> tuple[int, list[Mutant]]:
    """How many mutants a module has, and those that no test notices."""
    waiting = list(mutants(module))
    total = len(waiting)
    running: dict[int, Mutant] = {}
    alive: list[Mutant] = []
    ended, status = os.waitpid(_start(module, None, tests), 0)
    if status != 0:
        sys.exit(f"{module}: the tests fail without a mutant: {' '.join(tests)}")
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[_start(module, mutant.code, tests)] = mutant
        ended, status = os.wait()
        mutant = running.pop(ended)
        if status == 0:
            alive.append(mutant)
    return total, sorted(alive, key=lambda one: one.line)


def main(names: Sequence[str]) -> int:
    all_, noticed = 0, 0
    for module in names or TARGETS:
        started = time.monotonic()
        total, alive = survivors(module, TARGETS[module])
        known = [one for one in alive if one.name in EQUIVALENT]
        total -= len(known)
        killed = total - len(alive) + len(known)
        all_, noticed = all_ + total, noticed + killed
        spent = time.monotonic() - started
        print(f"{module}: {killed} of {total} mutants noticed ({killed / total:.1%}), "
              f"{len(known)} equivalent, {spent:.0f} s", flush=True)  # fmt: skip
        for one in alive:
            if one not in known:
                print(f"  {one.line}: {one.name}", flush=True)
    print(f"all: {noticed} of {all_} mutants noticed ({noticed / all_:.1%})")
    return int(noticed * 100 < LEAST * all_)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
