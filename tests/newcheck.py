"""Scaffolds a check: its file, a failing and a passing case, and what is really said of them.

`make new-check my-rule` runs it, with CHANGE=1 for a rule that speaks of a change. What it writes
passes every gate but one: `test_nothing_is_left_to_fill_in` fails until its TODO lines are gone.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 63

IMPORTS = {
    "work": "from tracker.law.check import check\nfrom tracker.model.work import Work\n",
    "change": "from tracker.law.change import Change\nfrom tracker.law.check import check\n",
}

HEAD = '''"""The rule `{rule}`."""

from collections.abc import Iterator

from tracker.finding import Found, Severity
{imports}

'''

STATE = '''@check(Severity.WARNING)
def {name}(work: Work) -> Iterator[Found]:
    """A project is called something else than TODO.

    TODO: say what is asked for, and what goes wrong where it does not hold.

    Fails:
        title: TODO

    Passes:
        title: Replace the ERP system

    Mend: say what to type. TODO
    """
    for project in work.projects.values():
        if project.record.title == "TODO":
            message = f"project `{{project.id}}` has no title yet"
            yield Found(project.at("title"), message, "write what the project brings about")
'''

CHANGE = '''@check(Severity.ERROR)
def {name}(change: Change) -> Iterator[Found]:
    """A project that has a title does not go back to TODO.

    TODO: say what is asked for, and what goes wrong where it does not hold.

    Fails:
        title: Replace the ERP system, at the base
        title: TODO, at the head

    Passes:
        title: Replace the ERP system, at the base
        title: Replace the finance system, at the head

    Mend: say what to type. TODO
    """
    before, after = change.before, change.after
    if change.kind != "project" or before is None or after is None:
        return
    for field in change.fields:
        if field.name == "title" and field.after == "TODO":
            message = f"{{change.ref}} had a title and lost it"
            hint = f"put it back: `title: {{field.before}}`"
            yield Found(after.at("title"), message, hint, (), field.before, field.after)
'''

WORKSPACE = {
    "tracker.yaml": """title: Meridian Foods
currency: EUR
calendar: {working_days: [mon, tue, wed, thu, fri]}
lifecycle: simple
rules: {project-without-goal: ignore, process-without-goal: ignore}
""",
    "lifecycles/simple.yaml": """title: Simple
start: idea
final: [done]
phases: [{id: idea}, {id: doing}, {id: done}]
""",
}
TITLES = {"base": "Replace the ERP system", "pass": "Replace the finance system", "fail": "TODO"}

NEXT = """
Lint and its cases pass as they are. Now make it yours, with .venv active:
  1. write what should fail and what should pass, in the two cases
  2. write the rule and its page; choose error, warning or note
  3. see what is said, and read it as one who made that mistake:
     TRACKER_UPDATE_CASES=1 pytest -q tests/test_cases.py -k {rule}/
  4. this fails until the last TODO is gone:
     pytest -q tests/test_cases.py tests/test_catalogue.py -k {rule}
CONTRIBUTING.md carries an example through. To take it back:
  rm -r {cases}
  rm {check}
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make new-check")
    parser.add_argument("rule", nargs="?", default="")
    parser.add_argument("--change", action="store_true", help="the rule speaks of a change")
    asked = parser.parse_args()
    if refusal := refused(asked.rule):
        print("error: {}\nhelp: {}".format(*refusal), file=sys.stderr)
        return 2
    wanted = files(asked.rule, asked.change)
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    done = expect(asked.rule)
    if done.returncode != 0:
        shutil.rmtree(cases_of(asked.rule))
        check_of(asked.rule).unlink()
        print(done.stdout, done.stderr, sep="", file=sys.stderr)
        print("error: the checks do not run over the new cases; nothing was kept", file=sys.stderr)
        print("help: see why above; does `make suite` pass without it?", file=sys.stderr)
        return 1
    check, cases = check_of(asked.rule).relative_to(ROOT), cases_of(asked.rule).relative_to(ROOT)
    for path in (check, cases / "fail-example", cases / "pass-example"):
        print(f"wrote {path}")
    print(NEXT.format(rule=asked.rule, check=check, cases=cases), end="")
    return 0


def refused(rule: str) -> tuple[str, str] | None:
    """Why a name is none for a new rule, and what to do."""
    if not rule:
        return "the rule has no name", "make new-check my-rule"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule) or len(rule) > LONGEST:
        said = f"`{rule}` is no name for a rule"
        return said, f"two words or more, a-z and 0-9, with hyphens, up to {LONGEST} characters"
    for path in (check_of(rule), cases_of(rule)):
        if path.exists():
            return f"{path.relative_to(ROOT)} is there already", "choose another name, or edit it"
    return None


def check_of(rule: str) -> Path:
    return ROOT / "tracker" / "law" / "checks" / f"{rule.replace('-', '_')}.py"


def cases_of(rule: str) -> Path:
    return ROOT / "tests" / "cases" / rule


def files(rule: str, change: bool) -> dict[Path, str]:
    """What is written, but for the expected text."""
    body, imports = (CHANGE, IMPORTS["change"]) if change else (STATE, IMPORTS["work"])
    text = (HEAD + body).format(rule=rule, name=check_of(rule).stem, imports=imports)
    found = {check_of(rule): text}
    for verdict in ("fail", "pass"):
        case = cases_of(rule) / f"{verdict}-example"
        if change:
            found |= side(case / "base", TITLES["base"])
        found |= side(case / "head", TITLES[verdict])
    return found


def side(folder: Path, title: str) -> dict[Path, str]:
    """A repository with one project."""
    project = {"projects/erp/project.yaml": f"title: {title}\nstatus: active\nphase: idea\n"}
    return {folder / "work" / name: text for name, text in (WORKSPACE | project).items()}


def expect(rule: str) -> subprocess.CompletedProcess[str]:
    """Every check is run over the new cases, and what they say is written down as expected."""
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_cases.py"]
    return subprocess.run(
        [*run, "-k", f"{rule}/"],
        cwd=ROOT,
        env=os.environ | {"TRACKER_UPDATE_CASES": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())
