"""Pages of frameworks: reading, drafting, asking, freezing."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from prongsai.core.clock import BANGKOK
from prongsai.frameworks.gateways.packs import list_packs, read_framework_bytes
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.edit import walk_nodes
from prongsai.frameworks.selectors.drafts import get_view_for, list_cards
from prongsai.surveys.intake.forms import compile_survey
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from tests.factories.organizations import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_person):
    return make_person("commission_owner")


def url(name, *args):
    return reverse(f"frameworks:{name}", args=args)


def read(answer):
    return answer.content.decode()


def clone(client, name="nacc-general-2568", year=2571):
    answer = client.post(url("clone", name), {"year": year})
    assert answer.status_code == 302, read(answer)
    return answer.url.strip("/").split("/")[-1]


def list_fields(form):
    """What a browser would post back unchanged."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            data[bound.html_name] = value
        elif value is not None:
            data[bound.html_name] = str(bound.field.prepare_value(value))
    return data


def test_pages_of_a_framework_open(client, sign_in, make_person):
    sign_in(client, make_person("auditor"))
    cards = client.get(url("list")).context["table"].table.rows
    assert {card.ref for card in cards} == set(list_packs())

    for ref in ("nacc-general-2564", "nacc-amphoe-2567"):
        page = client.get(url("framework", ref))
        assert "คัดลอกเป็นปีอื่น" not in read(page)
        for tab in page.context["tabs"]:
            assert client.get(tab.url).status_code == 200, tab.url


def test_saving_a_node_unchanged_changes_nothing(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    before = get_view_for(owner.actor, ref)
    seen = set()
    for spot in walk_nodes(before.document):
        if spot.kind.name in seen:
            continue
        seen.add(spot.kind.name)
        place = "/".join(map(str, spot.path))
        address = url("node", ref, place) if place else url("root", ref)
        page = client.get(address)

        assert client.post(address, list_fields(page.context["form"])).status_code == 302, place

    after = get_view_for(owner.actor, ref)
    assert after.document == before.document
    assert after.draft.version == 1 + len(seen)
    assert len(seen) > 12


def send(client, name, content, *args):
    file = SimpleUploadedFile("file.yaml", content)
    return client.post(url(name, *args), {"file": file})


def test_files_become_drafts_and_come_out_the_same(client, sign_in, owner):
    sign_in(client, owner)
    text = client.get(url("file", "nacc-amphoe-2567", "yaml")).content
    changed = text.replace(b"fiscal_year: 2567", b"fiscal_year: 2572")
    changed = changed.replace(b"name: nacc-amphoe-2567", b"name: nacc-amphoe-2572")

    ref = send(client, "upload", changed).url.strip("/").split("/")[-1]

    view = get_view_for(owner.actor, ref)
    assert (view.card.name, view.faults) == ("nacc-amphoe-2572", [])
    for ending in ("yaml", "json"):
        again = client.get(url("file", ref, ending)).content
        assert hash_document(read_framework_bytes(again).document) == view.card.digest
    assert client.get(url("file", ref, "exe")).status_code == 404
    assert client.get(url("schema")).json()["$id"] == "prongsai-framework-1"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\n", "ไฟล์ว่าง"),
        (b"\xff\xfe", "ไฟล์ไม่ใช่ UTF-8"),
        (b"a: [", "รูปแบบ YAML ไม่ถูกต้อง"),
        (b"a: &x [1]\nb: *x\n", "ไม่ใช้ตัวย่อ"),
        (b"[" * 100_000, "ข้อมูลซ้อนลึกเกินไป"),
        (b"x" * 2_000_001, "ไฟล์ใหญ่เกิน 2 MB"),
        (b"format: other\n", "บรรทัด 1"),
        (b'{"format": "prongsai-framework/1"}', "ขาด "),
    ],
)
def test_hostile_and_broken_files_are_refused_with_reasons(client, sign_in, owner, content, told):
    sign_in(client, owner)

    answer = send(client, "upload", content)

    assert answer.status_code == 422
    assert told in read(answer)
    assert len(list_cards(owner.actor)) == len(list_packs())


