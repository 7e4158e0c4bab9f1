"""A verdict with its changes, as a review: the lines that come first, then group by group what happens."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tracker.finding import Severity
from tracker.law.change import Change
from tracker.law.checks.policy_changed import policy_changed
from tracker.law.judge import Verdict
from tracker.law.loosening import gains
from tracker.model.entity import Entity
from tracker.model.kinds import KINDS, owner_of
from tracker.model.records import Plan
from tracker.views.reports.findings import findings
from tracker.views.reports.projects import State, track
from tracker.views.reports.review import gates, logged, money, recorded, standing
from tracker.views.reports.review.fields import Row, Telling, rows
from tracker.views.reports.review.leaves import leaves, of
from tracker.views.reports.review.parts import part
from tracker.views.reports.review.standing import Concern
from tracker.views.reports.review.tree import Block, Group, Item, Phase, Review, Section, Tone
from tracker.views.reports.review.vocabulary import (
    ALLOWS,
    APPROVALS,
    FINDINGS,
    GATE,
    ORDER,
    REPORTS,
    SUMMARY,
)
from tracker.views.reports.review.wording import Names

ELSEWHERE = "Elsewhere"
_GROUPS = {
    "project": "Projects", "process": "Processes", "goal": "Goals",
    "person": "People and teams", "team": "People and teams", "training": "People and teams",
}  # fmt: skip
_LAW = "Law"
_ORDER = ("Projects", "Processes", "Goals", "People and teams", _LAW, ELSEWHERE)
_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.CARE, Severity.NOTE: Tone.PLAIN}
_MOST = 20
_PLANNED = ("phase", *Plan.__struct_fields__)
"""What of a project is told as a gate, or as its plan, whichever file holds that."""

_TRANSITIONS = ("phase-transition", "status-transition")


def review(verdict: Verdict, fail_on: Severity = Severity.ERROR, *, public: bool = False) -> Review:
    """What a change does, told to people; it is allowed where nothing is as grave as `fail_on`.

    A `public` one tells nothing that a schema keeps inside.
    """
    before = verdict.before or verdict.work
    names = Names(before, verdict.work)
    concerns = _concerns(verdict)
    refused = frozenset(
        (one.ref or "", one.finding.before, one.finding.after)
        for one in concerns
        if one.finding.rule in _TRANSITIONS and one.finding.before and one.finding.after
    )
    telling = Telling(names, before, verdict.work, refused, public)
    homes: dict[str, list[Change]] = defaultdict(list)
    for change in verdict.changes:
        homes[home(change.kind, change.id)].append(change)
    made = [_section(ref, held, verdict, concerns, telling) for ref, held in homes.items()]
    sections = [one for one in made if one.blocks or one.event != "changed"]
    passed = sum(item.kind == "gate" and item.tone is Tone.GOOD for item in _items(sections))
    return Review(
        allowed=not verdict.fails(fail_on),
        verdict=standing.verdict(verdict, sorted((one.ref for one in sections), key=rank)),
        why=standing.why(verdict, concerns, fail_on, passed, names),
        who=standing.who(verdict, concerns, fail_on, names),
        base=verdict.base or "",
        head=verdict.head,
        policy=verdict.policy,
        as_of=verdict.as_of.isoformat(),
        groups=tuple(_groups([*sections, *_elsewhere(concerns, set(homes), names)])),
    )


def home(kind: str, id: str) -> str:
    """The `kind/id` under which a change is told: a part under what it belongs to; law is law."""
    row = KINDS[kind]
    if row.law or row.part_of is None:
        return f"{kind}/{id}"
    return f"{row.part_of}/{owner_of(id)}"


def rank(ref: str) -> tuple[bool, int, int, str]:
    """Projects and processes before all else, the law last."""
    kind = ref.partition("/")[0]
    order = list(_GROUPS)
    return KINDS[kind].law, order.index(kind) if kind in order else 0, list(KINDS).index(kind), ref


def _concerns(verdict: Verdict) -> list[Concern]:
    """The findings, the gravest first, each with what it concerns, gone things too."""
    places = {
        entity.path: home(entity.kind, entity.id)
        for work in (verdict.before, verdict.work)
        for entity in (work.all() if work is not None else ())
        if not entity.prefix and entity.id
    }
    return [
        Concern(row.finding, row.concerns or places.get(row.finding.location.path))
        for row in findings(verdict.work, verdict.findings)
        if row.finding.rule != policy_changed.rule
    ]


def _section(
    ref: str, held: list[Change], verdict: Verdict, concerns: list[Concern], telling: Telling
) -> Section:
    found: dict[str, list[Item]] = defaultdict(list)
    for heading, item in logged.rows(filter(logged.is_logged, held)):
        found[heading].append(item)
    for change in held:
        if logged.is_logged(change):
            continue
        for heading, item in _rows(change, verdict, telling, held):
            found[heading].append(item)
    found[FINDINGS] += [
        _finding(one, telling.names)
        for one in concerns
        if one.ref == ref and not _is_told(one, found, telling.names)
    ]
    blocks = tuple(Block(name, tuple(found[name])) for name in ORDER if found[name])
    main = next((one for one in held if one.ref == ref), None)
    return Section(ref, _title(ref, telling.names), _event(main), blocks, _phases(main, verdict))


def _is_told(one: Concern, found: dict[str, list[Item]], names: Names) -> bool:
    """True where a criterion or an approval says the same already."""
    said = names.told(one.finding.message)
    if one.finding.rule == "gate-criteria":
        criteria = [item for gate in found[GATE] for item in gate.items]
        return any(said.partition(": ")[2] in (item.new or "") for item in criteria)
    if one.finding.rule == "approval-missing":
        roles = [
            item.text.removeprefix("As ") for item in found[APPROVALS] if item.kind == "missing"
        ]
        return any(f"approval of the {role}" in said for role in roles)
    return False


def _title(ref: str, names: Names) -> str:
    kind, _, id = ref.partition("/")
    if kind == "workspace":
        return "Settings of the organisation"
    if kind == "identity":
        return f"Identity of {names.person(id)}"
    return names.entity(kind, id)


def _event(change: Change | None) -> str:
    if change is None:
        return "changed"
    if change.is_new or change.is_removed:
        return "new" if change.is_new else "gone"
    return "renamed" if change.renamed_from else "changed"


def _rows(change: Change, verdict: Verdict, telling: Telling, held: list[Change]) -> Iterator[Row]:
    if change.kind in ("review", "approval"):
        altered = gates.record(change, telling.names)
        if altered is not None:
            yield altered
        elif change.is_new and not any(one.kind == "project" for one in held):
            yield REPORTS, _filed(change, telling.names)
        return
    if change.renamed_from and KINDS[change.kind].part_of is None:
        yield "More", Item("renamed", "Called otherwise", change.renamed_from, change.id)
    if any(side is not None and side.unreadable for side in (change.before, change.after)):
        yield (
            "More",
            Item("unreadable", "What it holds could not be read", None, None, None, Tone.BAD),
        )
        return
    if KINDS[change.kind].part_of and not KINDS[change.kind].law:
        yield from part(change, telling)
        return
    yield from _whole(change, verdict, telling)


def _filed(change: Change, names: Names) -> Item:
    """A review or an approval of a project that is otherwise as it was."""
    what, name = (
        ("An approval", change.id) if change.kind == "approval" else ("A review", change.id)
    )
    return Item("filed", f"{what} was filed: {name.partition('/')[2]}")


def _whole(change: Change, verdict: Verdict, telling: Telling) -> Iterator[Row]:
    """An entity of its own: its gates, its money, then field by field."""
    if change.kind == "project" and verdict.law is not None and change.before and change.after:
        yield from gates.rows(change, verdict.changes, verdict.law, telling)
    elif change.kind == "project" and change.before and change.after:
        yield from recorded.rows(change, verdict.changes, telling)
    allows = gains(change, verdict.law) if verdict.law is not None else []
    yield from ((ALLOWS, Item("allows", text, tone=Tone.CARE)) for text in allows)
    yield from money.total(change, telling)
    if change.before and change.after:
        apart = _PLANNED if change.kind == "project" else ()
        found = (leaf for leaf in leaves(change) if leaf.key[0] not in apart)
        yield from rows(change, found, telling)
        return
    entity = change.after or change.before
    data: dict[str, Any] = entity.plain() if entity is not None else {}
    keys = SUMMARY.get(change.kind, tuple(data))
    yield from rows(change, of(data, keys, gone=change.is_removed), telling)


def _finding(one: Concern, names: Names) -> Item:
    said = one.finding
    hint = names.told(said.hint) if said.hint else None
    return Item(
        "finding",
        f"{said.severity.value}: {names.told(said.message)}",
        None,
        None,
        hint,
        _TONES[said.severity],
    )


def _phases(change: Change | None, verdict: Verdict) -> tuple[Phase, ...]:
    """The picture of a project whose phase moves."""
    move = next((one for one in change.moves if one.machine == "phase"), None) if change else None
    after: Entity[Any] | None = change.after if change else None
    found = track(verdict.work, after) if move is not None and after is not None else None
    if move is None or found is None:
        return ()
    order = [stop.id for stop in found.stops]
    left = order.index(move.before) if move.before in order else len(order)
    words = {State.EARLIER: "passed", State.CURRENT: "present", State.LATER: "ahead"}
    stops = [
        Phase(
            stop.title,
            "left"
            if at == left
            else "skipped"
            if at > left and stop.state is State.EARLIER
            else words[stop.state],
        )
        for at, stop in enumerate(found.stops)
    ]
    aside = found.aside or found.strange
    return (*stops, Phase(aside, "present")) if aside else tuple(stops)


def _elsewhere(concerns: list[Concern], told: set[str], names: Names) -> Iterator[Section]:
    """What is wrong in things that the change does not touch: errors one by one, the rest counted."""
    others = [one for one in concerns if one.ref not in told]
    grave = [one for one in others if one.finding.severity is Severity.ERROR]
    items = [
        Item("finding", f"error: {standing.plain(one, names)}", tone=Tone.BAD)
        for one in grave[:_MOST]
    ]
    counts = (len(grave) - len(items), len(others) - len(grave))
    words = (("more error", "more errors"), ("warning or note", "warnings and notes"))
    for count, (one, many) in zip(counts, words, strict=True):
        if count > 0:
            said = f"{count} {one if count == 1 else many}"
            items.append(Item("counted", f"{said} in what this change does not touch"))
    if items:
        yield Section(
            "", "What this change does not touch", "changed", (Block(FINDINGS, tuple(items)),)
        )


def _groups(sections: Iterable[Section]) -> Iterator[Group]:
    found: dict[str, list[Section]] = defaultdict(list)
    for section in sections:
        kind = section.ref.partition("/")[0]
        found[_GROUPS.get(kind, _LAW) if kind else ELSEWHERE].append(section)
    for title in _ORDER:
        if found[title]:
            yield Group(title, tuple(sorted(found[title], key=_gravity)))


def _gravity(section: Section) -> tuple[int, str, str]:
    """What is against the law comes first, then phases that move, then by title."""
    is_bad = any(item.tone is Tone.BAD for item in _items([section]))
    rank = 0 if is_bad else 1 if section.phases else 2
    return rank, section.title.casefold(), section.ref


def _items(sections: Iterable[Section]) -> Iterator[Item]:
    for section in sections:
        for block in section.blocks:
            for item in block.items:
                yield from (item, *item.items)
