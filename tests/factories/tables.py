"""Leaves the database to the next test as the migrations made it."""

from django.db import connection, transaction

# What the migrations themselves write.
KEPT = ["django_migrations", "django_content_type", "auth_permission"]
# Deleting is a hundred times quicker than truncating, which makes new files for a whole table and
# all that refer to it. The audit trail refuses it, though; and the tables of the surveys, outside
# of `public`, shall be new: some tests look at the order on the disk.
FIND = """
SELECT name, format(CASE
    WHEN is_public AND relname !~ '^audit_' THEN 'DELETE FROM %%s'
    WHEN is_public OR relname !~ '^(envelopes|sheets)_' THEN 'TRUNCATE %%s CASCADE'
    ELSE 'DROP TABLE %%s'
END, name)
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = relnamespace,
LATERAL (SELECT nspname = 'public' AS is_public, pg_class.oid::regclass::text AS name) described
WHERE relkind = 'r' AND nspname !~ '^(pg_|information_schema)' AND relname <> ALL(%s)
    AND (pg_relation_size(pg_class.oid) > 0 OR relname ~ '^(envelopes|sheets)_')
ORDER BY name
"""


def empty_tables() -> None:
    """Empty every table that was ever written to, and drop those that the mixer made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FIND, [KEPT])
        if found := cursor.fetchall():
            # Without triggers and references; and after whoever still writes.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"LOCK TABLE {', '.join(name for name, _ in found)}")
            cursor.execute("; ".join(statement for _, statement in found))
