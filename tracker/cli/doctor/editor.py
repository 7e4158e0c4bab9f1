"""The probe `editor`."""

import re
from collections.abc import Iterator
from posixpath import dirname, normpath

from tracker.cli.doctor.probe import Patient, Remark, fail, ok, probe, warn
from tracker.model.catalogue import SUFFIX, schema_folder
from tracker.outputs.closing import plural
from tracker.version import VERSION

COPIES = ".schemas"
_MODELINE = re.compile(r"# yaml-language-server: \$schema=(?P<schema>\S+)\s*$")
_MODELINES = "`tracker init --modelines` adds the line that does"
_EDITOR = "`tracker init --editor` writes the schemas that are missing or differ"


@probe(3)
def editor(patient: Patient) -> Iterator[Remark]:
    """Do files tell an editor their schema, and is it the one of this Tracker."""
    if patient.work is None:
        return
    files = [path for path, _ in patient.placed]
    named = {path: _named(patient.text(path) or "") for path in files}
    silent = [path for path, schema in named.items() if schema is None]
    lost = [
        path for path, schema in named.items() if schema and not _is_there(patient, path, schema)
    ]
    if silent:
        yield warn(
            f"{len(silent)} of {plural(len(files), 'YAML file')} without the line that tells an editor their schema",
            _MODELINES,
        )
    if lost:
        yield fail(f"files whose schema is not there: {len(lost)} ({patient.kinds(lost)})", _EDITOR)
    yield from _copies(patient)
    if files and not silent and not lost:
        yield ok(f"{plural(len(files), 'YAML file')} tell an editor their schema")


def _named(text: str) -> str | None:
    found = _MODELINE.match(text.partition("\n")[0])
    return found and found["schema"]


def _is_there(patient: Patient, path: str, schema: str) -> bool:
    """True for a file of the repository; what is elsewhere on the net is not asked for."""
    return "://" in schema or patient.files.exists(normpath(f"{dirname(path)}/{schema}"))


def _copies(patient: Patient) -> Iterator[Remark]:
    """Copies of the schemas that lie in the workspace are those of the Tracker that checks."""
    folder = f"{patient.prefix}{COPIES}"
    copies = [e.path for e in patient.files.entries(folder) if e.path.endswith(SUFFIX)]
    other = [path for path in copies if not _is_ours(patient, path)]
    if other:
        yield fail(
            f"{len(other)} of {len(copies)} schemas in {folder} are not those of Tracker {VERSION}",
            _EDITOR,
        )
    elif copies:
        yield ok(f"{plural(len(copies), 'schema')} in {folder} are those of Tracker {VERSION}")


def _is_ours(patient: Patient, path: str) -> bool:
    ours = schema_folder() / path.rpartition("/")[2]
    return ours.is_file() and patient.text(path) == ours.read_text("utf-8")