def test_wording_goes_out_and_comes_back_as_an_xlsform(client, sign_in, owner, tmp_path):
    sign_in(client, owner)
    ref = clone(client)
    content = client.get(url("xlsform", ref, "IIT")).content
    file = tmp_path / "form.xlsx"
    file.write_bytes(content)
    assert "<h:html" in convert(str(file)).xform
    book = load_workbook(BytesIO(content))
    book["survey"]["C3"] = "ถ้อยคำใหม่"
    out = BytesIO()
    book.save(out)

    assert send(client, "wording", out.getvalue(), ref, "IIT").status_code == 302

    line = get_view_for(owner.actor, ref).framework.instruments[0].lines[0]
    assert line.text.th == "ถ้อยคำใหม่"
    assert client.get(url("xlsform", ref, "OIT")).status_code == 404


def make_bomb(*, entity=False):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<!DOCTYPE x>" if entity else "x")
        archive.writestr("xl/workbook.xml", b"0" * (1 if entity else 30_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (make_bomb(), "ไฟล์ใหญ่เกินไปเมื่อคลายออก"),
        (make_bomb(entity=True), "ไฟล์มีส่วนที่ไม่ปลอดภัย"),
        (b"no zip", "เปิดเป็นไฟล์ XLSX ไม่ได้"),
    ],
)
def test_hostile_workbooks_are_refused(client, sign_in, owner, content, told):
    sign_in(client, owner)
    ref = clone(client)

    answer = send(client, "wording", content, ref, "IIT")

    assert answer.status_code == 422
    assert told in read(answer)
    assert get_view_for(owner.actor, ref).draft.version == 1


def test_two_people_on_one_page_lose_nothing(client, sign_in, owner, make_person):
    sign_in(client, owner)
    ref = clone(client)
    address = url("node", ref, "instruments/0")
    data = list_fields(client.get(address).context["form"])
    other = sign_in(Client(), make_person("commission_owner"))
    assert other.post(address, data | {"name-th": "ของคนอื่น"}).status_code == 302

    answer = client.post(address, data | {"name-th": "ของฉัน"})

    assert answer.status_code == 409
    assert answer.context["form"]["name-th"].value() == "ของฉัน"
    assert "ของคนอื่น" in read(answer)
    assert get_view_for(owner.actor, ref).document["instruments"][0]["name"]["th"] == "ของคนอื่น"
    again = list_fields(answer.context["form"])
    assert client.post(address, again).status_code == 302
    assert get_view_for(owner.actor, ref).document["instruments"][0]["name"]["th"] == "ของฉัน"


