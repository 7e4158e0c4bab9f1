"""What no import takes: each a refusal with its place, whatever the file holds, and nothing is kept."""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from logwork import HEAD, event, landed, runs, taken, trace, xes

from tracker.interchange import arrival
from tracker.interchange.exchange import Filling, RefusedError, importers
from tracker.interchange.formats import github_events
from tracker.interchange.markup import PIECE, tags
from tracker.interchange.names import Names

AT = "2026-11-03T08:00Z"

BOMB = "".join(
    ["<!DOCTYPE log [", '<!ENTITY a0 "ha">']
    + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    + ["]>\n<log>&a9;</log>"]
)
XML = {
    "billion laughs": (BOMB, 1),
    "one long entity": (f'<!DOCTYPE log [<!ENTITY a "{"x" * 9_000}">]><log>{"&a;" * 9_000}</log>', 1),
    "a file of the machine": ('<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>', 1),
    "a fetched DTD": ('<?xml version="1.0"?>\n<!DOCTYPE log SYSTEM "http://x.example/log.dtd"><log/>', 2),
    "a parameter entity": ('<!DOCTYPE log [<!ENTITY % a SYSTEM "http://x.example/a">%a;]><log/>', 1),
    "defaults of attributes": ('<!DOCTYPE log [<!ATTLIST log a CDATA "x">]><log/>', 1),
    "an unknown entity": ("<log>\n<trace>&nbsp;</trace></log>", 2),
    "deep": ("<log>\n" + "<list>" * 100_000, 2),
    "a long value": ('<log>\n<string key="' + "x" * 70_000 + '"/></log>', 2),
    "an endless tag": ("<log>\n<string " + "x" * 3_000_000, 2),
    "an endless comment": ("<log>\n<!--" + "x" * 3_000_000, 2),
    "an endless instruction": ("<log>\n<?x " + "x" * 3_000_000, 2),
    "many attributes": ("<log>\n<string " + "".join(f'a{n}="" ' for n in range(200_000)) + "/></log>", 2),
    "closed amiss": ("<log>\n<trace></log>", 2),
    "cut off": ("<log>\n<trace>", 2),
    "cut in a tag": ("<log>\n<trace", 2),
    "more behind it": ("<log/>\n<log/>", 2),
    "an attribute twice": ('<log>\n<string a="" a=""/></log>', 2),
    "an unknown encoding": ('<?xml version="1.0" encoding="klingon"?><log/>', 1),
    "nothing": ("", 1),
    "blank": ("\n\n", 3),
    "no XML": ("run,step", 1),
    "a null": ("<log>\n\0</log>", 2),
}  # fmt: skip


WORDS = {
    "billion laughs": "DTD",
    "one long entity": "DTD",
    "a file of the machine": "DTD",
    "a fetched DTD": "DTD",
    "a parameter entity": "DTD",
    "defaults of attributes": "DTD",
    "an unknown entity": "an entity here that XML does not know",
    "deep": "nested more than 40 deep",
    "a long value": "more than 65,536 characters",
    "an endless tag": "longer than 1 MiB",
    "an endless comment": "longer than 1 MiB",
    "closed amiss": "not the last one opened",
    "cut off": "ends here",
    "cut in a tag": "in the midst of a tag",
    "more behind it": "behind the end",
    "an attribute twice": "one thing twice",
    "an unknown encoding": "encoding",
    "nothing": "empty",
}
"""What is said of them; of the others that no XML can be read."""


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("format", ["xes", "bpmn"])
def test_hostile_xml_is_refused_with_its_line(name: str, format: str) -> None:
    text, line = XML[name]
    if format == "bpmn":
        text = text.replace("log>", "definitions>").replace("<log", "<definitions")
    with pytest.raises(RefusedError) as refused:
        taken(format, text)
    assert WORDS.get(name, "") in refused.value.reason
    assert (refused.value.line, refused.value.column > 0) == (line, True)


def test_bytes_that_are_not_in_the_encoding_are_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        taken("xes", b'<log>\n<string key="pr\xfcfen"/></log>')
    assert refused.value.line == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "us-ascii"])
