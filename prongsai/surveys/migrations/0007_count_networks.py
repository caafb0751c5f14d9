"""The intake writes the coarse count of the busiest network."""

from django.db import migrations

FORWARD = "GRANT SELECT, INSERT, UPDATE ON ledger.networks TO prongsai_intake"
BACKWARD = "REVOKE ALL ON ledger.networks FROM prongsai_intake"


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_kits")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
