"""Differences, clones and XLSForms of frameworks."""

import copy

import pytest
from pyxform.xls2xform import convert

from prongsai.frameworks.gateways.packs import get_pack, get_schema, read_pack
from prongsai.frameworks.gateways.sheets import read_book, write_book
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.rules.packs.clone import clone_document, write_yaml
from prongsai.frameworks.rules.packs.diff import diff_frameworks, list_crosswalk
from prongsai.frameworks.rules.packs.xlsform import read_xlsform, write_xlsform
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.types.packs import BadFramework


def told(before, after):
    return {
        (d.kind, d.before_code, d.after_code, d.before, d.after)
        for d in diff_frameworks(before, after)
    }


def test_a_framework_does_not_differ_from_itself():
    assert diff_frameworks(get_pack("nacc-general-2564"), get_pack("nacc-general-2564")) == []


def test_an_item_that_changed_its_meaning_is_removed_and_added():
    found = told(get_pack("nacc-general-2564"), get_pack("nacc-general-2565"))

    assert ("removed", "o34", None, "", "") in found
    assert ("added", None, "o34", "", "") in found
    assert not any(kind == "renumbered" for kind, *_ in found)


def test_items_are_followed_through_numbers_groups_and_worth():
    found = told(get_pack("nacc-general-2567"), get_pack("nacc-general-2568"))

    assert ("made-from", "o1, o3", "o1", "", "") in found
    assert ("merged", "o3", None, "", "") in found
    assert ("removed", "o6", None, "", "") in found
    assert ("renumbered", "o17", "o13", "o17", "o13") in found
    assert ("re-weighted", "o17", "o13", "1.00", "2.00") in found
    crosswalk = list_crosswalk(get_pack("nacc-general-2567"), get_pack("nacc-general-2568"))
    assert crosswalk["o1"] == ["o1", "o3"]
    assert crosswalk["o13"] == ["o17"]


def test_moves_words_points_and_frames_are_told():
    found = told(get_pack("nacc-general-2564"), get_pack("nacc-general-2568"))

    assert ("moved", "o4", "o5", "9.1", "9.2") in found
    assert any(kind == "reworded" for kind, *_ in found)
    assert ("other-points", "i2", "i2", "0/33/67/100", "0/20/40/60/80/100") in found
    assert ("level", None, None, "-", "95, 95") in found
    flat = told(get_pack("nacc-general-2563"), get_pack("up-internal-2563"))
    assert ("mean", None, None, "mean", "flat") in flat
    rounded = told(get_pack("nacc-general-2568"), get_pack("ovec-college-2568"))
    assert ("rounding", None, None, "once", "parts") in rounded


def test_a_clone_is_a_sound_draft_with_a_crosswalk():
    document = read_pack("nacc-general-2568").document

    draft = clone_document(document, year=2570)

    parsed = parse_framework(write_yaml(draft))
    assert parsed.document == draft
    assert check_framework(parsed, get_schema()) == []
    assert draft["name"] == "nacc-general-2570"
    assert draft["title"]["th"].endswith("2570")
    assert draft["crosswalk"]["o1"] == ["o1"]
    assert draft["cloned_from"]["hash"] == get_pack("nacc-general-2568").digest
    assert all(rule["basis"] in {"I", "R", "N"} for rule in draft["rules"].values())
    assert "calendar" not in draft
    kinds = {d.kind for d in diff_frameworks(get_pack("nacc-general-2568"), build_framework(draft))}
    assert kinds == {"basis"}


@pytest.mark.parametrize("name", ["nacc-general-2564", "nacc-general-2568"])
@pytest.mark.parametrize("instrument", ["IIT", "EIT"])
def test_xlsform_converts_and_comes_back_unchanged(tmp_path, name, instrument):
    document = read_pack(name).document
    file = tmp_path / "form.xlsx"

    write_book(file, write_xlsform(document, instrument))

    form = convert(file, validate=False)
    assert form.warnings == []
    assert "i1_a" in form.xform or "e1_a" in form.xform
    assert read_xlsform(document, instrument, read_book(file)) == document


def test_wording_and_points_can_come_from_an_xlsform():
    document = read_pack("nacc-general-2568").document
    book = copy.deepcopy(write_xlsform(document, "IIT"))
    book["survey"][2][2] = "ถ้อยคำใหม่"
    book["choices"][2][4] = 25

    changed = read_xlsform(document, "IIT", book)

    line = changed["instruments"][0]["indicators"][0]["items"][0]["lines"][0]
    assert line["th"] == "ถ้อยคำใหม่"
    assert changed["scales"]["degree-6"]["choices"][1]["points"] == 25
    assert document["scales"]["degree-6"]["choices"][1]["points"] == 20


@pytest.mark.parametrize(
    "spoil",
    [
        lambda book: book.pop("choices"),
        lambda book: book["survey"].pop(2),
        lambda book: book["survey"].append(["select_one yes_no", "i99_a", "ก", "a", "", "", ""]),
        lambda book: book["choices"][1].__setitem__(4, "๑๐"),
    ],
)
def test_a_spoiled_xlsform_is_refused(spoil):
    document = read_pack("nacc-general-2568").document
    book = copy.deepcopy(write_xlsform(document, "IIT"))
    spoil(book)

    with pytest.raises(BadFramework):
        read_xlsform(document, "IIT", book)


def test_only_surveys_are_exported_and_only_xlsx_is_read(tmp_path):
    with pytest.raises(BadFramework):
        write_xlsform(read_pack("nacc-general-2568").document, "OIT")
    (tmp_path / "x.xlsx").write_text("x")
    with pytest.raises(BadFramework):
        read_book(tmp_path / "x.xlsx")
