"""Building: the same bytes every time, nothing private, nobody else's code, nobody else's files."""

import gzip
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import site_sample
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import PluginCollection

from tracker.model.catalogue import documents
from tracker.site.build import build_status
from tracker.site.output import SiteError
from tracker.site.plugin import TrackerPlugin
from tracker.site.resources import THEME
from tracker.site.search import entry, script
from tracker.site.status import Audience, Status

BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import site_sample
from tracker.site.build import build_status
url = "https://example.org/status/"
build_status(site_sample.status(Path(sys.argv[1])), Path(sys.argv[2]), site_url=url)
"""


@pytest.fixture
def status(tmp_path: Path) -> Status:
    return site_sample.status(site_sample.write(tmp_path / "repository"))


def everything(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_state_gives_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    site_sample.write(tmp_path)
    found = []
    for number, (zone, epoch) in enumerate([("Asia/Tokyo", None), ("America/Lima", "86400")]):
        out = tmp_path / f"{'x' * number}out" / "site"
        environ = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number + 1)}
        environ |= {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
        program = BUILD.format(tests=str(Path(__file__).parent))
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path), str(out)], env=environ, check=True
        )
        found.append(everything(out))
    assert found[0] == found[1]
    sitemap = gzip.decompress(found[0]["sitemap.xml.gz"]).decode()
    assert "2026-11-13" in sitemap and "https://example.org/status/project/archive.html" in sitemap


def test_nothing_private_is_published(tmp_path: Path, status: Status) -> None:
    build_status(status, tmp_path / "out")
    files = everything(tmp_path / "out")
    held = "".join(site_sample.FILES.values())
    for field, canary in site_sample.CANARIES.items():
        assert canary in held, field
        for name, content in files.items():
            assert canary.encode() not in content, (field, name)


def test_the_canaries_cover_what_the_schemas_mark() -> None:
    marked = {
        name
        for schema in documents().values()
        for name, held in schema.get("properties", {}).items()
        if held.get("x-audience") == "internal"
    }
    assert marked and marked <= set(site_sample.CANARIES)


def test_no_page_names_another_host(tmp_path: Path, status: Status) -> None:
    build_status(status, tmp_path / "out")
    for name, content in everything(tmp_path / "out").items():
        if "assets/vega/" in str(name):
            continue  # a library that could; tests/test_charts_browser.py sees what it asks for
        said = content.decode().replace("http://www.w3.org/2000/svg", "")
        for mark in ('src="http', 'src="//', 'href="http:', 'href="//', "@import", "url("):
            assert mark not in said, (name, mark)


def test_code_of_the_repository_is_not_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    repository = site_sample.write(tmp_path / "repository")
    code = f"open({str(ran)!r}, 'w').close()\n"
    for name in ("hook.py", "yaml.py", "jinja2.py", "mkdocs.py", "theme/__init__.py"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(code)
    (repository / "theme/main.html").write_text("<p>theirs</p>")
    (repository / "docs").mkdir()
    (repository / "docs/index.md").write_text("# Theirs\n")
    (repository / "mkdocs.yml").write_text(
        "site_name: Theirs\nhooks: [hook.py]\ntheme: {name: null, custom_dir: theme}\n"
        "extra: {x: !!python/object/apply:os.system ['true']}\n"
    )
    tests, package = Path(__file__).parent, Path(__file__).parent.parent
    starter = tmp_path / "start.py"
    starter.write_text(
        f"import sys\nsys.path[:0] = [{str(package)!r}]\n" + BUILD.format(tests=str(tests))
    )
    subprocess.run(
        [sys.executable, str(starter), str(repository), str(tmp_path / "out")],
        cwd=repository,
        check=True,
    )
    assert not ran.exists()
    assert b"theirs" not in (tmp_path / "out/index.html").read_bytes().lower()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, status: Status) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    with pytest.raises(SiteError, match="not a site built by Tracker") as error:
        build_status(status, tmp_path / "mine")
    assert error.value.hint
    assert everything(tmp_path / "mine") == {"letter.txt": b"dear"}
    (tmp_path / "file").write_text("dear")
    with pytest.raises(SiteError, match="cannot write"):
        build_status(status, tmp_path / "file")


def test_a_site_is_built_over_the_one_before(tmp_path: Path, status: Status) -> None:
    other = site_sample.status(site_sample.write(tmp_path / "other"))
    shutil.rmtree(tmp_path / "other/work/projects/archive")
    less = site_sample.status(tmp_path / "other")
    build_status(other, tmp_path / "out")
    before = everything(tmp_path / "out")
    (tmp_path / "out/CNAME").write_text("status.example.org")
    build_status(less, tmp_path / "out")
    now = everything(tmp_path / "out")
    assert "project/archive.html" in before and "project/archive.html" not in now
    assert now.pop("CNAME") == b"status.example.org", "no build wrote it"
    build_status(other, tmp_path / "out")
    assert everything(tmp_path / "out") == before | {"CNAME": b"status.example.org"}


def test_what_no_build_wrote_is_never_replaced(tmp_path: Path, status: Status) -> None:
    out = tmp_path / "out"
    (out / "project").mkdir(parents=True)
    (out / ".tracker-site").write_text("whatever somebody wrote\nproject/archive.html\n")
    (out / "project/archive.html").write_text("mine")
    with pytest.raises(SiteError, match="is in the way, and no build of Tracker wrote it"):
        build_status(status, out)
    assert everything(out).keys() == {".tracker-site", "project/archive.html"}
    assert (out / "project/archive.html").read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["../precious", "/etc/hostname", ".git/config", "a/../../precious"]
)
def test_a_mark_that_was_made_up_leads_nowhere(tmp_path: Path, status: Status, name: str) -> None:
    (tmp_path / "precious").write_text("mine")
    out = tmp_path / "out"
    (out / ".git").mkdir(parents=True)
    (out / ".git/config").write_text("mine")
    head = "`tracker site build` wrote these files, and replaces or removes no others:"
    (out / ".tracker-site").write_text(f"{head}\n{name}\n")
    build_status(status, out)
    assert (tmp_path / "precious").read_text() == (out / ".git/config").read_text() == "mine"
    assert (out / "index.html").is_file()


def test_two_builds_into_one_folder_come_one_after_the_other(
    tmp_path: Path, status: Status
) -> None:
    inside = replace(status, audience=Audience.INTERNAL)
    alone = {}
    for name, one in (("public", status), ("internal", inside)):
        build_status(one, tmp_path / name)
        alone[name] = everything(tmp_path / name)
    out = tmp_path / "out"
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(build_status, one, out) for one in (status, inside)]:
            done.result()
    assert everything(out) in alone.values()


def test_a_build_that_fails_leaves_the_site_before_it(
    tmp_path: Path, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_status(status, tmp_path / "out")
    before = everything(tmp_path / "out")

    def fail(config: object) -> None:
        raise MkDocsException("no")

    monkeypatch.setattr("tracker.site.build.mkdocs_build", fail)
    with pytest.raises(SiteError, match="MkDocs stopped: no"):
        build_status(status, tmp_path / "out")
    assert everything(tmp_path / "out") == before


def own_site(root: Path, **options: object) -> MkDocsConfig:
    """A site with hand-written pages beside the status, as its own mkdocs.yml would say."""
    docs = root / "site/docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "index.md").write_text("# Handbook & more\n\nSee [the status](status/index.md).\n")
    config = MkDocsConfig(config_file_path=str(root / "site/mkdocs.yml"))
    config.load_dict(
        {
            "site_name": "Handbook",
            "docs_dir": str(docs),
            "site_dir": str(root / "built"),
            "theme": {"name": None, "custom_dir": str(THEME)},
            "plugins": [],
            "strict": True,
            **options,
        }
    )
    assert config.validate() == ([], [])
    return config


def build_own(config: MkDocsConfig, **options: object) -> None:
    plugin = TrackerPlugin()
    errors, warnings = plugin.load_config(options, str(config.config_file_path))
    assert not errors and not warnings
    config.plugins = PluginCollection()
    config.plugins["tracker"] = plugin
    mkdocs_build(config)


def test_the_plugin_serves_a_site_of_ones_own(tmp_path: Path) -> None:
    site_sample.write(tmp_path)
    nav = [{"Start": "index.md"}, {"Now": "status/index.md"}, {"Work": "status/projects.md"}]
    build_own(own_site(tmp_path, nav=nav), as_of="2026-11-13")
    built = tmp_path / "built"
    home = (built / "index.html").read_text()
    assert "<h1" in home and 'href="status/"' in home and ">Now</a>" in home
    page = (built / "status/project/archive/index.html").read_text()
    assert "Digital archive" in page and 'href="../../../assets/tracker.css"' in page
    assert 'href="../../projects/"' in page.replace("../../../status/projects/", "../../projects/")
    assert "Meridian Foods" in (built / "status/index.html").read_text()
    assert b"Digital archive" in (built / "assets/search-index.js").read_bytes()


def test_in_another_theme_the_pages_bring_their_styles(tmp_path: Path) -> None:
    site_sample.write(tmp_path)
    build_own(own_site(tmp_path, theme="mkdocs"), as_of="2026-11-13")
    page = (tmp_path / "built/status/project/archive/index.html").read_text()
    assert 'class="tracker guest"' in page and "Digital archive" in page
    assert 'href="../../../assets/tracker.css"' in page
    assert (tmp_path / "built/assets/tracker.css").is_file()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_another_theme_keeps_its_own_html_and_gets_titles_escaped(
    tmp_path: Path, theme: str
) -> None:
    site_sample.write(tmp_path)
    project = tmp_path / "work/projects/archive/project.yaml"
    project.write_text(project.read_text().replace("Digital archive", "<b>R&D</b> archive"))
    build_own(own_site(tmp_path, theme=theme), as_of="2026-11-13")
    home = (tmp_path / "built/index.html").read_text()
    page = (tmp_path / "built/status/project/archive/index.html").read_text()
    for html in (home, page):
        assert '<a href="https://www.mkdocs.org/">MkDocs</a>' in html
    assert "Handbook &amp; more" in home and "&amp;amp;" not in home
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; archive" in page and "<b>R&D" not in page


def test_titles_of_hand_written_pages_are_escaped_once(tmp_path: Path) -> None:
    site_sample.write(tmp_path)
    build_own(own_site(tmp_path), as_of="2026-11-13")
    home = (tmp_path / "built/index.html").read_text()
    assert ">Handbook &amp; more</a>" in home and "&amp;amp;" not in home


def test_the_plugin_says_what_it_does_not_find(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = own_site(tmp_path)
    with pytest.raises(Abort):
        build_own(config, workspace="nowhere")
    assert "no tracker.yaml at" in caplog.text
    with pytest.raises(Abort):
        build_own(config, as_of="tomorrow")
    assert "`as_of` is not a date: tomorrow" in caplog.text


def test_the_search_index_cannot_be_broken_out_of() -> None:
    made = script(
        [entry("</script><script>x", "u", "goal", "<id>", "<p>one &lt;b two</p><!--\u2028-->")]
    )
    assert made.isascii() and "<" not in made and ">" not in made
    spec = '<script type="application/json">{"mark": "cornerradius"}</script>'
    found = entry("Tür", "u", "k", "an-id", f"<p>One &amp; one two-three Łódź</p>{spec}")
    assert found.words == {"tur", "an", "id", "one", "two", "three", "lodz"}
