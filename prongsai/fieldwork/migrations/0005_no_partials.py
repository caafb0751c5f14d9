"""Partial interviews are counted among released answers, no longer as they come."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0004_taken_back")]
    operations = [migrations.RemoveField("agency", "partials")]
