"""The roles of the assessment, each bound to (person, unit, period)."""

from enum import StrEnum


class Role(StrEnum):
    COMMISSION_OWNER = "commission_owner"
    ASSESSOR = "assessor"
    DEPARTMENT_CENTRE = "department_centre"
    GOVERNOR = "governor"
    DEPUTY_GOVERNOR = "deputy_governor"
    PROVINCE_COORDINATOR = "province_coordinator"
    PROVINCIAL_COMMISSION = "provincial_commission"
    DISTRICT_CHIEF = "district_chief"
    DISTRICT_OFFICER = "district_officer"
    TAMBON_OFFICER = "tambon_officer"
    AGENCY_EXECUTIVE = "agency_executive"
    AGENCY_ADMIN = "agency_admin"
    DIVISION_CONTACT = "division_contact"
    INTERVIEWER = "interviewer"
    AUDITOR = "auditor"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    SYSTEM_OPERATOR = "system_operator"


# Roles that need no unit: their scope is the nation.
NATIONAL = frozenset(
    {
        Role.COMMISSION_OWNER,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.SYSTEM_OPERATOR,
    }
)

# Roles that must sign in with a second factor outside the demo.
SECOND_FACTOR = frozenset(
    {
        Role.COMMISSION_OWNER,
        Role.ASSESSOR,
        Role.DEPARTMENT_CENTRE,
        Role.GOVERNOR,
        Role.DEPUTY_GOVERNOR,
        Role.PROVINCE_COORDINATOR,
        Role.PROVINCIAL_COMMISSION,
        Role.AGENCY_EXECUTIVE,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.SYSTEM_OPERATOR,
    }
)

# What a role is called: Thai, English.
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.COMMISSION_OWNER: ("ผู้รับผิดชอบการประเมิน (ป.ป.ช.)", "Commission owner"),
    Role.ASSESSOR: ("ผู้ประเมิน", "Assessor"),
    Role.DEPARTMENT_CENTRE: ("ส่วนกลางของกระทรวงหรือกรม", "Ministry or department centre"),
    Role.GOVERNOR: ("ผู้ว่าราชการจังหวัด", "Governor"),
    Role.DEPUTY_GOVERNOR: ("รองผู้ว่าราชการจังหวัด", "Deputy governor"),
    Role.PROVINCE_COORDINATOR: ("ผู้ประสานงานจังหวัด", "Province coordinator"),
    Role.PROVINCIAL_COMMISSION: ("สำนักงาน ป.ป.ช. ประจำจังหวัด", "Provincial commission office"),
    Role.DISTRICT_CHIEF: ("นายอำเภอ", "District chief"),
    Role.DISTRICT_OFFICER: ("ท้องถิ่นอำเภอ", "District local officer"),
    Role.TAMBON_OFFICER: ("ปลัดอำเภอประจำตำบล", "Tambon officer"),
    Role.AGENCY_EXECUTIVE: ("ผู้บริหารหน่วยงาน", "Agency executive"),
    Role.AGENCY_ADMIN: ("ผู้ดูแลระบบของหน่วยงาน", "Agency admin"),
    Role.DIVISION_CONTACT: ("ผู้ประสานงานกอง", "Division contact"),
    Role.INTERVIEWER: ("พนักงานสัมภาษณ์", "Interviewer"),
    Role.AUDITOR: ("ผู้ตรวจสอบ", "Auditor"),
    Role.DATA_PROTECTION_OFFICER: ("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data protection officer"),
    Role.SYSTEM_OPERATOR: ("ผู้ดูแลระบบ", "System operator"),
}
