"""The intake's own connection: a narrow role, and a server log that repeats nothing."""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from prongsai.core.database_roles import BE_SILENT
from prongsai.surveys.models import DatabaseRole

# A commit is planned once, and every mark is looked up in an index. Left to itself the planner
# starts anew for every commit, or reads whole tables that were empty when it last counted them.
BY_INDEX = (
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
    " SET enable_hashjoin = off; SET enable_mergejoin = off"
)


def connect() -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection that can spend codes and drop envelopes, and do nothing else."""
    connection = psycopg.connect(get_address(), autocommit=True, connect_timeout=5)
    connection.execute(BE_SILENT.format(is_local="false"))
    connection.execute("SET lock_timeout = '500ms'")
    connection.execute("SET application_name = 'prongsai intake'")
    connection.execute(BY_INDEX)
    connection.execute(f"SET ROLE {DatabaseRole.INTAKE.value}")
    return connection


def get_address() -> str:
    """Return the address of the intake's database; without one of its own, the product's."""
    if settings.SURVEYS_DATABASE_URL:
        return str(settings.SURVEYS_DATABASE_URL)
    values = connections["default"].settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    given = {short: values[name] for name, short in names.items() if values[name]}
    if values["PORT"]:
        given["port"] = values["PORT"]
    return make_conninfo(**given)
