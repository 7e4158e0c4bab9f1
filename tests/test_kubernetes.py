"""Real input: the Kubernetes enhancement files at two dates, judged by examples/kubernetes-enhancements.

What is expected here was read in the original files, with text tools that know nothing of YAML; the
list of every status that differs is counted by such a tool in this test as well.
"""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from tracker.cli.main import cli
from tracker.cli.workspace.opening import Opening
from tracker.finding import Finding
from tracker.law.change import Change
from tracker.law.judge import Verdict, judge

ROOT = Path(__file__).resolve().parent.parent
POLICY = ROOT / "examples" / "kubernetes-enhancements"
DAY = date(2023, 11, 29)

ILLEGAL = {
    ("keps/sig-api-machinery/365-paginated-lists/kep.yaml", 9, "implemented", "implementable"),
    (
        "keps/sig-network/784-kube-proxy-component-config/kep.yaml",
        11,
        "implementable",
        "provisional",
    ),
    ("keps/sig-node/2570-memory-qos/kep.yaml", 14, "implementable", "provisional"),
    ("keps/sig-node/606-compute-device-assignment/kep.yaml", 9, "implemented", "implementable"),
}
UNKNOWN = {
    (
        "keps/NNNN-kep-template/kep.yaml",
        9,
        "provisional|implementable|implemented|deferred|rejected|withdrawn|replaced",
    ),
    ("keps/sig-instrumentation/1753-logs-sanitization/kep.yaml", 10, "implemented (alpha)"),
    ("keps/sig-node/281-dynamic-kubelet-configuration/kep.yaml", 7, "removed"),
    ("keps/sig-storage/1979-object-storage-support/kep.yaml", 23, "alpha"),
}
NO_DATES = {
    ("keps/NNNN-kep-template/kep.yaml", 10, "yyyy-mm-dd"),
    ("keps/sig-cloud-provider/providers/0000-cloud-provider-template/kep.yaml", 17, "yyyy-mm-dd"),
    (
        "keps/sig-cluster-lifecycle/kubeadm/4214-separate-super-user-kubeconfig/kep.yaml",
        9,
        "2023-9-18",
    ),
    ("keps/sig-etcd/4326-downgrade/kep.yaml", 7, "yyyy-mm-dd"),
    ("keps/sig-etcd/4331-livez-readyz/kep.yaml", 8, "yyyy-mm-dd"),
    ("keps/sig-network/1453-ingress-api/kep.yaml", 10, "yyyy-mm-dd"),
    ("keps/sig-node/3695-pod-resources-for-dra/kep.yaml", 8, "implementable"),
}
DOUBLED = {
    ("keps/sig-cloud-provider/providers/0000-cloud-provider-template/kep.yaml", "0000"),
    ("keps/sig-contributor-experience/0000-community-forum/kep.yaml", "0000"),
    ("keps/sig-node/2133-kubelet-credential-providers/kep.yaml", "2133"),
    ("keps/sig-release/0000-anago-to-krel-migration/kep.yaml", "0000"),
}
RENAMED = {
    "3257-trust-anchor-sets": "3257-cluster-trust-bundles",
    "3333-reconcile-default-storage-class": "3333-retroactive-default-storage-class",
    "2258-node-service-log-viewer": "2258-node-log-query",
}
NEED_A_BASE = {"phase-transition", "status-transition", "new-not-at-start", "removed-while-active",
               "gate-criteria", "lifecycle-change", "policy-changed", "merge-not-judged"}  # fmt: skip


class Judged(NamedTuple):
    clone: Path
    verdict: Verdict

    def found(self, rule: str) -> list[Finding]:
        return [finding for finding in self.verdict.findings if finding.rule == rule]


