"""Runs that ended and what they found are kept as they are; decisions too."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION integrity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'integrity_finding' OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'findings, runs and cases are never deleted, findings never changed';
    END IF;
    IF TG_TABLE_NAME = 'integrity_run' AND OLD.state <> 'queued' THEN
        RAISE EXCEPTION 'a run that ended is never changed';
    END IF;
    IF TG_TABLE_NAME = 'integrity_case' AND OLD.state = 'decided' THEN
        RAISE EXCEPTION 'a decided case is never changed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER integrity_finding_frozen BEFORE UPDATE OR DELETE ON integrity_finding
    FOR EACH ROW EXECUTE FUNCTION integrity_refuse_change();
CREATE TRIGGER integrity_run_frozen BEFORE UPDATE OR DELETE ON integrity_run
    FOR EACH ROW EXECUTE FUNCTION integrity_refuse_change();
CREATE TRIGGER integrity_case_frozen BEFORE UPDATE OR DELETE ON integrity_case
    FOR EACH ROW EXECUTE FUNCTION integrity_refuse_change();
"""
BACKWARD = """
DROP TRIGGER integrity_finding_frozen ON integrity_finding;
DROP TRIGGER integrity_run_frozen ON integrity_run;
DROP TRIGGER integrity_case_frozen ON integrity_case;
DROP FUNCTION integrity_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("integrity", "0001_runs")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
