"""The index of the search: small, folded, and with every word of a page."""

import json
from itertools import accumulate
from typing import Any

import pytest

from tracker.site.search import Entry, entry, folded, script


def data(*entries: Entry) -> Any:
    return json.loads(script(entries).removeprefix("self.TRACKER_INDEX=").removesuffix(";\n"))


def places(found: Any, word: str) -> list[int]:
    """The pages of a word, as the browser reads them."""
    steps = found["places"].split(",")[found["words"].split().index(word)].split(" ")
    return list(accumulate(int(step, 36) for step in steps))


@pytest.mark.parametrize(
    ("text", "said"),
    [("Leïla", "leila"), ("Łódź", "lodz"), ("Straße", "strasse"), ("ÆØ", "aeo"), ("ﬁn", "fin"),
     ("İstanbul", "istanbul"), ("木工", "木工"), ("Ἀθῆναι", "αθηναι")],
)  # fmt: skip
def test_case_and_marks_are_folded(text: str, said: str) -> None:
    assert folded(text) == said


def test_each_word_knows_its_pages() -> None:
    pages = [entry(f"Page {at}", f"p{at}.html", "project", f"p-{at}", "all") for at in range(50)]
    found = data(*pages, entry("Last", "l.html", "page", "", "<b>only</b> &amp; here"))
    assert places(found, "all") == list(range(50))
    assert places(found, "49") == [49]
    assert places(found, "only") == places(found, "here") == [50]
    assert found["kinds"] == ["Pages", "Projects"]
    assert found["pages"][50] == ["Last", "l.html", 0, ""]


def test_of_a_long_word_the_beginning_is_known() -> None:
    assert "x" * 40 in entry("t", "u", "page", "", "x" * 60).words


def test_500_pages_stay_under_a_megabyte() -> None:
    """Each of 150 words out of 20,000: more than any page of the Kubernetes corpus has."""
    pages = [
        entry(f"Title of {at}", f"project/p-{at}.html", "project", f"p-{at}",
              " ".join(f"word{(at * 131 + step * step * 7) % 20_000}" for step in range(150)))
        for at in range(500)
    ]  # fmt: skip
    assert len(script(pages)) < 600_000
