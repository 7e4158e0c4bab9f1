"""The page on knowledge and its panels: what is said of people is for the organisation alone."""

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


def test_everybody_reads_of_steps_and_not_of_people(public: Path) -> None:
    text = said(public, "knowledge")
    assert "Steps that hang on one person 1 of 3 done in 90 days" in text
    assert "Lock it Work off an order Fitter 1 person Repair it" in text
    assert "Repair it Work off an order Fitter several Test it" in text
    assert "Who leaves" not in text and "learns" in text
    assert not [name for name in NAMES if name in text]
    for word in (
        "Can teach it",
        "missing",
        "expire",
        "Who has which training",
        " of 3 1",
        "2 people",
    ):
        assert word not in text
    html = (public / "knowledge.html").read_text(encoding="utf-8")
    assert set(re.findall(r"<td data-v=\"([^\"]*)", html)) == {"-1", "1", "2"}


def test_how_many_did_a_step_is_for_the_organisation_alone(tmp_path: Path) -> None:
    log = "run,step,finished,by\n9,repair,2026-11-02T09:00+01:00,cleo\n"
    held = loaded({**FILES, "work/processes/order/runs/more.csv": log})
    assert "3 people" in said(built(tmp_path / "in", Audience.INTERNAL, held), "knowledge")
    site = built(tmp_path / "out", Audience.PUBLIC, held)
    assert 'data-v="3"' not in (site / "knowledge.html").read_text(encoding="utf-8")


def test_the_organisation_reads_names(internal: Path) -> None:
    text = said(internal, "knowledge")
    assert "1 Lock it Ada Quill" in text
    assert "Trainings that are missing 1 of 4 that roles demand" in text
    assert "Person who leaves 1 4 things not passed on" in text
    assert "Ada Quill leaves 31 Dec 2026 , in 40 days" in text
    assert (
        "Lock it Work off an order Role held 20 Oct 2026 "
        "Ben Osei holds its role Cleo Marsh holds its role –"
    ) in text
    assert "Cleo Marsh did it, not trained" in text
    assert "Lock-out Training work/trainings/lock-out.yaml Gives it Alone –" in text
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
    assert "3 Test it Lock-out Ada Quill Cleo Marsh did it, not trained 20 Oct 2026" in names
    told = said(public, "role/fitter")
    assert "2 Repair it Lock-out Repairs 3 Test it" in told and "20 Oct 2026" not in told
    assert "4 Inspect it – nobody did it yet –" in said(internal, "role/inspector")


def test_a_person_sees_trainings_and_what_to_hand_over(internal: Path) -> None:
    ada = said(internal, "person/ada")
    assert "Handover 5 leaves in 40 days" in ada
    assert "Nobody else did it lately 1 in 90 days Lock it" in ada
    ben = said(internal, "person/ben")
    assert "Repairs Learning Shadowed – 1 Oct 2026 Ada Quill" in ben
    assert "Handover" not in ben and "Nobody else" not in ben


def test_findings_on_training_are_for_the_organisation_alone(public: Path, internal: Path) -> None:
    told = said(internal, "rules")
    assert "`cleo`" not in told and "cleo did test 2 times in 90 days without" in told
    assert "cleo had the training lock-out until" in told
    assert "there is no training gas" in told
    everybody = said(public, "rules")
    assert "cleo" not in everybody and "training gas" not in everybody
    assert "review of process close was due" in everybody
    assert "What the check says of people is for the organisation alone" in everybody


def test_who_left_is_named_inside_alone(tmp_path: Path) -> None:
    people = FILES["work/people.yaml"].replace("to: 2026-12-31", "to: 2026-11-20")
    held = loaded({**FILES, "work/people.yaml": people})
    inside = built(tmp_path / "in", Audience.INTERNAL, held)
    text = said(inside, "knowledge")
    assert "3 of 3 done in 90 days; 1 by nobody who is here" in text
    assert "1 Lock it nobody who is here; Ada Quill did it, and left" in text
    assert "Lock it Work off an order Fitter nobody here 1 of 2" in text
    assert "ada left on 2026-11-20, and is still the provider" in said(inside, "rules")
    outside = built(tmp_path / "out", Audience.PUBLIC, held)
    assert "1 Lock it nobody who is here" in said(outside, "knowledge")
    assert "Ada Quill" not in said(outside, "knowledge")
    assert "2026-11-20" not in said(outside, "rules")


def test_a_log_that_names_nobody_says_so(tmp_path: Path) -> None:
    log = "run,step,finished,by\n9,inspect,2026-11-02T09:00+01:00,\n"
    held = loaded({**FILES, "work/processes/order/runs/more.csv": log})
    text = said(built(tmp_path, Audience.PUBLIC, held), "knowledge")
    assert "Inspect it Work off an order Inspector – the log does not say who" in text


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    site = built(tmp_path, Audience.INTERNAL, loaded({**FILES, **many()}))
    text = said(site, "knowledge")
    assert "Steps that hang on one person 451 In the last" in text
    assert "And 391 more steps: tracker report knowledge lists all." in text
    assert "And 55 more steps: tracker report knowledge lists all." in text
    assert "And 9 more holders: tracker report trained --role fitter lists all." in text
    html = (site / "knowledge.html").read_text(encoding="utf-8")
    assert html.count('<td class="step">') == 400 + 1
    # What hangs on one person is kept before what does not.
    listed = text.partition("Step by step")[2]
    assert "Step 400 Long" in listed and "Step 401 Long" not in listed
    assert "File it Close an order" not in listed


def many() -> dict[str, str]:
    """450 steps that Ada alone did, and 45 more people of one role who have its training."""
    steps = "".join(f"- {{id: s-{at}, title: Step {at}, role: clerk}}\n" for at in range(1, 451))
    events = "".join(f"1,s-{at},2026-11-02T09:00+01:00,ada\n" for at in range(1, 451))
    people = "".join(f"p-{at}: {{name: P {at}, roles: [fitter]}}\n" for at in range(1, 47))
    return {
        "work/processes/long/process.yaml": (
            f"title: Long\nstatus: active\nowner: eva\nversion: 1\nsteps:\n{steps}"
        ),
        "work/processes/long/runs/2026.csv": f"run,step,finished,by\n{events}",
        "work/people.yaml": FILES["work/people.yaml"] + people,
    } | {
        f"work/people/p-{at}/training.yaml": "- {training: lock-out, kind: read, date: 2026-11-02}\n"
        for at in range(1, 47)
    }


def test_without_runs_nobody_is_said_to_be_alone(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if "/runs/" not in path}
    site = built(tmp_path, Audience.INTERNAL, loaded(files))
    assert "No run of the last 90 days says who did what" in said(site, "knowledge")


def test_a_workspace_without_trainings_and_runs_has_no_such_page(tmp_path: Path) -> None:
    built(tmp_path, Audience.INTERNAL, loaded({"work/goals.yaml": "{}\n"}))
    assert not (tmp_path / "knowledge.html").exists()
