"""A framework from nothing: the least that a checked framework needs."""

from typing import Any

RULES = {
    "weights": ("คะแนนรวมคิดจากน้ำหนักของเครื่องมือ", "The total uses the weights of the instruments"),
    "rounding": (
        "คำนวณโดยไม่ปัดเศษ แล้วปัดคะแนนรวมครั้งเดียว ครึ่งปัดขึ้น",
        "Everything is kept exact and the total is rounded once, half up",
    ),
    "levels": ("ระดับตามคะแนนรวม", "Levels by the total"),
    "level-figures": (
        "การเทียบเกณฑ์ใช้คะแนนทศนิยมสองตำแหน่ง",
        "Bands and gates are compared with two-decimal figures",
    ),
    "sample-minimum": (
        "เมื่อผู้ตอบไม่ถึงจำนวนขั้นต่ำ คะแนนถือเป็นคะแนนชั่วคราว",
        "Below the minimum sample the score stays provisional",
    ),
    "instrument-iit": ("คะแนนคือค่าเฉลี่ยของตัวชี้วัด", "The score is the mean of the indicators"),
    "survey-line": (
        "คะแนนของคำถามคือค่าเฉลี่ยของคะแนนตัวเลือกที่ผู้ตอบเลือก",
        "A question scores the mean points of the choices picked",
    ),
    "survey-item": ("คะแนนของข้อคือค่าเฉลี่ยของคำถาม", "An item is the mean of its questions"),
    "survey-indicator": (
        "คะแนนของตัวชี้วัดคือค่าเฉลี่ยของข้อ",
        "An indicator is the mean of its items",
    ),
    "iit-form": (
        "คำถามของแบบวัดและคะแนนของแต่ละตัวเลือก",
        "The questions of the survey and the points of each choice",
    ),
}


def start_document(
    *, programme: str, form: str, year: int, title: str, english: str
) -> dict[str, Any]:
    """One survey with one question: everything in it is meant to be replaced."""
    return {
        "format": "prongsai-framework/1",
        "name": f"{programme}-{form}-{year}",
        "programme": programme,
        "form": form,
        "fiscal_year": year,
        "title": {"th": title, "en": english or title},
        "status": "draft",
        "rules": {
            code: {"th": thai, "en": words, "basis": "N"} for code, (thai, words) in RULES.items()
        },
        "rounding": {"mode": "once", "places": 2},
        "levels": {
            "pass_mark": 85,
            "bands": [
                {"code": "pass", "text": {"th": "ผ่าน", "en": "Pass"}, "minimum": 85},
                {
                    "code": "improve",
                    "text": {"th": "ต้องปรับปรุง", "en": "Must improve"},
                    "minimum": 0,
                },
            ],
        },
        "scales": {
            "yes-no": {
                "name": {"th": "ใช่หรือไม่ใช่", "en": "Yes or no"},
                "choices": [
                    {"th": "ใช่", "en": "Yes", "points": 100},
                    {"th": "ไม่ใช่", "en": "No", "points": 0},
                ],
            }
        },
        "instruments": [_start_survey()],
        "sources": {},
    }


def _start_survey() -> dict[str, Any]:
    line = {
        "code": "a",
        "th": "คำถามแรก (แก้ไขถ้อยคำนี้)",
        "en": "First question (change these words)",
        "scale": "yes-no",
    }
    item = {
        "code": "i1",
        "key": "first-item",
        "label": {"th": "ข้อแรก", "en": "First item"},
        "basis": "N",
        "lines": [line],
    }
    return {
        "code": "IIT",
        "name": {"th": "แบบวัดภายใน", "en": "Internal survey"},
        "weight": 1,
        "aggregate": "mean",
        "indicators": [
            {"code": "1", "name": {"th": "ตัวชี้วัดแรก", "en": "First indicator"}, "items": [item]}
        ],
    }
