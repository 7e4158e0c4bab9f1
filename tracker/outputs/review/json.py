"""A review for scripts: the envelope of `schemas/output/diff.schema.json`."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from tracker.outputs.escape import in_json, sound
from tracker.outputs.format import Context, output
from tracker.views.reports.review import Block, Item, Review, Section

SCHEMA = "tracker/diff/1"
_STATE = 200
_PATH = 4_096


@output
def json(review: Review, context: Context) -> Iterator[str]:
    """One object; each part of the organisation on a line of its own."""
    head = {
        "schema": SCHEMA,
        "allowed": review.allowed,
        "verdict": sound(review.verdict),
        "why": sound(review.why),
        "who_must_act": sound(review.who),
        "base": sound(review.base, _STATE),
        "head": sound(review.head, _STATE),
        "policy": sound(review.policy, _PATH),
        "as_of": review.as_of,
        "fail_on": context.fail_on.value,
    }
    yield _dumped(head, 2).removesuffix("\n}") + ',\n  "parts": ['
    first = True
    for group in review.groups:
        for section in group.sections:
            yield f"{'' if first else ','}\n    {_dumped(_section(group.title, section))}"
            first = False
    yield ("]" if first else "\n  ]") + "\n}\n"


def _dumped(data: object, indent: int | None = None) -> str:
    return in_json(dumps(data, ensure_ascii=True, allow_nan=False, indent=indent))


def _section(group: str, section: Section) -> dict[str, Any]:
    return {
        "group": group,
        "ref": sound(section.ref, _STATE),
        "title": sound(section.title),
        "event": section.event,
        "phases": [{"title": sound(one.title), "state": one.state} for one in section.phases],
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"title": block.title, "items": [_item(item) for item in block.items]}


def _item(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "text": sound(item.text),
        "old": None if item.old is None else sound(item.old),
        "new": None if item.new is None else sound(item.new),
        "note": None if item.note is None else sound(item.note),
        "tone": item.tone.value,
        "items": [_item(one) for one in item.items],
    }
