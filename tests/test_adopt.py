"""YAML that was written for something else: which files, under which ids, read as what."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import ORGANISATION, SIMPLE, TRACKER, Memory

from tracker.finding import Location, Spot
from tracker.model.adopt import adoption, mapped, name_of, normalised, selected, source_route
from tracker.model.kinds import MAX_ID, is_id
from tracker.model.load import Library, load
from tracker.model.records import Adopt
from tracker.model.work import Work
from tracker.source.document import Plain
from tracker.source.snapshot import Mode

PATHS = [
    "keps/README.md",
    "keps/kep.yaml",
    "keps/NNNN-template/kep.yaml",
    "keps/sig-a/1-one/kep.yaml",
    "keps/sig-a/1-one/kep.yml",
    "other/keps/sig-a/2/kep.yaml",
]


@pytest.mark.parametrize(
    ("files", "exclude", "taken"),
    [
        (["keps/**/kep.yaml"], [], [1, 2, 3]),
        (["keps/**/kep.yaml"], ["keps/NNNN-template/**"], [1, 3]),
        (["keps/*/kep.yaml"], [], [2]),
        (["keps/*/*/kep.y?ml"], [], [3]),
        (["keps/*/*/kep.y*"], [], [3, 4]),
        (["**/kep.yaml"], ["keps/**", "**/2/*"], []),
        (["**"], ["**/*.y*"], [0]),
        (["/keps/kep.yaml/"], [], [1]),
        (["keps"], [], []),
        (["KEPS/**"], [], []),
        ([], [], []),
        (["keps/[a-z]*/kep.yaml"], [], []),
        (["*/**/kep.yaml", "keps/kep.yaml"], [], [1, 2, 3, 5]),
    ],
)
def test_globs(files: list[str], exclude: list[str], taken: list[int]) -> None:
    rule = Adopt(files=tuple(files), exclude=tuple(exclude))
    assert selected(PATHS, rule) == [PATHS[at] for at in taken]


def test_globs_take_no_time() -> None:
    rule = Adopt(files=("**/" * 200 + "x", "*a" * 200 + "b"))
    assert selected(["a/" * 400 + "a", "a" * 1000], rule) == []


@pytest.mark.parametrize(
    ("template", "path", "field", "id"),
    [
        (None, "keps/1-One/kep.yaml", None, "1-one"),
        ("{folder}", "keps/1-One/kep.yaml", None, "1-one"),
        ("{stem}", "keps/The Plan_2.final.yaml", None, "the-plan-2-final"),
        ("{path}", "keps/a/kep.yaml", None, "keps-a-kep"),
        ("{path}", "kep.yaml", None, "kep"),
        ("{field:number}", "keps/a/kep.yaml", "N 12", "n-12"),
        ("kep-{field:number}", "keps/a/kep.yaml", "12", "kep-12"),
        ("kep-{field:number}", "keps/a/kep.yaml", None, ""),
        ("{folder}-{field:number}", "keps/a/kep.yaml", "12", "a-12"),
        ("{folder}", "kep.yaml", None, ""),
        ("{folder}", "keps/Ünï/kep.yaml", None, "uni"),
        ("{folder}", "keps/---/kep.yaml", None, ""),
    ],
)
def test_ids(template: str | None, path: str, field: str | None, id: str) -> None:
    assert name_of(Adopt(id=template), path, field) == id


def test_ids_of_several_fields() -> None:
    rule = Adopt(id="{field:group}-{field:number}")
    data: Plain = {"group": "Auth", "number": 7}
    claim = mapped(data, adoption(rule)).id
    assert name_of(rule, "a/b.yaml", claim) == "auth-7"
    assert mapped({"group": "Auth"}, adoption(rule)).id is None


@given(st.text(max_size=200))
def test_what_is_normalised_is_an_id_or_nothing(text: str) -> None:
    assert normalised(text) == "" or is_id(normalised(text))


def test_long_ids_are_cut_and_stay_apart() -> None:
    one, other = normalised("a" * 80), normalised("a" * 81)
    assert len(one) == len(other) == MAX_ID
    assert one != other and one[:50] == other[:50] and one == normalised("a" * 80)
    assert normalised("a" * MAX_ID) == "a" * MAX_ID


def test_letters_with_marks_are_letters() -> None:
    assert normalised("Über größe, São José 日本") == "uber-grosse-sao-jose"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("status", ("status",)),
        ("a.b", ("a", "b")),
        ("authors[0].name", ("authors", 0, "name")),
        ("a[1][2]", ("a", 1, 2)),
        ("a[²]", ("a", "²")),
        ("a[-1]", ("a", "-1")),
        ("", ()),
        ("[0]", (0,)),
    ],
)
def test_routes(path: str, route: tuple[str | int, ...]) -> None:
    assert source_route(path) == route


DOCUMENT: dict[str, Plain] = {
    "title": "One",
    "state": {"name": "idea"},
    "authors": ["ada", {"name": "bob"}],
    "see-also": ["a", "b"],
    "replaces": "c",
    "created": "2026-01-05",
    "none": None,
}


@pytest.mark.parametrize(
    ("fields", "values", "expected", "origins"),
    [
        ({"title": "title"}, {}, {"title": "One"}, {("title",): ("title",)}),
        ({"phase": "state.name"}, {}, {"phase": "idea"}, {("phase",): ("state", "name")}),
        ({"phase": "state.name"}, {"phase": {"idea": "doing"}}, {"phase": "doing"}, {}),
        ({"phase": "state.name"}, {"phase": {"other": "x"}}, {"phase": "idea"}, {}),
        ({"manager": "authors[0]"}, {}, {"manager": "ada"}, {("manager",): ("authors", 0)}),
        ({"manager": "authors[1].name"}, {}, {"manager": "bob"}, {}),
        ({"manager": "authors[7]"}, {}, {}, {}),
        ({"manager": "nobody.name"}, {}, {}, {}),
        ({"manager": "none"}, {}, {}, {}),
        ({"related": ("see-also", "replaces")}, {}, {"related": ["a", "b", "c"]},
         {("related", 0): ("see-also", 0), ("related", 1): ("see-also", 1), ("related", 2): ("replaces",)}),
        ({"related": ("none", "replaces")}, {}, {"related": ["c"]}, {("related", 0): ("replaces",)}),
        ({"related": "see-also"}, {"related": {"b": "z"}}, {"related": ["a", "z"]}, {}),
        ({"period.start": "created"}, {}, {"period": {"start": "2026-01-05"}}, {("period", "start"): ("created",)}),
        ({"period": "state", "period.start": "created"}, {}, {"period": {"name": "idea", "start": "2026-01-05"}}, {}),
    ],
)  # fmt: skip
def test_fields(
    fields: Mapping[str, str | tuple[str, ...]],
    values: Mapping[str, dict[str, str]],
    expected: dict[str, object],
    origins: dict[tuple[str | int, ...], tuple[str | int, ...]],
) -> None:
    taken = mapped(DOCUMENT, adoption(Adopt(fields=dict(fields), values=dict(values))))
    assert taken.data == expected
    assert taken.misfits == ()
    assert origins.items() <= taken.origins.items()
    assert DOCUMENT["state"] == {"name": "idea"}


@pytest.mark.parametrize(
    ("path", "at"),
    [("title.name", ("title",)), ("title[0]", ("title",)), ("authors.name", ("authors",))],
)
def test_another_shape_is_a_finding(path: str, at: tuple[str, ...]) -> None:
    (misfit,) = mapped(DOCUMENT, adoption(Adopt(fields={"title": path}))).misfits
    assert misfit.route == at and f"`{path}`" in misfit.message


@pytest.mark.parametrize("data", [None, "text", ["a"], 5])
def test_a_document_that_is_no_mapping_is_a_finding(data: Plain) -> None:
    (misfit,) = mapped(data, adoption(Adopt(fields={"title": "title"}))).misfits
    assert misfit.route == () and "expected keys and values" in misfit.message


@pytest.mark.parametrize(
    ("value", "claim"),
    [(7, "7"), ("7", "7"), (0, "0"), ("", None), (None, None), ([7], None), ({"a": 1}, None)],
)
def test_match(value: Plain, claim: str | None) -> None:
    assert mapped({"number": value}, adoption(Adopt(match="number"))).match == claim


# Whole workspaces.

RULE = """\
adopt:
  - kind: project
    files: ['keps/**/kep.yaml']
    lifecycle: simple
    fields: {title: title, phase: state.name, end: closed, manager: 'owners[0]'}
