"""Strict reading: every fault names its path, and nothing is guessed."""

import json

import pytest

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.document import open_document, read_bytes
from prongsai.scoring.faults import BadInput
from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.plain import score_plain

PACK = get_pack("nacc-general-2564")


def read(text):
    reader = AgencyReader(PACK)
    return [reader.read_agency(raw, path) for path, raw in open_document(text).iter_agencies()]


def refuse(agency):
    with pytest.raises(BadInput) as caught:
        read(json.dumps({"framework": "nacc-general-2564", "agencies": [agency]}))
    return caught.value.path


@pytest.mark.parametrize(
    "number",
    [
        "๙๔",
        "９４",
        "+1",
        "-1",
        "-0",
        "1e2",
        " 94",
        "94 ",
        "94\n",
        "",
        " ",
        ".5",
        "94.",
        "0x1",
        "1_0",
        "094",
        "94,5",
        "NaN",
        "Infinity",
        "100.01",
        "1000000",
        "94.5.1",
        "½",
        True,
        False,
        [],
        {},
        100.5,
        -1,
        1e-7,
        float("nan"),
        float("inf"),
        10**30,
        "9" * 400,
        "0." + "1" * 31,
    ],
)
def test_what_is_not_a_score_is_refused(number):
    assert refuse({"total": number}) == "agencies[0].total"


@pytest.mark.parametrize("number", ["0", "100", "94.64", "100.00", 94, 94.64, "0.0", "84.995"])
def test_plain_digits_are_read_exactly(number):
    assert read(json.dumps({"agencies": [{"total": number}]}))[0].total is not None


@pytest.mark.parametrize("number", ["1e2", "1E1", "-0.0", "-0.5", "1.0e1", "NaN", "-Infinity"])
def test_json_numbers_are_plain_digits_too(number):
    with pytest.raises(BadInput, match=r"agencies\[0\].total"):
        read(f'{{"agencies": [{{"total": {number}}}]}}')


def test_binary_floats_never_enter():
    given = read('{"agencies": [{"indicators": {"1": 0.1, "2": 0.2}}]}')[0]

    assert sum(given.indicators.values()) * 10 == 3


@pytest.mark.parametrize(
    ("agency", "path"),
    [
        ({"answers": {"IIT": [[0] * 51, [0] * 4 + [7] + [0] * 46]}}, "answers.IIT[1][4]"),
        ({"answers": {"IIT": [[0] * 51, [0] * 50]}}, "answers.IIT[1]"),
        ({"answers": {"IIT": [[]]}}, "answers.IIT[0]"),
        ({"answers": {"IIT": [[0] * 51, None]}}, "answers.IIT[1]"),
        ({"answers": {"IIT": {}}}, "answers.IIT"),
        ({"answers": {"IIT": [[0] * 50 + [True]]}}, "answers.IIT[0][50]"),
        ({"answers": {"IIT": [[0] * 50 + [1.0]]}}, "answers.IIT[0][50]"),
        ({"answers": {"IIT": [[-1] + [0] * 50]}}, "answers.IIT[0][0]"),
        ({"answers": {"EIT": []}}, "answers.EIT"),
        ({"answers": {"OIT": []}}, "answers.OIT"),
        ({"answers": []}, "answers"),
        ({"items": {"o44": "100"}}, "items.o44"),
        ({"items": {"o1": "101"}}, "items.o1"),
        ({"indicators": {"11": "1"}}, "indicators.11"),
        ({"indicators": [1]}, "indicators"),
        ({"instruments": {"EBIT": "1"}}, "instruments.EBIT"),
        ({"points": {"EIT": "30.01"}}, "points.EIT"),
        ({"points": {"OIT": "40.5"}}, "points.OIT"),
        ({"adjustments": {"x": "1"}}, "adjustments.x"),
        ({"code": 7}, "code"),
        ({"code": ""}, "code"),
        ({"code": "a\u0000"}, "code"),
        ({"class": 3}, "class"),
        ({"headcount": -1}, "headcount"),
        ({"headcount": "9"}, "headcount"),
        ({"headcount": 1.0}, "headcount"),
        ({"totals": "1"}, "totals"),
    ],
)
def test_faults_name_their_path(agency, path):
    assert refuse(agency) == f"agencies[0].{path}"


@pytest.mark.parametrize("agency", [None, 1, "x", [], True])
def test_an_agency_is_an_object(agency):
    assert refuse(agency) == "agencies[0]"


def test_repeated_codes_and_keys_are_refused():
    with pytest.raises(BadInput, match=r"agencies\[1\].code.*agencies\[0\]"):
        read('{"agencies": [{"code": "a"}, {"code": "a"}]}')
    with pytest.raises(BadInput, match=r"agencies\[0\].total"):
        read('{"agencies": [{"total": "1", "total": "1"}]}')
    with pytest.raises(BadInput, match=r"agencies\[0\].items.o1"):
        read('{"agencies": [{"items": {"o1": "0", "o1": "100"}}]}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[]",
        "null",
        "{",
        '{"agencies"',
        '{"agencies": ',
        '{"agencies": [',
        '{"agencies": [}',
        '{"agencies": []',
        '{"agencies": []} x',
        '{"agencies": [],}',
        '{"agencies": [{},]}',
        "{1: 2}",
        '{"agencies": [] "x": 1}',
        '{"agencies": [], "agencies": []}',
        '{"a": 1, "a": 2}',
        "{'a': 1}",
        '{"agencies": [{"total": 01}]}',
        '{"agencies": [' + "[" * 100_000,
        '{"agencies": ' + '{"a":' * 9999,
        '{"agencies": [' + "9" * 5000 + "]}",
        '{"agencies": [{"code": "\t"}]}',
        "{,}",
    ],
)
def test_broken_json_is_refused_with_its_place(text):
    with pytest.raises(BadInput):
        read(text)


@pytest.mark.parametrize(
    "text", ["{}", " { } ", '{"agencies": [ ] }', '{"agencies":[],"framework":""}']
)
def test_empty_documents_are_read(text):
    assert read(text) == []


def test_nothing_but_utf8_is_read():
    assert read_bytes("\ufeff{}".encode()) == "{}"
    with pytest.raises(BadInput, match="UTF-8"):
        read_bytes("ก".encode("tis-620"))


def test_null_means_not_given():
    keys = ("code", "class", "headcount", "answers", "items", "indicators", "points", "total")

    told = score_plain(PACK, dict.fromkeys(keys))

    assert told["total"] is None
    assert told["level"] is None
    assert told["state"] == "no result"


def test_long_values_are_cut_in_messages():
    with pytest.raises(BadInput) as caught:
        read(json.dumps({"agencies": [{"total": "x" * 10_000}]}))

    assert len(str(caught.value)) < 400
