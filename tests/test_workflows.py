"""The workflows of GitHub: their rights, their pins, and the scripts in them, run."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from checkouts import BIN, run
from test_outputs import FINDINGS, everywhere, said, verdict

from tracker.source.document import read

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / ".github" / "actions" / "tracker" / "action.yml"
RIGHTS = {
    ("check", "check"): {"contents": "read"},
    ("test", "test"): {"contents": "read"},
    ("pages", "build"): {"contents": "read"},
    ("pages", "deploy"): {"pages": "write", "id-token": "write"},
    ("code-scanning", "publish"): {
        "actions": "read",
        "pull-requests": "read",
        "security-events": "write",
    },
    ("review", "comment"): {"contents": "read", "pull-requests": "write"},
}

by_name = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def parsed(path: Path) -> dict[str, Any]:
    document = read(path.read_bytes())
    assert document.refusal is None, document.refusal
    assert isinstance(document.data, dict)
    return document.data


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def conforms(schema: str, *files: Path) -> None:
    """Held against the schema that editors use, which check-jsonschema carries."""
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", schema, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_and_the_action_have_the_form_that_github_reads() -> None:
    conforms("vendor.github-workflows", *WORKFLOWS)
    conforms("vendor.github-actions", ACTION)


def test_each_job_has_the_rights_that_it_needs_and_no_others() -> None:
    given = {}
    for path in WORKFLOWS:
        workflow = parsed(path)
        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            given[path.stem, name] = job["permissions"]
    assert given == RIGHTS


@by_name
def test_a_workflow_is_bounded(path: Path) -> None:
    workflow = parsed(path)
    assert workflow["name"] == path.stem
    assert set(workflow["concurrency"]) == {"group", "cancel-in-progress"}
    assert all(job["timeout-minutes"] <= 30 for job in workflow["jobs"].values())
    assert "pull_request_target" not in path.read_text()
    for step in steps(workflow):
        assert "${{" not in step.get("run", ""), "an expression in a script is code of its author"
        assert "cache" not in step.get("with", {})
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false" or (
                step["with"]["persist-credentials"] is False
            )


def test_what_judges_changes_judges_merge_groups_too() -> None:
    for name in ("check", "test"):
        on = parsed(ROOT / f".github/workflows/{name}.yml")["on"]
        assert set(on) == {"pull_request", "merge_group", "push"}
        assert on["push"] == {"branches": ["main"]}


def test_a_push_is_judged_whatever_comes_after_it() -> None:
    """The next push is compared with this one: were its run cancelled, nobody had judged it."""
    groups = [parsed(ROOT / ".github/workflows/check.yml")["concurrency"]["group"]]
    groups += re.findall(r"group: (tracker-.*)", "".join(block for _, block in shown()))
    assert len(groups) == 3
    for group in groups:
        assert "github.event_name == 'pull_request' && github.ref || github.run_id" in group


def test_actions_are_pinned_by_hash_one_hash_each() -> None:
    pins: dict[str, str] = {}
    for path in [*WORKFLOWS, ACTION]:
        for line in path.read_text().splitlines():
            found = re.search(r"uses: (\S+)(.*)", line)
            if found is None or found[1].startswith("./"):
                continue
            pin = re.fullmatch(r"([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", found[1] + found[2])
            assert pin is not None, line
            assert pins.setdefault(pin[1], pin[2]) == pin[2]
    assert len(pins) == 7


def test_only_our_own_actions_are_local() -> None:
    local = {
        step["uses"]
        for path in WORKFLOWS
        for step in steps(parsed(path))
        if step.get("uses", "").startswith("./")
    }
    assert local == {"./.github/actions/tracker"}
    assert "./" not in (ROOT / ".github/workflows/code-scanning.yml").read_text().split("jobs:")[1]


# The second stage: it has rights, and takes a file that a fork may have made.

PUBLISH = parsed(ROOT / ".github/workflows/code-scanning.yml")["jobs"]["publish"]
ASK, COPY = (step["run"] for step in PUBLISH["steps"] if "run" in step)


def test_the_second_stage_checks_out_nothing() -> None:
    used = [step["uses"].partition("@")[0] for step in PUBLISH["steps"] if "uses" in step]
    assert used == ["actions/download-artifact", "github/codeql-action/upload-sarif"]


def copied(tmp_path: Path, taken: str | bytes) -> tuple[int, str, dict[str, Any] | None]:
    source, target = tmp_path / "taken.sarif", tmp_path / "tracker.sarif"
    source.write_bytes(taken if isinstance(taken, bytes) else taken.encode())
    return copy(tmp_path, source, target)


def copy(tmp_path: Path, source: Path, target: Path) -> tuple[int, str, dict[str, Any] | None]:
    environ = {"TAKEN": str(source), "COPY": str(target)}
    done = run(["bash", "-eo", "pipefail", "-c", COPY], tmp_path, environ)
    made = json.loads(target.read_bytes()) if target.exists() else None
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout, made


def test_what_tracker_wrote_is_copied(tmp_path: Path) -> None:
    whole = json.loads(said("sarif", verdict(*FINDINGS)))["runs"][0]
    code, _, made = copied(tmp_path, said("sarif", verdict(*FINDINGS)))
    assert code == 0 and made is not None
    (one,) = made["runs"]
    assert [rule["id"] for rule in one["tool"]["driver"]["rules"]] == [
        rule["id"] for rule in whole["tool"]["driver"]["rules"]
    ]
    for was, now in zip(whole["results"], one["results"], strict=True):
        place = was["locations"][0]["physicalLocation"]
        assert (now["ruleId"], now["message"]) == (was["ruleId"], was["message"])
        assert now["locations"][0]["physicalLocation"]["region"] == place["region"]
        assert now["partialFingerprints"] == was["partialFingerprints"]


def forged(**change: Any) -> str:
    """A file as Tracker writes it, but for one thing, named by where it stands."""
    document = json.loads(said("sarif", verdict(*FINDINGS)))
    ((path, value),) = change.items()
    at: Any = document
    *way, last = (int(key) if key.isdecimal() else key for key in path.split("__"))
    for key in way:
        at = at[key]
    at[last] = value
    return json.dumps(document)


RESULT = "runs__0__results__0__"
PLACE = f"{RESULT}locations__0__physicalLocation__"


@pytest.mark.parametrize(
    "taken",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        b"\xff\xfe",
        forged(version="2.0.0"),
        forged(runs=[]),
        forged(runs__0__tool__driver__name="CodeQL"),
        forged(runs__0__results=7),
        forged(runs__0__results={"a": 1}),
        forged(runs__0__tool__driver__rules__0__id="py/sql injection"),
    ],
)
def test_what_tracker_never_writes_is_not_published(tmp_path: Path, taken: str | bytes) -> None:
    code, printed, made = copied(tmp_path, taken)
    assert (code, made) == (2, None)
    assert printed.startswith("::error title=tracker::the file is not as")


@pytest.mark.parametrize(
    "taken",
    [
        forged(runs__0__results__0="x"),
        forged(**{RESULT + "level": "none"}),
        forged(**{RESULT + "ruleId": "py/sql injection"}),
        forged(**{RESULT + "message": {"markdown": "x"}}),
        forged(**{RESULT + "locations": []}),
        forged(**{RESULT + "partialFingerprints__primaryLocationLineHash": "x"}),
        *(
            forged(**{PLACE + "artifactLocation__uri": uri})
            for uri in (
                *("/etc/passwd", "../up", "a/%2e%2e/b", "https://evil.example", "a b", "", 7),
                *("a%00b", "a%0Ab", "a%5C..%5Cb", "a%E2%80%AEb", "%2Fetc/passwd", "a" * 4_097),
            )
        ),
        *(
            forged(**{PLACE + "region__startLine": line})
            for line in (0, -1, "1", 1.5, True, 10**9, None, 9_999_999)
        ),
        forged(
            **{PLACE + "region": {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 8}}
        ),
    ],
)
def test_one_result_that_tracker_never_writes_hides_no_other(tmp_path: Path, taken: str) -> None:
    code, printed, made = copied(tmp_path, taken)
    assert code == 0 and made is not None
    whole = json.loads(said("sarif", verdict(*FINDINGS)))["runs"][0]["results"]
    assert printed.startswith("::warning title=tracker::not published, because ")
    assert printed.endswith(f": 1 of {len(whole)}\n")
    assert [one["partialFingerprints"] for one in made["runs"][0]["results"]] == [
        one["partialFingerprints"] for one in whole[1:]
    ]


def test_results_past_what_github_shows_are_counted(tmp_path: Path) -> None:
    whole = json.loads(said("sarif", verdict(*FINDINGS)))["runs"][0]["results"]
    code, printed, made = copied(tmp_path, forged(runs__0__results=["x", *whole[:1] * 5_002]))
    assert code == 0 and made is not None
    assert printed.endswith(" writes it: 3 of 5003\n")
    assert len(made["runs"][0]["results"]) == 5_000


def test_a_rule_that_is_there_twice_is_copied_once(tmp_path: Path) -> None:
    rules = json.loads(said("sarif", verdict()))["runs"][0]["tool"]["driver"]["rules"]
    code, _, made = copied(tmp_path, forged(runs__0__tool__driver__rules=rules[:3] * 2))
    assert code == 0 and made is not None
    ids = [rule["id"] for rule in made["runs"][0]["tool"]["driver"]["rules"]]
    assert ids == [rule["id"] for rule in rules[:3]]


def test_a_run_ends_no_other_that_publishes_the_same_commit() -> None:
    group = parsed(ROOT / ".github/workflows/code-scanning.yml")["concurrency"]["group"]
    for part in ("event", "head_repository.full_name", "head_sha"):
        assert f"${{{{ github.event.workflow_run.{part} }}}}" in group


def test_nothing_unknown_is_copied(tmp_path: Path) -> None:
    evil = {
        "runs__0__originalUriBaseIds": {"%SRCROOT%": {"uri": "file:///canary"}},
        RESULT + "helpUri": "https://canary.example",
        "runs__0__tool__driver__rules__0__help__markdown": "[canary](https://canary.example)",
        RESULT + "message__text": "see [canary](https://evil.example) \u202e\x1b[31m",
    }
    for number, (path, value) in enumerate(evil.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        code, _, made = copied(folder, forged(**{path: value}))
        assert code == 0
        kept = json.dumps(made, ensure_ascii=False)
        assert "](" not in kept and kept.isprintable()
        assert "canary" not in kept or "see [canary] (https://evil" in kept


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(said("sarif", verdict()))
    (tmp_path / "taken.sarif").symlink_to(tmp_path / "secret")
    code, _, made = copy(tmp_path, tmp_path / "taken.sarif", tmp_path / "tracker.sarif")
    assert (code, made) == (2, None)


def test_hostile_text_is_copied_as_text(tmp_path: Path) -> None:
    code, _, made = copied(tmp_path, said("sarif", everywhere("##[error] [a](b) \u202e")))
    assert code == 0 and made is not None
    assert made["runs"][0]["results"] == [], "rules are named by Tracker, never by a file"


GH = """\
#!/bin/sh
printf '%s\\n' "$@" >"$ASKED"
printf '%s\\n' "$ANSWER"
"""


@pytest.mark.parametrize(
    ("event", "answer", "ref"),
    [
        ("pull_request", "12", "ref=refs/pull/12/head\n"),
        ("pull_request", "", ""),
        ("pull_request", "12\nref=refs/heads/main", ""),
        ("pull_request", "refs/heads/main", ""),
        ("push", "12", "ref=refs/heads/main\n"),
    ],
)
def test_whose_pull_request_it_is_is_asked_of_github(
    tmp_path: Path, event: str, answer: str, ref: str
) -> None:
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "output").touch()
    branch = "main" if event == "push" else "$(touch canary)"
    environ = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "ANSWER": answer,
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_REPOSITORY": "acme/org",
        "EVENT": event,
        "OWNER": "somebody",
        "BRANCH": branch,
        "HEAD": "f" * 40,
    }
    done = run(["bash", "-eo", "pipefail", "-c", ASK], tmp_path, environ)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "output").read_text() == ref
    assert not (tmp_path / "canary").exists()
    if event == "pull_request":
        assert "head=somebody:$(touch canary)" in (tmp_path / "asked").read_text().splitlines()


# What the handbook shows.

SCHEMAS = {
    ".github/workflows/": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".pre-commit-config.yaml": None,
}


def shown() -> Iterator[tuple[str, str]]:
    """The files of a forge or of pre-commit that pages show: their names, and what stands in them."""
    for page in sorted((ROOT / "site" / "docs").rglob("*.md")):
        for block in re.findall(
            r"^```yaml\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE
        ):
            named = re.match(r"# (\.\S+)\n", block)
            if named is not None:
                yield named[1], block


def test_every_pin_that_is_shown_is_one_of_ours() -> None:
    ours = "".join(path.read_text() for path in WORKFLOWS)
    pins = {
        pin
        for _, block in shown()
        for pin in re.findall(r"uses: (.*)", block)
        if not pin.startswith("acme/tracker/")
    }
    assert len(pins) == 4
    assert [pin for pin in pins if pin not in ours] == []


def test_what_is_shown_has_its_form_and_zizmor_has_nothing_to_say(tmp_path: Path) -> None:
    checked: dict[str, list[Path]] = {}
    for number, (name, block) in enumerate(shown()):
        target = tmp_path / str(number) / name
        target.parent.mkdir(parents=True)
        target.write_text(block)
        assert read(block.encode()).refusal is None
        start = next(start for start in SCHEMAS if name.startswith(start))
        checked.setdefault(start, []).append(target)
    assert {start: len(files) for start, files in checked.items()} == {
        ".github/workflows/": 4, ".gitlab-ci.yml": 2, ".pre-commit-config.yaml": 1,
    }  # fmt: skip
    for start, files in checked.items():
        schema = SCHEMAS[start]
        if schema is not None:
            conforms(schema, *files)
    validated = run(
        [BIN / "pre-commit", "validate-config", *checked[".pre-commit-config.yaml"]], tmp_path, {}
    )
    assert validated.returncode == 0, validated.stdout
    done = run(
        [BIN / "zizmor", "--offline", "--persona=auditor", *checked[".github/workflows/"]],
        tmp_path,
        {},
    )
    assert "No findings to report" in done.stdout, done.stdout


def test_zizmor_would_see_what_is_wrong(tmp_path: Path) -> None:
    """`make lint` runs it over .github; here it is seen that it would say something."""
    text = (ROOT / ".github/workflows/check.yml").read_text()
    workflow = tmp_path / ".github" / "workflows" / "check.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(text.replace("persist-credentials: false", "persist-credentials: true"))
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--persona=auditor", workflow],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "artipacked" in done.stdout, done.stderr


# The comment: it has a right, and checks out the default branch alone.


def test_the_comment_is_written_by_the_default_branch() -> None:
    steps_ = parsed(ROOT / ".github/workflows/review.yml")["jobs"]["comment"]["steps"]
    checkout, *_, comment = steps_
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert comment["uses"] == "./.github/actions/tracker"
    assert [step for step in steps_ if "run" in step or "download" in step.get("uses", "")] == []
