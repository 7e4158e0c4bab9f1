"""The page on knowledge and its panels: names for the organisation, numbers for everybody."""

import re
from pathlib import Path

import pytest
from knowing import DAY, FILES, work
from memory import work as loaded

from tracker.law.judge import judge
from tracker.model.work import Work
from tracker.site.build import build_status
from tracker.site.status import Audience, Status

NAMES = ("Ada Quill", "Ben Osei", "Cleo Marsh", "Dora Lund")


def status(audience: Audience, held: Work) -> Status:
    return Status(held, judge(held, DAY), "Orders", DAY, audience=audience)


def built(folder: Path, audience: Audience, held: Work | None = None) -> Path:
    build_status(status(audience, held or work()), folder)
    return folder


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("knowledge") / "public", Audience.PUBLIC)


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("knowledge") / "internal", Audience.INTERNAL)


def said(site: Path, path: str) -> str:
    html = (site / f"{path}.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_everybody_reads_numbers_and_no_names(public: Path) -> None:
    text = said(public, "knowledge")
    assert "Steps that hang on one person 1 of 3 done in 90 days" in text
    assert "Fitter Lock-out 3 – 2 1 –" in text
    assert "Left out is 1 role that one person holds" in text  # the clerk
    assert "Lock it Work off an order Fitter 1 person 2 of 3 1 missing" in text
    assert "File it Close an order Clerk – – –" in text
    assert "Who leaves" not in text and "learns" in text
    assert not [name for name in NAMES if name in text]
    assert "3 of 3" not in text and "Can teach it" not in text


def test_the_organisation_reads_names(internal: Path) -> None:
    text = said(internal, "knowledge")
    assert "1 Lock it Ada Quill" in text
    assert "Person who leaves 1 1 step that nobody else can do" in text
    assert "Ada Quill leaves 31 Dec 2026 , in 40 days" in text
    assert "Lock it Work off an order Alone 20 Oct 2026 – –" in text
    assert "Repair it Work off an order Taught back 1 Oct 2026 Ben Osei" in text
    assert "taught back 20 Oct 2026" in text
    assert "Cleo Marsh Expired Assessed, expired 30 Sep 2026" in text
    assert "File it Close an order Clerk – 0 of 1 1 missing" in text


def test_who_did_a_step_untrained_is_named_inside_alone(public: Path, internal: Path) -> None:
    words = "Done without a training"
    assert f"{words} 1 in 90 days" in said(internal, "knowledge")
    assert "Cleo Marsh Test it Work off an order Lock-out 2" in said(internal, "knowledge")
    assert words not in said(public, "knowledge")


def test_a_training_says_how_those_stand_who_have_to_know_it(public: Path, internal: Path) -> None:
    assert "Fitter Ada Quill Expiring Assessed, until 11 Jan 2027" in said(
        internal, "training/lock-out"
    )
    assert "Expiring" not in said(public, "training/lock-out")


def test_a_role_tells_somebody_new_what_to_learn(public: Path, internal: Path) -> None:
    names = said(internal, "role/fitter")
    assert "2 Repair it Lock-out Repairs Ben Osei Ada Quill 20 Oct 2026" in names
    assert "2 Repair it Lock-out Repairs 2 people 20 Oct 2026" in said(public, "role/fitter")
    assert "4 Inspect it – nobody did it yet –" in said(public, "role/inspector")


def test_a_person_sees_trainings_and_what_to_hand_over(internal: Path) -> None:
    ada = said(internal, "person/ada")
    assert "Handover 3 leaves in 40 days" in ada
    assert "Nobody else did it lately 1 in 90 days Lock it" in ada
    ben = said(internal, "person/ben")
    assert "Repairs Held Shadowed – 1 Oct 2026 Ada Quill" in ben
    assert "Handover" not in ben and "Nobody else" not in ben


def test_findings_on_training_are_for_the_organisation_alone(public: Path, internal: Path) -> None:
    told = said(internal, "rules")
    assert "`cleo`" not in told and "cleo did test 2 times in 90 days without" in told
    assert "cleo had the training lock-out until" in told
    assert "there is no training gas" in told
    everybody = said(public, "rules")
    assert "cleo" not in everybody and "training gas" not in everybody
    assert "review of process close was due" in everybody
    assert "3 findings on the training of people are for the organisation alone" in everybody


def test_without_runs_nobody_is_said_to_be_alone(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if "/runs/" not in path}
    site = built(tmp_path, Audience.INTERNAL, loaded(files))
    assert "No run of the last 90 days says who did what" in said(site, "knowledge")


def test_a_workspace_without_trainings_and_runs_has_no_such_page(tmp_path: Path) -> None:
    built(tmp_path, Audience.INTERNAL, loaded({"work/goals.yaml": "{}\n"}))
    assert not (tmp_path / "knowledge.html").exists()
