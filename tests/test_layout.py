"""The rules of the house that no general linter knows."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tracker"

CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.asctime",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"}
PROGRAMS = {
    "os.execv",
    "os.execve",
    "os.execvp",
    "os.popen",
    "os.posix_spawn",
    "os.spawnv",
    "os.system",
}

# Written apart, so that this file passes its own test.
REGISTRIES = [
    name + "." + zone
    for name, zone in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("npmjs", "com"),
        ("registry.yarnpkg", "com"),
        ("deb.debian", "org"),
        ("proxy.golang", "org"),
        ("crates", "io"),
    ]
]


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, by its path from the root."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each `module.name` that is read or imported, under the last two parts of its real name."""
    aliases: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                aliases |= {name.asname: name.name for name in names if name.asname}
            case ast.ImportFrom(module=str(module), names=names):
                for name in names:
                    aliases[name.asname or name.name] = name.name
                    yield f"{module.rpartition('.')[2]}.{name.name}", node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            of = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield f"{aliases.get(of, of)}.{node.attr}", node.lineno


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The first part of each module that is imported from outside, wherever in the file."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((name.name.split(".")[0], node.lineno) for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0], node.lineno


def found(wanted: set[str], but: tuple[str, ...]) -> list[str]:
    return [
        f"{path}:{line}: {name}"
        for path, tree in modules().items()
        if not path.startswith(but)
        for name, line in names_used(tree)
        if name in wanted
    ]


@pytest.mark.parametrize(
    ("module", "owners"),
    [
        ("yaml", ["tracker/source/document.py"]),
        ("subprocess", ["tracker/source/git.py", "tracker/source/ssh.py"]),
    ],
)
def test_one_way_in(module: str, owners: list[str]) -> None:
    others = [
        f"{path}:{line}"
        for path, tree in modules().items()
        if path not in owners
        for name, line in imports(tree)
        if name == module
    ]
    assert others == [], f"only {owners} import {module}"


def test_no_clock_below_the_command_line() -> None:
    assert found(CLOCKS, but=("tracker/cli/",)) == []


def test_no_environment_below_the_command_line() -> None:
    """Past it, only what runs a program is told where that is installed."""
    running = ("tracker/source/git.py", "tracker/source/ssh.py")
    assert found(ENVIRONMENT, but=("tracker/cli/", *running)) == []


def test_no_program_is_run_past_git() -> None:
    assert found(PROGRAMS, but=()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.date.today()",
        "import datetime as d\nd.datetime.now()",
        "from datetime import datetime as moment\nmoment.now()",
        "from time import time\ntime()",
        "import time as t\nt.time()",
    ],
)
def test_the_search_for_clocks_sees_each_spelling(text: str) -> None:
    assert CLOCKS & {name for name, _ in names_used(ast.parse(text))}


def files() -> list[Path]:
    """What is or would be committed."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_mentions_a_package_registry() -> None:
    hits = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in files()
        for content in [path.read_bytes()]
        for host in REGISTRIES
        if host.encode() in content
    ]
    assert hits == []


def test_no_file_mentions_where_the_checkout_stands() -> None:
    here = (str(ROOT) + "/").encode()
    assert [str(path.relative_to(ROOT)) for path in files() if here in path.read_bytes()] == []


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        entry.split(">")[0].split("=")[0].split("[")[0].strip().lower()
        for entry in project["dependencies"]
    }
    owners = packages_distributions()
    missing = {
        f"{path}:{line}: {name}"
        for path, tree in modules().items()
        for name, line in imports(tree)
        if name != "tracker" and not _covered(owners.get(name, []), declared)
    }
    assert missing == set()


def _covered(distributions: list[str], declared: set[str]) -> bool:
    """True for the standard library, which no distribution owns, and for what is declared."""
    names = {name.lower().replace("_", "-") for name in distributions}
    return not names or bool(names & declared)
