"""Partial interviews are counted by agency; a case says only that there was an interview."""

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
]
MOVE = """
    UPDATE fieldwork_agency a SET partials = p.number FROM (
        SELECT agency_id, count(*) AS number FROM fieldwork_case
        WHERE disposition = 'partial' GROUP BY agency_id
    ) p WHERE p.agency_id = a.id;
    UPDATE fieldwork_case SET disposition = 'complete' WHERE disposition = 'partial';
    UPDATE fieldwork_attempt SET disposition = 'complete' WHERE disposition = 'partial';
    UPDATE fieldwork_case SET appointment = '' WHERE length(appointment) > 16;
"""


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_rounds")]
    operations = [
        migrations.AddField("agency", "partials", models.PositiveIntegerField(default=0)),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("case", "fieldwork_case_disposition"),
        migrations.AlterField(
            "case",
            "disposition",
            models.CharField(choices=STATES, default="new", max_length=12),
        ),
        migrations.AlterField(
            "attempt", "disposition", models.CharField(choices=STATES, max_length=12)
        ),
        migrations.AlterField("case", "appointment", models.CharField(blank=True, max_length=16)),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(disposition__in=[value for value, _words in STATES]),
                name="fieldwork_case_disposition",
            ),
        ),
    ]
