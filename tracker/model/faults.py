"""What loading says about a file that is not where, or what, it should be."""

import re
from typing import Any

from tracker.finding import Found, Location, Spot
from tracker.model.adopt import MATCH, normalised
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, Kind, is_id, placed
from tracker.model.records import Adopt
from tracker.model.schema import Misfit
from tracker.model.suggest import closest
from tracker.source.entries import LOG
from tracker.source.refusal import Problem
from tracker.source.snapshot import Mode

FORM = "lower-case letters, digits and single hyphens, up to 63 characters"


def misplaced(path: str, below: str) -> Found:
    folder = below.partition("/")[0]
    whole = [kind for kind in KINDS.values() if kind.part_of is None]
    homes = [kind for kind in whole if kind.pattern.partition("/")[0] == folder]
    patterns = [kind.shape for kind in homes or whole]
    collections = [kind.collection for kind in KINDS.values() if kind.collection]
    logs = [kind.log_shape for kind in KINDS.values() if kind.log]
    if below.endswith(LOG):
        hint = f"did you mean `{logs[0]}`? Move it there, or out of the workspace"
        return Found(Spot(path), "no event log has this place", hint)
    if not below.endswith((".yaml", ".yml")):
        return Found(Spot(path), "only YAML is kept here", "move it out of the workspace")
    if below.endswith(".yml") and placed(below[:-3] + "yaml"):
        hint = f"rename it: `git mv {path} {path[:-3]}yaml`"
    else:
        near = closest(below, [*patterns, *collections], cutoff=0.5)
        near = near or next(iter(patterns[: len(homes)]), None)
        hint = f"did you mean `{near}`? " if near else ""
        hint += "Move it there, or out of the workspace" if near else "move it out of the workspace"
    return Found(Spot(path), "no kind of file has this place", hint)


def no_log_name(path: str, name: str) -> Found:
    message = f"{name!r} is no name for an event log, or for its process: {FORM}"
    near = f", for example to `{normalised(name)}`" if normalised(name) else ""
    return Found(Spot(path), message, f"rename it{near}")


def no_id(path: str, kind: Kind, id: str) -> Found:
    wrong = next((part for part in id.split("/") if not is_id(part)), None)
    if wrong is None:
        message = f"{id.rpartition('/')[2]!r} is not the day of an {kind.name}, as YYYY-MM-DD"
        return Found(Spot(path), message, "name the file by its day")
    message = f"{id!r} is not an id of a {kind.name}: {FORM}"
    near = f", for example to `{normalised(id)}`" if normalised(id) else ""
    return Found(Spot(path), message, f"rename it{near}; say `formerly:` if it was known before")


def wrong_mode(path: str, mode: Mode) -> Found:
    said = {
        Mode.symlink: ("a symbolic link is not followed", "put the file itself here"),
        Mode.submodule: ("a submodule is not read", "put the files themselves here"),
        Mode.executable: (
            "the file is marked as a program",
            f"`chmod -x {path}`, then commit the change",
        ),
    }
    message, hint = said.get(mode, ("this is not a regular file", "put a regular file here"))
    return Found(Spot(path), message, hint)


def matched_twice(entity: Entity[Any], first: Entity[Any]) -> Found:
    message = f"`{entity.match}` identifies this {entity.kind} and the one in {first.path}"
    hint = "give one of the two its own: until then neither is recognised when its file moves"
    return Found(entity.at(*MATCH), message, hint, (("the other place", first.at(*MATCH)),))


def nameless(entity: Entity[Any]) -> Found:
    message = "no id can be made of this file by the `id` of its adoption"
    return Found(
        Spot(entity.path),
        message,
        "give the file the field that the rule names, or name it in `exclude`",
    )


_EXAMPLE = re.compile(r"for example `[a-z_]+: (.*)`\Z")


def where_to_add(misfit: Misfit, rule: Adopt | None) -> str | None:
    """The hint; what an adopted file lacks is added under the file's own key for it."""
    if rule is None:
        return misfit.hint
    if misfit.prune[:-1] != misfit.route:
        # An example that is laid out as `key: value` would name a key that the file does not have.
        return _EXAMPLE.sub(r"for example `\1`", misfit.hint) if misfit.hint else None
    name = ".".join(map(str, misfit.prune))
    paths = rule.fields.get(name)
    if paths is None:
        return f"let `fields` in its rule of `adopt` say where `{name}` is read from"
    first = paths if isinstance(paths, str) else paths[0]
    read = "" if first == name else f", which is read as `{name}`"
    return f"add `{first}`{read}, or name the file in `exclude`"


def taken_twice(path: str) -> Found:
    message = "this file is claimed twice: by two rules of `adopt`, or by one and its own place"
    return Found(Spot(path), message, "narrow the `files` of the rule, or name it in `exclude`")


def said_twice(entity: Entity[Any], other: Entity[Any]) -> Found:
    keys = entity.digest.data() if entity.keys else {}
    here = next(((key,) for key in entity.keys or () if key in keys), ())
    place = entity.at(*here, key=True)
    what = "plan of project" if entity.kind == "plan" else entity.kind
    message = f"the {what} `{entity.id}` is said here and in {other.path}"
    hint = "keep one of the two: an id is said once, in one form"
    if entity.adopted:
        hint = "let the `id` of the rule tell them apart, or name one in `exclude`"
    return Found(place, message, hint, (("the other place", other.at(key=True)),))


def problem(path: str, problem: Problem) -> Found:
    return Found(Location(path, problem.span), problem.message, problem.hint)
