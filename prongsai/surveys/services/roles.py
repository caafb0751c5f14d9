"""What only an administrator of the database may set: logins for each room, and silence."""

from django.db import connection

from prongsai.core.database_roles import SILENCE

# The rooms of this product; every migration that makes a room makes its role.
LIST_ROOMS = (
    "SELECT rolname FROM pg_roles WHERE rolname LIKE 'prongsai\\_%' AND NOT rolcanlogin"
    " ORDER BY rolname"
)


def list_role_statements() -> list[str]:
    """Return the SQL that makes one login per room; passwords are the administrator's.

    A login of its own is silent by its settings. Whoever takes a room on for one transaction, as
    the product's own login does, must be allowed to be silent: that is what the grant is for.
    """
    with connection.cursor() as cursor:
        cursor.execute(LIST_ROOMS)
        rooms = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT quote_ident(session_user)")
        [own] = cursor.fetchone()
    silence = [f"SET {name} = '{value}'" for name, value in SILENCE.items()]
    statements = [f"GRANT SET ON PARAMETER {', '.join(SILENCE)} TO {own};"]
    for room in rooms:
        statements.append(f"CREATE ROLE {room}_login LOGIN NOINHERIT IN ROLE {room};")
        statements += [f"ALTER ROLE {room}_login {setting};" for setting in silence]
    return statements
