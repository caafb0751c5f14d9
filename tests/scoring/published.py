"""Published results, and what each of them says to the engine."""

import json
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "scoring"
ROWS = json.loads((DATA / "published_results.json").read_text(encoding="utf-8"))
PROVINCES = json.loads((DATA / "province_averages.json").read_text(encoding="utf-8"))
WEIGHTED = "weighted points 30/30/40"

# Rows that no set of rules here can give back, with the reason.
NOT_REPRODUCED = {
    ("มหาวิทยาลัยพะเยา (ภาพรวมทุกส่วนงาน)", 2565): "indicator means only: no total, no level",
    ("วิทยาลัยอาชีวศึกษาเสาวภา", 2568): "EIT and OIT missing: here no result, printed as a sum",
    ("วิทยาลัยเทคนิคลพบุรี แห่งที่ 2", 2568): "IIT and EIT missing: no result, printed as a sum",
    ("วิทยาลัยเทคนิค กฟผ. แม่เมาะ", 2568): "nothing given",
    ("วิทยาลัยการอาชีพทองผาภูมิ", 2568): "nothing given",
}
# Words of the press for the levels of 2566; letters beside words are not official then.
PRESS_WORDS = {
    "Must improve urgently": "ต้องปรับปรุงโดยด่วน",
    "Must improve": "ต้องปรับปรุง",
    "not passed (<85)": None,
}


OFFICIAL = {
    "letters": {"AA", "A", "B", "C", "D", "E", "F"},
    "words": {"ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"},
}


def is_official(row):
    """Whether the printed level is one that was in force that year."""
    return row["level"] in OFFICIAL["words" if row["year"] >= 2566 else "letters"]


def explain_unchecked(row):
    """Why nothing of a row can be computed again, or None where something can."""
    if key(row) in NOT_REPRODUCED:
        return NOT_REPRODUCED[key(row)]
    if row["indicators"] or any(row[code] for code in ("IIT", "EIT", "OIT")):
        return None
    if row["level"] is None:
        return "a total alone: nothing to compute it from, no level printed"
    if row["level"] in PRESS_WORDS or is_official(row):
        return None
    return "a total alone, beside a word that was no level of that year"


def name_framework(row):
    match row["programme"]:
        case "up-internal":
            return "up-internal-2563"
        case "ovec":
            return "ovec-college-2568"
        case _:
            return f"nacc-general-{row['year']}"


def describe_agency(row):
    """The row without its printed OIT points and, where all parts are there, without its total."""
    agency = {"indicators": row["indicators"]}
    if len(row["indicators"]) == 10:
        return agency
    given = {code: row[code] for code in ("IIT", "EIT", "OIT") if row[code]}
    if {"9", "10"} <= set(row["indicators"]):
        given.pop("OIT", None)
    agency["points" if row["scale"] == WEIGHTED else "instruments"] = given
    if len(given) < 3:
        agency["total"] = row["total"]
    return agency


def write_two(number):
    return None if number is None else f"{Decimal(number):.2f}"


def key(row):
    return (row["agency"], row["year"])
