"""Changing one node of a document, marking words, and JSON without loss."""

import copy

import pytest

from prongsai.frameworks.gateways.packs import get_schema, list_packs, read_pack
from prongsai.frameworks.rules.packs.check import check_framework, check_shape
from prongsai.frameworks.rules.packs.clone import clone_document
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.edit import (
    find_place,
    find_spot,
    move_node,
    read_fields,
    remove_node,
    walk_nodes,
    write_fields,
)
from prongsai.frameworks.rules.packs.json_text import read_json, write_json
from prongsai.frameworks.rules.packs.marks import mark_words
from prongsai.frameworks.rules.packs.template import start_document
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.types.packs import BadFramework, Parsed

ITEM = ("instruments", 2, "indicators", 0, "groups", 0, "items", 0)


@pytest.fixture
def document():
    return clone_document(read_pack("nacc-general-2568").document, year=2571)


@pytest.mark.parametrize("name", list_packs())
def test_json_keeps_order_and_digits(name):
    document = read_pack(name).document

    for indent in (0, 1):
        text = write_json(document, indent=indent)
        assert write_json(read_json(text), indent=indent) == text
        assert hash_document(parse_framework(text).document) == hash_document(document)


@pytest.mark.parametrize("name", ["nacc-general-2564", "ovec-college-2568", "nacc-amphoe-2567"])
def test_writing_the_same_fields_changes_nothing(name):
    document = read_pack(name).document

    for spot in walk_nodes(document)[::7]:
        assert write_fields(document, spot, read_fields(document, spot)) == (document, spot.path)


def test_a_renumbered_item_keeps_its_crosswalk(document):
    before = copy.deepcopy(document)

    fresh, path = write_fields(document, find_spot(document, ITEM), {"code": "o99"})

    assert path == ITEM
    assert fresh["crosswalk"]["o99"] == ["o1"]
    assert "o1" not in fresh["crosswalk"]
    assert document == before


def test_empty_values_are_not_written(document):
    spot = find_spot(document, ITEM)
    empty = {field.name: None for field in spot.kind.fields if field.name.startswith("evidence.")}

    fresh, _path = write_fields(document, spot, empty)

    node = fresh["instruments"][2]["indicators"][0]["groups"][0]["items"][0]
    assert set(node.get("evidence", {"components": []})) == {"components"}


def test_keyed_nodes_get_another_key_where_they_stand(document):
    order = list(document["rules"])

    fresh, path = write_fields(document, find_spot(document, ("rules", order[1])), {"@key": "new"})

    assert path == ("rules", "new")
    assert list(fresh["rules"]) == [order[0], "new", *order[2:]]
    with pytest.raises(KeyError):
        write_fields(document, find_place(document, ("rules",)), {"@key": order[0]})


def test_nodes_are_added_moved_and_removed(document):
    place = find_place(document, (*ITEM[:-1],))
    fresh, path = write_fields(document, place, {"code": "o77", "key": "new-one"})
    assert path[-1] == len(document["instruments"][2]["indicators"][0]["groups"][0]["items"])

    moved, above = move_node(fresh, find_spot(fresh, path), by=-1)
    assert above == (*path[:-1], path[-1] - 1)
    assert move_node(moved, find_spot(moved, ("instruments", 0)), by=-1)[1] == ("instruments", 0)
    rules = list(document["rules"])
    turned, _same = move_node(document, find_spot(document, ("rules", rules[0])), by=1)
    assert list(turned["rules"])[:2] == rules[1::-1]

    gone = remove_node(document, find_spot(document, ITEM))
    assert "o1" not in gone["crosswalk"]
    assert list(check_shape(gone, get_schema())) == []


@pytest.mark.parametrize(
    "path", [("nowhere",), ("instruments", 9), ("instruments", -1), ("title",), ("rules", "none")]
)
def test_what_is_not_there_is_not_found(document, path):
    with pytest.raises(LookupError):
        find_spot(document, path)
    with pytest.raises(LookupError):
        find_place(document, path)


def test_the_template_is_sound():
    document = start_document(programme="own", form="school", year=2570, title="ชื่อ", english="")

    assert check_framework(Parsed(document), get_schema()) == []


def test_marks_hold_both_texts_and_find_the_change():
    before = "เจ้าหน้าที่ในหน่วยงานของท่านทำงานตามขั้นตอนมากน้อยเพียงใด"
    after = "เจ้าหน้าที่ในหน่วยงานของท่านให้บริการตามขั้นตอนมากน้อยเพียงใด"

    left, right = mark_words(before, after)

    assert "".join(mark.text for mark in left) == before
    assert "".join(mark.text for mark in right) == after
    assert [mark.text for mark in left if mark.kind == "gone"] == ["ทำงาน"]
    assert [mark.text for mark in right if mark.kind == "new"] == ["ให้บริการ"]
    assert [mark.kind for mark in mark_words("ก", "xyz")[0]] == ["gone"]


@pytest.mark.parametrize("text", ["[" * 1_900_000, "[" * 100_000 + "]" * 100_000, "{a: " * 50_000])
def test_deep_files_are_refused_before_they_are_read(text):
    with pytest.raises(BadFramework) as caught:
        parse_framework(text)

    assert "nested too deep" in caught.value.faults[0].text.en
