"""The framework files that come with the product."""

import json
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest

from prongsai.frameworks.gateways.packs import get_pack, get_schema, list_packs, read_pack
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.rules.packs.clone import write_yaml
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.walk import walk_items
from prongsai.frameworks.rules.packs.yaml_text import parse_framework

NAMES = list_packs()
every = pytest.mark.parametrize("name", NAMES)


def test_every_year_has_its_framework():
    assert (
        "nacc-amphoe-2567",
        *(f"nacc-general-{year}" for year in range(2562, 2570)),
        "ovec-college-2568",
        "up-internal-2563",
    ) == NAMES


@every
def test_pack_is_sound(name):
    assert check_framework(read_pack(name), get_schema()) == []


@every
def test_pack_survives_being_written_and_read(name):
    document = read_pack(name).document

    assert parse_framework(write_yaml(document)).document == document


@every
def test_wording_stands_in_both_languages(name):
    thai, latin = re.compile("[\u0e01-\u0e4e]"), re.compile("[A-Za-z]")
    for item in get_pack(name).items.values():
        texts = [item.label, item.text, *(line.text for line in item.lines)]
        assert all(thai.search(text.th) and latin.search(text.en) for text in texts)
        assert not any(thai.search(text.en) for text in texts)


@every
def test_every_rule_says_how_sure_it_is(name):
    for rule in get_pack(name).rules.values():
        assert rule.text.th
        assert rule.text.en
        assert rule.basis.provisional or rule.sources


@pytest.mark.parametrize(
    ("name", "items", "lines"),
    [
        ("nacc-general-2562", (30, 15, 8), (51, 15)),
        ("nacc-general-2563", (30, 15, 43), (51, 15)),
        ("nacc-general-2564", (30, 15, 43), (51, 15)),
        ("nacc-general-2565", (30, 15, 43), (51, 15)),
        ("nacc-general-2566", (30, 15, 43), (51, 15)),
        ("nacc-general-2567", (15, 9, 35), (15, 9)),
        ("nacc-general-2568", (15, 9, 28), (15, 9)),
        ("nacc-general-2569", (15, 9, 26), (15, 9)),
        ("nacc-amphoe-2567", (15, 9, 30), (15, 9)),
        ("up-internal-2563", (30, 15, 43), (51, 15)),
        ("ovec-college-2568", (15, 9, 37), (15, 9)),
    ],
)
def test_number_of_items_and_lines(name, items, lines):
    pack = get_pack(name)

    assert tuple(len(i.all_items) for i in pack.instruments) == items
    assert tuple(len(i.lines) for i in pack.instruments[:2]) == lines


def points(name, item, line="a"):
    found = next(li for li in get_pack(name).items[item].lines if li.code == f"{item}.{line}")
    return [int(choice.points) for choice in found.choices]


def test_points_follow_the_order_of_the_choices():
    assert points("nacc-general-2564", "i1") == [0, 33, 67, 100]
    assert points("nacc-general-2564", "i9") == [100, 67, 33, 0]
    assert points("nacc-general-2564", "i4", "c") == [0, 100]
    assert points("nacc-general-2564", "i26", "b") == [100, 0]
    assert points("nacc-general-2564", "e10") == [100, 0]
    assert points("nacc-general-2567", "i5") == [100, 80, 60, 40, 20, 0]
    assert points("nacc-general-2567", "e3") == [0, 100]
    assert points("nacc-general-2567", "e9") == [100, 0]


def test_groups_of_2564_have_their_verified_sizes():
    groups = [g for i in get_pack("nacc-general-2564").indicators for g in i.groups]

    assert [len(group.items) for group in groups] == [9, 8, 7, 4, 5, 8, 2]


def test_the_same_number_means_different_things_in_different_years():
    keys = {year: get_pack(f"nacc-general-{year}").items["o34"].key for year in range(2563, 2567)}

    assert keys[2563] == keys[2564] == "integrity-statement"
    assert keys[2565] == "no-gift-policy"
    assert keys[2566] == "risk-assessment"


def test_district_form_is_an_outline_and_says_so():
    pack = get_pack("nacc-amphoe-2567")

    assert all(rule.basis.provisional for rule in pack.rules.values())
    assert len(pack.notes) == 2


def test_unknown_names_are_not_found():
    with pytest.raises(KeyError):
        get_pack("nacc-general-2561")
    with pytest.raises(KeyError):
        read_pack("../packs/nacc-general-2564")


def test_hash_is_of_what_is_said_and_not_of_its_layout():
    document = read_pack("nacc-general-2564").document
    turned = dict(reversed(document.items()))

    assert hash_document(turned) == hash_document(document) == get_pack("nacc-general-2564").digest
    assert hash_document({**document, "status": "draft"}) != hash_document(document)
    assert hash_document({"a": "ํา", "b": 1}) != hash_document({"a": "ำ", "b": "1"})
    assert len({hash_document(read_pack(name).document) for name in NAMES}) == len(NAMES)


def test_scoring_a_pack_loads_no_django():
    code = (
        "import sys; from prongsai.frameworks.gateways.packs import get_pack;"
        "from prongsai.scoring.plain import score_plain;"
        "score_plain(get_pack('nacc-general-2564'), {'total': '90'});"
        "sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_item_stands_twice():
    for name in NAMES:
        codes = Counter(item["code"] for _, item in walk_items(read_pack(name).document))
        assert set(codes.values()) == {1}


def test_weights_are_exact():
    assert sum(i.weight for i in get_pack("nacc-general-2568").instruments) == Fraction(1)


def test_schema_is_json_schema():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(get_schema())
    assert json.dumps(get_schema())
