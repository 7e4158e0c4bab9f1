"""What every test stands on: a clean git, the corpora outside the repository, sizes of searches.

Nothing is skipped in silence: where the corpora are not at hand, the tests that need them are left
out, and the summary lists them by name.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CORPORA = "TRACKER_CORPORA"
NOT_RUN = "tracker_not_run"
ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

IN_CI = bool(os.environ.get("CI"))

settings.register_profile(
    "small",
    max_examples=50,
    deadline=None,
    derandomize=IN_CI,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TORTURE = 20_000
settings.register_profile(
    "torture", settings.get_profile("small"), max_examples=TORTURE, derandomize=False
)
settings.load_profile("small")

# The user's own git settings, hooks and signing keys, and the variables of whatever runs the suite,
# say nothing about the code: each would make a test pass here and fail there.
GIT_IDENTITY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Test Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "Test Committer",
    "GIT_COMMITTER_EMAIL": "committer@example.org",
}
FOREIGN = (
    "GIT_",
    "GITHUB_",
    "GITLAB_",
    "CI_",
    "BUILDKITE",
    "BITBUCKET_",
    "FORCE_COLOR",
    "NO_COLOR",
)

not_run: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment once a process, before any test module is imported."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    os.environ.update(GIT_IDENTITY)
    # Whoever runs the suite in the background ignores the interrupt; what the tests start must not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    named = os.environ.get(CORPORA)
    if named is not None and not Path(named).is_dir():
        raise pytest.UsageError(f"{CORPORA} names {named!r}, which is not a folder")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need the corpora run only where these are, long ones in `make torture`; the others always."""
    if settings().max_examples < TORTURE:
        long = [item for item in items if item.get_closest_marker("torture")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)
    if CORPORA in os.environ:
        return
    needing = [item for item in items if "corpora" in getattr(item, "fixturenames", ())]
    not_run.update(item.nodeid for item in needing)
    items[:] = [item for item in items if item.nodeid not in not_run]
    config.hook.pytest_deselected(items=needing)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of a parallel run hands what it left out to the one process that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[NOT_RUN] = sorted(not_run)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Collect what the workers left out."""
    not_run.update(getattr(node, "workeroutput", {}).get(NOT_RUN, ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List by name what was not run."""
    if not not_run:
        return
    terminalreporter.section(f"not run: {CORPORA} is not set", yellow=True)
    for name in sorted(not_run):
        terminalreporter.line(name)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora that are not copied into the repository."""
    return Path(os.environ[CORPORA])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that the tests of pages drive."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found is not None, "no Chromium was found; on Debian: apt-get install chromium"
    return found


@pytest.fixture(scope="session")
def offline() -> dict[str, str]:
    """Variables under which pip installs Tracker from the wheels of `make tools`, and fetches nothing."""
    wheels = Path(sys.prefix) / "wheelhouse"
    assert (wheels / "ready").is_file(), "the wheels are not there: run `make tools`"
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "TRACKER_VEGA": str(ROOT / "tracker/site/theme/assets/vega"),
    }


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder of what `package-lock.json` pins for the tests."""
    folder = ROOT / "node_modules"
    assert (folder / "ready").is_file(), "the npm packages are not there: run `make tools`"
    return folder
