"""The build hook: what draws the charts is there once, whole, with its licences, or the build says why not."""

import json
import os
import shutil
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / hatch_build.ASSETS


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pins alone, as a clone has them, and no npm."""
    monkeypatch.delenv(hatch_build.FOLDER, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    shutil.copytree(ROOT / hatch_build.PINS, tmp_path / hatch_build.PINS)
    (tmp_path / hatch_build.PINS / hatch_build.SCHEMA).unlink(missing_ok=True)
    return tmp_path


def npm(checkout: Path, script: str) -> None:
    """A program of that name on the path."""
    program = checkout / "bin/npm"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!{shutil.which('sh', path=os.defpath)}\n{script}\n")
    program.chmod(0o755)


def hook(root: Path) -> hatch_build.VegaHook:
    return hatch_build.VegaHook(str(root), {}, None, None, str(root), "wheel")  # type: ignore[arg-type]


def test_the_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / hatch_build.PINS / "package-lock.json").read_bytes())["packages"]
    taken = {name: one for name, one in packages.items() if name}
    assert {"node_modules/vega", "node_modules/vega-lite", "node_modules/vega-embed"} <= set(taken)
    assert all(one["integrity"].startswith("sha512-") for one in taken.values())
    assert not any("resolved" in one for one in taken.values())


def test_every_package_has_its_licence_in_the_file() -> None:
    text = (HERE / hatch_build.LICENSES).read_text(encoding="utf-8")
    packages = json.loads((ROOT / hatch_build.PINS / "package-lock.json").read_bytes())["packages"]
    for name, one in packages.items():
        if name:
            assert (
                f"{name.rpartition('node_modules/')[2]} {one['version']} ({one['license']})" in text
            )
    assert "Redistributions in binary form must reproduce" in text
    assert text.count("Copyright") > 10


def test_what_is_there_is_left_as_it_is(checkout: Path) -> None:
    hatch_build.put(HERE, checkout / hatch_build.ASSETS)
    assert hook(checkout).dependencies() == []
    hook(checkout).initialize("standard", {})


def test_other_pins_ask_for_node_again(checkout: Path) -> None:
    hatch_build.put(HERE, checkout / hatch_build.ASSETS)
    (checkout / hatch_build.PINS / "package-lock.json").write_text("{}")
    assert hook(checkout).dependencies() == [hatch_build.NODE]


def test_a_folder_that_was_filled_elsewhere_is_taken(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(hatch_build.FOLDER, str(HERE))
    assert hook(checkout).dependencies() == []
    hook(checkout).initialize("editable", {})
    there = {path.name for path in (checkout / hatch_build.ASSETS).iterdir()}
    assert there == set(hatch_build.FILES)


def test_a_folder_of_other_pins_is_not_taken(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(HERE, tmp_path / "old")
    (tmp_path / "old" / hatch_build.MARK).write_text("0" * 64)
    monkeypatch.setenv(hatch_build.FOLDER, str(tmp_path / "old"))
    assert hook(checkout).dependencies() == [hatch_build.NODE]


@pytest.mark.parametrize(
    ("script", "said"),
    [(None, "npm is not there"), ("echo ENOTFOUND >&2; exit 1", "  ENOTFOUND\n")],
)
def test_a_build_that_cannot_fetch_says_what_to_do(
    checkout: Path, script: str | None, said: str
) -> None:
    if script:
        npm(checkout, script)
    with pytest.raises(SystemExit) as stopped:
        hook(checkout).initialize("standard", {})
    message = str(stopped.value)
    assert message.startswith("error: ") and said in message
    assert "help: TRACKER_VEGA=/path/to/a/checkout/tracker/site/theme/assets/vega" in message
    assert not (checkout / hatch_build.ASSETS).exists()


def test_npm_runs_no_scripts_and_fills_the_folder(checkout: Path) -> None:
    made = "mkdir -p node_modules/$1/build && echo $1 >node_modules/$1/LICENSE"
    builds = [f"node_modules/{path}" for path in hatch_build.BUILDS.values()]
    builds.append(f"node_modules/vega-lite/build/{hatch_build.SCHEMA}")
    lines = ["PATH=" + os.defpath, 'case "$*" in "ci --ignore-scripts "*) ;; *) exit 3 ;; esac']
    lines += [f"make() {{ {made}; }}", "make vega; make vega-lite; make vega-embed"]
    lines += [f"echo x >{path}" for path in builds]
    npm(checkout, "\n".join(lines))
    pins = {
        f"node_modules/{name}": {"version": "1", "license": "MIT"}
        for name in ("vega", "vega-lite", "vega-embed")
    }
    lock = checkout / hatch_build.PINS / "package-lock.json"
    lock.write_text(json.dumps({"packages": {"": {}, **pins}}))
    hook(checkout).initialize("standard", {})
    assert hook(checkout).dependencies() == []
    said = (checkout / hatch_build.ASSETS / hatch_build.LICENSES).read_text()
    assert said.startswith("vega 1 (MIT)\n\nvega\n")
    assert (checkout / hatch_build.PINS / hatch_build.SCHEMA).is_file()


def test_a_package_without_a_licence_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(hatch_build.VegaError, match="without a licence"):
        hatch_build._license(tmp_path)
