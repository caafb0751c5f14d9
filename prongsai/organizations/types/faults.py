"""What can be wrong with one field of a described unit, and how to put it right, in words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What is wrong, and what to do about it.
TEXTS: dict[str, tuple[Promise | str, Promise | str]] = {
    "missing": (_("ไม่ได้กรอก"), _("กรอกข้อมูลในช่องนี้")),
    "too_long": (
        _("ยาว %(length)s ตัวอักษร เกินที่กำหนด"),
        _("ย่อให้ไม่เกิน %(most)s ตัวอักษร"),
    ),
    "control": (
        _("มีอักขระที่มองไม่เห็นหรือขึ้นบรรทัดใหม่"),
        _("พิมพ์ข้อความใหม่ให้อยู่ในบรรทัดเดียว"),
    ),
    "code_shape": (
        _("รหัส “%(value)s” ใช้ไม่ได้"),
        _("ใช้ตัวเลข ตัวพิมพ์ใหญ่ A–Z จุด หรือขีด ไม่เกิน 20 ตัว ขึ้นต้นและลงท้ายด้วยตัวเลขหรือตัวอักษร"),
    ),
    "code_twice": (
        _("รหัส “%(value)s” ซ้ำกับแถวที่ %(other)s"),
        _("ให้แต่ละรหัสมีเพียงแถวเดียว"),
    ),
    "class_unknown": (
        _("ไม่รู้จักประเภท “%(value)s”"),
        _("เลือกประเภทจากรายการในแบบไฟล์ เช่น เทศบาลตำบล"),
    ),
    "size_unknown": (_("ไม่รู้จักขนาด “%(value)s”"), _("ใช้ S, M หรือ L (เล็ก กลาง ใหญ่)")),
    "size_not_used": (
        _("ประเภทนี้ไม่แบ่งขนาด แต่กรอก “%(value)s”"),
        _("เว้นช่องขนาดให้ว่าง หรือแก้ประเภท"),
    ),
    "place_shape": (
        _("รหัสพื้นที่ “%(value)s” ไม่ถูกรูปแบบ"),
        _("ใช้รหัสจังหวัด 2 หลัก อำเภอ 4 หลัก หรือตำบล 6 หลัก"),
    ),
    "place_unknown": (
        _("ไม่มีพื้นที่รหัส “%(value)s”"),
        _("ค้นรหัสที่ถูกต้องในหน้าข้อมูลพื้นที่"),
    ),
    "date_shape": (
        _("อ่านวันที่ “%(value)s” ไม่ได้"),
        _("เขียนเช่น 1 ตุลาคม 2569 หรือ 2026-10-01"),
    ),
    "date_too_early": (
        _("วันที่ %(value)s ไม่หลังการเปลี่ยนแปลงครั้งล่าสุด (%(latest)s)"),
        _("ใช้วันที่หลังจากนั้น หรือเว้นว่างเพื่อใช้วันที่ของการนำเข้า"),
    ),
    "count_shape": (
        _("อ่านจำนวน “%(value)s” ไม่ได้"),
        _("กรอกเป็นจำนวนเต็ม เช่น 1200 หรือ 1,200 ไม่ใช้ทศนิยมหรือเครื่องหมายลบ"),
    ),
    "count_range": (
        _("จำนวน %(value)s อยู่นอกช่วงที่เป็นไปได้"),
        _("กรอกจำนวนตั้งแต่ %(least)s ถึง %(most)s"),
    ),
    "unit_twice": (
        _("รหัส “%(value)s” มีมากกว่าหนึ่งแถว"),
        _("ให้แต่ละรหัสมีเพียงแถวเดียว"),
    ),
    "unit_unknown": (
        _("ไม่พบหน่วยงานรหัส “%(value)s” ในพื้นที่ของท่าน"),
        _("แก้รหัสตามแบบไฟล์ หรือลบแถวนี้"),
    ),
    "ended": (_("หน่วยงานนี้ยุบเลิกแล้ว"), _("ลบแถวนี้ หรือใช้รหัสใหม่สำหรับหน่วยงานใหม่")),
    "parent_unknown": (
        _("ไม่พบหน่วยงานรหัส “%(value)s”"),
        _("แก้รหัสต้นสังกัด หรือเพิ่มหน่วยงานนั้นไว้ในไฟล์เดียวกัน"),
    ),
    "parent_ended": (
        _("หน่วยงานรหัส “%(value)s” ไม่ได้ดำรงอยู่ในวันที่มีผล"),
        _("ใช้รหัสของหน่วยงานที่ยังดำรงอยู่"),
    ),
    "parent_faulty": (
        _("แถวของต้นสังกัด “%(value)s” มีข้อผิดพลาด"),
        _("แก้แถวของต้นสังกัดก่อน"),
    ),
    "parent_self": (_("ต้นสังกัดเป็นหน่วยงานเดียวกัน"), _("ใช้รหัสของหน่วยงานอื่น หรือเว้นว่าง")),
    "parent_cycle": (
        _("ทำให้หน่วยงานอยู่ใต้ตัวเอง: %(path)s"),
        _("แก้ต้นสังกัดของหน่วยงานใดหน่วยงานหนึ่งในวงนี้"),
    ),
    "host_missing": (_("ไม่มีชื่อโดเมน"), _("กรอกเช่น www.example.go.th")),
    "host_address": (_("“%(value)s” เป็นเลขไอพี"), _("ใช้ชื่อโดเมน เช่น www.example.go.th")),
    "host_port": (_("“%(value)s” ระบุพอร์ต"), _("ตัดเครื่องหมาย : และตัวเลขพอร์ตออก")),
    "host_credentials": (
        _("“%(value)s” มีชื่อผู้ใช้หรือรหัสผ่าน"),
        _("ตัดส่วนที่อยู่หน้าเครื่องหมาย @ ออก"),
    ),
    "host_path": (
        _("“%(value)s” ไม่ใช่ชื่อโดเมนอย่างเดียว"),
        _("ตัดส่วนหลังชื่อโดเมนออก เหลือเช่น www.example.go.th"),
    ),
    "host_scheme": (_("“%(value)s” ไม่ใช่ที่อยู่เว็บไซต์"), _("ขึ้นต้นด้วย https:// หรือ http://")),
    "host_shape": (_("อ่านที่อยู่ “%(value)s” ไม่ได้"), _("กรอกเช่น https://www.example.go.th")),
    "host_single": (_("“%(value)s” ไม่ใช่ชื่อโดเมนเต็ม"), _("กรอกเช่น www.example.go.th")),
    "host_private": (
        _("“%(value)s” เป็นชื่อในเครือข่ายภายใน"),
        _("ใช้ชื่อที่ประชาชนเปิดได้จากอินเทอร์เน็ต"),
    ),
    "host_long": (_("ที่อยู่เว็บไซต์ยาวเกินไป"), _("ใช้ที่อยู่ไม่เกิน 300 ตัวอักษร")),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: a code that TEXTS explains, and the facts."""

    column: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        return str(TEXTS[self.code][0]) % self.facts

    @property
    def fix(self) -> str:
        return str(TEXTS[self.code][1]) % self.facts

    @property
    def text(self) -> str:
        return f"{self.problem} – {self.fix}"
