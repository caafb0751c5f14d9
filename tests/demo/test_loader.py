"""The demo loads through the services, once, and its accounts can sign in."""

import pytest

from prongsai.accounts.models import User
from prongsai.core.errors import Conflict
from prongsai.demo.loader import Order, is_loaded, load_demo
from prongsai.organizations.models import Unit
from prongsai.permissions.roles import Role

pytestmark = pytest.mark.django_db


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