def test_a_page_whose_node_was_moved_away_is_refused(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    address = url("node", ref, "instruments/0")
    data = list_fields(client.get(address).context["form"])
    client.post(url("move", ref, "instruments/0"), {"version": 1, "by": "1"})

    answer = client.post(address, data | {"name-th": "ของฉัน"})

    assert answer.status_code == 409
    assert "ของฉัน" in read(answer)
    names = [i["code"] for i in get_view_for(owner.actor, ref).document["instruments"]]
    assert names[:2] == ["EIT", "IIT"]


def test_typing_is_checked_without_saving(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    data = list_fields(client.get(url("node", ref, "instruments/0")).context["form"])

    def check(**typed):
        return read(client.post(url("check", ref, "instruments/0"), data | typed))

    assert "ฉบับร่างจะไม่มีข้อผิดพลาด" in check()
    assert "น้ำหนักของเครื่องมือรวมกันได้ 0.95" in check(weight="0.25")
    assert "ไม่ใช่ตัวเลข" in check(weight="มาก")
    assert "มีผู้แก้ฉบับร่างนี้" in check(version="7")
    assert get_view_for(owner.actor, ref).draft.version == 1


def test_faults_stand_beside_their_node(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    add = url("add", ref, "instruments/0/indicators/0/items")
    page = client.get(add)
    assert "evidence-covers" not in page.context["form"].fields
    data = {"version": "1", "code": "i1", "key": "new-item", "label-th": "ก", "label-en": "a"}

    assert client.post(add, data).status_code == 422
    assert client.post(add, data | {"basis": "N"}).status_code == 302

    page = client.get(url("part", ref, "IIT"))
    told = [fault.text for fault in page.context["faults"]]
    assert any("i1 มีอยู่แล้ว" in text for text in told)
    assert read(page).count("i1 มีอยู่แล้ว") == 2
    indicator = page.context["sections"][0].nodes[0].children[0]
    assert [len(item.faults) for item in indicator.children] == [0, 0, 0, 1]


def test_rows_can_be_added_and_removed(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    address = url("node", ref, "scales/yes-no")
    data = list_fields(client.get(address).context["form"])
    more = client.post(address, data | {"do": "more"})
    assert "choices-4-th" not in client.get(address).context["form"].fields
    assert "choices-4-th" in more.context["form"].fields

    assert client.post(address, data | {"choices-0-points": "50"}).status_code == 302
    data["version"] = "2"
    third = {"choices-2-th": "ไม่ทราบ", "choices-2-en": "Unknown"}
    assert client.post(address, data | third).status_code == 302
    data["version"] = "3"
    gone = {f"choices-0-{name}": "" for name in ("th", "en", "points")}
    assert client.post(address, data | gone).status_code == 422

    choices = get_view_for(owner.actor, ref).document["scales"]["yes-no"]["choices"]
    assert [choice["points"] for choice in choices] == [100, 0, None]


def test_differences_mark_the_words(client, sign_in, make_person):
    sign_in(client, make_person("auditor"))
    asked = {"before": "nacc-general-2564", "after": "nacc-general-2568"}

    page = client.get(url("diff"), asked)

    kinds = {group.kind for group in page.context["groups"]}
    assert {"added", "removed", "renumbered", "reworded", "re-weighted"} <= kinds
    assert "<ins>" in read(page)
    assert client.get(url("diff"), {**asked, "after": "draft-1"}).status_code == 404


def test_an_agency_sees_its_year_and_no_other(client, sign_in, make_person):
    agency = make_person("agency_admin", make_unit("520101"), starts=date(2020, 1, 1))
    with time_machine.travel(datetime(2026, 3, 15, 10, 0, tzinfo=BANGKOK)):
        page = read(sign_in(client, agency).get(url("year")))
        assert "กติกาของปีงบประมาณ 2569" in page
        assert "o26" in page
        assert "o27" not in page
    with time_machine.travel(datetime(2027, 11, 1, 10, 0, tzinfo=BANGKOK)):
        page = read(sign_in(client, agency).get(url("year")))
        assert "กรอบการประเมินของปีนี้ยังไม่ตรึง" in page
        assert "2569" not in page


def test_preview_is_the_form_of_the_intake(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    survey = compile_survey(get_questionnaire("nacc-general-2568", "IIT"))

    page = client.get(reverse("preview:form", args=[ref, "IIT"]), {"lang": "en"})

    assert page["Content-Security-Policy"].startswith("sandbox;")
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    wanted = survey.forms["en"].again.render({"agency": "Example agency"})
    script = re.compile(r"<(script|noscript)\b.*?</\1>", re.DOTALL)
    assert script.search(wanted)
    assert read(page) == script.sub("", wanted).replace("2025", "2028")
    assert (
        "frame-src 'self'"
        in client.get(reverse("preview:page", args=[ref, "IIT"])).headers["Content-Security-Policy"]
    )
    assert client.get(reverse("preview:page", args=[ref, "OIT"])).status_code == 404
    assert client.get(url("disclosure", ref, "OIT")).status_code == 200


def test_list_takes_the_same_queries_for_one_and_for_three(client, sign_in, owner):
    sign_in(client, owner)
    numbers = []
    for year in (2571, 2572, 2573):
        clone(client, year=year)
        client.get(url("list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("list"))
        numbers.append(len(queries))

    assert len(set(numbers)) == 1
