"""What a public site leaves out of runs, improvements and training records, wherever it would be told."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from gitrepo import Repo
from knowing import DAY, FILES, work
from memory import work as loaded
from test_site_audience import texts

from tracker.law.judge import judge
from tracker.model.load import Library, load
from tracker.site.build import build_status
from tracker.site.past import look_back
from tracker.site.status import Audience, Status
from tracker.source.git import Repository
from tracker.source.snapshot import Revision
from tracker.views import published
from tracker.views.audience import WITHHELD

ORDER = "work/processes/order"
OPEN = """\
version: 1
title: A press that leaks
status: in-progress
started: 2026-11-02T08:00+01:00
steps:
- {step: lock, by: ada, started: 2026-11-02T08:13:27+01:00, finished: 2026-11-02T08:43:27+01:00}
"""
OVER = """\
version: 1
title: A press that leaks
status: incomplete
reason: canary of why
started: 2026-11-02T08:00+01:00
finished: 2026-11-03T09:00+01:00
steps:
- {step: lock, by: ada, started: 2026-11-02T08:13:27+01:00, finished: 2026-11-02T08:43:27+01:00}
- {step: repair, by: ben, started: 2026-11-03T08:13:27+01:00, right_first_time: false, note: canary of ben}
"""
LOG = """\
run,step,started,finished,by,right_first_time,rework_of,note
51,lock,2026-11-04T08:05+01:00,2026-11-04T08:43:27+01:00,ada,false,,canary of ada
51,repair,2026-11-05T08:13:27+01:00,2026-11-05T08:43:27+01:00,ben,true,,
51,lock,2026-11-05T08:53:27+01:00,2026-11-05T09:13:27+01:00,ada,true,lock,
51,test,2026-11-05T10:13:27+01:00,2026-11-05T10:45+01:00,cleo,true,,
"""
IDEA = """\
title: Locks on the press
problem: The key is far away
status: new
proposed_by: cleo
review_on: 2026-12-01
"""
NEW = """\
status: cancelled
reason: canary of a mistake
started: 2026-11-12T08:00+01:00
finished: 2026-11-12T09:00+01:00
steps:
- {step: lock, by: dora, started: 2026-11-12T08:13:27+01:00, note: canary of dora}
"""
BEFORE = {**FILES, f"{ORDER}/runs/7.yaml": OPEN, "work/tracker.yaml": """\
title: Orders
currency: EUR
calendar: {working_days: [mon, tue, wed, thu, fri]}
lifecycle: simple
rules: {process-without-goal: ignore}
""", "work/lifecycles/simple.yaml": """\
title: Simple
start: idea
final: [done]
phases: [{id: idea}, {id: done}]
"""}  # fmt: skip
AFTER = {
    f"{ORDER}/runs/7.yaml": OVER,
    f"{ORDER}/runs/more.csv": LOG,
    f"{ORDER}/runs/8.yaml": NEW,
    f"{ORDER}/improvements/locks.yaml": IDEA,
    "work/people/cleo/training.yaml": "- {training: gas, kind: assessed, date: 2026-03-17, expires: 2028-03-17}\n",
}
BROKEN = {
    f"{ORDER}/runs/7.yaml": OVER.replace("finished: 2026-11-02T08:43:27", "finished: 2026-11-01T08:13:27")
    .replace("by: ben", "by: canaryperson")
    .replace("first_time: false", "first_time: canaryperhaps")
    .replace("reason: canary of why", "reason: [canary]"),
    f"{ORDER}/runs/more.csv": LOG.replace(",ben,true", ",canaryben,canaryperhaps")
    .replace("2026-11-05T10:45+01:00", "2026-11-05T10:13:27+01:00 canary")
    .replace("2026-11-04T08:43:27", "2026-11-04T07:43:27"),
    f"{ORDER}/improvements/locks.yaml": IDEA.replace("cleo", "canaryidea"),
    "work/people/cleo/training.yaml": "- {training: gas, kind: canarykind, date: 2026-03-17}\n",
}  # fmt: skip
CANARIES = ("canary", "13:27", "43:27", "2026-03-17", "17 Mar 2026", "2028-03-17", 'right_first_time":',
            "Dora Lund started", "proposed by")  # fmt: skip


def built(root: Path, last: Mapping[str, str], audience: Audience) -> dict[str, str]:
    """Every file of the site of two commits, the second with other runs."""
    repo = Repo(root / "repository")
    for day, files in (("2026-11-02", BEFORE), ("2026-11-20", last)):
        repo.write(dict(files))
        repo.commit("change", date=f"{day}T19:00:00+01:00")
    repository = Repository.find(repo.path)
    assert repository is not None
    head, library = repository.resolve("HEAD"), Library()
    held = load(Revision(repository, head), "work", library)
    past, unknown = look_back(repository, head, "work", library)
    made = Status(held, judge(held, DAY), "A", DAY, head, past, unknown, audience)
    build_status(made, root / "out")
    schemas = "data/schemas/"
    return {name: text for name, text in texts(root / "out") if not name.startswith(schemas)}


@pytest.mark.parametrize("last", [AFTER, BROKEN], ids=["changed", "broken"])
def test_nobody_outside_reads_who_did_what_when_and_how_well(
    tmp_path: Path, last: Mapping[str, str]
) -> None:
    files = built(tmp_path, last, Audience.PUBLIC)
    found = [(name, one) for name, text in files.items() for one in CANARIES if one in text]
    assert found == []
    assert {name for name, text in files.items() if "Cleo Marsh" in text} == {"role/fitter.html"}
    if last is AFTER:
        records = {one["id"]: one["data"] for one in json.loads(files["data/run.json"])["records"]}
        moments = {"started": "2026-11-02T08:00+01:00", "finished": "2026-11-03T09:00+01:00"}
        assert moments.items() <= records["order/7"].items()
        assert records["order/51"]["steps"][2] == {"step": "lock", "rework_of": "lock"}
        assert "proposed_by" not in files["data/improvement.json"] + files["data/improvement.csv"]
        assert "reason" not in files["data/run.csv"].partition("\n")[0]


def test_the_organisation_reads_all_of_it(tmp_path: Path) -> None:
    files = built(tmp_path, AFTER, Audience.INTERNAL)
    for name, words in (
        ("data/run.json", ("canary of ada", "canary of ben", "canary of why", "08:43:27", '"ben"')),
        ("data/improvement.csv", ("cleo",)),
        ("data/training-record.json", ("2026-03-17",)),
        ("changes/2026-11-02/2026-11-20.html", ("canary of why", "canary of ben")),
    ):
        assert [one for one in words if one not in files[name]] == []


def test_what_is_wrong_is_told_inside_and_its_place_outside(tmp_path: Path) -> None:
    assert "canaryben" in built(tmp_path / "a", BROKEN, Audience.INTERNAL)["rules.html"]
    page = built(tmp_path / "b", BROKEN, Audience.PUBLIC)["rules.html"]
    rows = re.findall(r"<tr><td>(.*?)</tr>", page, re.DOTALL)
    told = [row for row in rows if "/runs/" in row or "/improvements/" in row]
    assert len(told) > 6 and all(WITHHELD in row for row in told)


# Numbers.


def site(folder: Path, **more: str) -> dict[str, str]:
    """A public site of the organisation in which other things were learned."""
    held = work(**more)
    build_status(Status(held, judge(held, DAY), "Orders", DAY), folder)
    return dict(texts(folder))


WAYS = {
    "nothing": "[]\n",
    "held": "- {training: lock-out, kind: assessed, date: 2026-09-01}\n",
    "expired": "- {training: lock-out, kind: assessed, date: 2024-09-01}\n",
    "watched": "- {training: lock-out, kind: shadowed, date: 2026-09-01, by: ben}\n",
}


def test_what_people_were_taught_changes_no_byte_outside(tmp_path: Path) -> None:
    """All of Ada, the fitters together, the clerk: no number tells of it, in no sum or difference."""
    clerk = FILES["work/roles.yaml"].replace("Clerk,", "Clerk, training: [lock-out],")
    first = site(tmp_path / "first", roles=clerk)
    for name, had in WAYS.items():
        for who in (("ada",), ("eva",), ("ada", "ben", "cleo", "eva")):
            files = {f"people__{one}__training": had for one in who}
            made = site(tmp_path / f"{name}-{len(who)}-{who[0]}", roles=clerk, **files)
            assert [path for path in made if made[path] != first[path]] == [], (name, who)


def test_of_the_runs_of_a_process_the_newest_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "RUNS", 2)
    more = {
        "processes__order__runs__0": "{status: requested, requested: 2026-11-20T08:00+01:00}\n",
        "processes__order__runs__9": "{status: requested}\n",  # of no day
        "processes__close__runs__1": "{status: requested, requested: 2020-11-20T08:00+01:00}\n",
    }
    files = site(tmp_path, **more)
    told = json.loads(files["data/run.json"])
    assert [one["id"] for one in told["records"]] == ["close/1", "order/0", "order/3"]
    assert told["left_out"] == 3 and len(files["data/run.csv"].splitlines()) == 4
    assert json.loads(files["data/status.json"])["counts"]["run"] == 6
    assert json.loads(files["data/role.json"])["left_out"] == 0


def test_whoever_has_no_people_is_told_everything(tmp_path: Path) -> None:
    held = loaded({"work/goals.yaml": "{}\n"})
    build_status(Status(held, judge(held, DAY), "Orders", DAY), tmp_path)
    page = (tmp_path / "rules.html").read_text(encoding="utf-8")
    assert "The check has no findings." in page and "organisation alone" not in page
