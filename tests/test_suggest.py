"""Did you mean: what counts as a slip, and that every place that takes a name answers one."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.main import cli
from tracker.model.suggest import closest, did_you_mean

EXAMPLE = Path(__file__).resolve().parent.parent / "work"
NAMES = (
    "erp-replacement",
    "scan-station",
    "phase-transition",
    "status-transition",
    "project",
    "process",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("erp-relpacement", "erp-replacement"),  # letters that changed places
        ("scan-staton", "scan-station"),  # one that is missing
        ("scann-station", "scan-station"),  # one too many
        ("projects", "project"),  # the plural
        ("Project", "project"),  # the case
        ("SCAN_STATION", "scan-station"),  # the case, and another hyphen
        ("erp", "erp-replacement"),  # the beginning
        ("station", "scan-station"),  # the beginning of a part
        ("phase", "phase-transition"),
        ("tran", None),  # two have it
        ("er", None),  # too short to tell
        ("warehouse", None),
        ("", None),
    ],
)
def test_closest(word: str, meant: str | None) -> None:
    assert closest(word, NAMES) == meant


def test_the_name_itself_wins_over_one_that_is_alike() -> None:
    assert closest("a-b", ["a_b", "a-b"]) == "a_b"  # the first that is spelt so
    assert closest("Idea", ["ideas", "idea"]) == "idea"


def test_the_help_line() -> None:
    assert did_you_mean("projcet", NAMES, "nothing") == "did you mean `project`?"
    assert did_you_mean("xyz", NAMES, "they are a and b") == "they are a and b"


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=20))
def test_it_answers_with_a_name_or_nothing(word: str, names: list[str]) -> None:
    found = closest(word, names)
    assert found is None or found in names


SLIPS = {
    # commands and options
    "chekc": "did you mean `check`?",
    "expl": "did you mean `explain`?",
    "checks": "did you mean `check`?",
    "LIST project": "did you mean `list`?",
    "check --bsae main": "--base",
    # ids
    "show erp-relpacement": "`project/erp-replacement`",
    "show ERP-replacement": "`project/erp-replacement`",
    "show project/process-invoice": "`process/process-invoice`",
    "show projects/erp-replacement": "`project/erp-replacement`",
    "show Project/erp-replacement": "`project/erp-replacement`",
    "show projct/erp-replacment": "`project/erp-replacement`",
    "show role/ap-lead": "`person/ap-lead`",
    "show invoice-basic": "`training/invoice-basics`",
    # kinds
    "list porject": "`project`",
    "list Projects": "`projects`",
    "new proces x": "`process`",
    # lifecycles
    "new lifecycle five-phases": "`five-phase`",
    "new lifecycle x --like four": "`four-stage`",
    "new project x --lifecycle five_phase": "`five-phase`",
    # rules
    "explain phase-transtion": "`phase-transition`",
    "explain ambiguous": "`ambiguous-scalar`",
    # formats and other choices
    "check --format jsno": "`json`",
    "check --format JSON": "`json`",
    "list goal --format cvs": "`csv`",
    "show erp-replacement --format jason": "`json`",
    "doctor --format txt": "`text`",
    "check --fail-on warnings": "`warning`",
    "completion bsh": "`bash`",
    # fields
    "list project --where phsae=doing": "`phase`",
    "list project --where Phase=doing": "`phase`",
    "list project --where goal=x": "`goals`",
    "list project --where budget.lins=x": "`lines`",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_every_name_that_is_asked_for_answers_a_slip(
    slip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLE.parent)
    done = CliRunner().invoke(cli, slip.split(), prog_name="tracker")
    assert done.exit_code == 2
    assert SLIPS[slip] in done.stderr
    assert "did you mean" in done.stderr.lower()


def test_the_likeness_is_looked_for_in_one_place() -> None:
    package = EXAMPLE.parent / "tracker"
    users = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "difflib import get_close_matches" in path.read_text(encoding="utf-8")
    ]
    assert users == ["model/suggest.py"]
