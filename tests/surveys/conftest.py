"""An intake over the test database, with keys in a folder of its own."""

from datetime import datetime

import pytest
import time_machine

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.clock import BANGKOK
from prongsai.core.thai_dates import fiscal_year
from prongsai.surveys.intake.server import Intake
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.keys import ensure_key
from tests.factories.organizations import make_unit
from tests.factories.surveys import make_channel
from tests.factories.tables import empty_tables
from tests.surveys.respondents import PHONE, mount


@pytest.fixture
def keys(settings, tmp_path):
    settings.SURVEYS_MIXER_KEYS = str(tmp_path / "mixer")
    settings.TOKENS_KEYS = str(tmp_path / "tokens")
    settings.FIELDWORK_KEYS = str(tmp_path / "fieldwork")
    settings.SURVEYS_WORK_BITS = 4
    settings.SURVEYS_LEAST_GROUP = 10
    return tmp_path / "mixer"


@pytest.fixture
def survey_tables(transactional_db, keys, monkeypatch):
    """Real commits: the writer works from a connection of its own. The tables have no past."""
    monkeypatch.setattr("prongsai.surveys.intake.store.IDLE", 0.01)  # so long does closing wait
    monkeypatch.setattr("prongsai.surveys.intake.store.PATIENCE", 120)  # the machine may be slow
    empty_tables()


@pytest.fixture
def unit(survey_tables):
    return make_unit("700001", name_th="เทศบาลตำบลหนองฟ้าใส", name_en="Nong Fa Sai Municipality")


@pytest.fixture
def intake(survey_tables, monkeypatch):
    """An intake of this process; its state is read by hand, its writer runs."""
    monkeypatch.setattr("prongsai.surveys.intake.state.EVERY", 3600)
    intakes = []

    def make():
        intakes.append(Intake())
        return intakes[-1]

    yield make
    for each in intakes:
        each.close()


@pytest.fixture
def code(unit):
    """A sealed code of an IIT."""
    return issue_codes(SYSTEM, channel_id=make_channel(unit).id, count=1)[0]


@pytest.fixture
def link(unit):
    """The address of an open EIT."""
    return f"/s/{make_channel(unit, instrument='EIT').code}"


@pytest.fixture
def year():
    """The fiscal year of today, of which the pages of agencies speak."""
    return fiscal_year(clock.today())


@pytest.fixture
def advertised(unit, year):
    """An open EIT of this year, as kits advertise it."""
    return make_channel(unit, instrument="EIT", fiscal_year=year)


@pytest.fixture
def kiosk(unit):
    return f"/s/{make_channel(unit, instrument='EIT', kind='kiosk', label='จุดบริการ 1').code}"


@pytest.fixture
def visit(unit, open_page, live_server, settings):
    """Start the intake over what there is, and open one of its addresses on a phone."""
    settings.SITE_URL = live_server.url
    undo = []

    def visit(path, **options):
        if not undo:
            ensure_key()
            intake = Intake()
            undo.extend([intake.close, mount(live_server.thread.httpd, intake)])
        page = open_page(**{"width": PHONE} | options)
        page.goto(path)
        return page

    yield visit
    for each in reversed(undo):
        each()


@pytest.fixture
def april():
    """A day in the middle of the survey of 2570, at noon; the clock goes on from there."""
    with time_machine.travel(datetime(2027, 4, 20, 12, tzinfo=BANGKOK), tick=True) as traveller:
        yield traveller