def test_encodings_that_are_said_are_read(encoding: str) -> None:
    name = "prufen" if encoding == "us-ascii" else "prüfen"
    text = f'<?xml version="1.0" encoding="{encoding}"?>{xes(trace("1", event(name, AT)))}'
    work = landed(taken("xes", text.encode(encoding)))
    assert work.processes["claim"].record.steps[0].title == name


class Endless(io.BytesIO):
    """A log of as many traces as are asked for, piece by piece; counts what was read."""

    read_so_far = 0

    def __init__(self) -> None:
        super().__init__()
        self._pieces = self._made()

    def _made(self) -> Iterator[bytes]:
        yield b"<log>"
        while True:
            yield trace("1", event("pay", AT)).encode() * 100

    def read(self, size: int | None = -1, /) -> bytes:
        piece = next(self._pieces)
        self.read_so_far += len(piece)
        return piece


def test_a_log_is_read_as_a_stream() -> None:
    """Of a file without end no more is read than was asked for, but for one piece."""
    file = Endless()
    found = tags(file)
    for _ in range(10_000):
        next(found)
    assert file.read_so_far < 10_000 * 60 + PIECE


def test_a_log_of_too_many_events_is_refused_where_they_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrival, "MAX_ROWS", 3)
    rows = "".join(f"1,pay,,{AT}\n" for _ in range(4))
    with pytest.raises(RefusedError, match="more than 3 events") as refused:
        taken("csv", f"{HEAD}\n{rows}")
    assert refused.value.line == 5
    assert refused.value.hint.startswith("import it in parts")
    assert len(runs(landed(taken("csv", f"{HEAD}\n{rows[: -len(rows) // 4]}")))["1"].steps) == 3


def test_more_steps_than_a_process_has_are_refused_as_soon_as_they_come() -> None:
    rows = [event(f"paid no {at}", AT) for at in range(1_001)]
    with pytest.raises(RefusedError, match="more than 1,000 steps") as refused:
        taken("xes", "<log>" + trace("1", *rows) + "<trace>")
    assert refused.value.line > 0
    assert (
        len(landed(taken("xes", xes(trace("1", *rows[1:])))).processes["claim"].record.steps)
        == 1_000
    )


def test_names_that_are_alike_take_no_longer_than_they_are_many() -> None:
    alike = Names("run")
    start = time.perf_counter()
    ids = [alike.of("a" + chr(0x4E00 + at)) for at in range(20_000)]
    assert time.perf_counter() - start < 3
    assert len(set(ids)) == 20_000
    assert ids[:2] + ids[-1:] == ["a", "a-2", "a-20000"]


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github_events, "LIMIT", 10)
    with pytest.raises(RefusedError, match="more than 0 MiB") as refused:
        taken("github-events", "[" + " " * 10)
    assert refused.value.hint == "fetch and import it in parts"


JSON = [
    "",
    "[",
    "[" * 100_000,
    "{}",
    "null",
    "[1]",
    "[null]",
    '[{"id": 1e400}]',
    "\ufeff[]",
    '["\\ud800"]',
]


@pytest.mark.parametrize("text", JSON)
def test_hostile_json_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        taken("github-events", text)


def test_bytes_that_are_no_text_are_refused_as_json() -> None:
    with pytest.raises(RefusedError):
        taken("github-events", b'["\xff"]')


CSV = {
    "a quote left open": (f'{HEAD}\n1,"pay,,{AT}\n' + "x\n" * 100_000, 0),
    "a quote within": (f'{HEAD}\n1,"p"ay,,{AT}\n', 2),
    "a null": (f"{HEAD}\n1,p\0ay,,{AT}\n", 2),
    "a line without end": (f"{HEAD}\n" + "x" * 3_000_000, 2),
    "a row of many lines": (f"{HEAD}\n" + '"x\n",' * 100_000, 0),
    "half a moment": (f"{HEAD}\n1,pay,,2026-11\n", 2),
    "a day that is none": (f"{HEAD}\n1,pay,,2026-02-30T08:00Z\n", 2),
    "a year that is none": (f"{HEAD}\n1,pay,,0001-01-01T00:00Z\n", 2),
    "an offset of seconds": (f"{HEAD}\n1,pay,,2026-11-03T08:00+01:00:30\n", 2),
}


