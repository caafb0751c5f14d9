"""Importing through the pages: send, look, take over, take back; nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from prongsai.organizations.models import ImportBatch, Unit
from prongsai.organizations.rules.columns import HEADINGS as KNOWN
from prongsai.organizations.types.imports import ImportColumn
from prongsai.permissions.roles import Role
from tests.factories.organizations import make_spec, make_unit, make_units
from tests.organizations.imports import check
from tests.organizations.sheets import make_csv

ROWS = [["A", "หน่วยงานเอ", "อบต"], ["B", "หน่วยงานบี", "อบต"], ["C", "", "สโมสร"]]
HEADINGS = ["code", "name", "class"]


@pytest.fixture
def owner(make_person, sign_in, client):
    return sign_in(client, make_person(Role.COMMISSION_OWNER))


@pytest.fixture
def stranger(make_person, sign_in, client):
    unit_id = make_unit("P", unit_class="province")
    return sign_in(client, make_person(Role.PROVINCE_COORDINATOR, unit_id))


def send(client, data, name="units.csv", **fields):
    fields = {"effective_on": "1 ตุลาคม 2568"} | fields
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("imports:new"), {"file": file, **fields})


def test_whole_way_from_file_to_units_and_back(owner):
    assert owner.get(reverse("imports:new")).status_code == 200
    answer = send(owner, make_csv(*ROWS, headings=HEADINGS))
    code = ImportBatch.objects.get().code
    assert answer["Location"] == reverse("imports:import", args=[code])

    page = owner.get(answer["Location"]).content.decode()
    assert "ไม่ได้กรอก" in page
    assert "กรอกข้อมูลในช่องนี้" in page
    assert "ไม่รู้จักประเภท “สโมสร”" in page
    assert not Unit.objects.exists()

    answer = owner.post(reverse("imports:apply", args=[code]), {"all": "1"}, follow=True)
    assert "นำเข้า 2 แถวแล้ว" in answer.content.decode()
    assert Unit.objects.count() == 2

    url = reverse("imports:undo", args=[code])
    assert owner.post(url, {"reason": ""}).status_code == 422
    answer = owner.post(url, {"reason": "ผิดไฟล์"}, follow=True)
    assert "ข้อมูลกลับเป็นเหมือนก่อนนำเข้า" in answer.content.decode()
    assert "เพราะ ผิดไฟล์" in answer.content.decode()
    assert not Unit.objects.exists()
    assert "ยกเลิกการนำเข้าแล้ว" in owner.get(reverse("imports:list")).content.decode()


def test_chosen_rows_alone_are_taken_over(owner):
    send(owner, make_csv(*ROWS, headings=HEADINGS))
    url = reverse("imports:apply", args=[ImportBatch.objects.get().code])

    owner.post(url, {"selected": ["3", "x", "99"]})

    assert list(Unit.objects.values_list("code", flat=True)) == ["B"]


def test_refusals_are_shown_and_change_nothing(owner):
    send(owner, make_csv(*ROWS, headings=HEADINGS))
    url = reverse("imports:apply", args=[ImportBatch.objects.get().code])

    page = owner.post(url, follow=True).content.decode()

    assert "กรุณาเลือกอย่างน้อยหนึ่งแถว" in page
    assert not Unit.objects.exists()


def test_undo_that_is_refused_says_why(owner):
    code = check(*ROWS, headings=HEADINGS)
    owner.post(reverse("imports:apply", args=[code]), {"all": "1"})
    make_unit("CHILD", line="A")

    answer = owner.post(reverse("imports:undo", args=[code]), {"reason": "ผิดไฟล์"})

    assert answer.status_code == 422
    assert "ย้ายเข้ามาอยู่ใต้" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "fields", "words"),
    [
        (b"", {}, "ไม่มีข้อมูล"),
        (b"code\n=1+1", {}, "สูตร"),
        (b"x\ny", {}, "รหัสหน่วยงาน"),
        (b"code\nA", {"effective_on": "วานนี้"}, "วัน"),
    ],
)
def test_file_that_is_refused_stays_on_the_form(owner, data, fields, words):
    answer = send(owner, data, **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_template_is_understood_by_the_importer(owner, ending, tmp_path):
    answer = owner.get(reverse("imports:template", args=[ending]))

    if ending == "csv":
        headings = answer.content.decode("utf-8-sig").strip().split(",")
    else:
        file = tmp_path / "template.xlsx"
        file.write_bytes(answer.content)
        headings = [cell.value for cell in load_workbook(file).worksheets[0][1]]
    assert list(KNOWN.find(headings)) == list(ImportColumn)


def test_english_template_is_understood_too(owner):
    owner.cookies["prongsai_language"] = "en"

    answer = owner.get(reverse("imports:template", args=["csv"]))

    headings = answer.content.decode("utf-8-sig").strip().split(",")
    assert "Thai name" in headings
    assert list(KNOWN.find(headings)) == list(ImportColumn)


def test_strangers_are_kept_out(stranger):
    code = check(["A", "ก", "อบต"], headings=HEADINGS)

    for name, arguments in (("list", []), ("new", []), ("template", ["csv"]), ("import", [code])):
        assert stranger.get(reverse(f"imports:{name}", args=arguments)).status_code == 403
    for name in ("apply", "undo"):
        url = reverse(f"imports:{name}", args=[code])
        assert stranger.post(url, {"all": "1", "reason": "x"}).status_code == 403
    assert send(stranger, make_csv(*ROWS)).status_code == 403
    assert ImportBatch.objects.get().state == "checked"


def test_unknown_import_is_not_found(owner):
    assert owner.get(reverse("imports:import", args=["NOTHING"])).status_code == 404
    assert owner.post(reverse("imports:undo", args=["NOTHING"])).status_code == 404


def test_queries_do_not_grow_with_rows(owner):
    make_units(make_spec("P"), make_spec("Q"))
    codes = [check(*rows, headings=HEADINGS) for rows in ([ROWS[0]], ROWS)]
    counts = []
    for code in (codes[0], *codes):
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(reverse("imports:import", args=[code])).status_code == 200
        counts.append(len(queries))

    assert counts[1] == counts[2]
