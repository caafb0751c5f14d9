"""An interviewer may take the last outcome of a case back."""

import django.db.models.deletion
from django.db import migrations, models

STATES = [
    *("new", "complete", "refusal", "break_off", "non_contact", "appointment", "no_answer"),
    *("language", "other", "unknown", "not_eligible", "wrong_number", "reopened"),
]


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0003_reopened_cases")]
    operations = [
        migrations.AddField("attempt", "taken_back", models.BooleanField(default=False)),
        migrations.AddField(
            "case",
            "last",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fieldwork.attempt",
            ),
        ),
        migrations.AddField(
            "case",
            "disposition_before",
            models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            "case",
            "appointment_before",
            models.CharField(blank=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(last=None) | models.Q(disposition_before__in=STATES),
                name="fieldwork_case_before",
            ),
        ),
    ]
