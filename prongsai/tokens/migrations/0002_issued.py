"""Who has a token: a schema and a role of its own, without times, numbers or tokens."""

from django.db import migrations

# Roles are shared by all databases of a server, so two migrations may meet here.
ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prongsai_token_issuer') THEN
        BEGIN
            CREATE ROLE prongsai_token_issuer NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'prongsai_token_issuer', 'MEMBER') THEN
        GRANT prongsai_token_issuer TO CURRENT_USER;
    END IF;
END
$$;
"""

TABLE = """
CREATE SCHEMA tokens;
-- One row per person and season. The request is a hash of the blinded message, which is independent
-- of the token; it lets a person whose reply was lost ask for the same signature again.
CREATE TABLE tokens.issued (
    member_id bigint PRIMARY KEY,
    round_id bigint NOT NULL,
    request bytea NOT NULL CHECK (octet_length(request) = 32),
    day date NOT NULL
);
CREATE INDEX tokens_issued_round ON tokens.issued (round_id);
GRANT USAGE ON SCHEMA tokens TO prongsai_token_issuer;
GRANT SELECT, INSERT, DELETE, TRUNCATE ON tokens.issued TO prongsai_token_issuer;
"""


class Migration(migrations.Migration):
    dependencies = [("tokens", "0001_rounds")]

    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(TABLE, "DROP SCHEMA tokens CASCADE;"),
    ]
