"""A log as XES: what `formats/xes.py` reads back as the same runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import quoteattr

from tracker.interchange.exchange import Log
from tracker.interchange.names import called, titles_of
from tracker.model.records import Done, Run
from tracker.views.words import in_xml

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="name"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="name"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Step" keys="concept:name"/>
  <classifier name="Step and transition" keys="concept:name lifecycle:transition"/>
"""

_Moved = tuple[datetime, int, str, Done]
"""A moment, the number of the step in its run, the transition, and the step."""


def written(logs: Iterable[Log]) -> Iterator[str]:
    """The log in pieces of text, a trace a piece; the events of a trace in the order of time."""
    for log in logs:
        titles = titles_of(log.process)
        yield _HEAD + _attribute("string", "concept:name", log.process.title or log.id, 2)
        for id, run in log.runs.items():
            yield "".join(_trace(id, run, titles))
    yield "</log>\n"


def _trace(id: str, run: Run, titles: dict[str, str]) -> Iterator[str]:
    yield "  <trace>\n" + _attribute("string", "concept:name", id, 4)
    if run.requested is not None:
        yield _attribute("date", "requested", run.requested.isoformat(), 4)
    if run.version is not None:
        yield _attribute("int", "version", str(run.version), 4)
    for moment, number, transition, done in _moved(run):
        yield "    <event>\n"
        yield _attribute("string", "concept:name", called(done.step, titles), 6)
        yield _attribute("date", "time:timestamp", moment.isoformat(), 6)
        yield _attribute("string", "lifecycle:transition", transition, 6)
        if done.started is not None:  # or a completion could be taken for that of another start
            yield _attribute("string", "concept:instance", str(number), 6)
        yield from _more(done, titles)
        yield "    </event>\n"
    yield "  </trace>\n"


def _moved(run: Run) -> list[_Moved]:
    found: list[_Moved] = []
    for number, done in enumerate(run.steps, 1):
        if done.started is not None:
            found.append((done.started, number, "start", done))
        if done.finished is not None:
            found.append((done.finished, number, "complete", done))
    return sorted(found, key=lambda one: one[:2])


def _more(done: Done, titles: dict[str, str]) -> Iterator[str]:
    if done.by is not None:
        yield _attribute("string", "org:resource", done.by, 6)
    if done.right_first_time is not None:
        yield _attribute("boolean", "right_first_time", str(done.right_first_time).lower(), 6)
    if done.rework_of is not None:
        yield _attribute("string", "rework_of", called(done.rework_of, titles), 6)
    if done.note is not None:
        yield _attribute("string", "note", done.note, 6)


def _attribute(kind: str, key: str, value: str, indent: int) -> str:
    return f"{'':{indent}}<{kind} key={quoteattr(key)} value={quoteattr(in_xml(value))}/>\n"
