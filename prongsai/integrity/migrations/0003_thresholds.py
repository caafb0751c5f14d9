"""Limits that two people put in force, kept for ever; what was known of each finding."""

from django.db import migrations, models

import prongsai.core.clock

FORWARD = """
CREATE FUNCTION integrity_keep_thresholds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'in_force' OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'limits in force are never changed, and proposals never deleted';
    END IF;
    IF NEW.numbers <> OLD.numbers OR NEW.hash <> OLD.hash OR NEW.follows <> OLD.follows THEN
        RAISE EXCEPTION 'what was proposed is never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER integrity_thresholds_kept BEFORE UPDATE OR DELETE ON integrity_thresholdsversion
    FOR EACH ROW EXECUTE FUNCTION integrity_keep_thresholds();
"""
BACKWARD = """
DROP TRIGGER integrity_thresholds_kept ON integrity_thresholdsversion;
DROP FUNCTION integrity_keep_thresholds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("integrity", "0002_frozen"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="known",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="ThresholdsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=prongsai.core.clock.now, editable=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trying", "กำลังลองกับคำตอบ"),
                            ("tried", "ลองแล้ว"),
                            ("failed", "ลองไม่สำเร็จ"),
                            ("in_force", "ใช้แล้ว"),
                        ],
                        default="trying",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(null=True, unique=True)),
                ("numbers", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("follows", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("effect", models.JSONField(default=dict)),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_name", models.CharField(max_length=200)),
                ("approved_by_id", models.BigIntegerField(null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=200)),
                ("in_force_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["trying", "tried", "failed", "in_force"])
                        ),
                        name="integrity_thresholds_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "in_force"),
                                ("approved_by_id__isnull", False),
                                ("in_force_at__isnull", False),
                                ("version__isnull", False),
                                models.Q(
                                    ("approved_by_id", models.F("proposed_by_id")), _negated=True
                                ),
                            ),
                            models.Q(
                                models.Q(("state", "in_force"), _negated=True),
                                ("version__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="integrity_thresholds_by_two",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