"""
KEP = "keps/one/kep.yaml"


def adopted(
    files: Mapping[str, str],
    rule: str = RULE,
    library: Library | None = None,
    mode: Mode = Mode.file,
) -> Work:
    settings = {"work/tracker.yaml": TRACKER + rule}
    return load(
        Memory({**ORGANISATION, **settings, **files}, {KEP: mode} if mode is not Mode.file else {}),
        "work",
        library,
    )


def test_findings_point_into_the_original() -> None:
    found = adopted({KEP: "title: One\nowners: [Ada]\nstate:\n  name: idea\nclosed: soon\n"})
    entity = found.projects["one"]
    assert entity.adopted and entity.record.manager == "Ada" and entity.record.lifecycle == "simple"
    assert entity.at("phase") == Spot(KEP, ("state", "name"))
    assert entity.at("manager") == Spot(KEP, ("owners", 0))
    assert entity.at("lifecycle") == Spot(KEP)
    assert not entity.knows("end") and entity.knows("phase")
    (fault,) = found.found("schema")
    assert fault.at == Spot(KEP, ("closed",))
    assert found.is_broken(Spot(KEP, ("closed",))) and not found.is_broken(
        Spot(KEP, ("state", "name"))
    )


def test_what_an_adopted_file_lacks_hides_nothing_else_of_it() -> None:
    found = adopted({KEP: "state: {name: idea}\n"})
    (fault,) = found.found("schema")
    assert fault.at == Spot(KEP) and fault.hint == "add `title`, or name the file in `exclude`"
    assert not found.is_broken(Spot(KEP, ("state", "name")))


def test_nothing_is_demanded_but_an_id_a_title_and_a_phase() -> None:
    found = adopted({KEP: "title: One\nstate: {name: idea}\n"})
    assert found.faults == {} and found.projects["one"].record.status is None


def test_collisions_and_files_without_an_id_are_findings() -> None:
    text = "title: One\nstate: {name: idea}\n"
    rule = RULE.replace("    lifecycle", "    id: '{field:number}'\n    lifecycle")
    found = adopted({f"keps/{name}/kep.yaml": text + f"number: {number}\n" for name, number in
                     (("a", 1), ("b", 1), ("c", "''"))}, rule)  # fmt: skip
    assert list(found.projects) == ["1"]
    assert [fault.at.path for fault in found.found("duplicate-id")] == ["keps/b/kep.yaml"]
    assert [fault.at.path for fault in found.found("schema")] == ["keps/c/kep.yaml"]


def test_another_template_gives_other_ids_to_the_same_content() -> None:
    library = Library()
    files = {KEP: "title: One\nstate: {name: idea}\n"}
    assert list(adopted(files, RULE, library).projects) == ["one"]
    other = RULE.replace("    lifecycle", "    id: '{path}'\n    lifecycle")
    assert list(adopted(files, other, library).projects) == ["keps-one-kep"]


def test_other_fields_give_other_data_to_the_same_content() -> None:
    library = Library()
    files = {KEP: "title: One\nname: Two\nstate: {name: idea}\n"}
    assert adopted(files, RULE, library).projects["one"].record.title == "One"
    other = RULE.replace("title: title", "title: name")
    assert adopted(files, other, library).projects["one"].record.title == "Two"


@pytest.mark.parametrize("mode", [Mode.symlink, Mode.executable, Mode.submodule, Mode.other])
def test_only_regular_files_are_read(mode: Mode) -> None:
    found = adopted({}, mode=mode)
    assert found.projects["one"].unreadable
    (fault,) = found.found("unreadable-file")
    assert fault.at == Spot(KEP) and fault.hint


def test_an_unreadable_file_keeps_its_id() -> None:
    found = adopted({KEP: "title: [\n"})
    assert found.projects["one"].unreadable and isinstance(found.found("syntax")[0].at, Location)


def test_a_lifecycle_in_the_file_comes_before_the_one_of_the_rule() -> None:
    rule = RULE.replace("title: title", "title: title, lifecycle: process")
    files = {
        KEP: "title: One\nstate: {name: idea}\nprocess: other\n",
        "work/lifecycles/other.yaml": SIMPLE,
    }
    assert adopted(files, rule).projects["one"].record.lifecycle == "other"


def test_a_policy_brings_its_own_rules() -> None:
    policy = load(Memory({"tracker.yaml": TRACKER + RULE, "lifecycles/simple.yaml": SIMPLE}), "")
    found = load(Memory({KEP: "title: One\nstate: {name: idea}\n"}), None, policy=policy)
    assert list(found.projects) == ["one"] and list(found.lifecycles) == ["simple"]
    assert found.lifecycle_of(found.projects["one"]) is policy.lifecycles["simple"]