def git(clone: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", clone, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


def kep_clone(corpora: Path, folder: Path) -> Path:
    """A clone with both days, in a folder."""
    bundle = corpora / "kep" / "kep-2022-2023.bundle"
    subprocess.run(["git", "clone", "-q", "-b", "main", bundle, folder / "clone"], check=True)
    return folder / "clone"


@pytest.fixture(scope="module")
def judged(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """The change from base to head in a clone, by the law of the example."""
    clone = kep_clone(corpora, tmp_path_factory.mktemp("kep"))
    opening = Opening.at(clone)
    law = opening.policy(POLICY)
    head = opening.head("head")
    work = opening.load(head, opening.root_in(head), law)
    return Judged(clone, judge(work, DAY, opening.base("base", head, law), str(POLICY), law))


def test_every_file_is_a_project(judged: Judged) -> None:
    assert judged.verdict.files == {"project": 478}
    assert len(judged.verdict.work.projects) == 478


def test_the_illegal_moves_and_no_other(judged: Judged) -> None:
    said = {
        (f.location.path, f.location.span.line, f.before, f.after)
        for f in judged.found("phase-transition")
    }
    assert said == ILLEGAL


def statuses(clone: Path, revision: str) -> Mapping[str, str]:
    """What `git grep` finds as status in each file: no YAML reader of ours has a part in it."""
    found = git(clone, "grep", "-E", "^status:", revision, "--", "*/kep.yaml")
    lines = (
        re.fullmatch(r"[^:]+:([^:]+):status:\s*(.*?)\s*(?:#.*)?", line)
        for line in found.splitlines()
    )
    return {line[1]: line[2].strip('"') for line in lines if line}


def test_every_status_that_differs_is_a_move_that_was_judged(judged: Judged) -> None:
    before, after = statuses(judged.clone, "base"), statuses(judged.clone, "head")
    differing = {
        (path, before[path], after[path])
        for path in before.keys() & after.keys()
        if before[path] != after[path]
    }
    moves = {
        (change.after.path, move.before, move.after)
        for change in judged.verdict.changes
        if change.before and change.after and change.before.path == change.after.path
        for move in change.moves
        if move.machine == "phase"
    }
    assert len(before) == 421 and len(after) == 478
    assert len(differing) == 31
    assert moves == differing


def test_the_states_that_no_lifecycle_has(judged: Judged) -> None:
    said = {
        (f.location.path, f.location.span.line, f.message.split("`")[1])
        for f in judged.found("unknown-phase")
    }
    assert said == UNKNOWN


def test_the_dates_that_are_none(judged: Judged) -> None:
    said = {
        (f.location.path, f.location.span.line, f.message.split("'")[1])
        for f in judged.found("schema")
        if "is not a date" in f.message
    }
    assert said == NO_DATES
    others = {(f.location.path, f.location.span.line) for f in judged.found("schema")}
    empty = "keps/sig-auth/3926-handling-undecryptable-resources/kep.yaml"
    assert others - {(path, line) for path, line, _ in NO_DATES} == {(empty, 18), (empty, 20)}


def test_the_doubled_numbers(judged: Judged) -> None:
    said = {(f.location.path, f.message.split("`")[1]) for f in judged.found("duplicate-id")}
    assert said == DOUBLED


def test_the_dangling_references(judged: Judged) -> None:
    named = [(f.location.path, f.message.split("`")[1]) for f in judged.found("unknown-reference")]
    texts = [text for _, text in named if "://" not in text]
    assert len(texts) == 63
    assert not [text for text in texts if text.lower() == "n/a"], "it names nothing"
    assert not [text for text in texts if exists(judged.clone, text)]
    pod_topology = "keps/sig-scheduling/895-pod-topology-spread/kep.yaml"
    assert (pod_topology, "/keps/sig-scheduling/1258-default-even-pods-spreading") in named


def exists(clone: Path, text: str) -> bool:
    """True where git knows the path at the head."""
    return bool(git(clone, "ls-tree", "head", "--", text.strip("/")).strip())


def test_the_renames_are_seen(judged: Judged) -> None:
    renamed = {
        c.before.id: c.after.id
        for c in judged.verdict.changes
        if c.before and c.after and c.renamed_from
    }
    assert renamed == RENAMED
    assert not [change for change in judged.verdict.changes if change.is_removed]
    assert sum(change.is_new for change in judged.verdict.changes) == 478 - 421
    by_id: dict[str, Change] = {change.id: change for change in judged.verdict.changes}
    (move,) = by_id["3333-retroactive-default-storage-class"].moves
    assert (move.before, move.after) == ("implementable", "implemented")
    assert judged.found("removed-while-active") == []


def test_what_did_not_change_has_no_finding_but_of_its_state(judged: Judged) -> None:
    changed = set(git(judged.clone, "diff", "--name-only", "base", "head").splitlines())
    untouched = {f.rule for f in judged.verdict.findings if f.location.path not in changed}
    assert untouched
    assert not untouched & NEED_A_BASE


COMMAND = [
    "check",
    "--policy",
    str(POLICY),
    "--base",
    "base",
    "--head",
    "head",
    "--as-of",
    str(DAY),
]


def test_the_command_and_the_figures_of_its_page(
    judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of the example says what the command prints."""
    monkeypatch.chdir(judged.clone)
    done = CliRunner().invoke(cli, [*COMMAND, "--format", "json"])
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    page = (POLICY / "README.md").read_text(encoding="utf-8")
    summary = said["summary"]
    assert f"{summary['errors']} errors, {summary['warnings']} warnings · read 478 files" in page
    for rule, count in Counter(finding["rule"] for finding in said["findings"]).items():
        assert re.search(rf"^\| `{rule}` \| {count} \|", page, re.MULTILINE), f"{rule}: {count}"


def test_the_site_has_a_page_for_each(
    judged: Judged, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(judged.clone)
    command = ["site", "build", "--at", "head", "--policy", str(POLICY), "--output", str(tmp_path)]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    assert f"{478 + 9} pages" in done.output
    assert len(list((tmp_path / "project").rglob("*.html"))) == 478
