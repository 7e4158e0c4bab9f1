"""The pictures of the handbook: those that the script takes, all of them shown, small enough to keep."""

import re
import struct

import screenshots

PAGE = screenshots.ROOT / "site" / "docs" / "what-it-looks-like.md"
LIMIT = 400_000
"""The most that all pictures weigh together, in bytes."""


def test_the_handbook_shows_what_the_script_takes() -> None:
    shown = re.findall(r"!\[[^\]]{30,}\]\(assets/pictures/([a-z]+)\.png\)", PAGE.read_text("utf-8"))
    assert shown == [shot.name for shot in screenshots.HANDBOOK]
    assert sorted(path.stem for path in screenshots.KEPT.iterdir()) == sorted(shown)


def test_pictures_have_the_size_that_was_asked_for_and_weigh_little() -> None:
    weights = []
    for shot in screenshots.HANDBOOK:
        content = (screenshots.KEPT / f"{shot.name}.png").read_bytes()
        weights.append(len(content))
        assert struct.unpack(">II", content[16:24]) == (shot.size["width"], shot.size["height"])
    assert sum(weights) < LIMIT


def test_every_kind_is_taken_in_both_schemes_and_sizes() -> None:
    names = [shot.name for shot in screenshots.every({"goal": "a.html", "team": "b.html"})]
    assert len(set(names)) == 8
    assert "team-dark-phone" in names
