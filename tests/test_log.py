"""Event logs: read strictly, judged as the schema judges, the same in memory as files of one run."""

import csv
import gc
import io
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from gitrepo import Repo
from hypothesis import example, given
from hypothesis import strategies as st
from memory import Memory, work

from tracker.finding import Finding
from tracker.law import runs as limits
from tracker.law.change import changes
from tracker.law.judge import Base, judge
from tracker.model import log as columns
from tracker.model import records
from tracker.model.cells import MEANINGS, REFUSED, moment, moments, shapes
from tracker.model.digest import LogDigest, Order, digest
from tracker.model.load import Library, load
from tracker.model.schema import fit
from tracker.source import log
from tracker.source.git import Repository
from tracker.source.log import COLUMNS, Log, LogRefusedError, locate
from tracker.source.snapshot import Folder, Revision

HEAD = ",".join(COLUMNS) + "\n"
PROCESS = "work/processes/pay/process.yaml"
LOG = "work/processes/pay/runs/2026-11.csv"
ORDER = Order("run", log=True)
AS_OF = date(2026, 11, 21)


def process(*steps: str, version: int = 2) -> str:
    """A process of these steps; what follows a name are further keys of its step."""
    rows = [step.partition(" ")[::2] for step in steps or ("register", "match", "pay")]
    lines = [
        f"  - {{id: {id}, title: T, role: clerk{', ' * bool(more)}{more}}}\n" for id, more in rows
    ]
    return f"title: Pay\nstatus: active\nowner: ada\nversion: {version}\nsteps:\n{''.join(lines)}"


def files(text: str, *steps: str, version: int = 2) -> dict[str, str]:
    return {
        PROCESS: process(*steps, version=version),
        LOG: text,
        "work/people.yaml": "ada: {name: Ada}\n",
        "work/roles.yaml": "clerk: {title: Clerk, work: producer}\n",
    }


def read(text: str) -> LogDigest:
    found = digest(text.encode(), ORDER)
    assert isinstance(found, LogDigest)
    return found


def findings(text: str, *steps: str) -> tuple[Finding, ...]:
    return judge(work(files(text, *steps)), AS_OF).findings


# Rows.

CELLS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=' ,";'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12)


def written(rows: list[list[str]], end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    return [row for _, rows in Log(content).chunks() for row in rows]


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_a_writer_of_csv_writes_is_read_back(
    rows: list[list[str]], end: str, quoting: int
) -> None:
    text = written([["run", "step", "finished"], *rows], end, quoting)
    for content in (text, text.removesuffix(end)):
        if rows or content == text:
            assert rows_of(content.encode()) == rows


@given(ROWS)
def test_every_cell_has_its_place(rows: list[list[str]]) -> None:
    names = ("run", "step", "finished")
    text = written([list(names), *rows])
    routes = {
        (at, name): cell
        for at, row in enumerate([list(names), *rows])
        for name, cell in zip(names, row, strict=True)
    }
    places = locate(text.encode(), list(routes))
    lines = text.split("\n")
    for route, cell in routes.items():
        span = places[route].value
        assert span.line == span.end_line == route[0] + 1
        shown = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        assert (next(csv.reader([shown]), None) or [""]) == [cell]


def test_chunks_leave_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"inv-{at % 7}", "pay", f"2026-11-03T08:{at:02}Z"] for at in range(50)]
    text = written([["run", "step", "finished"], *rows])
    whole = read(text)
    monkeypatch.setattr(log, "_CHUNK", 40)
    assert len(list(Log(text.encode()).chunks())) > 10
    assert read(text) == whole


@given(
    st.one_of(
        st.binary(max_size=200), st.text('run,step\n"\r;2026-:TZ+', max_size=200).map(str.encode)
    )
)
@example(b"run,step,finished\n\n")
@example(b'run,step,finished\n"a"b,c,d\n')
@example(b"run,step,finished")
def test_whatever_the_bytes_are_a_log_is_read_or_refused(content: bytes) -> None:
    for start in (b"", HEAD.encode(), b"run,step,finished\n"):
        found = digest(start + content, ORDER)
        assert isinstance(found, LogDigest)
        locate(start + content, [(), ("a",), (1, "step"), ("a", "steps", 0, "by")])


def test_a_quoted_cell_takes_no_longer_than_it_is_long() -> None:
    for line in ('"' * 60_000, '"' + "a" * 60_000, '""' * 30_000 + "a"):
        start = time.perf_counter()
        read(HEAD + line + "\n")
        assert time.perf_counter() - start < 0.5


