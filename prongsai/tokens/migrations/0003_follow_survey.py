from django.db import migrations, models

# A round that ended with its survey follows it; any other keeps the day that was asked for.
KEEP = "UPDATE tokens_round SET own_last_day = closes_on WHERE closes_on < answers_until"


class Migration(migrations.Migration):
    dependencies = [
        ("tokens", "0002_issued"),
    ]

    operations = [
        migrations.AddField("round", "own_last_day", models.DateField(null=True)),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveConstraint("round", "tokens_round_days"),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=models.Q(own_last_day__gte=models.F("opens_on")),
                name="tokens_round_own_days",
            ),
        ),
    ]
