"""Roles, devices and states in plain words."""

from django.utils.translation import gettext as _

from prongsai.accounts.selectors.own import Session
from prongsai.permissions.roles import Role


def describe_role(role: str) -> str:
    """Return in one or two sentences what a role is for."""
    return _get_role_words()[Role(role)]


def describe_device(session: Session) -> str:
    """Return "Chrome บน Windows", or as much of it as the browser told."""
    if session.browser and session.system:
        names = {"browser": session.browser, "system": session.system}
        return _("%(browser)s บน %(system)s") % names
    return session.browser or session.system or _("อุปกรณ์ที่ไม่รู้จัก")


def _get_role_words() -> dict[Role, str]:
    return {
        Role.COMMISSION_OWNER: _(
            "กำหนดกรอบและปฏิทินการประเมินทั้งประเทศ คำนวณและเผยแพร่ผล และตอบคำคัดค้าน"
        ),
        Role.ASSESSOR: _("ตรวจและให้คะแนนแบบ OIT ของหน่วยงานที่ได้รับมอบหมายพร้อมเหตุผล และตอบคำคัดค้าน"),
        Role.DEPARTMENT_CENTRE: _(
            "ส่งหนังสือและเปิดรอบรายงานไปยังหน่วยงานในสาย ดูภาพรวม และเชิญผู้รับผิดชอบระดับจังหวัดและอำเภอ"
        ),
        Role.GOVERNOR: _("อนุมัติหนังสือและรายงานของจังหวัด ลงนามข้อตกลง และดูตัวชี้วัดของจังหวัด"),
        Role.DEPUTY_GOVERNOR: _("อนุมัติหนังสือและรายงานที่ได้รับมอบ ลงนามข้อตกลง และดูตัวชี้วัดของตนเอง"),
        Role.PROVINCE_COORDINATOR: _(
            "ติดตามและให้คำแนะนำหน่วยงานในจังหวัด จัดคลินิกและสัมมนา และเชิญผู้รับผิดชอบในจังหวัด"
        ),
        Role.PROVINCIAL_COMMISSION: _("ติดตามและให้ข้อคิดเห็นแก่หน่วยงานในจังหวัด"),
        Role.DISTRICT_CHIEF: _("ติดตามหน่วยงานในอำเภอ จัดประชุม และรับรองรายงาน ก.๑ และ ก.๒"),
        Role.DISTRICT_OFFICER: _(
            "ติดตามหน่วยงานในอำเภอ จัดทำรายงาน ก.๑ และ ก.๒ และเชิญผู้รับผิดชอบของหน่วยงาน"
        ),
        Role.TAMBON_OFFICER: _("ออกตรวจเยี่ยมหน่วยงานที่รับผิดชอบ และกรอกรายงาน ก.๒ รายหน่วยงาน"),
        Role.AGENCY_EXECUTIVE: _("อนุมัติหรือส่งคืนแบบ OIT จำนวนบุคลากร และคำคัดค้าน และลงนามข้อตกลง"),
        Role.AGENCY_ADMIN: _("ทำงานทุกเรื่องของหน่วยงานยกเว้นการอนุมัติ และเชิญผู้ประสานงานของกอง"),
        Role.DIVISION_CONTACT: _("จัดเตรียมข้อมูล OIT ของกองที่ได้รับมอบ แล้วส่งให้ผู้ดูแลระบบของหน่วยงาน"),
        Role.INTERVIEWER: _("สัมภาษณ์ตามรายชื่อที่ได้รับมอบหมาย และบันทึกแบบกระดาษ ไม่เห็นคำตอบที่ส่งแล้ว"),
        Role.AUDITOR: _("อ่านบันทึกการใช้งานและข้อมูลเพื่อการตรวจสอบ แก้ไขสิ่งใดไม่ได้"),
        Role.DATA_PROTECTION_OFFICER: _("ตรวจการใช้ข้อมูลส่วนบุคคล แก้ไขสิ่งใดไม่ได้"),
        Role.SYSTEM_OPERATOR: _("ดูแลระบบให้ทำงาน ไม่เห็นคำตอบและเอกสารของผู้ใด"),
    }
