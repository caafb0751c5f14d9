"""Set-ups of many agencies from a table: compared, sent in part or whole, never confirmed."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Invalid, NotAllowed, NotFound
from prongsai.headcounts.models import SetupFile, SetupVersion
from prongsai.headcounts.selectors.files import get_file_for, read_rows
from prongsai.headcounts.selectors.setups import get_setup_for
from prongsai.headcounts.services.files import check_file, take_rows
from prongsai.headcounts.services.setups import confirm_setup
from prongsai.headcounts.types import FileColumn, SetupState, VersionState
from prongsai.organizations.services.divisions import close_division
from prongsai.organizations.types.imports import ImportAction
from prongsai.permissions.roles import Role
from tests.factories.organizations import make_spec, make_units
from tests.factories.setups import make_setup
from tests.headcounts.conftest import FOUNDED

A = ImportAction


@pytest.fixture
def province(ids, make_person):
    return make_person(Role.PROVINCE_COORDINATOR, ids["P1"], starts=FOUNDED)


def write(*lines, heading="รหัสหน่วยงาน,หน่วยงาน,บุคลากร (คน),ผู้มาติดต่อโดยประมาณ"):
    return "\n".join([heading, *lines]).encode()


def check(person, *lines, **options):
    code = check_file(person.actor, data=write(*lines, **options), file_name="ตัวเลข.csv")
    return code, read_rows(get_file_for(person.actor, code))


def test_rows_are_compared_and_nothing_changes(province):
    make_setup("L1", 40)
    before = SetupVersion.objects.count()

    _code, rows = check(province, "L1,x,45,900", 'L2,,"1,200",๕๐๐', "P1,,9,", "A1,,ๆ,1.5")

    assert [row.action for row in rows] == [A.CHANGE, A.CREATE, A.CREATE, A.ERROR]
    assert (rows[0].before, rows[0].headcount, rows[0].contacts) == ((40, 900), 45, 900)
    assert (rows[1].headcount, rows[1].contacts) == (1200, 500)
    assert SetupVersion.objects.count() == before


@pytest.mark.parametrize(
    ("line", "thai", "english"),
    [
        ("L9,,5,", "ไม่พบหน่วยงานรหัส", "no agency"),
        (",,5,", "ไม่ได้กรอก", "nothing is filled in"),
        ("L1,,,", "ไม่ได้กรอก", "nothing is filled in"),
        ("L1,,0,", "อยู่นอกช่วง", "possible range"),
        ("L1,,1000000,", "อยู่นอกช่วง", "possible range"),
        ("L1,,4.5,", "อ่านจำนวน", "cannot be read"),
        ("L1,,40,x", "อ่านจำนวน", "cannot be read"),
        ("L2,,5,", "มากกว่าหนึ่งแถว", "more than one row"),
    ],
)
def test_a_bad_row_is_named_in_both_languages(province, line, thai, english):
    _code, rows = check(province, line, "L2,,7,")

    assert rows[0].action is A.ERROR
    assert thai in rows[0].faults[0].text
    with translation.override("en"):
        assert english in rows[0].faults[0].text.lower()


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("หน่วยงาน,บุคลากร", "รหัสหน่วยงาน"),
        ("code,ผู้มาติดต่อ", "บุคลากร"),
        ("code,headcount,headcount", "หัวตารางซ้ำ"),
        ("code,headcount,เบอร์โทร", "ไม่รู้จักหัวตาราง"),
    ],
)
def test_a_strange_table_is_refused_whole(province, client, sign_in, heading, words):
    file = SimpleUploadedFile("a.csv", write("L1,5,6", heading=heading))

    answer = sign_in(client, province).post(reverse("headcounts:import"), {"file": file})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SetupFile.objects.exists()


def test_taken_rows_wait_for_the_executive(province, executive):
    code, _rows = check(province, "L1,,45,900", "L2,,50,", "L9,,1,")

    count = take_rows(province.actor, code=code)
    shown = get_setup_for(SYSTEM, "L1")
    confirm_setup(executive.actor, code="L1", number=1)

    assert count == 2
    assert shown.state is SetupState.WAITING
    assert (shown.latest.headcount, shown.latest.contacts) == (45, 900)
    assert "ตัวเลข.csv" in shown.latest.reason
    assert get_setup_for(SYSTEM, "L1").state is SetupState.CONFIRMED
    assert not SetupVersion.objects.filter(setup__unit_id=0, state=VersionState.CONFIRMED)


def test_figures_in_force_stay_until_they_are_confirmed(province):
    make_setup("L1", 40)

    code, _rows = check(province, "L1,,45,900")
    take_rows(province.actor, code=code)

    shown = get_setup_for(SYSTEM, "L1")
    assert (shown.state, shown.confirmed.headcount) == (SetupState.CHANGING, 40)


def test_parts_of_the_agency_stay_where_they_fit(province, division):
    make_setup("L1", 40, divisions={division: 30})

    code, _rows = check(province, "L1,,45,900")
    take_rows(province.actor, code=code)
    kept = get_setup_for(SYSTEM, "L1").latest
    code, _rows = check(province, "L1,,20,800")
    take_rows(province.actor, code=code)
    changed = get_setup_for(SYSTEM, "L1").latest

    assert [part.number for part in kept.divisions] == [30]
    assert [part.label for part in kept.services] == ["บริการ"]
    assert changed.divisions == []
    assert changed.contacts == 800


def test_a_division_that_is_gone_holds_up_no_row(province, division):
    make_setup("L1", 40, divisions={division: 30})
    close_division(SYSTEM, code="L1", division_id=division)

    code, _rows = check(province, "L1,,45,900")

    assert take_rows(province.actor, code=code) == 1
    assert get_setup_for(SYSTEM, "L1").latest.divisions == []


def test_some_rows_can_be_taken_and_what_changed_meanwhile_is_refused(province, client, sign_in):
    code, _rows = check(province, "L1,,45,900", "L2,,50,100", "A1,,60,100")
    make_setup("L2", 70)
    desk = sign_in(client, province)

    url = reverse("headcounts:file-take", args=[code])
    some = desk.post(url, {"selected": ["3", "4"]}, follow=True).content.decode()

    assert "ส่งให้ผู้บริหารยืนยันแล้ว 1 หน่วยงาน" in some
    assert "มีผู้อื่นบันทึกข้อมูลนี้ไปก่อน" in some
    assert get_setup_for(SYSTEM, "L1").latest is None
    assert get_setup_for(SYSTEM, "L2").confirmed.headcount == 70
    done = desk.post(url, {"all": "1"}, follow=True).content.decode()
    assert "ส่งครบแล้ว" in done


def test_all_chosen_rows_are_sent_at_once(province, client, sign_in, monkeypatch):
    monkeypatch.setattr("prongsai.headcounts.web.files.STEP", 1)
    code, _rows = check(province, "L1,,45,900", "L2,,50,100", "A1,,60,100")

    url = reverse("headcounts:file-take", args=[code])
    page = sign_in(client, province).post(url, {"selected": ["2", "3"]}, follow=True)

    assert "ส่งให้ผู้บริหารยืนยันแล้ว 2 หน่วยงาน" in page.content.decode()


def test_a_table_of_last_year_is_not_written_into_this_one(province):
    code, _rows = check(province, "L1,,45,900")

    with (
        time_machine.travel(clock.real_now() + timedelta(days=365)),
        pytest.raises(Invalid, match="ปีก่อน"),
    ):
        take_rows(province.actor, code=code)

    assert not SetupVersion.objects.exists()


def test_page_goes_on_by_itself_until_everything_is_sent(province, client, sign_in, monkeypatch):
    monkeypatch.setattr("prongsai.headcounts.web.files.STEP", 1)
    code, _rows = check(province, "L1,,45,900", "L2,,50,100")
    desk = sign_in(client, province)

    url = reverse("headcounts:file-take", args=[code])
    half = desk.post(url, {"all": "1"}, follow=True).content.decode()
    whole = desk.post(url, {"all": "1"}, follow=True).content.decode()

    assert 'hx-trigger="load"' in half
    assert "1 จาก 2" in half
    assert "ส่งครบแล้ว" in whole


def test_a_table_belongs_to_who_sent_it_and_to_the_own_area(province, make_person, executive):
    make_units(make_spec("P2", unit_class="province"), make_spec("L8", geography="P2"))
    code, rows = check(province, "L8,,5,5", "L1,,6,6")
    other = make_person(Role.COMMISSION_OWNER)

    assert [row.action for row in rows] == [A.ERROR, A.CREATE]
    with pytest.raises(NotFound):
        take_rows(other.actor, code=code)
    with pytest.raises(NotAllowed):
        check_file(executive.actor, data=write("L1,,5,5"), file_name="a.csv")
    check(province, "L1,,7,7")
    assert SetupFile.objects.count() == 1


def test_the_template_comes_back_unchanged(province, client, sign_in):
    make_setup("L1", 40)

    answer = sign_in(client, province).get(reverse("headcounts:template"))
    code = check_file(province.actor, data=answer.content, file_name="t.csv")
    rows = {row.code: row for row in read_rows(get_file_for(province.actor, code))}

    assert rows["L1"].action is A.SAME
    assert rows["L2"].faults[0].column == FileColumn.HEADCOUNT


def test_spreadsheets_are_read_too(province):
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["code", "headcount", "contacts"], ["L1", 45, 900.0]):
        book.active.append(row)
    book.save(target)

    code = check_file(province.actor, data=target.getvalue(), file_name="a.xlsx")

    assert read_rows(get_file_for(province.actor, code))[0].headcount == 45


def test_queries_do_not_grow_with_rows(province):
    lines = [f"N{number},,{number + 5},10" for number in range(20)]
    make_units(*(make_spec(f"N{number}", geography="P1") for number in range(20)))
    with CaptureQueriesContext(connection) as few:
        check(province, *lines[:1])
    with CaptureQueriesContext(connection) as many:
        check(province, *lines)

    assert len(many) <= len(few) + 1  # the former table is deleted


def test_command_compares_takes_and_refuses(ids, tmp_path, capsys):
    file = tmp_path / "setups.csv"
    file.write_bytes(write("L1,,45,900", "L9,,5,"))

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("headcounts", "import", str(file))
    assert "ไม่พบหน่วยงานรหัส" in capsys.readouterr().out
    call_command("headcounts", "import", str(file), "--dry-run", "--skip-errors", "--json")
    assert json.loads(capsys.readouterr().out)["counts"]["create"] == 1
    assert not SetupVersion.objects.exists()
    call_command("headcounts", "import", str(file), "--skip-errors", "--json")
    assert json.loads(capsys.readouterr().out)["taken"] == 1
    assert get_setup_for(SYSTEM, "L1").state is SetupState.WAITING
