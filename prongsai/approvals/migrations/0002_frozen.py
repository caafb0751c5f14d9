from django.db import migrations

FORWARD = """
CREATE FUNCTION approvals_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a request for approval is never deleted';
    END IF;
    IF OLD.state <> 'pending' THEN
        RAISE EXCEPTION 'a decided request is never changed';
    END IF;
    IF (OLD.id, OLD.action, OLD.subject, OLD.payload, OLD.payload_hash, OLD.verb, OLD.scope_unit_id,
            OLD.barred, OLD.requested_by_id, OLD.requested_by_name, OLD.created_at, OLD.expires_at)
        IS DISTINCT FROM
       (NEW.id, NEW.action, NEW.subject, NEW.payload, NEW.payload_hash, NEW.verb, NEW.scope_unit_id,
            NEW.barred, NEW.requested_by_id, NEW.requested_by_name, NEW.created_at, NEW.expires_at)
    THEN
        RAISE EXCEPTION 'what was asked for is frozen';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER approvals_approval_frozen BEFORE UPDATE OR DELETE ON approvals_approval
    FOR EACH ROW EXECUTE FUNCTION approvals_refuse_change();
"""
BACKWARD = """
DROP TRIGGER approvals_approval_frozen ON approvals_approval;
DROP FUNCTION approvals_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
