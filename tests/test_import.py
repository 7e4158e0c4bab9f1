"""Imports: what stands in the workspace afterwards, and what is told of it."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import memory
import pytest
from logwork import HEAD, event, landed, runs, taken, trace, xes

from tracker.interchange.bpmn_elements import BESIDE
from tracker.interchange.exchange import RefusedError
from tracker.interchange.skeleton import ordered
from tracker.model.work import Work

# Cases of the running example, by hand: R register, X examine casually, T thoroughly, C check,
# D decide, I reinitiate, P pay, N reject.
WHOLE = {
    "1": "RTCDN",
    "2": "RCXDP",
    "3": "RXCDITCDP",
    "4": "RCTDN",
    "5": "RXCDICXDIXCDN",
    "6": "RXCDP",
}
LETTERS = {
    "register-request": "R", "examine-casually": "X", "examine-thoroughly": "T", "check-ticket": "C",
    "decide": "D", "reinitiate-request": "I", "pay-compensation": "P", "reject-request": "N",
    "decide-something": "d", "reinitiate-the-request-for-real": "i",
}  # fmt: skip
BROKEN = {"1": "TCDN", "2": "RCXP", "3": "RCDIP", "4": "RCTDN", "5": "RXCDiCXDXCDN", "6": "RCdP"}


def spelt(work: Work) -> dict[str, str]:
    return {
        id: "".join(LETTERS[done.step or ""] for done in run.steps)
        for id, run in runs(work).items()
    }


def test_the_running_example_by_hand(corpora: Path) -> None:
    """Six cases, 42 events; as XES and as CSV the same."""
    folder = corpora / "eventlogs"
    one = taken("xes", (folder / "running-example.xes").read_bytes())
    other = taken("csv", (folder / "running-example.csv").read_bytes())
    assert one.files == other.files
    work = landed(one)
    assert spelt(work) == WHOLE
    first = runs(work)["3"].steps[0]
    assert first.finished == datetime.fromisoformat("2010-12-30T14:32:00+01:00")
    assert (first.started, first.by) == (None, None)
    assert one.told[0] == "Taken: 6 runs, 42 events, 8 steps, from 2010-12-30 to 2011-01-24"


def test_its_broken_twin_by_hand(corpora: Path) -> None:
    content = (corpora / "eventlogs" / "running_example_broken.csv").read_bytes()
    assert spelt(landed(taken("csv", content))) == BROKEN


@pytest.mark.parametrize("name", ["running-example.xes", "running_example_broken.csv"])
def test_what_was_made_passes_the_check(corpora: Path, name: str) -> None:
    format = name.rpartition(".")[2]
    work = landed(taken(format, (corpora / "eventlogs" / name).read_bytes()))
    assert {rule: found for rule, found in work.faults.items() if found} == {}
    process = work.processes["claim"].record
    named = {step.id for step in process.steps}
    assert {done.step for run in runs(work).values() for done in run.steps} == named
    assert process.status == "draft"


def test_the_three_steps_of_a_model(corpora: Path) -> None:
    made = taken("bpmn", (corpora / "bpmn" / "A.1.0.bpmn").read_bytes())
    process = landed(made).processes["claim"].record
    assert [(step.id, step.title) for step in process.steps] == [
        ("task-1", "Task 1"), ("task-2", "Task 2"), ("task-3", "Task 3"),
    ]  # fmt: skip
    assert [(one.kind, one.text) for one in process.triggers] == [("event", "Start Event")]


# Steps and their order.


def test_the_order_is_that_in_which_most_runs_come_to_their_steps() -> None:
    order, optional = ordered(Counter({("a", "b", "d"): 3, ("a", "c", "b", "d"): 2, ("b", "a"): 1}))
    assert (order, optional) == (["a", "c", "b", "d"], {"c"})


def test_a_step_that_is_done_again_stands_where_it_was_done_first() -> None:
    order, optional = ordered(Counter({("a", "b", "a", "c"): 1, ("a", "b"): 1, ("b", "c"): 1}))
    assert (order, optional) == (["a", "b", "c"], {"a", "c"})


def test_what_four_of_five_runs_have_is_needed_and_what_fewer_have_is_not() -> None:
    """Two ways to end stand beside each other, and neither is the end that all runs lack."""
    assert ordered(Counter({("a", "yes"): 4, ("a", "no"): 1})) == (["a", "yes", "no"], {"no"})
    assert ordered(Counter({("a", "yes"): 3, ("a", "no"): 2})) == (
        ["a", "yes", "no"],
        {"yes", "no"},
    )


def test_a_step_that_comes_first_stands_first() -> None:
    assert ordered(Counter({("b",): 2, ("a", "b"): 1})) == (["a", "b"], {"a"})


def test_names_that_would_be_one_id_are_told_apart() -> None:
    made = taken("csv", f"{HEAD}\nCase 1,Pay!,,{AT}\ncase-1,pay,,{AT}\n")
    work = landed(made)
    assert {id: [one.step for one in run.steps] for id, run in runs(work).items()} == {
        "case-1": ["pay"],
        "case-1-2": ["pay-2"],
    }
    assert "Told apart: names of steps that would be one id: 'pay' is `pay-2`" in made.told
    assert "Told apart: names of runs that would be one id: 'case-1' is `case-1-2`" in made.told


def test_names_without_a_letter_of_ours_have_ids_too() -> None:
    made = landed(taken("csv", f"{HEAD}\n一,支払い,,{AT}\n二,承認,,{AT}\n"))
    assert len(runs(made)) == 2
    titles = {step.title for step in made.processes["claim"].record.steps}
    assert titles == {"支払い", "承認"}


PROCESS = """\
title: Claim
status: draft
steps: [{id: look, title: Look into it}, {id: pay, title: Pay the claim}]
"""
THERE = {"work/processes/claim/process.yaml": PROCESS}
AT = "2026-11-03T08:00:00+01:00"


def test_steps_that_are_there_are_known_by_id_and_title() -> None:
    names = ("Look into it", "pay", "Pay", "Gift")
    rows = [f"1,{name},,{AT}" for name in names]
    made = taken("csv", "\n".join([HEAD, *rows]), memory.work(THERE))
    assert [path for path in made.files if path.endswith(".yaml")] == []
    work = landed(made, THERE)
    assert [one.step for one in runs(work)["1"].steps] == ["look", "pay", "pay", "gift"]
    assert "Unknown: process/claim has no step gift; `tracker check` says where" in made.told


# Moments.


def test_a_start_and_its_completion_are_one_step() -> None:
    start = ("string", "lifecycle:transition", "start")
    log = xes(
        trace("1", event("pay", "2026-11-03T08:00Z", start), event("pay", "2026-11-03T09:00Z"))
    )
    (done,) = runs(landed(taken("xes", log)))["1"].steps
    assert done.started is not None
    assert done.finished is not None
    assert (done.started.hour, done.finished.hour) == (8, 9)


def test_instances_pair_what_overlaps() -> None:
    def told(at: str, transition: str, instance: str) -> str:
        more = (
            ("string", "lifecycle:transition", transition),
            ("string", "concept:instance", instance),
        )
        return event("pay", f"2026-11-03T{at}Z", *more)

    log = xes(trace("1", told("08:00", "start", "a"), told("09:00", "START", "b"),
                    told("10:00", "complete", "b"), told("12:00", "complete", "a")))  # fmt: skip
    steps = runs(landed(taken("xes", log)))["1"].steps
    assert [(one.started.hour, one.finished.hour) for one in steps if one.started and one.finished] == [
        (9, 10), (8, 12),
    ]  # fmt: skip


def test_a_start_alone_is_not_finished() -> None:
    start = ("string", "lifecycle:transition", "start")
    made = landed(taken("xes", xes(trace("1", event("pay", "2026-11-03T08:00Z", start)))))
    (done,) = runs(made)["1"].steps
    assert (done.started is None, done.finished) == (False, None)


def test_other_transitions_are_left_out_and_told() -> None:
    assign = ("string", "lifecycle:transition", "assign")
    log = xes(
        trace("1", event("pay", "2026-11-03T08:00Z", assign), event("pay", "2026-11-03T09:00Z"))
    )
    made = taken("xes", log)
    assert len(runs(landed(made))["1"].steps) == 1
    assert "Left out: 1 event of `assign`, which starts and completes nothing" in made.told


def test_steps_stand_in_the_order_of_completion_and_ties_in_that_of_the_file() -> None:
    rows = ["1,c,,2026-11-03T09:00Z", "1,b,,2026-11-03T08:00Z", "1,a,,2026-11-03T08:00Z"]
    made = taken("csv", "\n".join([HEAD, *rows]))
    assert [one.step for one in runs(landed(made))["1"].steps] == ["b", "a", "c"]
    assert made.told[1].startswith("Alike: 1 step completed at the moment of the one before")


def test_several_offsets_are_compared_as_moments() -> None:
    rows = ["1,b,,2026-11-03T08:30+01:00", "1,a,,2026-11-03T07:10Z"]
    made = landed(taken("csv", "\n".join([HEAD, *rows])))
    assert [one.step for one in runs(made)["1"].steps] == ["a", "b"]


def test_moments_without_offset_stay_so() -> None:
    made = landed(taken("csv", f"{HEAD}\n1,a,,2026-11-03T07:10\n"))
    assert runs(made)["1"].steps[0].finished == datetime(2026, 11, 3, 7, 10)


# Tables.


def test_a_column_map_a_separator_and_a_form_of_moments() -> None:
    text = "\ufeffFall;Schritt;Ende;Wer;Preis\n7;Zahlen;03.11.2026 08:00;Ada;5\n"
    columns = {"run": "Fall", "step": "Schritt", "finished": "Ende", "by": "Wer"}
    made = taken("csv", text, columns=columns, time="%d.%m.%Y %H:%M")
    (done,) = runs(landed(made))["7"].steps
    assert (done.step, done.finished) == ("zahlen", datetime(2026, 11, 3, 8))
    assert "Left out: the columns Preis" in made.told


def test_a_table_with_transitions() -> None:
    text = "run,step,finished,transition\n1,pay,2026-11-03T08:00Z,start\n1,pay,2026-11-03T09:00Z,complete\n"
    (done,) = runs(landed(taken("csv", text)))["1"].steps
    assert done.started is not None
    assert done.finished is not None


def test_cells_that_a_spreadsheet_would_run_are_text() -> None:
    text = f'run,step,finished,note\n1,=pay(),{AT},"=HYPERLINK(""http://x"")"\n1,+b,{AT},"a\u200bb\nc"\n'
    made = taken("csv", text)
    log = made.files["processes/claim/runs/log.csv"]
    assert [
        cell for line in log.splitlines() for cell in line.split(",") if cell[:1] in "=+-@"
    ] == [""] * 2
    assert [one.note for one in runs(landed(made))["1"].steps] == [
        '=HYPERLINK("http://x")', "a\ufffdb c",
    ]  # fmt: skip


# People.

PEOPLE = {
    "work/people/ada-berg/person.yaml": "name: Ada Berg\n",
    "work/people/pete/person.yaml": "name: Peter Hall\n",
    "work/people/pete/identity.yaml": "emails: [p@x.example]\naccounts: {github: 7}\n",
}


@pytest.mark.parametrize(
    ("name", "id"),
    [("Ada Berg", "ada-berg"), ("ADA BERG", "ada-berg"), ("pete", "pete"), ("Pete", "pete"),
     ("Herr Hall", "pete"), ("Nobody", None)],
)  # fmt: skip
def test_names_of_people(name: str, id: str | None) -> None:
    text = f"run,step,finished,by\n1,pay,{AT},{name}\n"
    made = taken("csv", text, memory.work(PEOPLE), people={"Herr Hall": "pete"})
    assert runs(landed(made, PEOPLE))["1"].steps[0].by == id
    assert any("nobody here: Nobody" in line for line in made.told) == (id is None)


def test_a_name_of_two_is_nobodys() -> None:
    two = {f"work/people/{id}/person.yaml": "name: Ada Berg\n" for id in ("ada", "berg")}
    text = f"run,step,finished,by\n1,pay,{AT},Ada Berg\n"
    assert runs(landed(taken("csv", text, memory.work(two)), two))["1"].steps[0].by is None


# GitHub.


def happened(**changed: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "event": "closed",
        "actor": {"login": "phall", "id": 7, "type": "User"},
        "created_at": "2026-11-04T10:00:00Z",
        "issue": {"number": 12, "title": "A bug", "created_at": "2026-11-03T10:00:00Z"},
        **changed,
    }


def test_events_of_issues_the_newest_first() -> None:
    pages = [
        [happened(id=3), happened(id=2, event="mentioned")],
        [happened(event="labeled", label={"name": "bug"}, created_at="2026-11-03T11:00:00Z", actor=None)],
    ]  # fmt: skip
    for listed in (pages, [one for page in pages for one in page]):
        made = taken("github-events", json.dumps(listed), memory.work(PEOPLE))
        run = runs(landed(made, PEOPLE))["issue-12"]
        assert [(one.step, one.by) for one in run.steps] == [
            ("labelled-bug", None),
            ("closed", "pete"),
        ]
        assert run.requested == datetime.fromisoformat("2026-11-03T10:00:00Z")
        assert "Left out: 1 event of `mentioned`, which starts and completes nothing" in made.told


# Models.

FRAME = "<definitions><process>{}</process></definitions>"


def test_a_model_is_taken_in_the_order_of_its_flows() -> None:
    model = """\
