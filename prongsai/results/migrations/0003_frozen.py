from django.db import migrations

KEPT = ("agencyscore", "runfile", "publication", "markupload", "unitmarks", "yearresult")
FORWARD = """
CREATE FUNCTION results_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was scored or published is never changed: make another version';
END
$$;
CREATE FUNCTION results_refuse_run_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.finished_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finished run is never changed: make another one';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER results_run_frozen BEFORE UPDATE OR DELETE ON results_scoringrun
    FOR EACH ROW EXECUTE FUNCTION results_refuse_run_change();
""" + "".join(
    f"CREATE TRIGGER results_{name}_frozen BEFORE UPDATE OR DELETE ON results_{name}"
    " FOR EACH ROW EXECUTE FUNCTION results_refuse_change();\n"
    for name in KEPT
)
BACKWARD = (
    "".join(f"DROP TRIGGER results_{name}_frozen ON results_{name};\n" for name in KEPT)
    + """
DROP TRIGGER results_run_frozen ON results_scoringrun;
DROP FUNCTION results_refuse_run_change();
DROP FUNCTION results_refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("results", "0002_runs")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
