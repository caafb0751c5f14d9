"""The database itself refuses timelines that contradict themselves."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from prongsai.organizations.models import Unit, UnitRelation, UnitVersion
from tests.factories.organizations import make_unit

pytestmark = pytest.mark.django_db


def make_version(unit_id, first, last=None, **fields):
    fields = {
        "name_th": "ก",
        "unit_class": "tambon_body",
        "sort_key": "",
        "search_key": "",
    } | fields
    return UnitVersion.objects.create(unit_id=unit_id, valid_from=first, valid_to=last, **fields)


@pytest.fixture
def unit_id():
    return Unit.objects.create(code="A").pk


def test_versions_that_touch_are_kept(unit_id):
    make_version(unit_id, date(2020, 1, 1), date(2021, 1, 1))
    make_version(unit_id, date(2021, 1, 1))

    assert UnitVersion.objects.on(date(2020, 12, 31)).count() == 1
    assert UnitVersion.objects.on(date(2021, 1, 1)).get().valid_to is None


def test_versions_that_overlap_are_refused(unit_id):
    make_version(unit_id, date(2020, 1, 1), date(2021, 1, 2))

    with pytest.raises(IntegrityError, match="no_overlap"), transaction.atomic():
        make_version(unit_id, date(2021, 1, 1))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"last": date(2020, 1, 1)}, "period"),
        ({"unit_class": "club"}, "class_known"),
        ({"size": "X"}, "size_fits"),
        ({"size": "S", "unit_class": "court"}, "size_fits"),
    ],
)
def test_versions_that_make_no_sense_are_refused(unit_id, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_version(unit_id, date(2020, 1, 1), **fields)


@pytest.mark.parametrize("kind", ["line", "geography", "supervision"])
def test_two_parents_of_one_kind_at_once_are_refused(kind):
    child, first, second = (make_unit(code) for code in "ABC")
    start = date(2021, 1, 1)
    UnitRelation.objects.create(child_id=child, parent_id=first, kind=kind, valid_from=start)

    with pytest.raises(IntegrityError, match=f"one_{kind}_parent"), transaction.atomic():
        UnitRelation.objects.create(child_id=child, parent_id=second, kind=kind, valid_from=start)


def test_parents_of_two_kinds_are_kept():
    child, first, second = (make_unit(code) for code in "ABC")
    start = date(2021, 1, 1)
    for kind, parent in (("line", first), ("geography", second)):
        UnitRelation.objects.create(child_id=child, parent_id=parent, kind=kind, valid_from=start)

    assert UnitRelation.objects.count() == 2


@pytest.mark.parametrize(
    ("parent", "kind", "constraint"), [(0, "line", "not_self"), (1, "club", "kind_known")]
)
def test_relations_that_make_no_sense_are_refused(parent, kind, constraint):
    units = [make_unit(code) for code in "AB"]

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UnitRelation.objects.create(
            child_id=units[0], parent_id=units[parent], kind=kind, valid_from=date(2021, 1, 1)
        )