def test_where_a_run_stands() -> None:
    text = HEAD + 'a,pay,,,,,,,,\nb,register,,,,,,,,"x, y"\nb,"pay",,2026-11-03T08:00Z,ada,,3,,,\n'
    found = locate(
        text.encode(),
        [
            ("b",),
            ("b", "status"),
            ("b", "steps", 1),
            ("b", "steps", 1, "by"),
            ("b", "version"),
            ("c",),
            ("b", "steps", 2),
        ],
    )
    spans = {
        route: (place.value.line, place.value.column, place.found) for route, place in found.items()
    }
    assert spans == {
        ("b",): (3, 1, True),
        ("b", "status"): (3, 1, True),
        ("b", "steps", 1): (4, 1, True),
        ("b", "steps", 1, "by"): (4, 28, True),
        ("b", "version"): (3, 16, True),
        ("c",): (1, 1, False),
        ("b", "steps", 2): (3, 1, True),
    }


# Cells, against the schema.

NEAR = st.one_of(
    st.sampled_from(
        "a|a-b|a--b|A|é|a_b|true|false|True|0|1|01|1000000|1000001|-1|1.0|1e3|٣|2026-11-03|x".split("|")
    ),
    st.sampled_from(["x" * 63, "x" * 64, "n" * 2000, "n" * 2001, " a", "a ", "a\xa0"]),
    st.builds(
        "{}-{:02}-{:02}T{:02}:{:02}{}{}".format,
        st.sampled_from(["2026", "0999", "1000", "2999", "3000", "20266"]),
        st.integers(0, 13), st.integers(0, 32), st.integers(0, 25), st.integers(0, 61),
        st.sampled_from(["", ":00", ":59", ":60", ":5", ":00.1", ":00.123456", ":00.1234567", "."]),
        st.sampled_from(["Z", "z", "+01:00", "-00:00", "+23:59", "+24:00", "+1:00", "+0100", " Z"]),
    ),
    st.text(max_size=8),
)  # fmt: skip


def taken(name: str, text: str) -> bool:
    """The rules of a column by hand."""
    value = MEANINGS[name](text) if name in MEANINGS else moment(text)
    return value is not REFUSED


@given(st.sampled_from([name for name in COLUMNS if name != "run"]), NEAR.filter(bool))
def test_a_cell_fits_where_the_schema_says_so(name: str, text: str) -> None:
    value = columns._plain(text)
    said: dict[str, Any] = {"status": "completed"}
    if name in ("version", "requested"):
        said[name] = value
    else:
        # A number is text in a column of texts.
        texts = name in ("step", "by", "rework_of", "note")
        said["steps"] = [{"step": "x", name: text if texts else value}]
    assert taken(name, text) == (fit("run", said) == ())


@given(st.lists(NEAR | st.just(""), min_size=1, max_size=6))
def test_moments_are_the_same_in_a_column_and_alone(texts: list[str]) -> None:
    texts = [text for text in texts if "\n" not in text] or [""]
    alone = [moment(text) for text in texts]
    assert moments(texts, shapes(texts)) == (alone, REFUSED not in alone)


@pytest.mark.parametrize(
    ("year", "fits"), [("0999", False), ("1000", True), ("2999", True), ("3000", False)]
)
def test_the_years_that_a_log_knows(year: str, fits: bool) -> None:
    text = f"{year}-01-01T00:00Z"
    assert (
        taken("started", text)
        is fits
        is (fit("run", {"status": "completed", "started": text}) == ())
    )
    values, sound = moments([text, text], shapes([text]))
    assert sound is fits and (values[0] is not REFUSED) is fits


def test_the_first_moment_of_a_log_tells_whether_it_has_offsets() -> None:
    rows = ["a,b,", "a,b,2026-11-03T08:00", "a,b,", "a,b,2026-11-03T09:00+01:00"]
    refused = read("run,step,finished\n" + "\n".join(rows)).refusal
    assert refused is not None
    assert (refused.span.line, refused.span.column) == (5, 5)
    assert "in line 3, has none" in refused.message
    several = ["a,b,2026-11-03T08:00+01:00", "a,b,2026-11-03T07:30-05:00", "a,b,2026-11-03T07:30Z"]
    assert read("run,step,finished\n" + "\n".join(several)).refusal is None


@given(NEAR)
def test_what_does_not_fit_is_said_in_the_words_of_the_schema(text: str) -> None:
    cells = dict.fromkeys(COLUMNS, text)
    content = written([list(cells), list(cells.values())])
    found = read(content)
    assert found.refusal is not None or all(one.message and one.hint for one in found.misfits)


