from django.db import migrations

FORWARD = """
CREATE FUNCTION frameworks_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published calendar is never changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER frameworks_seasonversion_kept BEFORE UPDATE OR DELETE ON frameworks_seasonversion
    FOR EACH ROW EXECUTE FUNCTION frameworks_keep_version();

CREATE FUNCTION frameworks_keep_window() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM frameworks_seasonversion
        WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                     CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
        AND state = 'published'
    ) THEN
        RAISE EXCEPTION 'a published calendar is never changed';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER frameworks_seasonwindow_kept BEFORE INSERT OR UPDATE OR DELETE
    ON frameworks_seasonwindow FOR EACH ROW EXECUTE FUNCTION frameworks_keep_window();
"""
BACKWARD = """
DROP TRIGGER frameworks_seasonwindow_kept ON frameworks_seasonwindow;
DROP FUNCTION frameworks_keep_window();
DROP TRIGGER frameworks_seasonversion_kept ON frameworks_seasonversion;
DROP FUNCTION frameworks_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_seasons")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
