"""Reports of pressure: a schema and a role of its own, sealed, without times or addresses."""

from django.db import migrations

# Roles are shared by all databases of a server, so two migrations may meet here.
ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prongsai_pressure') THEN
        BEGIN
            CREATE ROLE prongsai_pressure NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'prongsai_pressure', 'MEMBER') THEN
        GRANT prongsai_pressure TO CURRENT_USER;
    END IF;
END
$$;
"""

TABLES = """
CREATE SCHEMA pressure;
CREATE TABLE pressure.keys (
    id integer PRIMARY KEY CHECK (id > 0),
    public_key bytea NOT NULL,
    opened_on date NOT NULL
);
-- Even the agency is sealed. The number comes from the reporter's code and leads to nobody.
CREATE TABLE pressure.reports (
    number bytea PRIMARY KEY CHECK (octet_length(number) = 16),
    day date NOT NULL,
    key_id integer NOT NULL REFERENCES pressure.keys,
    reader_key bytea NOT NULL,
    head bytea NOT NULL,
    state text NOT NULL,
    waiting boolean NOT NULL,
    closed_on date
);
CREATE INDEX pressure_reports_day ON pressure.reports (day DESC, number);
-- Each message is sealed twice: for the desk, and for whoever holds the code.
CREATE TABLE pressure.messages (
    number bytea NOT NULL REFERENCES pressure.reports ON DELETE CASCADE,
    position integer NOT NULL CHECK (position > 0),
    by_desk boolean NOT NULL,
    day date NOT NULL,
    key_id integer NOT NULL REFERENCES pressure.keys,
    for_desk bytea NOT NULL,
    for_reporter bytea NOT NULL,
    PRIMARY KEY (number, position)
);
-- Solved work and served waits, each good for one report.
CREATE TABLE pressure.spent (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 16),
    day date NOT NULL
);
GRANT USAGE ON SCHEMA pressure TO prongsai_pressure;
GRANT SELECT, INSERT ON pressure.keys TO prongsai_pressure;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON pressure.reports, pressure.messages,
    pressure.spent TO prongsai_pressure;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(TABLES, "DROP SCHEMA pressure CASCADE;"),
    ]