# Runs.

ROW = "inv-1,{step},{started},{finished},ada,,2,,,\n"


def event(step: str, started: str = "", finished: str = "", run: str = "inv-1") -> str:
    cells = [f"2026-11-03T{clock}+01:00" if clock else "" for clock in (started, finished)]
    return f"{run},{step},{','.join(cells)},ada,,2,,,\n"


def one(text: str, *steps: str, version: int = 2) -> records.Run:
    found = work(files(HEAD + text, *steps, version=version))
    assert found.faults == {}
    return found.runs["pay/inv-1"].record


def test_a_log_and_a_file_say_the_same_record() -> None:
    text = HEAD + (
        "inv-1,register,2026-11-03T08:00+01:00,2026-11-03T08:40:30.5+01:00,ada,2026-11-03T06:10Z,2,true,,\n"
        'inv-1,pay,2026-11-03T09:00+01:00,2026-11-03T09:10+01:00,ada,,,false,register,"Paid, in ""two"" parts"\n'
    )
    alone = """\
version: 2
status: completed
requested: 2026-11-03T06:10Z
started: 2026-11-03T08:00+01:00
finished: 2026-11-03T09:10+01:00
steps:
  - {step: register, by: ada, started: 2026-11-03T08:00+01:00, finished: 2026-11-03T08:40:30.5+01:00,
     right_first_time: true}
  - step: pay
    by: ada
    started: 2026-11-03T09:00+01:00
    finished: 2026-11-03T09:10+01:00
    right_first_time: false
    rework_of: register
    note: Paid, in "two" parts
"""
    logged = work(files(text, "register", "pay")).runs["pay/inv-1"]
    found = work({PROCESS: process(), "work/processes/pay/runs/inv-1.yaml": alone})
    said = found.runs["pay/inv-1"]
    assert said.record == logged.record
    assert said.record.steps[0].finished == datetime(2026, 11, 3, 7, 40, 30, 500_000, tzinfo=UTC)
    assert set(said.plain()) == set(logged.plain())
    assert logged.plain()["steps"][1] == said.plain()["steps"][1] | {
        "started": "2026-11-03T09:00:00+01:00", "finished": "2026-11-03T09:10:00+01:00",
    }  # fmt: skip


STATES: list[tuple[str, tuple[str, ...], int, str, int | None]] = [
    (event("register", "08:00", "08:10"), (), 2, "in-progress", None),
    (event("register", "08:00", "08:10") + event("pay", "09:00", "09:10"), (), 2, "completed", 9),
    (event("pay", "09:00", "09:10") + event("register", "10:00", "10:10"), (), 2, "completed", 10),
    (event("pay", "09:00", "09:10") + event("match", "10:00"), (), 2, "in-progress", None),
    (event("pay", "09:00"), (), 2, "in-progress", None),
    # What may be left out does not end a run; what goes beside the last step has to be done as well.
    (event("match", "09:00", "09:10"), ("match", "pay optional: true"), 2, "completed", 9),
    (event("pay", "09:00", "09:10"), ("a", "file", "pay parallel_with: file"), 2, "in-progress", None),
    (
        event("pay", "09:00", "09:10") + event("file", "08:00", "08:10"),
        ("a", "file parallel_with: pay", "pay"), 2, "completed", 9,
    ),
    # Of an earlier version nobody knows any more which step was the last.
    (event("scan", "09:00", "09:10"), (), 3, "completed", 9),
    (event("scan", "09:00"), (), 3, "in-progress", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "steps", "version", "status", "hour"), STATES)
def test_when_a_run_is_over(
    text: str, steps: tuple[str, ...], version: int, status: str, hour: int | None
) -> None:
    run = one(text, *steps, version=version)
    assert run.status == status
    assert (run.finished and run.finished.hour) == hour


def test_a_run_of_an_unknown_process_has_no_state() -> None:
    broken = {**files(HEAD + event("pay", "09:00", "09:10")), PROCESS: "title: [\n"}
    run = work(broken).runs["pay/inv-1"].record
    assert (run.status, run.finished, run.started and run.started.hour) == (None, None, 9)


def test_a_run_begins_with_its_first_event_wherever_it_stands() -> None:
    text = (
        event("pay", "", "09:10")
        + event("x", "07:00", "07:10", "inv-2")
        + event("register", "08:00")
    )
    run = one(text, "register", "x", "pay")
    assert run.started == datetime(2026, 11, 3, 7, tzinfo=UTC)
    assert [step.step for step in run.steps] == ["pay", "register"]


