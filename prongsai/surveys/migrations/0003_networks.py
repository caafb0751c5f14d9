"""How much the busiest network sent through a link on a day: a coarse number without a name."""

from django.db import migrations

FORWARD = """
CREATE TABLE ledger.networks (
    channel_id bigint NOT NULL,
    day date NOT NULL,
    most integer NOT NULL CHECK (most > 0 AND most % 5 = 0),
    PRIMARY KEY (channel_id, day)
);
GRANT SELECT, INSERT, UPDATE ON ledger.networks TO prongsai_mixer;
GRANT SELECT ON ledger.networks TO prongsai_issuer;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_schemas")]

    operations = [migrations.RunSQL(FORWARD, "DROP TABLE ledger.networks;")]
