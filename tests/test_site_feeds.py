"""What a site publishes beside its pages: feeds, calendars, data, badges, and what pages say of themselves."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import example_past
import jsonschema_rs
import pytest
import site_sample
from click.testing import CliRunner
from gitrepo import Repo
from icalendar import Calendar
from mutants import FILES

from tracker.cli.main import cli
from tracker.interchange import atom, ics
from tracker.law.judge import judge
from tracker.model.catalogue import BASE, SUFFIX
from tracker.model.load import Library, load
from tracker.outputs.badge import TONES, badge
from tracker.site.build import build_status
from tracker.site.forge import origin
from tracker.site.past import past
from tracker.site.publication import Site, publications
from tracker.site.status import Audience, Status
from tracker.source.git import Repository
from tracker.source.snapshot import Revision
from tracker.views.audience import hidden
from tracker.views.choosing import meant
from tracker.views.days import days
from tracker.views.report import reports
from tracker.views.telling import chosen

ATOM = f"{{{atom.NAMESPACE}}}"
SITE = Site("https://status.example.org/work")
NAUGHTY = [
    "<script>alert(1)</script>", ']]><!--"\'&amp;', "=HYPERLINK(\"x\")", "+1", "@SUM(1)", "-2+3",
    "a\r\nBEGIN:VEVENT\nEND:VCALENDAR", "x;y,z\\n:w", "日本語 ⚙ é", "{{ 7 * 7 }}", "##[error]x", "\ufffe\uffff",
]  # fmt: skip


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Status:
    """The example with its past, as its forge knows it."""
    folder = example_past.build(tmp_path_factory.mktemp("past") / "repository")
    return status_of(folder, example_past.AS_OF)


def status_of(folder: Path, as_of: date, audience: Audience = Audience.PUBLIC) -> Status:
    repository = Repository.find(folder)
    assert repository is not None
    head, library = repository.resolve("HEAD"), Library()
    work = load(Revision(repository, head), "work", library)
    told = past(repository, head, "work", library)
    address = origin("git@github.com:acme/meridian.git")
    return Status(
        work, judge(work, as_of), "Meridian", as_of, head, told, audience=audience, origin=address
    )


@pytest.fixture(scope="module")
def files(grown: Status) -> dict[str, bytes]:
    return dict(publications(grown, SITE))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Status:
    return site_sample.status(site_sample.write(tmp_path_factory.mktemp("sample")))


# Feeds.


def entries(feed: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(feed).findall(f"{ATOM}entry")


def text(node: ElementTree.Element, name: str) -> str:
    found = node.find(f"{ATOM}{name}")
    assert found is not None and found.text
    return found.text


def test_a_feed_is_one_by_rfc_4287(files: dict[str, bytes]) -> None:
    feeds = {path: made for path, made in files.items() if path.endswith(".atom")}
    assert {"changes.atom", "project/erp-replacement.atom"} <= set(feeds)
    for path, made in feeds.items():
        root = ElementTree.fromstring(made)
        assert root.tag == f"{ATOM}feed"
        assert text(root, "title") and root.find(f"{ATOM}author/{ATOM}name") is not None
        links = {one.get("rel"): one.get("href") or "" for one in root.findall(f"{ATOM}link")}
        assert links["self"] == f"{SITE.root}/{path}"
        ids = [text(one, "id") for one in [root, *entries(made)]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"tag:github\.com,2026:acme/meridian/[\w.%/~-]+", id) for id in ids)
        moments = [datetime.fromisoformat(text(one, "updated")) for one in entries(made)]
        assert moments == sorted(moments, reverse=True)
        assert all(moment.tzinfo is not None for moment in moments)
        for one in entries(made):
            assert text(one, "title") and text(one, "content")
            link = one.find(f"{ATOM}link")
            assert link is not None and urlsplit(link.get("href") or "").scheme == "https"


def test_a_feed_tells_moves_slips_and_what_is_new(files: dict[str, bytes]) -> None:
    told = {
        text(one, "title"): text(one, "content")
        for one in entries(files["project/erp-replacement.atom"])
    }
    assert "Replace the ERP system: new project" in told
    assert "Replace the ERP system: Definition → Planning" in told
    assert "The gate decided conditional." in told["Replace the ERP system: Definition → Planning"]
    assert any("days later" in title for title in told)
    assert told["Replace the ERP system: reports amber"]
    every = {text(one, "title"): text(one, "content") for one in entries(files["changes.atom"])}
    assert every["Process a supplier invoice: version 3, after 2"]
    assert every["Sensors on the presses: held at the gate of Pilot"].startswith("The readings")
    assert any("No invoice without an order number" in title for title in every)
    assert 50 < len(entries(files["changes.atom"])) <= 100


def test_ids_stay_when_a_thing_is_renamed_and_the_site_moves(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    project, process = "work/projects/till/project.yaml", "work/processes/pay/process.yaml"
    pay = "title: Pay\nstatus: draft\nsteps: []\n"
    told = {
        "updates/2026-01-02.yaml": "author: mia\nhealth: {overall: red}\nsummary: S\n",
        "gates/idea-2026-01-02/review.yaml": "to: doing\ndecision: hold\nreason: No\ncriteria: []\n",
    }
    repo.write({
        process: pay + "version: 1\n",
        "work/tracker.yaml": "title: A\ncurrency: EUR\ncalendar: {working_days: [mon]}\nlifecycle: plain\n",
        "work/lifecycles/plain.yaml": (
            "title: Plain\nstart: idea\nfinal: [done]\nphases: [{id: idea}, {id: doing}, {id: done}]\n"
        ),
    })  # fmt: skip
    repo.commit("start")
    repo.write({project: "title: Till\nstatus: active\nphase: idea\n"})
    repo.commit("a project", date="2026-01-01T10:00:00+01:00")
    repo.write(
        {project: "title: Till\nstatus: active\nphase: doing\n", process: pay + "version: 2\n"}
    )
    repo.write({f"work/projects/till/{path}": content for path, content in told.items()})
    repo.commit("begun", date="2026-01-03T10:00:00+01:00")
    before = feed_ids(status_of(repo.path, date(2026, 2, 1)), SITE)
    shutil.rmtree((repo.path / project).parent)
    (repo.path / process).unlink()
    other = "title: Till\nstatus: active\nphase: doing\nformerly: [till]\n"
    repo.write({"work/projects/counter/project.yaml": other})
    repo.write({f"work/projects/counter/{path}": content for path, content in told.items()})
    repo.write({process.replace("pay", "settle"): pay + "version: 2\nformerly: [pay]\n"})
    repo.commit("another name", date="2026-01-05T10:00:00+01:00")
    after = feed_ids(status_of(repo.path, date(2026, 2, 1)), Site("https://moved.example"))
    assert before == after and len(before) == 6


def feed_ids(status: Status, site: Site) -> list[str]:
    return [text(one, "id") for one in entries(dict(publications(status, site))["changes.atom"])]


def test_without_an_address_a_feed_says_no_half_ones(grown: Status) -> None:
    made = dict(publications(grown, Site()))["changes.atom"]
    assert b"href" not in made
    assert all(text(one, "content") for one in entries(made))


def test_without_a_past_there_is_no_feed(sample: Status) -> None:
    assert not [path for path, _ in publications(sample, SITE) if path.endswith(".atom")]


@pytest.mark.parametrize("said", NAUGHTY)
def test_text_goes_through_a_feed_as_it_was_written(said: str) -> None:
    day = date(2026, 1, 1)
    entry = atom.Entry("tag:a.example,2026:x", said, said, day)
    made = atom.atom(atom.Feed("tag:a.example,2026:y", said, said, day, (entry,)))
    (one,) = entries(made)
    shown = re.sub("[\ufffe\uffff]", "\ufffd", said).replace("\r\n", "\n")
    assert text(one, "title").replace("\r\n", "\n") == shown


# Calendars.


def events(made: bytes) -> dict[str, Any]:
    return {str(one["UID"]): one for one in Calendar.from_ical(made).walk("VEVENT")}


def test_calendars_hold_what_has_a_day(grown: Status, files: dict[str, bytes]) -> None:
    every = events(files["calendar.ics"])
    assert len(every) == len(days(grown.work, grown.as_of))
    said = {str(one["SUMMARY"]): one for one in every.values()}
    one = next(one for title, one in said.items() if title.startswith("Milestone: "))
    assert (one["DTEND"].dt - one["DTSTART"].dt).days == 1 and one["TRANSP"] == "TRANSPARENT"
    kinds = {title.partition(":")[0] for title in said}
    assert kinds == {
        "Milestone", "Deliverable", "Deadline", "Condition", "Review", "End", "Goal", "Ask", "Risk", "Benefit",
        "Improvement", "Run",
    }  # fmt: skip
    assert one["DTSTAMP"].dt == grown.past.states[0].commit.committed.astimezone(UTC)  # type: ignore[union-attr]
    assert {urlsplit(str(one["URL"])).netloc for one in every.values()} == {"status.example.org"}
    project = events(files["project/erp-replacement.ics"])
    assert set(project) < set(every)
    assert set(project) <= set(events(files["team/erp-core.ics"]))


def test_a_department_has_the_days_of_its_teams(sample: Status) -> None:
    made = dict(publications(sample, SITE))
    below, above = events(made["team/accounts-payable.ics"]), events(made["team/finance.ics"])
    assert below and set(below) <= set(above)


def test_a_calendar_names_nobody(grown: Status, files: dict[str, bytes]) -> None:
    made = b"".join(made for path, made in files.items() if path.endswith(".ics"))
    unfolded = made.replace(b"\r\n ", b"").decode()
    for id, entity in grown.work.people.items():
        assert entity.title not in unfolded and id not in unfolded


def test_of_a_project_that_has_ended_nothing_is_due_any_more(grown: Status) -> None:
    assert grown.projects["time-kiosks"].ended
    of = [one for one in days(grown.work, grown.as_of) if one.id == "time-kiosks"]
    assert {one.closed for one in of} == {"done", "cancelled"}


def test_a_milestone_whose_day_has_passed_is_not_called_done(
    grown: Status, files: dict[str, bytes]
) -> None:
    made = events(files["calendar.ics"]).values()
    passed = [one for one in made if str(one["DESCRIPTION"]).endswith(" · Day passed")]
    assert any(str(one["SUMMARY"]).startswith("Milestone: ") for one in passed)
    assert not any(str(one["SUMMARY"]).endswith(")") for one in passed)


def test_what_is_due_is_what_is_open_of_the_calendars(
    grown: Status, files: dict[str, bytes], tmp_path: Path
) -> None:
    """The page of a team and its calendar hold the same, those of teams below it too."""
    build_status(grown, tmp_path)
    for team, path in (("", "calendar"), ("operations", "calendar/operations")):
        made = events(files[f"team/{team}.ics" if team else "calendar.ics"]).values()
        still_open = [
            one for one in made if str(one["DESCRIPTION"]).endswith((" · Open", " · Overdue"))
        ]
        due = [one for one in grown.due if not team or team in one.teams]
        assert len(still_open) == len(due) > 5
        assert {one["DTSTART"].dt for one in still_open} == {one.day for one in due}
        page = (tmp_path / f"{path}.html").read_text("utf-8")
        assert page.count('class="due-title"') == len(due)
        ids = meant(grown.work, "team", team) if team else None
        asked = {"team": ids} if ids else None
        report = reports()["due"]
        assert chosen(report, grown.given.of(report), asked) == due, "and so does the report"


@pytest.mark.parametrize("said", NAUGHTY)
def test_text_stays_in_its_line_of_a_calendar(said: str) -> None:
    entry = ics.Entry("a", date(2026, 1, 2), said * 20, (said,), said)
    made = ics.calendar(said, [ics.event(entry, datetime(2026, 1, 1, tzinfo=UTC))])
    (one,) = events(made).values()
    plain = re.sub("[\ufffe\uffff]", "\ufffd", said).replace("\r\n", "\n")
    assert str(one["SUMMARY"]) == plain * 20
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"") and b"\r" not in made.replace(b"\r\n", b"")


# Data.


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(BASE + file, schema) for file, schema in FILES.items()])
    schema = {"$ref": f"{BASE}{name}{SUFFIX}"}
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, offline=True)


def test_data_fits_its_schemas(files: dict[str, bytes]) -> None:
    listed = json.loads(files["data/index.json"])
    validator("output/published").validate(listed)
    assert {one["path"] for one in listed["files"]} <= set(files)
    for one in listed["files"]:
        if one["schema"] is None:
            continue
        name = one["schema"].rpartition("/")[2].removesuffix(SUFFIX)
        assert json.loads(files[one["schema"]]) == FILES[f"output/{name}{SUFFIX}"]
        told = json.loads(files[one["path"]])
        validator(f"output/{name}").validate(told)
        if one["kind"]:
            assert told["schema"] == f"tracker/data-{one['kind']}/1"
            assert len(told["records"]) == one["records"] > 0
            for record in told["records"]:
                validator(one["kind"]).validate(record["data"])


def test_status_counts_what_there_is(sample: Status) -> None:
    told = json.loads(dict(publications(sample, SITE))["data/status.json"])
    validator("output/status").validate(told)
    assert told["counts"]["project"] == len(sample.work.projects)
    assert told["findings"]["error"] == len(
        [one for one in sample.verdict.findings if one.severity.value == "error"]
    )
    assert sum(told["rules"].values()) == sum(told["findings"].values()) > 0


def test_findings_on_people_are_counted_inside_alone(grown: Status) -> None:
    for audience, warnings, said in (
        (Audience.PUBLIC, 0, "no findings"),
        (Audience.INTERNAL, 2, "2 warnings"),
    ):
        made = dict(publications(replace(grown, audience=audience), SITE))
        told = json.loads(made["data/status.json"])
        assert told["findings"]["warning"] == warnings
        assert ("performer-untrained" in told["rules"]) == (warnings > 0)
        assert said in made["badge/findings.svg"].decode()


def test_data_tells_what_is_computed_too(grown: Status, files: dict[str, bytes]) -> None:
    told = {one["id"]: one for one in json.loads(files["data/goal.json"])["records"]}
    progress = grown.goals["cut-invoice-cost"].progress.value
    assert progress is not None
    assert told["cut-invoice-cost"]["computed"]["progress"] == round(progress * 100, 1)
    made = json.loads(files["data/project.json"])["records"]
    (erp,) = [one["computed"] for one in made if one["id"] == "erp-replacement"]
    needing = len(grown.attention_of["project/erp-replacement"].reasons)
    assert (erp["health"], erp["attention"]) == ("amber", needing)
    assert erp["next_due"] == grown.look.due_of["project/erp-replacement"][0].day.isoformat()
    assert b",health," in files["data/project.csv"].partition(b"\n")[0]
    assert told["cut-invoice-cost"]["page"] == f"{SITE.root}/goal/cut-invoice-cost.html"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(files["data/goal.csv"].decode()))}
    assert float(rows["cut-invoice-cost"]["progress"]) == round(progress * 100, 1)
    assert rows["cut-invoice-cost"]["period.start"] == "2026-01-01"


def leaves(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)


def test_what_is_internal_is_left_out_for_the_public(sample: Status) -> None:
    public = dict(publications(sample, SITE))
    said = b"".join(public.values()).decode()
    for field, canary in site_sample.CANARIES.items():
        assert canary not in said, field
    assert "data/person.json" not in public and "data/identity.json" not in public
    weights = {("stakeholders", "*", "interest"), ("stakeholders", "*", "influence")}
    assert set(hidden("project")) == {("allocations",), *weights}
    assert hidden("process") == (("allocations",),)
    assert hidden("improvement") == (("proposed_by",),)
    events = {"by", "started", "finished", "right_first_time", "note"}
    assert set(hidden("run")) == {("reason",), *(("steps", "*", one) for one in events)}
    project = json.loads(public["data/project.json"])
    assert "allocations" not in set(leaves(project)) and "61.2345" not in said
    inside = Status(
        sample.work, sample.verdict, sample.title, sample.as_of, audience=Audience.INTERNAL
    )
    told = json.loads(dict(publications(inside, SITE))["data/person.json"])
    assert site_sample.CANARIES["full_time"] in json.dumps(told)
    assert "allocations" in set(
        leaves(json.loads(dict(publications(inside, SITE))["data/project.json"]))
    )


def naughty(root: Path) -> Status:
    """A project, a goal and a team for each naughty text that the reader takes."""
    files = {
        "tracker.yaml": "title: T\ncurrency: EUR\ncalendar: {working_days: [mon]}\nlifecycle: l\n",
        "lifecycles/l.yaml": "title: L\nstart: any\nfinal: [b]\nphases: [{id: a}, {id: b}]\n",
    }
    for number, one in enumerate(NAUGHTY[:-1]):
        said = json.dumps(one)
        files[f"projects/v-{number}/project.yaml"] = (
            f"title: {said}\nsummary: {said}\nstatus: active\nphase: a\nend: 2026-12-01\nteam: v-{number}\n"
        )
        files[f"goals/v-{number}.yaml"] = (
            f"title: {said}\nowner: x\nperiod: {{start: 2026-01-01}}\n"
        )
        files[f"teams/v-{number}.yaml"] = f"title: {said}\nkind: team\n"
    for name, content in files.items():
        path = root / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return site_sample.status(root)


def test_naughty_text_is_the_same_in_every_form(tmp_path: Path) -> None:
    status = naughty(tmp_path)
    made = dict(publications(status, SITE))
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO(made["data/project.csv"].decode()))
    }
    records = {one["id"]: one["data"] for one in json.loads(made["data/project.json"])["records"]}
    said = {str(one["SUMMARY"]) for one in events(made["calendar.ics"]).values()}
    for id, entity in status.work.projects.items():
        title = entity.title
        assert records[id]["title"] == title
        assert rows[id]["title"][0] not in "=+-@\t\r"
        assert f"End: {title}".replace("\r\n", "\n") in said
        picture = ElementTree.fromstring(made[f"badge/project/{id}.svg"])
        assert f"{title}: A".replace("\r\n", "\n") == (picture[0].text or "").replace("\r\n", "\n")
    assert "v-2" in rows and rows["v-2"]["title"].startswith("'=")
    build_status(status, tmp_path / "out", site_url="https://status.example.org/")
    assert "<script>alert(1)" not in (tmp_path / "out/project/v-0.html").read_text("utf-8")


# Badges.


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_badge_is_readable_and_fetches_nothing(files: dict[str, bytes]) -> None:
    badges = {path: made for path, made in files.items() if path.startswith("badge/")}
    assert {"badge/findings.svg", "badge/project/erp-replacement.svg"} <= set(badges)
    for made in badges.values():
        root = ElementTree.fromstring(made)
        names = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert names == {"svg", "title", "rect", "text"}
        assert root.get("role") == "img" and root.get("aria-label") == root[0].text
        assert made.count(b"http") == 1  # the name of the format
    assert "Planning · amber" in badges["badge/project/erp-replacement.svg"].decode()
    assert "%, on track" in badges["badge/goal/cut-invoice-cost.svg"].decode()
    assert "no findings" in badges["badge/findings.svg"].decode()
    assert all((1.05) / (luminance(colour) + 0.05) >= 4.5 for colour in TONES.values())


@pytest.mark.parametrize("said", [*NAUGHTY, "x" * 300, "", "\u202eabc"])
def test_a_badge_takes_any_text(said: str) -> None:
    root = ElementTree.fromstring(badge(said, said, "good"))
    shown = [one.text or "" for one in root if one.tag.endswith("text")]
    assert len(shown) == 2 and all(len(one) <= 40 for one in shown)
    assert int(root.get("width") or 0) < 900


# What pages say of themselves, and the command.


def test_pages_say_what_they_are(grown: Status, tmp_path: Path) -> None:
    build_status(grown, tmp_path / "out", site_url="https://status.example.org/work")
    page = (tmp_path / "out/project/erp-replacement.html").read_text("utf-8")
    heads = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page))
    assert heads["og:title"] == "Replace the ERP system" and heads["og:type"] == "article"
    assert heads["og:url"] == "https://status.example.org/work/project/erp-replacement.html"
    assert heads["description"] == heads["og:description"] and len(heads["description"]) <= 200
    assert "og:image" not in heads
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page)
    assert ("application/atom+xml", "../changes.atom") in links
    assert ("text/calendar", "erp-replacement.ics") in links
    for _, href in links:
        assert (tmp_path / "out/project" / href).is_file()
    index = (tmp_path / "out/goals.html").read_text("utf-8")
    assert 'content="Goals · Meridian, as of 21 Nov 2026."' in index
    home = (tmp_path / "out/index.html").read_text("utf-8")
    for href in re.findall(r'<a href="\./((?:data|badge|cal|changes)[^"]+)"', home):
        assert (tmp_path / "out" / href).is_file(), href
    assert "data/project.csv" in home and "calendar.ics" in home


def test_published_files_are_the_same_whenever_they_are_made(grown: Status) -> None:
    again = Status(
        grown.work, grown.verdict, grown.title, grown.as_of, grown.commit, grown.past, origin=grown.origin
    )  # fmt: skip
    assert dict(publications(grown, SITE)) == dict(publications(again, SITE))


def test_names_are_those_of_the_repository_wherever_the_site_stands(grown: Status) -> None:
    elsewhere = replace(grown, origin=origin("ssh://git@git.acme.example/it/work"))
    made = [
        dict(publications(elsewhere, Site(root)))["changes.atom"]
        for root in ("https://a.example/x", "https://b.example")
    ]
    ids = [re.findall(rb"<id>(.*?)</id>", one)[1:] for one in made]
    assert ids[0] == ids[1] and b"git.acme.example" in ids[0][0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:secret@example.org/", "holds no user or password"),
        ("javascript:alert(1)", "is not an address such as"),
        ("ftp://example.org", "is not an address such as"),
        ("https://example.org/?x=1", "is not an address such as"),
        ("https://example.org/a/../b", "is not an address such as"),
        ('https://example.org/"><script>', "is not an address such as"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, said: str) -> None:
    done = CliRunner().invoke(cli, ["site", "build", "--base-url", address])
    assert done.exit_code == 2 and said in done.output and "secret" not in done.output


def test_the_command_takes_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site_sample.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    command = [
        "site",
        "build",
        "--as-of",
        "2026-11-13",
        "--base-url",
        "https://status.example.org/x/",
    ]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    out = tmp_path / "build/site"
    assert (
        b"https://status.example.org/x/project/archive.html" in (out / "sitemap.xml").read_bytes()
    )
    assert (
        b"SOURCE;VALUE=URI:https://status.example.org/x/calendar.ics"
        in (out / "calendar.ics").read_bytes()
    )
