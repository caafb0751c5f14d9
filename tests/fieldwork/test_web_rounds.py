"""Whoever leads a round names many agencies at once, hands cases out and opens them again."""

import pytest
from django.test import Client

from prongsai.fieldwork.models import Agency, Case
from tests.factories.organizations import make_spec, make_units
from tests.factories.people import sign_in_client


@pytest.fixture
def lead(place):
    return sign_in_client(Client(), place.lead)


@pytest.fixture
def address(place):
    return f"/fieldwork/{place.field.round.pk}/"


def list_holders():
    return list(Case.objects.order_by("pk").values_list("interviewer", flat=True))


def test_nobody_chosen_hands_the_free_cases_to_all_in_turn(place, lead, address):
    Case.objects.update(interviewer=None)

    answer = lead.post(f"{address}cases/assign/")

    assert answer["Location"] == address
    one, two = place.one.user.pk, place.two.user.pk
    assert list_holders() == [one, two, one]


def test_chosen_cases_go_to_one_person_and_the_list_stays_narrowed(place, lead, address):
    chosen = [case.pk for case in place.field.cases[:2]]
    one, two = place.one.user.pk, place.two.user.pk
    page = lead.get(f"{address}cases/?state=new&who={one}").content.decode()
    assert f'formaction="{address}cases/assign/?state=new&amp;who={one}"' in page

    answer = lead.post(
        f"{address}cases/assign/?state=new&who={one}", {"person": two, "selected": chosen}
    )

    assert answer["Location"] == f"{address}cases/?state=new&who={one}"
    assert list_holders() == [two, two, one]


@pytest.mark.parametrize("person", ["", "0", "nobody", "9" * 30, "๑"])
def test_nonsense_for_a_person_hands_out_nothing(place, lead, address, person):
    Case.objects.update(interviewer=None)
    chosen = [case.pk for case in place.field.cases]

    answer = lead.post(f"{address}cases/assign/", {"person": person, "selected": chosen})

    assert answer.status_code == 422
    assert "เลือกผู้สัมภาษณ์" in answer.content.decode()
    assert list_holders() == [None] * 3


def test_nothing_chosen_is_said_in_words(place, lead, address):
    answer = lead.post(f"{address}cases/assign/", {"person": place.two.user.pk})

    assert answer.status_code == 422
    assert "เลือกรายชื่อที่จะมอบหมายก่อน" in answer.content.decode()


@pytest.fixture
def neighbours(place):
    make_units(
        make_spec("A2", unit_class="district", geography="P1", name_th="อำเภอสอง"),
        make_spec("M1", geography="A1", name_th="อบต. ในอำเภอหนึ่ง"),
        make_spec("M2", geography="A2", name_th="อบต. ในอำเภอสอง"),
        make_spec("T2", geography="A2", name_th="เทศบาลตำบลสอง", unit_class="tambon_town"),
    )


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("", ["L1 9 ของเดิม", "M2 4 อบต. ในอำเภอสอง", "T2 4 เทศบาลตำบลสอง"]),
        ("tambon_town", ["L1 9 ของเดิม", "T2 4 เทศบาลตำบลสอง"]),
    ],
)
def test_area_is_filled_in_and_saved(neighbours, lead, address, kind, lines):
    asked = {"district": "A2", "kind": kind, "each": "๔", "agencies": "L1 9 ของเดิม\n"}

    answer = lead.post(f"{address}agencies/", {**asked, "fill": "1"})
    text = answer.context["form"]["agencies"].value()

    assert sorted(text.splitlines()[1:]) == sorted(lines[1:])
    assert text.splitlines()[0] == lines[0]
    assert Agency.objects.count() == 1
    assert lead.post(f"{address}agencies/", {"agencies": text}).status_code == 302
    assert Agency.objects.count() == len(lines)
    assert Agency.objects.order_by("pk").values_list("quota", flat=True)[0] == 9


def test_wrong_quota_for_an_area_loses_nothing_typed(neighbours, lead, address):
    answer = lead.post(f"{address}agencies/", {"each": "0", "agencies": "M1 3", "fill": "1"})

    assert answer.status_code == 422
    assert answer.context["form"]["agencies"].value() == "M1 3"


def test_district_has_a_framework_of_its_own(neighbours, lead, address):
    answer = lead.post(f"{address}agencies/", {"agencies": "L1 5\nA2 3"})

    assert answer.status_code == 422
    assert "กรอบการประเมินของรอบไม่ใช้กับหน่วยงานเหล่านี้: A2" in answer.content.decode()
    assert Agency.objects.count() == 1


def test_wrong_lines_are_named_together(lead, address):
    text = "L1 5\nL1 6\nL2\n\nL3 1,200\nL4 0"

    answer = lead.post(f"{address}agencies/", {"agencies": text})

    assert answer.status_code == 422
    assert "บรรทัดที่ 2, 3, 5, 6 " in answer.content.decode()


def test_closed_cases_are_opened_again_with_a_reason(place, lead, address):
    closed, had, fresh = [case.pk for case in place.field.cases]
    Case.objects.filter(pk=closed).update(disposition="refusal")
    Case.objects.filter(pk=had).update(disposition="complete")
    chosen = {"selected": [closed, had, fresh]}
    where = f"{address}cases/reopen/?who=0"

    asked = lead.post(where, chosen)
    assert list(asked.context["chosen"]) == [place.field.cases[0]]
    assert "อีก 2 ราย" in asked.content.decode()
    for reason in ("", "โทร 02-000-1001 แล้ว"):
        assert lead.post(where, {**chosen, "reason": reason}).status_code == 422
    answer = lead.post(where, {**chosen, "reason": "กดผิดปุ่ม"})

    assert answer["Location"] == f"{address}cases/?who=0"
    states = Case.objects.order_by("pk").values_list("disposition", flat=True)
    assert list(states) == ["reopened", "complete", "new"]
    assert lead.post(where, {"selected": [had]})["Location"] == answer["Location"]
