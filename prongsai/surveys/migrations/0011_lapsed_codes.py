"""Codes of links that have closed lie apart: nobody can spend them, until a link opens again."""

from django.db import migrations, models

FORWARD = """
CREATE TABLE ledger.lapsed (LIKE ledger.codes INCLUDING ALL);
GRANT SELECT, INSERT, DELETE ON ledger.lapsed TO prongsai_issuer;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0010_own_days")]

    operations = [
        migrations.RunSQL(FORWARD, "DROP TABLE ledger.lapsed;"),
        migrations.AddField("slipbatch", "lapsed_on", models.DateField(null=True)),
    ]
