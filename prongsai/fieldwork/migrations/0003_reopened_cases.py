"""A wrong number ends a case; what ended by mistake may be opened again."""

from django.db import migrations, models

STATES = [
    ("new", "ยังไม่ได้ติดต่อ"),
    ("complete", "สัมภาษณ์แล้ว"),
    ("refusal", "ปฏิเสธ"),
    ("break_off", "ยุติกลางคัน"),
    ("non_contact", "ไม่พบผู้ให้สัมภาษณ์"),
    ("appointment", "นัดติดต่อใหม่"),
    ("no_answer", "ไม่มีผู้รับสาย"),
    ("language", "สื่อสารภาษากันไม่ได้"),
    ("other", "ให้สัมภาษณ์ไม่ได้"),
    ("unknown", "ไม่ทราบว่าเข้าเกณฑ์หรือไม่"),
    ("not_eligible", "ไม่เข้าเกณฑ์"),
    ("wrong_number", "หมายเลขใช้ไม่ได้หรือผิดหมายเลข"),
    ("reopened", "เปิดใหม่ รอติดต่อ"),
]


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_partials_by_agency")]
    operations = [
        migrations.RemoveConstraint("case", "fieldwork_case_disposition"),
        migrations.AlterField(
            "case",
            "disposition",
            models.CharField(choices=STATES, default="new", max_length=12),
        ),
        migrations.AlterField(
            "attempt", "disposition", models.CharField(choices=STATES, max_length=12)
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(disposition__in=[value for value, _words in STATES]),
                name="fieldwork_case_disposition",
            ),
        ),
    ]
