"""Codes that were put aside and whose places were given to others stay cancelled.

Before, a link that closed freed their places, and they were cancelled when it opened again and
both together outnumbered the people. Now they keep their places: these have none any more.
"""

from django.db import migrations

FORWARD = """
CREATE TEMPORARY TABLE outnumbered ON COMMIT DROP AS
WITH links AS (
    SELECT id, unit_id, fiscal_year FROM surveys_channel WHERE instrument = 'IIT'
), crowded AS (
    SELECT unit_id, fiscal_year
    FROM (SELECT channel_id FROM ledger.codes UNION ALL SELECT channel_id FROM ledger.lapsed) code
    JOIN links ON links.id = code.channel_id
    GROUP BY unit_id, fiscal_year
    HAVING count(*) > coalesce((
        SELECT version.headcount FROM headcounts_setup setup
        JOIN headcounts_setupversion version ON version.id = setup.confirmed_id
        WHERE setup.unit_id = links.unit_id AND setup.fiscal_year = links.fiscal_year
    ), 0)
)
SELECT DISTINCT aside.channel_id
FROM surveys_slipbatch aside
JOIN links link ON link.id = aside.channel_id
JOIN crowded USING (unit_id, fiscal_year)
JOIN links other USING (unit_id, fiscal_year)
JOIN surveys_slipbatch since ON since.channel_id = other.id AND since.made_on >= aside.lapsed_on
WHERE aside.cancelled_on IS NULL AND since.cancelled_on IS NULL AND since.lapsed_on IS NULL;

DELETE FROM ledger.lapsed WHERE channel_id IN (SELECT channel_id FROM outnumbered);
UPDATE surveys_slipbatch SET cancelled_on = (now() AT TIME ZONE 'Asia/Bangkok')::date
WHERE channel_id IN (SELECT channel_id FROM outnumbered) AND cancelled_on IS NULL;
DROP TABLE outnumbered;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0011_lapsed_codes"),
        ("headcounts", "0002_setup_files"),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