@pytest.mark.parametrize("name", CSV)
def test_hostile_tables_are_refused_with_their_line(name: str) -> None:
    text, line = CSV[name]
    with pytest.raises(RefusedError) as refused:
        taken("csv", text)
    assert refused.value.line == line or line == 0 < refused.value.line


def test_many_columns_take_no_longer_than_they_are_many() -> None:
    names = "".join(f",x{at}" for at in range(9_000))
    start = time.perf_counter()
    found = taken("csv", f"{HEAD}{names}\n1,pay,,{AT}{',' * 9_000}\n")
    assert any("and 8988 more" in one for one in found.told)
    assert time.perf_counter() - start < 1


def test_the_form_of_moments_is_no_way_in() -> None:
    """What strptime itself refuses is a refusal of ours."""
    for form in ("%", "%Q", "%d%d", "\\", "%Y-%m-%d" * 50):
        with pytest.raises(RefusedError):
            taken("csv", f"{HEAD}\n1,pay,,{AT}\n", time=form)


def test_whatever_a_file_holds_it_is_taken_or_refused(corpora: Path) -> None:
    """Every file of the hostile corpora, through every importer."""
    files = [path for path in (corpora / "adversarial").rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        for format in importers():
            with pytest.raises(RefusedError):
                taken(format, path.read_bytes())


def test_naughty_names_come_to_stand_in_files_that_are_read(corpora: Path) -> None:
    """As runs, steps, people and notes: what is written is read without a finding."""
    said = json.loads((corpora / "adversarial" / "blns" / "blns.json").read_text())
    listed = [
        {
            "id": number, "event": "labeled", "label": {"name": text}, "created_at": "2026-11-03T08:00:00Z",
            "actor": {"login": text, "id": number},
            "issue": {"number": number, "created_at": "2026-11-03T08:00:00Z"},
        }
        for number, text in enumerate(said)
    ]  # fmt: skip
    work = landed(taken("github-events", json.dumps(listed)))
    assert {rule: found for rule, found in work.faults.items() if found} == {}
    assert len(runs(work)) == len(said) > 500


GENERATE = """
import sys
from logwork import event, taken, trace, xes
def log():
    yield b"<log>"
    for case in range(31_250):
        events = (event(f"step {n}", f"2026-11-{n + 1:02}T{case % 24:02}:00Z") for n in range(8))
        yield trace(str(case), *events).encode()
    yield b"</log>"
assert len(taken("xes", b"".join(log())).files) == 2
"""


@pytest.mark.torture
def test_a_quarter_of_a_million_events_take_less_than_500_mb() -> None:
    subprocess.run([sys.executable, "-c", GENERATE], check=True, cwd=Path(__file__).parent,
                   env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parent.parent}"})  # fmt: skip
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 500 * 1024


MOMENTS = {
    "before it starts": "1,pay,2026-11-03T09:00Z,2026-11-03T08:00Z,",
    "before the run was requested": f"1,pay,,{AT},2026-11-04T08:00Z",
    "no offset": "1,pay,,2026-11-03T08:00,",
    "no moment": "1,pay,,,",
}


@pytest.mark.parametrize("said", MOMENTS)
def test_moments_that_make_no_run_are_refused_with_their_line(said: str) -> None:
    rows = [f"{HEAD},requested", f"2,look,,{AT},", MOMENTS[said]]
    with pytest.raises(RefusedError) as refused:
        taken("csv", "\n".join(rows))
    assert refused.value.line == 3
    assert said in refused.value.reason


def test_a_run_is_not_taken_twice() -> None:
    there = taken("csv", f"{HEAD}\n1,pay,,{AT}\n")
    work = landed(there)
    assert taken("csv", f"{HEAD}\n1,pay,,{AT}\n", work).files  # in place of the same file
    later = {"work/processes/claim/runs/other.csv": there.files["processes/claim/runs/log.csv"]}
    process = {path: text for path, text in there.files.items() if path.endswith(".yaml")}
    with pytest.raises(RefusedError, match="there already"):
        taken("csv", f"{HEAD}\n1,pay,,{AT}\n", landed(Filling(process, ()), later))
