"""Exports: what other programs read, and that an import has the same runs again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import memory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from logwork import exported, landed, runs, taken, told

from tracker.cli.exchange.exporting import left_out
from tracker.interchange.exchange import Log, RefusedError
from tracker.model.records import Done, Process, Run, Step

TITLES = {"look": "Look into it", "pay": "pay the <claim> & more", "ask": "pay", "end": "end"}
PROCESS = """\
title: Claim
status: draft
version: 1
steps:
  - {id: look, title: Look into it}
  - {id: pay, title: "pay the <claim> & more"}
  - {id: ask, title: pay}
  - {id: end, title: end}
"""
THERE = {
    "work/processes/claim/process.yaml": PROCESS,
    "work/people/ada/person.yaml": "name: Ada Berg\n",
    "work/people/bob/person.yaml": "name: Bob\n",
}
CLAIM = Process(
    title="Claim", steps=tuple(Step(id=id, title=title) for id, title in TITLES.items())
)
BEGINNING = datetime(2026, 11, 2, 8)


def moments(is_aware: bool) -> st.SearchStrategy[datetime]:
    zones = [timezone(timedelta(hours=hours)) for hours in (-5, 0, 1)]
    minutes = st.builds(
        lambda minutes, micro: BEGINNING + timedelta(minutes=minutes, microseconds=micro),
        st.integers(0, 40), st.sampled_from((0, 0, 250_000)),
    )  # fmt: skip
    if not is_aware:
        return minutes
    return st.builds(
        lambda at, zone: at.replace(tzinfo=UTC).astimezone(zone), minutes, st.sampled_from(zones)
    )


@st.composite
def done(draw: st.DrawFn, is_aware: bool) -> Done:
    """A step that is at least begun, or at least over."""
    two = sorted(draw(st.lists(moments(is_aware), min_size=2, max_size=2)))
    kind = draw(st.sampled_from(("whole", "begun", "over")))
    text = st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9
    )
    return Done(
        step=draw(st.sampled_from(list(TITLES))),
        by=draw(st.sampled_from((None, "ada", "bob"))),
        started=None if kind == "over" else two[0],
        finished=None if kind == "begun" else two[1],
        right_first_time=draw(st.sampled_from((None, True, False))),
        rework_of=draw(st.sampled_from((None, *TITLES))),
        note=draw(st.none() | st.builds("".join, st.tuples(st.sampled_from(("", "=", "'", "'=", "''-")), text))),
    )  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> dict[str, Run]:
    """Runs as an import has them: their steps in the order of completion."""
    is_aware = draw(st.booleans())
    found = {}
    for id in draw(st.sets(st.sampled_from(("1", "a-1", "2026-11-03")), min_size=1)):
        steps = sorted(
            draw(st.lists(done(is_aware), min_size=1, max_size=5)),
            key=lambda one: one.finished or one.started or BEGINNING,
        )
        first = min(one.started or one.finished or BEGINNING for one in steps)
        requested = draw(st.sampled_from((None, first, first - timedelta(days=1))))
        version = draw(st.sampled_from((None, 1, 12)))
        found[id] = Run(version=version, requested=requested, steps=tuple(steps))
    return found


@pytest.mark.parametrize("format", ["xes", "csv"])
@given(found=logs())
def test_what_was_exported_is_imported_as_the_same_runs(format: str, found: dict[str, Run]) -> None:
    made = taken(format, exported(format, found, CLAIM), memory.work(THERE))
    again = landed(made, THERE)
    assert {rule: faults for rule, faults in again.faults.items() if faults} == {}
    assert told(runs(again)) == told(found)
    assert [line for line in made.told if line.startswith(("Unknown", "Left out", "Told"))] == []


@pytest.mark.parametrize("name", ["running-example.xes", "running_example_broken.csv"])
def test_a_log_of_others_survives_both_ways(corpora: Path, name: str) -> None:
    """Into a workspace that has none of it, and from there back again."""
    content = (corpora / "eventlogs" / name).read_bytes()
    first = landed(taken(name.rpartition(".")[2], content))
    process = first.processes["claim"].record
    text = exported("xes", runs(first), process)
    again = landed(taken("xes", text, title=process.title))
    assert told(runs(again)) == told(runs(first))
    assert {step.title for step in again.processes["claim"].record.steps} == {
        step.title for step in process.steps
    }


AT = datetime(2026, 11, 3, 8, tzinfo=UTC)
PAID = Run(version=2, requested=AT, steps=(
    Done(step="look", by="ada", started=AT, finished=AT + timedelta(hours=2)),
    Done(step="end", started=AT + timedelta(hours=1), note="=1"),
))  # fmt: skip


def test_xes_has_its_events_in_the_order_of_time() -> None:
    root = ElementTree.fromstring(exported("xes", {"1": PAID}, CLAIM))
    space = {"x": "http://www.xes-standard.org/"}
    said = [
        {one.get("key"): one.get("value") for one in event}
        for event in root.iterfind("x:trace/x:event", space)
    ]
    keys = "concept:name", "lifecycle:transition", "concept:instance", "org:resource"
    assert [tuple(one.get(key) for key in keys) for one in said] == [
        ("Look into it", "start", "1", "ada"), ("end", "start", "2", None), ("Look into it", "complete", "1", "ada"),
    ]  # fmt: skip
    assert [one.get("prefix") for one in root.iterfind("x:extension", space)] == [
        "concept", "lifecycle", "org", "time",
    ]  # fmt: skip


def test_what_xml_cannot_hold_is_shown_as_such() -> None:
    run = Run(steps=(Done(step="look", finished=AT, note="a\x07 <b> & \"'\n"),))
    text = exported("xes", {"1": run})
    notes = [
        one.get("value") for one in ElementTree.fromstring(text).iter() if one.get("key") == "note"
    ]
    assert notes == ["a\ufffd <b> & \"'\n"]


def test_a_csv_has_the_columns_that_are_used() -> None:
    assert exported("csv", {"1": PAID}, CLAIM).splitlines() == [
        "run,step,started,finished,by,requested,version,note",
        "1,look,2026-11-03T08:00:00+00:00,2026-11-03T10:00:00+00:00,ada,2026-11-03T08:00:00+00:00,2,",
        "1,end,2026-11-03T09:00:00+00:00,,,,,'=1",
    ]
    bare = exported("csv", {"1": Run(steps=(Done(step="look", finished=AT),))})
    assert bare.splitlines()[0] == "run,step,started,finished"


def ocel() -> Any:
    return json.loads(exported("ocel", {"1": PAID}, CLAIM))


def test_ocel_relates_events_to_runs_and_people() -> None:
    log = ocel()
    assert [one["id"] for one in log["objects"]] == ["person/ada", "process/claim", "run/claim/1"]
    assert [(one["type"], one["time"]) for one in log["events"]] == [
        ("Look into it", "2026-11-03T10:00:00Z"), ("end", "2026-11-03T09:00:00Z"),
    ]  # fmt: skip
    assert log["events"][0]["relationships"] == [
        {"objectId": "run/claim/1", "qualifier": "step of"},
        {"objectId": "person/ada", "qualifier": "done by"},
    ]


TYPED: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int),
    "time": lambda value: datetime.fromisoformat(value).tzinfo is not None,
}


def test_ocel_is_whole() -> None:
    """What the format asks of every log: declared types, declared attributes, objects that are there."""
    log = ocel()
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    known = {one["id"] for one in log["objects"]}
    for kind in ("object", "event"):
        declared = {
            one["name"]: {a["name"]: a["type"] for a in one["attributes"]}
            for one in log[f"{kind}Types"]
        }
        for one in log[f"{kind}s"]:
            for attribute in one.get("attributes", ()):
                assert TYPED[declared[one["type"]][attribute["name"]]](attribute["value"])
            assert {related["objectId"] for related in one.get("relationships", ())} <= known
    assert len({one["id"] for one in log["events"]}) == len(log["events"])


def test_ocel_takes_no_moment_without_an_offset() -> None:
    with pytest.raises(RefusedError, match="no offset"):
        exported("ocel", {"1": Run(steps=(Done(step="look", finished=BEGINNING),))})


def test_events_without_a_moment_are_told_where_they_are_left_out() -> None:
    timeless = (Done(step="look", by="ada"), Done(step="end"), Done(step="pay", finished=AT))
    logs = [Log("claim", CLAIM, {"1": Run(steps=timeless), "2": PAID})]
    assert list(left_out("xes", logs)) == ["Left out: 2 events without a moment"]
    assert list(left_out("ocel", logs)) == ["Left out: 2 events without a moment"]
    assert not list(left_out("csv", logs))
    assert exported("csv", {"1": Run(steps=timeless)}, CLAIM).count("\n") == 4


@pytest.mark.parametrize(
    "note", ["=cmd", "'=cmd", "''=cmd", "-", "'", "''", "x" * 2_000, "=" * 2_000]
)
def test_a_note_comes_back_as_it_was(note: str) -> None:
    run = Run(steps=(Done(step="end", finished=AT, note=note),))
    for format in ("xes", "csv"):
        made = taken(format, exported(format, {"1": run}, CLAIM), memory.work(THERE))
        kept = runs(landed(made, THERE))["1"]
        assert [one.note for one in kept.steps] == [note]
        assert exported(format, {"1": kept}, CLAIM) == exported(format, {"1": run}, CLAIM)


def test_what_no_log_holds_is_told() -> None:
    others = {"2": Run(status="cancelled", steps=PAID.steps), "3": Run(status="requested")}
    logs = [Log("claim", CLAIM, {"1": PAID, **others})]
    assert list(left_out("xes", logs)) == [
        "Left out: 1 run without an event", "Left out: that 1 run ended cancelled",
    ]  # fmt: skip
    assert not list(left_out("xes", [Log("claim", CLAIM, {"1": PAID})]))
