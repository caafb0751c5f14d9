"""An intake over the test database, with keys in a folder of its own."""

import pytest
from django.db import connection

from prongsai.surveys.intake.server import Intake
from tests.factories.organizations import make_unit


@pytest.fixture
def keys(settings, tmp_path):
    settings.SURVEYS_MIXER_KEYS = str(tmp_path / "mixer")
    settings.TOKENS_KEYS = str(tmp_path / "tokens")
    settings.SURVEYS_WORK_BITS = 4
    settings.SURVEYS_LEAST_GROUP = 10
    return tmp_path / "mixer"


@pytest.fixture
def survey_tables(transactional_db, keys):
    """Real commits: the writer works from a connection of its own. Empties what Django does not."""
    empty_schemas()
    yield
    empty_schemas()


@pytest.fixture
def unit(survey_tables):
    return make_unit("700001", name_th="เทศบาลตำบลหนองฟ้าใส", name_en="Nong Fa Sai Municipality")


@pytest.fixture
def intake(survey_tables):
    """An intake of this process; its state is read by hand, its writer runs."""
    intakes = []

    def make():
        intakes.append(Intake())
        return intakes[-1]

    yield make
    for each in intakes:
        each.close()


def empty_schemas():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE (schemaname = 'sealed'"
            " AND tablename LIKE 'envelopes_%') OR (schemaname = 'answers'"
            " AND tablename LIKE 'sheets_%')"
        )
        for schema, table in cursor.fetchall():
            cursor.execute(f"DROP TABLE {schema}.{table}")
        cursor.execute(
            "TRUNCATE ledger.codes, ledger.spends, ledger.spent, ledger.tallies, ledger.counts,"
            " ledger.networks, tokens.issued,"
            " sealed.keys, receipts.releases, receipts.leaves, answers.salts, answers.attributes"
        )
