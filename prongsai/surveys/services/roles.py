"""What only an administrator of the database may set: logins for each room, and silence."""

from prongsai.surveys.models import DatabaseRole

# What a server must not write down of the survey path, for logins of their own.
SILENT = (
    "log_statement = 'none'",
    "log_min_duration_statement = -1",
    "log_min_error_statement = 'panic'",
    "log_parameter_max_length = 0",
    "log_parameter_max_length_on_error = 0",
)


def list_role_statements() -> list[str]:
    """Return the SQL that makes one login per group role; passwords are the administrator's."""
    statements = []
    for role in DatabaseRole:
        login = f"{role.value}_login"
        statements.append(f"CREATE ROLE {login} LOGIN NOINHERIT IN ROLE {role.value};")
        statements += [f"ALTER ROLE {login} SET {setting};" for setting in SILENT]
    return statements
