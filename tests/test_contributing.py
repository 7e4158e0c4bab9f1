"""What CONTRIBUTING.md names is there; what it tells people to do is played by test_stories.py."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"`make ([a-z-]+)", TEXT))))
def test_a_verb_of_make_is_one(verb: str) -> None:
    assert re.search(
        rf"^{verb}:.* ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
