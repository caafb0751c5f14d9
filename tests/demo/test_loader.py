"""The demo loads through the services, once, and its accounts can sign in."""

import pytest
from django.db import connection

from prongsai.accounts.models import User
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict
from prongsai.demo import field
from prongsai.demo.loader import SURVEYED, Order, is_loaded, load_demo
from prongsai.fieldwork.models import Case
from prongsai.headcounts.selectors.setups import count_states_for, find_state, get_year
from prongsai.headcounts.types import SetupState
from prongsai.organizations.models import Unit
from prongsai.permissions.roles import Role
from prongsai.surveys.selectors.boards import count_states, list_progress_for
from prongsai.surveys.selectors.codes import count_codes
from prongsai.surveys.selectors.sheets import list_sheets
from prongsai.surveys.services.mixing import mix
from prongsai.surveys.types import ProgressState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.SURVEYS_MIXER_KEYS = str(tmp_path / "mixer")


def test_province_loads_with_one_account_per_role():
    load_demo(Order(password="correct horse 2569"), say=lambda _: None)

    assert is_loaded()
    assert Unit.objects.filter(code="P99").exists()
    for role in Role:
        person = User.objects.get(email=f"{role.value}@demo.invalid")
        assert person.check_password("correct horse 2569")
        assert {grant.role for grant in person.grants.all()} == {role.value}


def test_second_load_is_refused_and_changes_nothing():
    load_demo(Order(password="correct horse 2569"), say=lambda _: None)
    people = User.objects.count()

    with pytest.raises(Conflict):
        load_demo(Order(password="correct horse 2569"), say=lambda _: None)

    assert User.objects.count() == people


def test_the_running_season_stands_at_every_step():
    load_demo(Order(password="correct horse 2569"), say=lambda _: None)

    states = count_states_for(SYSTEM, year=get_year())
    assert all(states[state] for state in SetupState)
    unit_id = Unit.objects.get(code=SURVEYED).pk
    assert find_state(unit_id) is SetupState.CHANGING
    codes = count_codes(unit_id, year=get_year())
    assert codes.spent is None  # somebody, but too few to be shown
    assert 0 < codes.issued < codes.headcount
    surveys = count_states(list_progress_for(SYSTEM, year=get_year()))
    assert surveys["IIT"][ProgressState.REACHED] > 0
    assert surveys["IIT"][ProgressState.BEHIND] > 0


def test_interviewers_find_cases_about_the_agencies_of_the_demo():
    load_demo(Order(password="correct horse 2569"), say=lambda _: None)

    cases = Case.objects.values_list("interviewer__email", "agency__unit__code")

    assert len(cases) == len(field.NUMBERS)
    assert {email for email, _ in cases} >= {"interviewer@demo.invalid"}
    assert SURVEYED in {code for _, code in cases}


def test_no_answer_of_the_running_season_is_lost():
    load_demo(Order(password="correct horse 2569"), say=lambda _: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(answers) FROM ledger.counts")
        counted = cursor.fetchone()[0]

    released = sum(1 for _ in list_sheets(fiscal_year=get_year()))
    release = mix(everything=True)

    assert release is not None
    assert 0 < released < counted
    assert sum(1 for _ in list_sheets(fiscal_year=get_year())) == counted
