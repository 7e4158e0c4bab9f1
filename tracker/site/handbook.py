"""The references of the handbook, made from what they describe: rules, commands, files, limits.

Pure: checks, commands and schemas go in, Markdown comes out. All text that is put in stands in this
package, so it is trusted; it is escaped where Markdown would read it as something else.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from inspect import cleandoc
from typing import Any, NamedTuple

import click

from tracker.analysis.facts import FACTS
from tracker.law.check import Check
from tracker.law.subset import KEYWORDS
from tracker.model.catalogue import Schema, documents, member, schema_folder
from tracker.model.kinds import KINDS, MAX_ID, Kind
from tracker.outputs.prose import page, plain
from tracker.source.document import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from tracker.source.entries import LIMIT, LOG_LIMIT
from tracker.source.log import MAX_ROWS
from tracker.source.scalar import MAX_DIGITS
from tracker.views.report import Column, Report

WIDTH = 88
"""Columns of the help texts, whatever the terminal that builds the handbook has."""

Route = tuple[str, ...]


# The rules, from the checks.


def rules(checks: Mapping[str, Check]) -> str:
    """A table of all rules, then a section for each: what `tracker explain` prints."""
    names = sorted(checks)
    head = "# Rules\n\nWhat `tracker explain RULE` prints, for every rule there is.\n\n"
    rows = (_rule_row(checks[name]) for name in names)
    table = _table(("Rule", "Severity", "Needs a base", "States"), rows)
    return head + table + "\n" + "\n".join(_rule(checks[name]) for name in names)


def _rule_row(rule: Check) -> tuple[str, ...]:
    needs = "audit" if rule.needs_history else "yes" if rule.needs_base else ""
    return f"[`{rule.rule}`](#{rule.rule})", str(rule.severity), needs, plain(rule.statement)


def _rule(rule: Check) -> str:
    said = f"*{rule.severity}, {plain(rule.asks)}; [what it says](messages.md#{rule.rule})*"
    return f"## {rule.rule}\n\n{said}\n\n{page(rule.page)}\n"


# The reports, from what they declare.


def reports(found: Mapping[str, Report[Any]]) -> str:
    """What each report tells, by which options, and what its columns hold."""
    head = (
        "# Reports\n\nEvery report of `tracker report NAME`, and its columns: by name for scripts and "
        "`--where`, by heading for people. What they hold is told under "
        "[Outputs](outputs.md#a-report).\n\n"
    )
    return head + "\n".join(_report(one) for _, one in sorted(found.items()))


def _report(one: Report[Any]) -> str:
    options = ", ".join(f"`--{option}`" for option in one.options)
    takes = f"\n\nIt takes {options}." if options else ""
    rows = ((f"`{each.name}`", plain(each.heading), _holds(each)) for each in one.columns)
    columns = _table(("Column", "Heading", "Holds"), rows)
    return f"## {one.name}\n\n{page(cleandoc(one.rows.__doc__ or ''))}{takes}\n\n{columns}"


def _holds(column: Column) -> str:
    parts = f" of {', '.join(f'`{part}`' for part in column.parts)}" if column.parts else ""
    return f"{column.value.value}{parts}" + (f" ({column.leads_to})" if column.leads_to else "")


# The commands, from click.


def commands(group: click.Group) -> str:
    """The help text of every command."""
    head = "# Commands\n\nWhat `tracker COMMAND --help` prints, for every command there is.\n"
    return "\n".join([head, *(_command(context) for context in _contexts(group, _top(group)))])


def names(group: click.Group) -> list[str]:
    """Every command with those inside it, as they are typed."""
    return [context.command_path for context in _contexts(group, _top(group))]


def _top(group: click.Group) -> click.Context:
    settings = {**group.context_settings, "terminal_width": WIDTH}
    return click.Context(group, info_name="tracker", **settings)


def _contexts(group: click.Group, above: click.Context) -> Iterator[click.Context]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command is None or command.hidden:
            continue
        context = click.Context(
            command, above, name, terminal_width=WIDTH, **command.context_settings
        )
        yield context
        if isinstance(command, click.Group):
            yield from _contexts(command, context)


def _command(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


# The files, from the schemas.


class Row(NamedTuple):
    """One field of a file: where it stands, and its schema with every reference resolved.

    `entry` is the schema of a list's or map's entries.
    """

    route: Route
    schema: Schema
    required: bool
    entry: Schema | None = None

    @property
    def name(self) -> str:
        """The field as people write it: `tasks[].due`."""
        return ".".join(self.route).replace(".*", "[]").replace("*.", "[].")


def files() -> str:
    """Every kind of file, its place, and a table of its fields."""
    head = (
        "# Files\n\nThe place of a file says its kind, the name of the file or folder its id. "
        "`[]` stands for each entry of a list or map.\n"
    )
    return "\n".join([head, *(_kind(kind) for kind in KINDS.values())])


def fields(kind: str) -> list[Row]:
    """Every field of a kind, those inside others after these."""
    schema = documents()[f"{kind}.schema.json"]
    if KINDS[kind].listing:
        return list(_walk(partial(member, kind), ("*",), schema["items"]))
    return list(_walk(partial(member, kind), (), schema))


def _kind(kind: Kind) -> str:
    schema = documents()[f"{kind.name}.schema.json"]
    place = f"`{kind.shape}`"
    if kind.collection:
        place += f", or an entry of `{kind.collection}`"
    if kind.log:
        place += f", or in lines of an event log, `{kind.log_shape}`"
    if kind.law:
        place += ". It is part of the law: the one at the base judges a change"
    said = f"## {kind.name}\n\n{plain(schema['description'])}\n\nLies in {place}.\n"
    return f"{said}\n{_table(_COLUMNS, map(_field, fields(kind.name)))}"


_COLUMNS = ("Field", "What it is", "Value")


def _field(row: Row) -> tuple[str, ...]:
    required = "**required**: " if row.required else ""
    meaning = plain(row.schema.get("description", "")) + _example(row.schema)
    # A long name is broken after a dot, where there is one.
    name = row.name.replace(".", ".<wbr>")
    return f"<code>{name}</code>", meaning, required + plain(_value(row))


def _value(row: Row) -> str:
    if row.entry is None or row.entry.get("properties") or not form(row.entry):
        return form(row.schema)
    return f"{'a list' if 'items' in row.schema else 'a map'}; of each: {form(row.entry)}"


def _walk(at: Callable[[Route], Schema | None], route: Route, schema: Schema) -> Iterator[Row]:
    """The properties of a schema, and of what these hold; a list's or map's entries are `*`."""
    for key in schema.get("properties", {}):
        inner = at((*route, key))
        if inner is None:
            continue
        entry = at((*route, key, "*"))
        yield Row((*route, key), inner, key in schema.get("required", ()), entry)
        if entry is not None and entry.get("properties"):
            yield from _walk(at, (*route, key, "*"), entry)
        else:
            yield from _walk(at, (*route, key), inner)


def form(schema: Schema) -> str:
    """What a value looks like, in words."""
    reference = schema.get("x-reference")
    if isinstance(reference, str) and reference != "any":
        return f"the id of a {reference.replace('|', ' or ')}"
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"] if value is not None)
    if "const" in schema:
        return f"`{schema['const']}`"
    if "$comment" in schema:
        return str(schema["$comment"])
    types = schema.get("type", ())
    words = [
        _TYPES[name] for name in ([types] if isinstance(types, str) else types) if name in _TYPES
    ]
    return " or ".join(words)


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys and values",
}


# The forms of output, and the limits of the reader.


def envelope(name: str) -> str:
    """The fields of a JSON output, from its schema."""
    schema = json.loads((schema_folder() / "output" / f"{name}.schema.json").read_bytes())
    return _table(_COLUMNS, map(_field, _walk(partial(_inside, schema), (), schema)))


def _inside(schema: Schema, route: Route) -> Schema | None:
    for step in route:
        found = schema.get("items") if step == "*" else schema.get("properties", {}).get(step)
        if not isinstance(found, dict):
            return None
        schema = found
    return schema


def limits() -> str:
    """What the reader takes at most, from the constants that it goes by."""
    rows = (
        ("A file", f"{LIMIT >> 20} MiB"),
        ("Nesting", f"{MAX_DEPTH} levels"),
        ("Values in a file", f"{MAX_NODES:,}"),
        ("One text", f"{MAX_SCALAR >> 10} KiB"),
        ("A whole number", f"{MAX_DIGITS} digits"),
        ("An id", f"{MAX_ID} characters"),
        ("An event log", f"{LOG_LIMIT >> 20} MiB, {MAX_ROWS:,} events"),
    )
    return _table(("What", "At most"), rows)


def keywords() -> str:
    """The keywords of gate criteria, from the table that they are judged by."""
    return ", ".join(f"`{name}`" for name in KEYWORDS)


def facts() -> str:
    """The facts that a criterion may ask for, from the functions that compute them."""
    rows = ((f"`{name}`", plain(_first(found.__doc__))) for name, found in FACTS.items())
    return _table(("Fact", "Counts"), tuple(rows))


def _first(text: str | None) -> str:
    return (text or "").partition("\n")[0]


# Markdown.


def _example(schema: Schema) -> str:
    """An example of one value; what lists and maps look like is shown by their entries."""
    value = next(iter(schema.get("examples", ())), None)
    if value is None or isinstance(value, (list, dict)) or "enum" in schema or "const" in schema:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return f" Example: `` {text} ``" if "`" in text else f" Example: `{text}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("\n", " ") for cell in line) + " |\n" for line in lines
    )
