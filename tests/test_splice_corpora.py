"""Random edits of the files that a large project really keeps: only the addressed lines differ."""

import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from layouts import edit, stray

from tracker.source.document import read
from tracker.source.edits import applied, same
from tracker.source.splice import Remove, Set, UnspliceableError, splice

EDITS = 3_000 if settings().max_examples > 1_000 else 300


@pytest.fixture(scope="module")
def keps(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Every `kep.yaml` that is read, at the tip of the bundle."""
    clone = tmp_path_factory.mktemp("kep") / "keps"
    bundle = corpora / "kep" / "kep-2022-2023.bundle"
    subprocess.run(["git", "clone", "-q", "-b", "main", bundle, clone], check=True)
    contents = [path.read_bytes() for path in sorted(clone.rglob("kep.yaml"))]
    assert len(contents) > 400
    return [content for content in contents if isinstance(read(content).data, dict)]


def test_random_edits(keps: list[bytes]) -> None:
    rng = Random(2022)
    refused: list[str] = []
    for number in range(EDITS):
        old = keps[number % len(keps)] if number < len(keps) else rng.choice(keps)
        data = read(old).data
        change = edit(rng, data)
        try:
            new = splice(old, [change])
        except UnspliceableError as error:
            refused.append(str(error))
            continue
        assert same(read(new).data, applied(data, change)), change
        assert stray(old, new, data, change) == [], change
    assert len(refused) <= EDITS // 100, refused


def test_an_edit_that_is_taken_back_leaves_no_trace(keps: list[bytes]) -> None:
    """A status that is set and set back is the same file, byte by byte."""
    for old in keps[::10]:
        data = read(old).data
        assert isinstance(data, dict)
        there = data.get("status")
        if isinstance(there, str):
            moved = splice(old, [Set(("status",), "elsewhere")])
            assert splice(moved, [Set(("status",), there)]) == old
        added = splice(old, [Set(("tracker-note",), {"a": [1, {"b": "c"}]})])
        assert splice(added, [Remove(("tracker-note",))]) == old