def test_an_event_of_one_moment_is_over_when_it_was() -> None:
    text = "step,run,started\npay,inv-1,2026-11-03T09:00\n"
    run = work(files(text)).runs["pay/inv-1"].record
    assert run.status == "completed"
    assert run.steps[0].finished == run.steps[0].started == datetime(2026, 11, 3, 9)


def test_an_event_that_does_not_fit_leaves_the_others() -> None:
    text = HEAD + event("register", "08:00", "08:10") + event("Pay", "09:00", "9.10") + event("pay")
    found = work(files(text))
    run = found.runs["pay/inv-1"]
    assert [step.step for step in run.record.steps] == ["register", None, "pay"]
    assert run.broken == {("steps", 1, "step"), ("steps", 1, "finished")}
    assert not run.knows("steps", 1, "step")
    assert [one.message[:6] for one in found.faults["schema"]] == ["'Pay' ", "'2026-"]


def test_a_log_that_cannot_be_read_hides_no_runs() -> None:
    before = work(files(HEAD + event("register", "08:00")))
    after = work(files(HEAD + "x\n"))
    assert after.opaque == {"run"}
    assert [one.ref for one in changes(before, after)] == []
    other = {**files(HEAD + "x\n"), "work/processes/file/process.yaml": process("a")}
    there = {**other, "work/processes/file/runs/a.csv": HEAD + "inv-9,a,2026-11-03T08:00Z,,,,,,,\n"}
    assert [one.ref for one in changes(work(there), work(other))] == ["run/file/inv-9"]


def test_of_two_events_that_are_alike_one_may_not_go() -> None:
    twice = event("register", "08:00", "08:10") * 2 + event("pay", "09:00", "09:10")
    before, after = (work(files(HEAD + text)) for text in (twice, twice[twice.index("\n") + 1 :]))
    verdict = judge(after, AS_OF, Base(before, before, "base"))
    assert [one.rule for one in verdict.findings] == ["run-record"]


# Volumes.


def test_two_million_lines_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = "i,s,\n"
    start = time.perf_counter()
    refused = digest(("run,step,finished\n" + line * 2_000_000).encode(), ORDER).refusal
    assert refused is not None and refused.message == "the log has more than 1,000,000 lines"
    assert time.perf_counter() - start < 1
    monkeypatch.setattr(log, "LOG_LIMIT", 100)
    with pytest.raises(LogRefusedError, match="more than 0 MiB"):
        Log(b"x" * 101)


def test_the_last_line_that_a_log_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_ROWS", 3)
    text = "run,step,finished\n" + "a,b,2026-11-03T08:00Z\n" * 3
    assert read(text).refusal is None
    assert read(text + "a,b,2026-11-03T08:00Z\n").refusal is not None


def test_a_line_has_an_end() -> None:
    start = HEAD + "a,pay,,,,,,,,"
    room = log.LONGEST - len("a,pay,,,,,,,,") - 2
    fits = f'{start}"{"x" * room}"\n'
    assert len(list(Log(fits.encode()).chunks())) == 1
    for long, line in ((fits.replace("xx", "xxx", 1), 2), (fits + "y" * 3 * log.LONGEST, 3)):
        refused = read(long).refusal
        assert refused is not None
        assert refused.message == "this line has more than 64 KiB, which no event needs"
        assert refused.span.line == line


@pytest.mark.parametrize(
    "line", ['"' + '""' * 10_000_000 + '"', '"' * 20_000_000, "," * 20_000_000]
)
def test_a_line_without_end_is_refused_before_its_cells_are_told_apart(line: str) -> None:
    content = f"{HEAD}a,pay,,,,,,,,{line}\n".encode()
    tracemalloc.start()
    try:
        assert digest(content, ORDER).refusal is not None
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * len(content)


def test_a_header_has_an_end() -> None:
    names = "".join(f",n{at}" for at in range(log.MAX_COLUMNS - 3))
    assert read(f"run,step,finished{names}\n").refusal is None
    start = time.perf_counter()
    found = findings(f"run,step,finished{names},{','.join(names[1:].split(',') * 50)}\n")
    assert [one.message for one in found if one.rule == "syntax"] == [
        "the first line names 4,950 columns, and an event log has 100 at most"
    ]
    assert len(found) < 5
    assert time.perf_counter() - start < 1


