"""The invented province and nation have the sizes that were promised, the same for each seed."""

from collections import Counter

from prongsai.demo.names import Name
from prongsai.demo.nation import ProvincePlace, build_nation
from prongsai.demo.tree import build_province

STRUCTURE = {"ministry", "district"}


def test_province_has_89_local_bodies_and_nine_districts():
    classes = Counter(body.unit_class for body in build_province(2569))

    assert classes["provincial_body"] == 1
    assert classes["town"] == 3
    assert classes["tambon_town"] == 22
    assert classes["tambon_body"] == 63
    assert classes["district"] == 9


def test_province_is_the_same_for_a_seed_and_another_for_another():
    assert build_province(1) == build_province(1)
    assert build_province(1) != build_province(2)


def provinces() -> list[ProvincePlace]:
    """77 made-up provinces with twelve districts each."""
    codes = ["10", "20", *(str(code) for code in range(21, 96))]
    return [
        ProvincePlace(
            code,
            Name(f"จังหวัด {code}", code),
            tuple((f"{code}{n:02}", Name(f"อำเภอ {n}", str(n))) for n in range(1, 13)),
        )
        for code in codes
    ]


def test_nation_has_8317_agencies_with_unique_codes_and_known_parents():
    bodies = build_nation(2569, provinces())
    codes = [body.code for body in bodies]
    parents = {code for body in bodies for code in (body.line, body.geography, body.supervision)}

    assert len([body for body in bodies if body.unit_class not in STRUCTURE]) == 8317
    assert len(set(codes)) == len(codes)
    assert parents - {""} <= set(codes)
