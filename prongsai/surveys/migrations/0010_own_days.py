from django.db import migrations, models

# Links of before have days of their own; from now on those that reach to the calendar's follow it.
KEEP = "UPDATE surveys_channel SET own_first_day = opens_on, own_last_day = closes_on"


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0009_kit_problems"),
    ]

    operations = [
        migrations.AddField("channel", "own_first_day", models.DateField(null=True)),
        migrations.AddField("channel", "own_last_day", models.DateField(null=True)),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RemoveConstraint("channel", "surveys_channel_window"),
        migrations.AddConstraint(
            "channel",
            models.CheckConstraint(
                condition=models.Q(own_last_day__gte=models.F("own_first_day")),
                name="surveys_channel_own_days",
            ),
        ),
    ]
