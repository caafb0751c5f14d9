"""The words for every verb that is ever recorded, Thai and English: the only table of them."""

from django.utils.translation import get_language

VERBS: dict[str, tuple[str, str]] = {
    # Signing in and keys
    "session.begin": ("เข้าสู่ระบบ", "Signed in"),
    "session.refuse": ("เข้าสู่ระบบไม่สำเร็จ", "Sign-in refused"),
    "session.end": ("ออกจากระบบ", "Signed out"),
    "session.end_other": ("ปิดการใช้งานจากเครื่องอื่น", "Ended other sessions"),
    "session.switch": ("เปลี่ยนบทบาทที่ใช้งาน", "Switched role"),
    "account.password_changed": ("เปลี่ยนรหัสผ่าน", "Changed the password"),
    "account.password_reset": ("ตั้งรหัสผ่านใหม่ทางอีเมล", "Reset the password by mail"),
    "account.password_set": ("ตั้งรหัสผ่านครั้งแรก", "Set the first password"),
    "account.totp_activated": ("เปิดใช้รหัสยืนยันจากแอป", "Switched app codes on"),
    "account.totp_deactivated": ("ปิดใช้รหัสยืนยันจากแอป", "Switched app codes off"),
    "account.webauthn_added": ("เพิ่มพาสคีย์", "Added a passkey"),
    "account.webauthn_removed": ("ลบพาสคีย์", "Removed a passkey"),
    "account.recovery_codes_generated": ("ออกรหัสสำรองชุดใหม่", "Made new recovery codes"),
    "account.account_connected": ("ผูกบัญชีภายนอก", "Connected an outside account"),
    "account.account_disconnected": ("เลิกผูกบัญชีภายนอก", "Disconnected an outside account"),
    "account.reset_request": ("ขอลิงก์ตั้งรหัสผ่านใหม่", "Asked for a reset link"),
    "account.reset_send": ("ส่งลิงก์ตั้งรหัสผ่านใหม่", "Sent a reset link"),
    "account.encrypt_anew": ("เข้ารหัสกุญแจที่เก็บไว้ใหม่", "Encrypted stored keys anew"),
    "account.recover_open": ("เปิดทางกู้คืนบัญชี", "Opened the recovery of an account"),
    "account.recover_link": ("แสดงลิงก์กู้คืนบัญชี", "Showed a recovery link"),
    "account.recover": ("กู้คืนบัญชี", "Recovered an account"),
    # People and permissions
    "person.create_many": ("เพิ่มบุคคลเป็นชุด", "Added people in bulk"),
    "person.read": ("เปิดดูข้อมูลบุคคล", "Read personal data"),
    "person.export": ("ส่งออกข้อมูลบุคคล", "Exported personal data"),
    "person.invite": ("เชิญผู้ใช้งาน", "Invited a person"),
    "invitation.link": ("แสดงลิงก์คำเชิญ", "Showed an invitation link"),
    "invitation.resend": ("ส่งคำเชิญอีกครั้ง", "Sent an invitation again"),
    "invitation.revoke": ("ยกเลิกคำเชิญ", "Withdrew an invitation"),
    "invitation.accept": ("ตอบรับคำเชิญ", "Accepted an invitation"),
    "person.edit": ("แก้ไขข้อมูลบุคคล", "Changed personal data"),
    "role.grant": ("ให้บทบาท", "Granted a role"),
    "role.revoke": ("ถอนบทบาท", "Revoked a role"),
    "role.handover": ("ส่งมอบบทบาท", "Handed a role over"),
    "role.renew": ("ต่ออายุบทบาท", "Renewed a role"),
    "role.end": ("กำหนดวันสิ้นสุดบทบาท", "Set the last day of a role"),
    "appointment.begin": ("แต่งตั้งผู้แทน", "Appointed a substitute"),
    "appointment.end": ("สิ้นสุดการแทน", "Ended a substitute's appointment"),
    "handover.choose": ("เลือกผลการส่งมอบของบทบาท", "Decided on a role in the hand-over"),
    "handover.finish": ("ส่งมอบงานประจำปีเสร็จ", "Finished the yearly hand-over"),
    "orphans.export": ("ส่งออกรายการที่ไม่มีผู้ดูแล", "Exported the report of orphans"),
    # Organisation tree
    "unit.create": ("จัดตั้งหน่วยงาน", "Created a unit"),
    "unit.create_many": ("เพิ่มหน่วยงานเป็นชุด", "Added units in bulk"),
    "unit.rename": ("เปลี่ยนชื่อหน่วยงาน", "Renamed a unit"),
    "unit.reclassify": ("เปลี่ยนประเภทหรือขนาดหน่วยงาน", "Changed a unit's class or size"),
    "unit.move": ("ย้ายสังกัดหน่วยงาน", "Moved a unit"),
    "unit.merge": ("รวมหน่วยงาน", "Merged units"),
    "unit.split": ("แยกหน่วยงาน", "Split a unit"),
    "unit.dissolve": ("ยุบเลิกหน่วยงาน", "Dissolved a unit"),
    "unit.import_check": ("ตรวจไฟล์หน่วยงาน", "Checked a file of units"),
    "unit.import": ("นำเข้าหน่วยงานจากไฟล์", "Imported units from a file"),
    "unit.import_undo": ("ยกเลิกการนำเข้าหน่วยงาน", "Undid an import of units"),
    "unit.export": ("ส่งออกรายชื่อหน่วยงาน", "Exported units"),
    "unit.edit_profile": ("แก้ไขข้อมูลหน่วยงาน", "Changed a unit's profile"),
    "unit.set_domains": ("กำหนดเว็บไซต์และโดเมนของหน่วยงาน", "Set a unit's website and domains"),
    "unit.confirm_contact": ("ยืนยันข้อมูลติดต่อหน่วยงาน", "Confirmed a unit's contact"),
    "division.add": ("เพิ่มกองหรือสำนัก", "Added a division"),
    "division.rename": ("เปลี่ยนชื่อกองหรือสำนัก", "Renamed a division"),
    "division.close": ("ยุบกองหรือสำนัก", "Closed a division"),
    "place.load": ("ปรับปรุงรหัสพื้นที่", "Loaded official areas"),
    # Calendar
    "season.create": ("สร้างปฏิทิน", "Created a calendar"),
    "season.edit": ("แก้ไขร่างปฏิทิน", "Changed a draft calendar"),
    "season.publish": ("ประกาศใช้ปฏิทิน", "Published a calendar"),
    "season.propose": ("เสนอแก้ไขปฏิทินที่ประกาศแล้ว", "Proposed a change of a calendar"),
    "season.version": ("ปฏิทินฉบับใหม่มีผลใช้", "A new calendar version took effect"),
    "season.load": ("โหลดปฏิทินตัวอย่าง", "Loaded a sample calendar"),
    "season.travel": ("เลื่อนเวลาของระบบฝึก", "Moved the training clock"),
    "season.travel_reset": ("คืนเวลาของระบบฝึก", "Reset the training clock"),
    # Four eyes
    "approval.request": ("ขออนุมัติ", "Asked for approval"),
    "approval.approve": ("อนุมัติ", "Approved"),
    "approval.reject": ("ไม่อนุมัติ", "Rejected"),
    "approval.withdraw": ("ถอนคำขอ", "Withdrew a request"),
    "approval.expire": ("คำขอหมดอายุ", "A request expired"),
    # Results
    "results.store": ("บันทึกผลการประเมิน", "Stored results"),
    "results.export": ("ส่งออกผลการประเมิน", "Exported results"),
    # The trail itself
    "audit.search": ("ค้นบันทึกการใช้งาน", "Searched the audit trail"),
    "audit.export": ("ส่งออกบันทึกการใช้งาน", "Exported the audit trail"),
    # Surveys
    "survey.open_channel": ("เปิดลิงก์แบบวัด", "Opened a survey link"),
    "survey.open_channels": ("เปิดลิงก์แบบวัดเป็นชุด", "Opened survey links in bulk"),
    "survey.revoke_channel": ("ยกเลิกลิงก์แบบวัด", "Revoked a survey link"),
    "survey.issue_codes": ("ออกรหัสใช้ครั้งเดียว", "Made single-use codes"),
    "survey.cancel_codes": ("ยกเลิกรหัสที่ไม่ได้ใช้", "Cancelled unused codes"),
    "survey.sensitive": ("ดูค่าประมาณของคำถามอ่อนไหว", "Viewed estimates of sensitive questions"),
    "survey.mix": ("ผสมและปล่อยคำตอบ", "Mixed and released answers"),
}


def get_verb_label(verb: str) -> str:
    """Return the words for a verb in the language of the page."""
    thai, english = VERBS.get(verb, (verb, verb))
    return english if (get_language() or "").startswith("en") else thai
