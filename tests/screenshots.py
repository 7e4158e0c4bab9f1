"""Pictures of the site of the example organisation, with its past: `make screenshots`.

    python tests/screenshots.py [--keep] [FOLDER]

One of every kind of page, light and dark, on a desk and on a phone, into a folder (build/screenshots)
to be looked at. With `--keep` the few that the handbook shows are taken, and put in their place there.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from browsing import DESK, PHONE, Visit, browsing, built, example
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "site" / "docs" / "assets" / "pictures"
SCHEMES = ("light", "dark")
SIZES: dict[str, dict[str, int]] = {"desk": DESK, "phone": PHONE}
PAPER = {"width": 1120, "height": 700}
"""What a picture in the handbook shows: the top of a page."""


class Shot(NamedTuple):
    """A picture: of the page of a kind, or of one that is named, in a scheme, of a size."""

    name: str
    page: str
    scheme: str
    size: dict[str, int]
    whole: bool = True


HANDBOOK = (
    Shot("overview", "index.html", "light", PAPER, whole=False),
    Shot("project", "project/warehouse-move.html", "light", PAPER, whole=False),
    Shot("process", "process/process-invoice.html", "dark", PAPER, whole=False),
    Shot("phone", "project/erp-replacement.html", "dark", PHONE, whole=False),
)
"""The pictures of the handbook; the page that shows them names them all (tests/test_screenshots.py)."""


def every(kinds: dict[str, str]) -> Iterator[Shot]:
    """One of each kind, in both schemes, in both sizes."""
    for kind, path in sorted(kinds.items()):
        for scheme in SCHEMES:
            for size, shape in SIZES.items():
                yield Shot(f"{kind}-{scheme}-{size}", path, scheme, shape)


def take(browser: Browser, site: Path, shot: Shot, folder: Path) -> Path:
    """Take a picture as PNG."""
    visit = Visit(
        browser, f"{site.as_uri()}/", viewport=shot.size, color_scheme=shot.scheme,
        reduced_motion="reduce",
    )  # fmt: skip
    page = visit.open(shot.page)
    page.wait_for_load_state("networkidle")
    out = folder / f"{shot.name}.png"
    options: dict[str, Any] = {"animations": "disabled", "caret": "hide", "full_page": shot.whole}
    page.screenshot(path=out, **options)
    visit.close()
    return out


def pictures(chromium: str, folder: Path, *, keep: bool) -> list[Path]:
    """Build the site afresh and take its pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tracker-pictures-") as scratch:
        site = Path(scratch, "site")
        # The pictures of the handbook are of the example as it stands, the others show faults too.
        kinds = built(example(Path(scratch, "repository"), faults=not keep), site)
        with browsing(chromium) as browser:
            shots = HANDBOOK if keep else every(kinds)
            return [take(browser, site, shot, folder) for shot in shots]


def main() -> int:
    parser = argparse.ArgumentParser(description="Take pictures of the site of the example.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--keep", action="store_true", help="those of the handbook, in their place")
    given = parser.parse_args()
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if chromium is None:
        print("error: no Chromium was found; on Debian: apt-get install chromium", file=sys.stderr)
        return 2
    folder = KEPT if given.keep else given.folder
    taken = pictures(chromium, folder, keep=given.keep)
    size = sum(path.stat().st_size for path in taken) // 1024
    print(f"{len(taken)} pictures, {size:,} kB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
