"""Faults of a framework file, with path, line and words that say what to do."""

import copy
from decimal import Decimal

import pytest

from prongsai.frameworks.gateways.packs import get_schema, read_framework_file, read_pack
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.rules.packs.words import write_fault
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.types.packs import BadFramework, Parsed

DOCUMENT = read_pack("nacc-general-2564").document


def faults_of(document):
    return check_framework(Parsed(document), get_schema())


def paths_of(document):
    return [fault.path for fault in faults_of(document)]


@pytest.fixture
def draft():
    return copy.deepcopy(DOCUMENT)


def test_shape_faults_name_their_place_in_words(draft):
    del draft["title"]["en"]
    draft["rules"]["levels"]["basis"] = "X"
    draft["fiscal_year"] = "2564"
    draft["extra"] = 1
    draft["levels"]["bands"][0]["minimum"] = Decimal("100.1")
    draft["instruments"][0]["code"] = "iit"
    draft["instruments"][0]["indicators"][0]["items"][0]["label"]["th"] = " "

    faults = {fault.path: fault.text.en for fault in faults_of(draft)}

    assert faults["title"] == "en is missing"
    assert faults["rules.levels.basis"] == '"X" must be one of: S, V, V-weak, I, R, N'
    assert faults["fiscal_year"] == '"2564" must be a whole number'
    assert faults["$"].startswith("extra is not known")
    assert faults["levels.bands[0].minimum"] == "100.1 is more than 100"
    assert "wrong shape" in faults["instruments[0].code"]
    assert faults["instruments[0].indicators[0].items[0].label.th"] == "the text is empty"


def test_weights_add_up_to_one(draft):
    draft["instruments"][0]["weight"] = Decimal("0.35")

    (fault,) = faults_of(draft)

    assert fault.path == "instruments"
    assert "1.05" in fault.text.th


def change(path, value):
    def apply(document):
        node = document
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value

    return apply


IIT1 = ("instruments", 0, "indicators", 0)


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        (change(("name",), "nacc-general-2565"), "name"),
        (
            change((*IIT1, "items", 1, "code"), "i1"),
            "instruments[0].indicators[0].items[1].code",
        ),
        (
            change((*IIT1, "items", 1, "key"), "work-steps-time"),
            "instruments[0].indicators[0].items[1].key",
        ),
        (
            change((*IIT1, "items", 0, "lines", 1, "code"), "a"),
            "instruments[0].indicators[0].items[0].lines[1].code",
        ),
        (
            change(("instruments", 1, "indicators", 0, "code"), "1"),
            "instruments[1].indicators[0].code",
        ),
        (
            change((*IIT1, "items", 0, "lines", 0, "scale"), "degree-9"),
            "instruments[0].indicators[0].items[0].lines[0].scale",
        ),
        (change(("rules", "weights", "sources"), ["nowhere"]), "rules.weights.sources"),
        (change(("rules", "weights", "sources"), []), "rules.weights"),
        (change((*IIT1, "weight"), 2), "instruments[0].indicators[0].weight"),
        (change((*IIT1, "aggregate"), "weighted"), "instruments[0].indicators[0].items[0]"),
        (change(("levels", "bands", 1, "minimum"), 96), "levels.bands[1].minimum"),
        (change(("levels", "bands", 6, "minimum"), 1), "levels.bands[6]"),
        (change(("levels", "bands", 1, "code"), "AA"), "levels.bands[1].code"),
        (change(("scales", "yes-no", "choices", 0, "points"), 90), "scales.yes-no.choices"),
        (change(("quotas", "XIT"), DOCUMENT["quotas"]["IIT"]), "quotas.XIT"),
        (change(("quotas", "IIT", "at_least"), 500), "quotas.IIT.at_least"),
        (change(("calendar", 0, "closes"), "2021-02-30"), "calendar[0].closes"),
        (change(("calendar", 0, "closes"), "2020-02-01"), "calendar[0].closes"),
        (
            change(("instruments", 1, "parts"), DOCUMENT["instruments"][1]["parts"][:1]),
            "instruments[1].parts",
        ),
    ],
)
def test_faults_of_meaning_are_found(draft, edit, path):
    edit(draft)

    assert path in paths_of(draft)


@pytest.mark.parametrize("rule", ["weights", "iit-form", "eit-parts", "oit-list", "survey-line"])
def test_a_rule_that_scoring_needs_is_missed(draft, rule):
    del draft["rules"][rule]

    (fault,) = faults_of(draft)

    assert rule in fault.text.th


def test_items_of_two_kinds_do_not_mix(draft):
    del draft["instruments"][0]["indicators"][0]["items"][0]["lines"]
    draft["instruments"][2].pop("marks")

    assert {"instruments[0]", "instruments[2]"} <= set(paths_of(draft))


def test_lines_point_at_the_value():
    text = "format: prongsai-framework/1\nname: x\nrules:\n  weights:\n    basis: Q\n"

    faults = {f.path: f for f in check_framework(parse_framework(text), get_schema())}

    assert faults["rules.weights.basis"].line == 5
    assert faults["name"].line == 2
    assert write_fault(faults["name"]).startswith("บรรทัด 2 / line 2, name: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", None),
        ("a: 1\na: 2\n", 2),
        ("a: &x 1\nb: *x\n", 1),
        ("a: [1\n", 2),
        ("? [1]\n: 2\n", 1),
        ("a: \x07\n", None),
        ("[" * 5_000, None),
        ("a" * 2_000_001, None),
    ],
)
def test_what_is_no_framework_text_is_refused(text, line):
    with pytest.raises(BadFramework) as caught:
        parse_framework(text)

    assert line is None or caught.value.faults[0].line == line


def test_words_of_yaml_are_words_and_numbers_exact():
    text = (
        "a: yes\nb: 0.10\nc: '1'\nd: true\ne: ~\nf: 1e5\ng: 010\nh: !!python/object:os.system x\n"
    )

    assert parse_framework(text).document == {
        "a": "yes",
        "b": Decimal("0.10"),
        "c": "1",
        "d": True,
        "e": None,
        "f": "1e5",
        "g": "010",
        "h": "x",
    }


@pytest.mark.parametrize("document", [None, [], "x", 3])
def test_a_document_of_another_kind_is_refused(document):
    assert faults_of(document)


def test_files_that_cannot_be_read_are_faults(tmp_path):
    (tmp_path / "thai.yaml").write_bytes("ก".encode("tis-620"))

    for name in ("thai.yaml", "missing.yaml"):
        with pytest.raises(BadFramework):
            read_framework_file(tmp_path / name)
