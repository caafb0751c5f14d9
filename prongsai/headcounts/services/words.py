"""What people are told about set-ups."""

from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.headcounts.types import Given
from prongsai.notifications.types import Words
from prongsai.organizations.types.units import UnitName


def tell_sent(unit: UnitName, headcount: int) -> Words:
    facts = {"unit": str(unit), "headcount": f"{headcount:,}"}
    return Words(
        _("รอท่านยืนยันการตั้งค่าประจำปีของ %(unit)s") % facts,
        _("ผู้ดูแลระบบกรอกจำนวนบุคลากร %(headcount)s คน โปรดตรวจตัวเลข แล้วยืนยันหรือส่งกลับพร้อมเหตุผล")
        % facts,
        _("ตรวจและยืนยัน"),
    )


def tell_returned(unit: UnitName, reason: str) -> Words:
    facts = {"unit": str(unit), "reason": reason}
    return Words(
        _("ผู้บริหารส่งการตั้งค่าประจำปีของ %(unit)s กลับมาแก้ไข") % facts,
        _("เหตุผล: %(reason)s") % facts,
        _("แก้ไขตัวเลข"),
    )


def tell_replaced(unit: UnitName, sender: Actor, given: Given) -> Words:
    facts = {
        "unit": str(unit),
        "name": sender.name if sender.user_id else _("ระบบ"),
        "headcount": f"{given.headcount:,}",
        "contacts": f"{given.contacts:,}",
    }
    body = _(
        "%(name)s ส่งบุคลากร %(headcount)s คน ผู้มาติดต่อประมาณ %(contacts)s คนต่อปี ให้ผู้บริหารยืนยัน"
        " ถ้ามีชุดอื่นรออยู่ก่อน ชุดนั้นไม่ใช้แล้ว หากตัวเลขไม่ถูกต้อง ให้กรอกและส่งชุดที่ถูกต้องแทน"
    )
    return Words(_("มีผู้อื่นส่งตัวเลขประจำปีของ %(unit)s") % facts, body % facts, _("เปิดหน้าการตั้งค่า"))


def tell_confirmed(unit: UnitName, headcount: int) -> Words:
    facts = {"unit": str(unit), "headcount": f"{headcount:,}"}
    return Words(
        _("ผู้บริหารยืนยันการตั้งค่าประจำปีของ %(unit)s แล้ว") % facts,
        _("จำนวนบุคลากรที่ใช้คือ %(headcount)s คน ขั้นต่อไปเปิดช่องทางตอบแบบวัด") % facts,
        _("ดูการตั้งค่า"),
    )


def tell_reminder(unit: UnitName, *, asked_by: str, waits_for_executive: bool) -> Words:
    facts = {"unit": str(unit), "name": asked_by}
    body = (
        _("%(name)s ขอให้ท่านตรวจและยืนยันตัวเลขที่ผู้ดูแลระบบกรอกไว้แล้ว")
        if waits_for_executive
        else _("%(name)s ขอให้ท่านกรอกจำนวนบุคลากรและผู้มาติดต่อ แล้วส่งให้ผู้บริหารยืนยัน")
    )
    return Words(_("เตือนให้ตั้งค่าประจำปีของ %(unit)s") % facts, body % facts, _("เปิดหน้าการตั้งค่า"))