def test_much_of_one_kind_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 2)
    text = HEAD + "".join(
        event("register", "09:00", "08:00", f"inv-{at}") + event("match", "", "", f"inv-{at}")
        for at in range(5)
    )
    found = findings(text)
    order = [one for one in found if one.rule == "dates-order"]
    assert len(order) == 2 and order[-1].message.endswith("; 3 more in this log")
    assert [one.message[-40:] for one in found if one.rule == "event-time"] == [
        "over; so it is with 4 more of this log"[-40:]
    ] or len([one for one in found if one.rule == "event-time"]) == 1


def test_a_name_is_spoken_of_once_in_a_log_and_version() -> None:
    text = HEAD + "".join(
        f"inv-{at},scan,2026-11-03T08:00+01:00,,eve,,{1 + at % 2},,,\n" for at in range(6)
    )
    found = [
        (one.message, one.location.span.line)
        for one in findings(text)
        if one.rule == "unknown-reference"
    ]
    assert found == [("there is no person `eve`", 2), ("there is no step `scan`", 3)]


def many(runs: int) -> str:
    steps = ("register", "match", "pay", "file")
    return HEAD + "".join(
        f"inv-{run},{step},2026-{1 + run % 12:02}-03T{8 + at:02}:{run % 60:02}+01:00,"
        f"2026-{1 + run % 12:02}-03T{8 + at:02}:{run % 60:02}:30+01:00,ada,,2,true,,\n"
        for run in range(runs)
        for at, step in enumerate(steps)
    )


def test_an_event_takes_less_than_a_kilobyte() -> None:
    text = many(3_000)
    content = text.encode()
    tracemalloc.start()
    try:
        found = work(files(text))
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.runs) == 3_000
    assert held / 12_000 < 500
    assert (peak - len(content)) / 12_000 < 1_000


def test_loading_and_judging_keeps_within_ten_readings(tmp_path: Path) -> None:
    text = many(15_000)

    def reading() -> None:
        for _ in csv.reader(io.StringIO(text, newline="")):
            pass

    snapshot = files(text, "register", "match", "pay", "file")
    gc.collect()
    mine = best(lambda: judge(work(snapshot), AS_OF))
    assert mine < 10 * best(reading)


def best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(3):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


# What stays the same is the same object.


def test_base_and_head_share_what_a_log_says() -> None:
    library = Library()
    text = HEAD + event("register", "08:00", "08:10") + event("pay", "09:00", "09:10")
    before, again = work(files(text), library), work(files(text), library)
    assert before.runs["pay/inv-1"] is again.runs["pay/inv-1"]
    later = work(files(text + event("register", "10:00", "", "inv-2")), library)
    assert later.runs["pay/inv-1"].record == before.runs["pay/inv-1"].record
    assert [(one.ref, one.is_new) for one in changes(before, later)] == [("run/pay/inv-2", True)]
    changed = work(files(text, "register", "pay", "file", version=3), library)
    assert changed.runs["pay/inv-1"].record.status == "completed"
    other = work(files(text, "register", "pay", "file"), library)
    assert other.runs["pay/inv-1"].record.status == "in-progress"


def test_a_library_keeps_the_last_contents_of_a_log() -> None:
    library = Library()
    texts = [HEAD + event("register", f"0{hour}:00") for hour in range(5)]
    for text in texts:
        work(files(text), library)
    memory = Memory(files(texts[-1]))
    hashes = [next(Memory(files(text)).blobs([LOG])).hash for text in texts]
    assert [one in library.logs for one in hashes] == [False, False, False, True, True]
    load(memory, "work", library)
    assert memory.given[hashes[-1]] == 0
    moved = {**files(texts[-1]), "work/processes/pay/runs/other.csv": texts[-1]}
    del moved[LOG]
    again = Memory(moved)
    load(again, "work", library)
    assert again.given[hashes[-1]] == 0


def test_a_large_log_comes_whole_from_a_folder_and_from_git(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "meridian")
    text = many(7_000)
    assert len(text) > 2 << 20
    repo.write({LOG: text, "work/large.yaml": "x" * (2 << 20)})
    commit = repo.commit()
    for snapshot in (Folder(repo.path), Revision(Repository(repo.path), commit)):
        assert snapshot.read(LOG) == text.encode()
        assert len(snapshot.read("work/large.yaml")) == (1 << 20) + 1
        found = {blob.path: blob.content for blob in snapshot.blobs([LOG, "work/large.yaml"])}
        assert found[LOG] == text.encode()
