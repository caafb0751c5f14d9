from django.db import migrations

# ENABLE ALWAYS: session_replication_role = replica does not switch these off.
FORWARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END
$$;
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- Runs at COMMIT, so that writers queue for the chain only there and cannot block one another
-- half-way: every query inside sees what the writer before has committed.
CREATE FUNCTION audit_seal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock(378);
    SELECT number, hash INTO last_number, last_hash FROM audit_seal ORDER BY number DESC LIMIT 1;
    last_number := coalesce(last_number, 0) + 1;
    last_hash := coalesce(last_hash, repeat('0', 64));
    INSERT INTO audit_seal (number, entry_id, previous_hash, hash) VALUES (
        last_number, NEW.id, last_hash,
        encode(sha256(convert_to(last_number || E'\\n' || last_hash || E'\\n' || NEW.digest, 'UTF8')), 'hex')
    );
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER audit_entry_seal AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_entry();

CREATE FUNCTION audit_refuse_forged_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'only the database itself seals the audit trail';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_seal_not_forged BEFORE INSERT ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_forged_seal();

ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_change;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_seal;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_no_change;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_no_truncate;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_seal_not_forged;
"""
BACKWARD = """
DROP TRIGGER audit_entry_seal ON audit_entry;
DROP TRIGGER audit_seal_not_forged ON audit_seal;
DROP FUNCTION audit_refuse_forged_seal();
DROP FUNCTION audit_seal_entry();
DROP TRIGGER audit_entry_no_change ON audit_entry;
DROP TRIGGER audit_entry_no_truncate ON audit_entry;
DROP TRIGGER audit_seal_no_change ON audit_seal;
DROP TRIGGER audit_seal_no_truncate ON audit_seal;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
