from django.db import migrations

FORWARD = """
CREATE FUNCTION frameworks_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen framework is never changed';
END
$$;
CREATE TRIGGER frameworks_frozenframework_kept BEFORE UPDATE OR DELETE ON frameworks_frozenframework
    FOR EACH ROW EXECUTE FUNCTION frameworks_keep_frozen();
CREATE TRIGGER frameworks_frameworkdraft_kept BEFORE UPDATE OR DELETE ON frameworks_frameworkdraft
    FOR EACH ROW WHEN (OLD.frozen_id IS NOT NULL) EXECUTE FUNCTION frameworks_keep_frozen();
"""
BACKWARD = """
DROP TRIGGER frameworks_frameworkdraft_kept ON frameworks_frameworkdraft;
DROP TRIGGER frameworks_frozenframework_kept ON frameworks_frozenframework;
DROP FUNCTION frameworks_keep_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0003_frameworks_in_the_browser")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
