from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_count_networks")]

    operations = [
        migrations.AddField(
            model_name="slipbatch",
            name="form",
            field=models.CharField(
                blank=True,
                choices=[("pdf", "แผ่นรหัสสำหรับตัด (PDF)"), ("csv", "ไฟล์รหัส (CSV)")],
                default="",
                max_length=3,
            ),
            preserve_default=False,
        )
    ]
