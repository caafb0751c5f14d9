"""Pages of the trail."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.audit.services import record
from prongsai.core.actor import SYSTEM
from tests.factories.organizations import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client, make_person, sign_in):
    return sign_in(client, make_person("auditor"))


def write(target="unit:520101", **fields):
    record(SYSTEM, verb="unit.rename", target=target, **fields)
    return Entry.objects.latest("id")


def test_auditor_reads_and_searches(auditor):
    unit = make_unit("520101", name_th="อบต. สมมติ")
    write(unit_id=unit)

    page = auditor.get(reverse("audit:trail")).content.decode()
    assert "เปลี่ยนชื่อหน่วยงาน" in page
    assert "อบต. สมมติ" in page
    found = auditor.get(
        reverse("audit:trail"), {"unit": "520101", "verb": "unit.rename", "first": "1 ม.ค. 2569"}
    )
    assert [row.line.target for row in found.context["rows"]] == ["unit:520101"]
    assert Entry.objects.filter(verb="audit.search").count() == 1


def test_search_says_what_is_wrong(auditor):
    page = auditor.get(reverse("audit:trail"), {"unit": "nowhere", "first": "31/2/2569"})

    assert set(page.context["form"].errors) == {"unit", "first"}


def test_list_takes_the_same_queries_for_one_row_and_for_three(auditor):
    numbers = []
    for unit in ("520101", "520102", "520103"):
        write(unit_id=make_unit(unit))
        with CaptureQueriesContext(connection) as queries:
            auditor.get(reverse("audit:trail"))
        numbers.append(len(queries))
    assert len(set(numbers)) == 1


def test_entry_shows_its_detail(auditor):
    entry = write(detail={"name_th": ["เดิม", "ใหม่"], "html": "<b>"})

    page = auditor.get(reverse("audit:entry", args=[entry.pk])).content.decode()

    assert "เดิม" in page
    assert "&lt;b&gt;" in page


def test_export_is_recorded_and_guards_formulas(auditor):
    write(target="=HYPERLINK(1)")

    answer = auditor.post(reverse("audit:export") + "?target=%3DHYPERLINK(1)")

    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffnumber,entry,at")
    assert ",'=HYPERLINK(1)," in text
    assert len(text.splitlines()) == 2
    exported = Entry.objects.get(verb="audit.export")
    assert exported.detail == {"target": "=HYPERLINK(1)"}


def test_export_refuses_a_wrong_search(auditor):
    assert auditor.post(reverse("audit:export") + "?first=nonsense").status_code == 422
    assert auditor.get(reverse("audit:export")).status_code == 405


@pytest.mark.parametrize("role", ["district_chief", "assessor", "division_contact"])
def test_stranger_finds_nothing(client, make_person, sign_in, role):
    unit = make_unit("520101")
    entry = write(unit_id=unit)
    sign_in(client, make_person(role, unit))

    assert client.get(reverse("audit:trail")).status_code == 404
    assert client.get(reverse("audit:entry", args=[entry.pk])).status_code == 404
    assert client.post(reverse("audit:export")).status_code == 404


def test_agency_admin_does_not_reach_other_units(client, make_person, sign_in):
    own, other = make_unit("520101"), make_unit("520102")
    foreign = write(target="unit:520102", unit_id=other)
    sign_in(client, make_person("agency_admin", own))

    page = client.get(reverse("audit:trail"), {"target": "unit:520102"})
    assert page.context["rows"] == []
    assert page.context["head"] is None
    assert client.get(reverse("audit:entry", args=[foreign.pk])).status_code == 404
    text = b"".join(client.post(reverse("audit:export")).streaming_content).decode()
    assert ",unit.rename," not in text
    assert ",audit.search," in text


def test_anonymous_is_sent_to_sign_in(client):
    assert client.get(reverse("audit:trail")).status_code == 302
