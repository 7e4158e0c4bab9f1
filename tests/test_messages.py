"""The catalogue of messages: all that the code can say is shown, and reads as one voice."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from stopwork import transcripts
from wording import FINDINGS, READERS, STOPS, Template, missing, templates

from tracker.finding import Finding
from tracker.outputs.columns import tokens, width
from tracker.source.complaint import _COMPLAINTS

sys.path.append(str(Path(__file__).resolve().parent.parent / "site"))

import messages

# Pieces of prose that no case can show, each with the reason.
LEGAL = "said of legal moves, which nobody is told of"
BIG = "a file of so many bytes is not kept in the repository; tests/test_snapshot.py has it"
LONG = "a log of so many lines is not kept in the repository; tests/test_log.py has it"
MANY = "it stands below a thousand others; tests/test_document.py has it"
SPECIAL = "no repository can hold it; tests/test_snapshot.py and tests/test_load.py have it"
UNSEEN = "for complaints that no file has drawn from the parser yet"
RACE = "a race or a failing disk; tests/test_snapshot.py has it"
FINDINGS_NOT_SHOWN = {
    "the lifecycle has no phase `…`": "both names are looked up before it is asked",
    "the phase stays": LEGAL,
    "an off-path phase is open from everywhere": LEGAL,
    "the next phase": LEGAL,
    "the review sends the project back": LEGAL,
    "a submodule is not read": SPECIAL,
    "put the files themselves here": SPECIAL,
    "this is not a regular file": SPECIAL,
    "put a regular file here": SPECIAL,
    "make it a file that can be read": RACE,
    "it is a symbolic link, and links are not followed": RACE,
    "it is another repository": RACE,
    "it is not a regular file": RACE,
    "there is no such file": RACE,
    "the path does not stay inside the repository": RACE,
    "in the right form": "each pattern has its words; tests/test_schemas.py holds that",
    "cannot start any token": "the parser's words, not ours",
    "nesting depth": "the parser's words, not ours",
    "node content": "the parser's words, not ours",
    "no value can start with `…`": UNSEEN,
    "it cannot be parsed": UNSEEN,
    "the file is not YAML: …": UNSEEN,
    "see the line above it as well": UNSEEN,
    "it is larger than … MiB": BIG,
    "the log has more than …": LONG,
    "split it, for example into one file a month: `2026-10.csv`": LONG,
    "…; … more in this log": LONG,
    "readers disagree on this value too; after … of them no more are listed": MANY,
    "quote the values above, then check again for the rest": MANY,
}
LONG = "a log of a million events is not kept in the repository; tests/test_import_faults.py has it"
GIT = "a repository that is damaged, or another's; tests/test_git.py has it"
DISK = "a disk that refuses; tests/test_files.py and tests/test_site_build.py have it"
PLUGIN = "MkDocs says it, in a build of one's own; tests/test_site.py has it"
BUILD = "what another build does, or somebody's files in a site; tests/test_site_build.py has it"
OWN = "our own mistake, which ends with exit code 3"
EDIT = "tests/test_splice.py has it, and a transcript has its like"
WRITER = "another writer, or none of ours; tests/test_files.py has it"
MEANWHILE = "somebody who saves at the same time; tests/test_editor.py has it"
SSH = "the words of another program, or its absence; tests/test_ssh.py has it"
STOPS_NOT_SHOWN = {
    "install the OpenSSH client; on Debian: apt-get install openssh-client": SSH,
    "it gave no reason": SSH,
    "see that the agent or the security key answers, then try again": SSH,
    "see that … is a key of yours": SSH,
    "ssh-keygen came to no end within … s": SSH,
    "ssh-keygen did not sign: …": SSH,
    "ssh-keygen, which makes and verifies signatures, was not found": SSH,
    "more than … MiB, which no list of reviews has": "tests/test_github_reviews.py has it",
    "`…` holds …, not a list": EDIT,
    "`…` holds …: no `…` in it": EDIT,
    "a comment stands below it, where the next entry would begin": EDIT,
    "a comment stands beside it in the brackets": EDIT,
    "a pair without braces stands in this list": EDIT,
    "it is not read: …": EDIT,
    "it is written in a form that is not edited": EDIT,
    "it would not be read: … (line …)": EDIT,
    "the key and its colon stand on two lines": EDIT,
    "the key stands there without a colon": EDIT,
    "the key … is not text": EDIT,
    "the text holds half a character": EDIT,
    "the whole file cannot be taken away": EDIT,
    "there is no item … in a list that is not there": EDIT,
    "… is not plain data": EDIT,
    "another program holds the lock of …": WRITER,
    "it is not a regular file": WRITER,
    "nothing was written; end it, then try again": WRITER,
    "nothing was written; look at it, then try again": WRITER,
    "changed meanwhile, and left as somebody wrote it: …": MEANWHILE,
    "`tracker init --modelines` again": MEANWHILE,
    "the name of the folder is not UTF-8: …": "no transcript can hold it; tests/test_cli.py has it",
    "rename it; nothing was written": "no transcript can hold it; tests/test_cli.py has it",
    "`tracker check` says more": RACE,
    "`tracker check --base REV` says more": "each finding of a move has a help line so far",
    "`tracker explain schema` says more": "each finding of a schema has a help line so far",
    "mend what is named, then build again": "for errors without a help line of their own",
    "mend it, then check again": "each error has a help line; a test here holds that",
    "nobody reads the output": "a closed pipe; tests/test_cli.py has it",
    "… Did you mean `…`?": "click's own words for a usage error",
    "… leads out of …": "ids cannot; tests/test_files.py has it",
    "another build writes into …": BUILD,
    "wait for its end, then build again": BUILD,
    "… is in the way, and no build of Tracker wrote it": BUILD,
    "move it away, or name a new or an empty folder": BUILD,
    "files cannot be read or written now: …": "tests/test_site_serve.py has it",
    "choose a path inside the folder, without `..`": "ids cannot; tests/test_files.py has it",
    "check the permissions and the free space": DISK,
    "… could not be written: …": DISK,
    "cannot write to …: …": DISK,
    "name a folder that can be written to": DISK,
    "git stopped while it read object …": GIT,
    "git could not be started: …": GIT,
    "git refuses the repository: its folder belongs to someone else": GIT,
    "git config --get-all safe.directory": GIT,
    "the tree of … holds one name twice": GIT,
    "not a full hash: …": OWN,
    "not the name of a setting: …": OWN,
    "the site's configuration does not hold: …: …": OWN,
    "MkDocs stopped: …": OWN,
    "no … at …: name its folder as `workspace`": PLUGIN,
    "`as_of` is not a date: …": PLUGIN,
    "… is a page of yours and one of the status: set `folder`": PLUGIN,
    "import it in parts, for example a year each": LONG,
    "more than … events stand in one log, and it is kept as one file": LONG,
    "fetch and import it in parts": LONG,
    "more than … MiB stand in one list": LONG,
    "name another: --port …": "a port that is taken; tests/test_site_serve.py has it",
    "cannot listen on port …: …": "a port that is taken; tests/test_site_serve.py has it",
}


@cache
def shown() -> list[messages.Shown]:
    return [one for message in messages.messages() for one in message.shown]


def texts(finding: Finding) -> Iterator[str]:
    yield finding.message
    yield from filter(None, [finding.hint])
    yield from (related.message for related in finding.related)


# All there is.


def test_every_finding_is_shown_by_a_case() -> None:
    said = {text for one in shown() for text in texts(one.finding)}
    parser = {complaint.words for complaint in _COMPLAINTS}
    silent = missing(FINDINGS, said) | missing(READERS, said, errors_only=True)
    assert silent - parser == set(FINDINGS_NOT_SHOWN)


def test_every_end_of_a_command_is_shown_by_a_transcript() -> None:
    said = {" ".join(one.said.split()) for one in transcripts()}
    assert missing(STOPS, said, errors_only=True) == set(STOPS_NOT_SHOWN)


def test_reasons_name_tests_that_exist() -> None:
    root = Path(__file__).parent.parent
    reasons = " ".join([*FINDINGS_NOT_SHOWN.values(), *STOPS_NOT_SHOWN.values()])
    named = set(re.findall(r"tests/\w+\.py", reasons))
    assert [name for name in sorted(named) if not (root / name).is_file()] == []


def test_a_template_is_what_stands_around_the_holes(tmp_path: Path) -> None:
    source = '''\
"""Not this text."""
TABLE = {"one": "the file has {limit} bytes", "two": "word"}
def check(x):
    """Nor this one."""
    message = f"`{x}` is not {', '.join(x)} of {len('it all')} things"
    raise Stop(message, "write " + f"it again, {x}")
'''
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert texts_of(templates(path)) == [
        "the file has … bytes", "`…` is not … of … things", "it all", "it again, …",
    ]  # fmt: skip
    errors = templates(path, errors_only=True)
    assert texts_of(errors) == ["it again, …", "`…` is not … of … things", "it all"]
    assert errors[1].fits("so `a` is not a, b of 6 things")
    assert not errors[1].fits("`a` is not a, b of 6 thing")


def texts_of(found: list[Template]) -> list[str]:
    return [one.text for one in found]


# How it is said.

BAD_WORDS = re.compile(r"\b(invalid|illegal|malformed|please|error occurred)\b", re.IGNORECASE)


def words() -> Iterator[str]:
    """Every message and every help line, on one line each."""
    for one in shown():
        yield from filter(None, (one.finding.message, one.finding.hint))
    for stop in transcripts():
        said = re.sub(r"\n +", " ", stop.said)
        yield from (line.partition(": ")[2] for line in said.splitlines())


def test_a_text_starts_small_and_has_no_period() -> None:
    """A name as it stands in a file may open a text, and a question may end it."""
    wrong = [text for text in words() if text[0].isupper() or text.endswith(tuple(".!:;,"))]
    assert wrong == []


def test_no_text_says_invalid() -> None:
    """What is wrong is told by what would be right."""
    assert [text for text in words() if BAD_WORDS.search(text)] == []


def test_every_finding_says_what_to_do() -> None:
    assert [one.finding.message for one in shown() if not one.finding.hint] == []


def test_every_end_says_what_to_do() -> None:
    shape = re.compile(r"(?:(?:error: .*\n(?: {7}.*\n)*)+help: .*\n(?: {6}.*\n)*)+")
    assert [stop.name for stop in transcripts() if not shape.fullmatch(stop.said)] == []


def test_eighty_columns() -> None:
    """Only what cannot be broken is wider: one path or command on a line of its own."""
    lines = [line for one in shown() for line in plain(one.text).split("\n")]
    lines += [line for one in transcripts() for line in one.said.split("\n")]
    wide = [line for line in lines if width(line) > messages.WIDTH]
    assert [line for line in wide if len(list(tokens(line))) > 2] == []


def plain(text: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", text)


# The page.


def test_the_page_has_each_message_once() -> None:
    page = messages.page()
    found = messages.messages()
    assert page.count('<pre class="said"') == len(found) + len(transcripts())
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) == len(found) + len(transcripts())
    assert len({(one.rule, one.example.text) for one in found}) == len(found)


def test_the_page_is_text_in_colours() -> None:
    page = messages.page()
    assert "\x1b" not in page
    assert "projects/&lt;id&gt;/project.yaml" in page
    assert '<span class="error strong">error[schema]</span>' in page
    assert "and 1 more case<" in page
