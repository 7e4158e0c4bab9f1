"""What a public site leaves out: what schemas keep inside, wherever it would be told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import site_sample
from gitrepo import Repo

from tracker.model.load import Library
from tracker.site.build import build_status
from tracker.site.past import look_back
from tracker.site.status import Audience, Status
from tracker.source.git import Repository
from tracker.views.audience import WITHHELD

BEFORE = {
    "work/tracker.yaml": "title: A\ncurrency: EUR\nlifecycle: l\ncalendar: {working_days: [mon]}\n",
    "work/lifecycles/l.yaml": "title: L\nstart: a\nfinal: [b]\nphases: [{id: a}, {id: b}]\n",
    "work/people/ann/person.yaml": "name: Ann\nfull_time: 0.6181\n",
    "work/people.yaml": "bob: {name: Bob}\n",
    "work/roles/clerk.yaml": "title: Clerk\nwork: producer\nrate: 31.4159\n",
    "work/projects/p/project.yaml": """\
title: P
status: active
phase: a
summary: One
allocations:
- {person: ann, percent: 61.2345, from: 2026-02-03, booking: hard}
stakeholders:
- {person: bob, interest: low, influence: low}
""",
}
VALID = BEFORE | {
    "work/roles/clerk.yaml": BEFORE["work/roles/clerk.yaml"].replace("31.4159", "27.1828"),
    "work/projects/p/project.yaml": BEFORE["work/projects/p/project.yaml"]
    .replace("summary: One", "summary: Two")
    .replace("61.2345", "72.3456")
    .replace("interest: low, influence: low", "interest: high, influence: medium"),
}
BROKEN = {
    "work/people/ann/person.yaml": "name: Ann\nfull_time: 7.7531\nhours: {mon: 99.1111}\n",
    "work/people/ann/identity.yaml": "emails: [canary two]\nkeys: [canarykey]\n",
    "work/people.yaml": "bob: {name: Bob, active: {from: 2018-04-27, to: 2011-02-03}}\n",
    "work/roles/clerk.yaml": "title: Clerk\nwork: producer\nrate: canaryrate\n",
    "work/projects/p/project.yaml": BEFORE["work/projects/p/project.yaml"]
    .replace("61.2345", "canaryshare")
    .replace("booking: hard", "booking: canarybooking")
    .replace("influence: low", "influence: canaryweight"),
}
CANARIES = (
    "61.2345", "72.3456", "31.4159", "27.1828", "0.6181", "7.7531", "99.1111", "2011-02-03", "27 Apr 2018",
    "canary", "booking hard", "influence low", "interest high", "influence medium",
)  # fmt: skip


def built(root: Path, last: dict[str, str], audience: Audience) -> tuple[Status, dict[str, str]]:
    repo = Repo(root / "repository")
    for day, files in (("2026-09-01", BEFORE), ("2026-10-01", last)):
        repo.write(files)
        repo.commit("change", date=f"{day}T09:00:00+02:00")
    repository = Repository.find(repo.path)
    assert repository is not None
    head = repository.resolve("HEAD")
    past, unknown = look_back(repository, head, "work", Library())
    found = site_sample.status(repo.path)
    status = Status(
        found.work, found.verdict, "A", found.as_of, head, past, unknown, audience=audience
    )
    build_status(status, root / "out")
    return status, dict(texts(root / "out"))


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file() and "assets/vega" not in path.as_posix():
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8", errors="replace")


@pytest.mark.parametrize("last", [VALID, BROKEN], ids=["changed", "broken"])
def test_what_is_kept_inside_stands_nowhere_in_public(tmp_path: Path, last: dict[str, str]) -> None:
    _, files = built(tmp_path, last, Audience.PUBLIC)
    found = [(name, one) for name, text in files.items() for one in CANARIES if one in text]
    assert found == []


@pytest.mark.parametrize("last", [VALID, BROKEN], ids=["changed", "broken"])
def test_the_organisation_is_told(tmp_path: Path, last: dict[str, str]) -> None:
    _, files = built(tmp_path, last, Audience.INTERNAL)
    wanted = ["72.3456"] if last is VALID else ["canaryrate", "7.7531", "canaryweight"]
    assert [one for one in wanted if not any(one in text for text in files.values())] == []


def test_that_something_changed_or_is_wrong_is_said(tmp_path: Path) -> None:
    _, changed = built(tmp_path / "a", VALID, Audience.PUBLIC)
    page = changed["changes/2026-09-01/2026-10-01.html"]
    assert "changed; not shown, as it is internal" in page
    status, broken = built(tmp_path / "b", BROKEN, Audience.PUBLIC)
    assert WITHHELD in broken["rules.html"]
    said = [one.finding for one in status.findings]
    places = {(one.location.path, one.message == WITHHELD) for one in said}
    assert {path for path, is_kept in places if is_kept} >= {
        "work/roles/clerk.yaml", "work/people.yaml", "work/people/ann/identity.yaml",
    }  # fmt: skip
    assert json.loads(broken["data/status.json"])["findings"]


def test_what_is_wrong_beside_it_is_told(tmp_path: Path) -> None:
    files = VALID | {
        "work/roles/clerk.yaml": VALID["work/roles/clerk.yaml"] + "wrok: producer\n",
    }
    status, _ = built(tmp_path, files, Audience.PUBLIC)
    (one,) = [
        one.finding for one in status.findings if one.finding.location.path.endswith("clerk.yaml")
    ]
    assert "wrok" in one.message