<task id="b" name="Pay"><documentation>Look twice.</documentation></task><task id="a" name="Look"/>
<extensionElements><x:subProcess/></extensionElements><textAnnotation/><task id="c" name="Pay"/>
<startEvent id="s" name="A claim comes"><timerEventDefinition/></startEvent><endEvent id="e"/>
<sequenceFlow sourceRef="s" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="b"/>
<sequenceFlow sourceRef="b" targetRef="c"/><sequenceFlow sourceRef="c" targetRef="e"/>"""
    made = taken("bpmn", FRAME.format(model), title="Handle a claim")
    process = landed(made).processes["claim"].record
    assert process.title == "Handle a claim"
    assert [(step.id, step.instructions) for step in process.steps] == [
        ("look", None), ("pay", "Look twice."), ("pay-2", None),
    ]  # fmt: skip
    assert made.told[1:] == (
        "Left out: what sets off an event; write it as a trigger of the process",
    )


@pytest.mark.parametrize(
    "tag",
    "exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway laneSet subProcess "
    "adHocSubProcess transaction callActivity boundaryEvent intermediateCatchEvent "
    "intermediateThrowEvent choreographyTask subChoreography callChoreography event implicitThrowEvent "
    "somethingNew".split(),
)
def test_more_than_one_sequence_is_refused_with_what_and_where(tag: str) -> None:
    model = FRAME.format(f'<task id="a" name="A"/>\n  <{tag} id="x" name="Here"/>')
    with pytest.raises(RefusedError, match=r"the model has .*'Here'") as refused:
        taken("bpmn", model)
    assert (refused.value.line, refused.value.column) == (2, 3)


@pytest.mark.parametrize("tag", ["standardLoopCharacteristics", "multiInstanceLoopCharacteristics"])
def test_a_task_that_repeats_is_refused(tag: str) -> None:
    with pytest.raises(RefusedError, match="a task"):
        taken("bpmn", FRAME.format(f'<task id="a" name="A"><{tag}/></task>'))


@pytest.mark.parametrize(
    ("attribute", "what"),
    [
        ('default="f"', "where no condition holds"),
        ('isForCompensation="true"', "undoes another"),
        ('startQuantity="2"', "waits for several"),
        ('completionQuantity="3"', "is followed by several"),
    ],
)
def test_a_task_that_is_more_than_a_step_is_refused(attribute: str, what: str) -> None:
    model = FRAME.format(f'<userTask id="a" name="A" {attribute}/>')
    with pytest.raises(RefusedError, match=f"the model has .*{what}.*'A'"):
        taken("bpmn", model)


def test_what_stands_beside_the_steps_is_left_alone() -> None:
    beside = "".join(f'<{tag} id="{tag}"><x/></{tag}>' for tag in sorted(BESIDE - {"sequenceFlow"}))
    usual = '<task id="a" name="A" startQuantity="1" isForCompensation="false" default=""/>'
    process = landed(taken("bpmn", FRAME.format(usual + beside))).processes["claim"].record
    assert [step.id for step in process.steps] == ["a"]


def test_a_model_of_more_steps_than_a_process_has_is_refused() -> None:
    tasks = [f'<task id="t{at}" name="T"/>\n' for at in range(1_001)]
    flows = [f'<sequenceFlow sourceRef="t{at}" targetRef="t{at + 1}"/>' for at in range(1_000)]
    with pytest.raises(RefusedError, match="more than 1,000 steps") as refused:
        taken("bpmn", FRAME.format("".join(tasks + flows)))
    assert refused.value.line == 1_001
    assert refused.value.hint.startswith("make several processes")
    made = taken("bpmn", FRAME.format("".join(tasks[:-1] + flows[:-1])))
    assert len(landed(made).processes["claim"].record.steps) == 1_000


def test_a_choreography_is_refused() -> None:
    with pytest.raises(RefusedError, match="a choreography"):
        taken("bpmn", "<definitions><choreography/></definitions>")


def test_pools_and_conditions_are_refused() -> None:
    with pytest.raises(RefusedError, match="pools"):
        taken(
            "bpmn",
            '<definitions><collaboration><participant id="p"/></collaboration></definitions>',
        )
    with pytest.raises(RefusedError, match="a condition"):
        taken("bpmn", FRAME.format("<sequenceFlow><conditionExpression/></sequenceFlow>"))
