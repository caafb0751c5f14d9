"""The rooms that must not know each other: spent codes, sealed answers, released answers."""

from django.db import migrations

# Roles are shared by all databases of a server, so two migrations may meet here.
ROLES = """
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'prongsai_intake', 'prongsai_issuer', 'prongsai_mixer', 'prongsai_reader'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', name);
        END IF;
    END LOOP;
END
$$;
"""

TABLES = """
CREATE SCHEMA ledger;
CREATE SCHEMA sealed;
CREATE SCHEMA answers;
CREATE SCHEMA receipts;

-- Which codes exist: keyed hashes, written in the order of the hash.
CREATE TABLE ledger.codes (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 16),
    channel_id bigint NOT NULL
);
CREATE INDEX ledger_codes_channel ON ledger.codes (channel_id);
-- Which codes and proofs have been spent since the last mixing, and before it. Period 0 is a code.
CREATE TABLE ledger.spends (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 16),
    period integer NOT NULL CHECK (period >= 0)
);
CREATE TABLE ledger.spent (LIKE ledger.spends INCLUDING ALL);
-- How many answers a channel has had: estimated for the running key, exact once mixed.
CREATE TABLE ledger.tallies (
    key_id integer NOT NULL,
    channel_id bigint NOT NULL,
    answers integer NOT NULL CHECK (answers >= 0),
    PRIMARY KEY (key_id, channel_id)
);
CREATE TABLE ledger.counts (
    channel_id bigint NOT NULL,
    day date NOT NULL,
    answers integer NOT NULL CHECK (answers >= 0),
    PRIMARY KEY (channel_id, day)
);

CREATE TABLE sealed.keys (
    id integer PRIMARY KEY CHECK (id > 0),
    public_key bytea NOT NULL,
    opened_on date NOT NULL,
    closed boolean NOT NULL DEFAULT false,
    destroyed boolean NOT NULL DEFAULT false,
    CHECK (closed OR NOT destroyed)
);
-- The envelopes of a key lie in a table of their own, sealed.envelopes_<id>, dropped as a whole.

CREATE TABLE receipts.releases (
    id integer PRIMARY KEY CHECK (id > 0),
    day date NOT NULL,
    receipts_count integer NOT NULL,
    receipts_root bytea NOT NULL,
    sheets_count integer NOT NULL,
    sheets_root bytea NOT NULL,
    pending_count integer NOT NULL,
    previous_hash bytea NOT NULL UNIQUE,
    hash bytea NOT NULL UNIQUE
);
CREATE TABLE receipts.leaves (
    leaf bytea PRIMARY KEY CHECK (octet_length(leaf) = 32),
    code char(16) NOT NULL,
    release_id integer NOT NULL REFERENCES receipts.releases
);
CREATE INDEX receipts_leaves_code ON receipts.leaves (code);
CREATE INDEX receipts_leaves_release ON receipts.leaves (release_id);

CREATE TABLE answers.sheets (
    release_id integer NOT NULL,
    unit_id bigint NOT NULL,
    fiscal_year smallint NOT NULL,
    framework text NOT NULL,
    part text NOT NULL,
    channel_id bigint,
    told smallint,
    pace smallint,
    answers bytea NOT NULL
) PARTITION BY LIST (release_id);
CREATE INDEX answers_sheets_unit ON answers.sheets (fiscal_year, unit_id, part);
-- General questions about respondents: counted one by one, never side by side.
CREATE TABLE answers.attributes (
    release_id integer NOT NULL,
    unit_id bigint NOT NULL,
    fiscal_year smallint NOT NULL,
    framework text NOT NULL,
    part text NOT NULL,
    attribute smallint NOT NULL,
    choice smallint NOT NULL,
    respondents integer NOT NULL CHECK (respondents > 0),
    PRIMARY KEY (release_id, unit_id, fiscal_year, framework, part, attribute, choice)
);
CREATE TABLE answers.salts (
    release_id integer PRIMARY KEY,
    salt bytea NOT NULL
);
"""

GRANTS = """
GRANT USAGE ON SCHEMA ledger TO prongsai_intake, prongsai_issuer, prongsai_mixer;
GRANT SELECT ON ledger.codes, ledger.spends, ledger.spent TO prongsai_intake;
GRANT INSERT ON ledger.spends TO prongsai_intake;
GRANT SELECT, INSERT, UPDATE ON ledger.tallies TO prongsai_intake;
GRANT USAGE ON SCHEMA sealed TO prongsai_intake;
GRANT SELECT ON sealed.keys TO prongsai_intake;

GRANT USAGE ON SCHEMA receipts TO prongsai_intake;
GRANT SELECT ON receipts.releases, receipts.leaves TO prongsai_intake;

GRANT SELECT, INSERT, DELETE ON ledger.codes TO prongsai_issuer;
GRANT SELECT ON ledger.spends, ledger.spent, ledger.counts, ledger.tallies TO prongsai_issuer;

GRANT SELECT, INSERT, DELETE, TRUNCATE ON ledger.spends, ledger.spent TO prongsai_mixer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.tallies, ledger.counts TO prongsai_mixer;
GRANT USAGE, CREATE ON SCHEMA sealed, answers TO prongsai_mixer;
GRANT SELECT, INSERT, UPDATE ON sealed.keys TO prongsai_mixer;
GRANT SELECT, INSERT ON answers.salts, answers.attributes TO prongsai_mixer;
GRANT USAGE ON SCHEMA receipts TO prongsai_mixer;
GRANT SELECT, INSERT ON receipts.releases, receipts.leaves TO prongsai_mixer;
GRANT SELECT ON surveys_channel TO prongsai_mixer;
-- Every release is a partition made by the mixer, so the parent is its own.
ALTER TABLE answers.sheets OWNER TO prongsai_mixer;

GRANT USAGE ON SCHEMA answers, receipts TO prongsai_reader;
GRANT SELECT ON answers.sheets, answers.attributes, answers.salts TO prongsai_reader;
GRANT SELECT ON receipts.releases, receipts.leaves TO prongsai_reader;
"""

BACKWARD = "DROP SCHEMA answers, sealed, ledger, receipts CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_channels")]

    operations = [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(TABLES, BACKWARD),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
