"""The words for the parts of a framework."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from prongsai.frameworks.rules.packs.kinds import KEY
from prongsai.scoring.types.framework import Text
from prongsai.ui.types import Badge, Tone

Label = str | Promise

KINDS: dict[str, Label] = {
    "framework": _("ข้อมูลของกรอบ"),
    "instrument": _("เครื่องมือ"),
    "part": _("ส่วนของแบบวัด"),
    "indicator": _("ตัวชี้วัด"),
    "group": _("ตัวชี้วัดย่อย"),
    "item": _("ข้อหรือรายการ"),
    "line": _("คำถาม"),
    "component": _("องค์ประกอบข้อมูล"),
    "rule": _("กติกา"),
    "source": _("แหล่งอ้างอิง"),
    "band": _("ระดับ"),
    "scale": _("มาตรคำตอบ"),
    "quota": _("จำนวนตัวอย่างขั้นต่ำ"),
    "quota-class": _("ประเภทหน่วยงาน"),
    "attribute": _("ข้อมูลทั่วไปของผู้ตอบ"),
    "step": _("ขั้นตอนในปฏิทิน"),
    "adjustment": _("การปรับคะแนน"),
}
BRANCHES: dict[str, Label] = {
    "rules": _("กติกาการคิดคะแนน"),
    "sources": _("แหล่งอ้างอิง"),
    "levels.bands": _("ระดับผลการประเมิน"),
    "levels.also": _("ระดับแบบเดิมที่ยังใช้เทียบ"),
    "scales": _("มาตรคำตอบ"),
    "quotas": _("จำนวนตัวอย่างขั้นต่ำ"),
    "attributes": _("ข้อมูลทั่วไปของผู้ตอบ"),
    "calendar": _("ปฏิทิน"),
    "adjustments": _("การปรับคะแนน"),
    "instruments": _("เครื่องมือ"),
}
FIELDS: dict[str, Label] = {
    KEY: _("รหัส"),
    "code": _("รหัส"),
    "step": _("รหัส"),
    "key": _("ชื่อกุญแจที่ใช้ข้ามปี"),
    "name.th": _("ชื่อภาษาไทย"),
    "name.en": _("ชื่อภาษาอังกฤษ"),
    "title.th": _("ชื่อภาษาไทย"),
    "title.en": _("ชื่อภาษาอังกฤษ"),
    "text.th": _("ชื่อภาษาไทย"),
    "text.en": _("ชื่อภาษาอังกฤษ"),
    "label.th": _("หัวข้อภาษาไทย"),
    "label.en": _("หัวข้อภาษาอังกฤษ"),
    "th": _("ถ้อยคำภาษาไทย"),
    "en": _("ถ้อยคำภาษาอังกฤษ"),
    "programme": _("โครงการ"),
    "form": pgettext_lazy("framework", "แบบ"),
    "fiscal_year": _("ปีงบประมาณ (พ.ศ.)"),
    "rounding.mode": _("การปัดเศษ"),
    "levels.pass_mark": _("คะแนนผ่าน"),
    "notes": _("หมายเหตุถึงผู้อ่าน"),
    "weight": _("น้ำหนัก"),
    "aggregate": _("วิธีรวมคะแนน"),
    "respondents.th": _("ผู้ตอบ ภาษาไทย"),
    "respondents.en": _("ผู้ตอบ ภาษาอังกฤษ"),
    "join": _("วิธีรวมส่วน"),
    "marks": _("คะแนนที่ให้ได้"),
    "complete": _("รายการครบถ้วนแล้ว"),
    "basis": _("ความแน่นอน"),
    "sources": _("ที่มา"),
    "replaces": _("รวมหรือแยกมาจากกุญแจ"),
    "evidence.covers": _("ข้อมูลของปีใด"),
    "evidence.window_months": _("ไม่เก่ากว่า (เดือน)"),
    "evidence.own_domain": _("ต้องอยู่บนเว็บไซต์หลักของหน่วยงาน"),
    "evidence.machine_readable": _("ต้องเป็นไฟล์ที่โปรแกรมอ่านได้"),
    "evidence.basis": _("ความแน่นอนของเงื่อนไขหลักฐาน"),
    "scale": _("มาตรคำตอบ"),
    "direction": _("ทิศทางคะแนน"),
    "what": _("คืออะไร"),
    "url": _("ที่อยู่เว็บ"),
    "minimum": _("ขั้นต่ำ"),
    "gate": _("ทุกเครื่องมือต้องได้อย่างน้อย"),
    "choices": _("ตัวเลือก"),
    "points": _("คะแนน"),
    "percent": _("ร้อยละของบุคลากร"),
    "at_least": _("ไม่น้อยกว่า"),
    "at_most": _("ไม่เกิน"),
    "asked_in": _("ถามในแบบวัด"),
    "randomised.yes_days": _("จำนวนวันเกิดที่ให้ตอบตัวเลือกแรก"),
    "randomised.no_days": _("จำนวนวันเกิดที่ให้ตอบตัวเลือกที่สอง"),
    "opens": _("วันแรก"),
    "closes": _("วันสุดท้าย"),
    "note.th": _("หมายเหตุภาษาไทย"),
    "note.en": _("หมายเหตุภาษาอังกฤษ"),
    "kind": _("ชนิด"),
    "most": _("มากที่สุด"),
}
HELPS: dict[str, Label] = {
    "code": _("เลขข้อ เปลี่ยนได้ทุกปี"),
    "key": _("อักษรโรมันตัวเล็ก คั่นด้วยขีด ความหมายเดิมใช้กุญแจเดิมแม้เลขข้อเปลี่ยน"),
    KEY: _("อักษรโรมันตัวเล็กและตัวเลข คั่นด้วยขีด"),
    "weight": _("เครื่องมือใช้สัดส่วนของคะแนนรวม เช่น 0.30 ทุกเครื่องมือรวมกันได้ 1"),
    "marks": _("เช่น 0 100 หรือ 0 50 100"),
    "replaces": _("กุญแจของข้อเดิมในปีก่อน คั่นด้วยช่องว่าง"),
    "th": _("ไม่กรอก หมายถึงใช้หัวข้อ"),
    "randomised.yes_days": _("เฉพาะคำถามอ่อนไหว มีสองตัวเลือกพอดี กรอกทั้งสองช่องหรือเว้นว่างทั้งคู่"),
    "points": _("เว้นว่าง หมายถึงไม่มีความเห็น"),
}
CHOICES: dict[str, Label] = {
    "S": _("อ่านจากแหล่งที่เปิดเผย"),
    "V": _("ตรวจกับคะแนนที่ประกาศแล้ว"),
    "V-weak": _("ตรวจกับคะแนนจำนวนน้อย"),
    "I": _("อนุมาน"),
    "R": _("จำได้ ยังไม่ยืนยัน"),
    "N": _("ไม่พบแหล่ง"),
    "mean": _("ค่าเฉลี่ย"),
    "flat": _("ค่าเฉลี่ยของทุกข้อ ไม่แบ่งกลุ่ม"),
    "weighted": _("ค่าเฉลี่ยถ่วงน้ำหนัก"),
    "mean-of-parts": _("ค่าเฉลี่ยของสองส่วน"),
    "pooled": _("รวมผู้ตอบทุกส่วน"),
    "once": _("ปัดคะแนนรวมครั้งเดียว"),
    "parts": _("ปัดคะแนนของแต่ละเครื่องมือ"),
    "positive": _("ยิ่งมากยิ่งดี"),
    "reversed": _("ยิ่งมากยิ่งแย่ (กลับคะแนน)"),
    "assessed-year": _("ปีที่ประเมิน"),
    "year-before": _("ปีก่อนปีที่ประเมิน"),
    "deduction": _("หักคะแนน"),
    "factor": _("คูณคะแนน"),
}
ADDS: dict[str, Label] = {
    "instrument": _("เพิ่มเครื่องมือ"),
    "part": _("เพิ่มส่วนของแบบวัด"),
    "indicator": _("เพิ่มตัวชี้วัด"),
    "group": _("เพิ่มตัวชี้วัดย่อย"),
    "item": _("เพิ่มข้อหรือรายการ"),
    "line": _("เพิ่มคำถาม"),
    "component": _("เพิ่มองค์ประกอบข้อมูล"),
    "rule": _("เพิ่มกติกา"),
    "source": _("เพิ่มแหล่งอ้างอิง"),
    "band": _("เพิ่มระดับ"),
    "scale": _("เพิ่มมาตรคำตอบ"),
    "quota": _("เพิ่มจำนวนตัวอย่างขั้นต่ำ"),
    "quota-class": _("เพิ่มประเภทหน่วยงาน"),
    "attribute": _("เพิ่มข้อมูลผู้ตอบ"),
    "step": _("เพิ่มขั้นตอน"),
    "adjustment": _("เพิ่มการปรับคะแนน"),
}
TONES: dict[str, Tone] = {
    "S": "ok",
    "V": "ok",
    "V-weak": "ok",
    "I": "warn",
    "R": "warn",
    "N": "warn",
}


def say(text: Text) -> str:
    """Return words of a framework in the language of the page."""
    return text.en if (get_language() or "").startswith("en") else text.th


def get_basis(code: str) -> Badge:
    """Return how sure a rule is, in words."""
    return Badge(TONES[code], str(CHOICES[code]), "verified" if TONES[code] == "ok" else "help")
