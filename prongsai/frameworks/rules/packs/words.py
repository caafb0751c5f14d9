"""What a policy officer reads when a framework file is wrong."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jsonschema.exceptions import ValidationError

from prongsai.frameworks.types.packs import Fault
from prongsai.scoring.faults import show_value
from prongsai.scoring.types.framework import Text

TYPES = {
    "object": Text("กลุ่มของคีย์และค่า", "a group of keys and values"),
    "array": Text("รายการ", "a list"),
    "string": Text("ข้อความ (รหัสที่เป็นตัวเลขให้ใส่เครื่องหมายคำพูด)", "text (put a numeric code in quotes)"),
    "number": Text("ตัวเลข", "a number"),
    "integer": Text("จำนวนเต็ม", "a whole number"),
    "boolean": Text("true หรือ false", "true or false"),
    "null": Text("ว่าง", "empty"),
}


def write_fault(fault: Fault) -> str:
    """One line of the report."""
    place = f"บรรทัด {fault.line} / line {fault.line}, " if fault.line else ""
    return f"{place}{fault.path}: {fault.text.th} / {fault.text.en}"


def explain_error(error: ValidationError) -> Text:
    """A schema error in plain words."""
    kind, value = str(error.validator), show(error.instance)
    rule: Any = error.validator_value
    if kind == "required":
        return _missing(error, rule)
    if kind == "additionalProperties":
        return _unknown(error)
    if kind == "type":
        wanted = TYPES.get(str(rule), Text(str(rule), str(rule)))
        return Text(f"{value} ต้องเป็น{wanted.th}", f"{value} must be {wanted.en}")
    if kind in ("enum", "const"):
        choices = ", ".join(map(str, rule)) if kind == "enum" else str(rule)
        return Text(f"{value} ต้องเป็นค่าใดค่าหนึ่ง: {choices}", f"{value} must be one of: {choices}")
    if kind == "pattern":
        return _shape(value, str(rule))
    return _limit(kind, rule, value)


def show(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict | list):
        return "…"
    return show_value(value)


def _missing(error: ValidationError, keys: Iterable[str]) -> Text:
    found = error.instance if isinstance(error.instance, dict) else {}
    names = ", ".join(key for key in keys if key not in found)
    return Text(f"ขาด {names}", f"{names} is missing")


def _unknown(error: ValidationError) -> Text:
    allowed = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    found: Any = error.instance
    names = ", ".join(key for key in found if key not in allowed)
    listed = ", ".join(allowed)
    return Text(f"ไม่รู้จัก {names} ที่ใช้ได้คือ {listed}", f"{names} is not known; known are {listed}")


def _shape(value: str, pattern: str) -> Text:
    if pattern == r"\S":
        return Text("ข้อความว่าง", "the text is empty")
    return Text(f"{value} ผิดรูปแบบ ({pattern})", f"{value} has the wrong shape ({pattern})")


def _limit(kind: str, rule: Any, value: str) -> Text:
    limits = {
        "minimum": Text(f"{value} น้อยกว่า {rule}", f"{value} is less than {rule}"),
        "maximum": Text(f"{value} มากกว่า {rule}", f"{value} is more than {rule}"),
        "exclusiveMinimum": Text(f"{value} ต้องมากกว่า {rule}", f"{value} must be more than {rule}"),
        "minItems": Text(f"ต้องมีอย่างน้อย {rule} รายการ", f"needs at least {rule} entries"),
        "maxItems": Text(f"มีได้ไม่เกิน {rule} รายการ", f"has room for {rule} entries"),
        "minProperties": Text(f"ต้องมีอย่างน้อย {rule} รายการ", f"needs at least {rule} entries"),
        "minLength": Text("ข้อความว่าง", "the text is empty"),
        "maxLength": Text(f"ข้อความยาวเกิน {rule} ตัวอักษร", f"the text is longer than {rule}"),
        "uniqueItems": Text("มีรายการซ้ำกัน", "an entry stands twice"),
        "anyOf": Text(f"{value} ใช้ไม่ได้", f"{value} cannot be used"),
        "dependentRequired": Text("ต้องมีทั้ง th และ en", "both th and en are needed"),
    }
    return limits.get(kind, Text(f"{value} ใช้ไม่ได้ ({kind})", f"{value} cannot be used ({kind})"))
