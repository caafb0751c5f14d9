"""A table of people is checked as a whole: all are invited, or nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prongsai.accounts.models import Invitation
from prongsai.accounts.rules.sheets import Flaw, read_entries
from prongsai.accounts.services.sheets import explain_flaw, invite_many
from prongsai.permissions.roles import Role

HEAD = ["อีเมล", "ชื่อ", "บทบาท", "รหัสหน่วยงาน"]
GOOD = ["a@demo.invalid", "ก ข", "ผู้ดูแลระบบของหน่วยงาน", "L1"]


@pytest.mark.parametrize(
    ("rows", "flaw"),
    [
        ([], Flaw(1, "email", "no_column")),
        ([["อีเมล", "ชื่อ", "บทบาท"]], Flaw(1, "unit", "no_column")),
        ([HEAD, ["", "ก", "x", "L1"]], Flaw(2, "email", "empty")),
        ([HEAD, ["a@b", "ก", "x", "L1"]], Flaw(2, "email", "bad_email", "a@b")),
        ([HEAD, GOOD, GOOD], Flaw(3, "email", "twice", "a@demo.invalid")),
        ([HEAD, *[GOOD] * 2001], Flaw(0, "", "too_many", "2000")),
    ],
)
def test_read_entries_names_row_and_column(rows, flaw):
    assert flaw in read_entries(rows)[1]


def test_read_entries_takes_columns_in_any_order_and_skips_empty_rows():
    entries, flaws = read_entries(
        [["Role", "unit code", "e-mail", "note", "NAME"], [], ["x", "L1", "A@B.go.th", "?", "ก"]]
    )

    assert flaws == []
    assert [(entry.row, entry.email, entry.unit) for entry in entries] == [(3, "a@b.go.th", "L1")]


@pytest.fixture
def coordinator(make_person, area):
    return make_person(Role.PROVINCE_COORDINATOR, area.province).actor


def test_all_rows_are_invited(coordinator, area):
    rows = [HEAD, GOOD, ["b@demo.invalid", "ค ง", "agency_executive", "L9"]]

    count, flaws = invite_many(coordinator, rows=rows)

    assert (count, flaws) == (2, [])
    assert set(Invitation.objects.values_list("unit_id", flat=True)) == {area.agency, area.far}
    assert Invitation.objects.filter(sent_at=None).count() == 0


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["b@demo.invalid", "ค", "ราชา", "L1"], "role", "unknown_role"),
        (["b@demo.invalid", "ค", "ผู้ว่าราชการจังหวัด", "P1"], "role", "needs_second"),
        (["b@demo.invalid", "ค", "agency_admin", "X9"], "unit", "unknown_unit"),
        (["b@demo.invalid", "ค", "นายอำเภอ", "L1"], "role", "wrong_place"),
        (["b@demo.invalid", "ค", "agency_admin", ""], "role", "out_of_reach"),
        (["b@demo.invalid", "ค", "auditor", ""], "role", "needs_second"),
    ],
)
def test_one_bad_row_invites_nobody(coordinator, row, column, code):
    count, flaws = invite_many(coordinator, rows=[HEAD, GOOD, row])

    assert count == 0
    assert [(flaw.row, flaw.column, flaw.code) for flaw in flaws] == [(3, column, code)]
    assert explain_flaw(flaws[0])
    assert not Invitation.objects.exists()


def test_refused_by_the_service_invites_nobody(coordinator):
    invite_many(coordinator, rows=[HEAD, GOOD])

    count, flaws = invite_many(coordinator, rows=[HEAD, ["b@demo.invalid", *GOOD[1:]], GOOD])

    assert count == 0
    assert [(flaw.row, flaw.code) for flaw in flaws] == [(3, "refused")]
    assert Invitation.objects.count() == 1


def test_units_of_others_do_not_exist(make_person, area):
    officer = make_person(Role.DISTRICT_OFFICER, area.other_district).actor

    _count, flaws = invite_many(officer, rows=[HEAD, GOOD])

    assert [flaw.code for flaw in flaws] == ["unknown_unit"]


TABLE = "อีเมล,ชื่อ,บทบาท,รหัสหน่วยงาน\na@demo.invalid,ก ข,agency_admin,{code}\n"


def send(client, text, name="people.csv"):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post("/invitations/many/", {"file": file})


def test_page_invites_from_a_file(client, make_person, sign_in, area):
    sign_in(client, make_person(Role.PROVINCE_COORDINATOR, area.province))

    assert send(client, TABLE.format(code="L1")).url == "/invitations/"
    assert Invitation.objects.get().unit_id == area.agency


def test_page_names_what_is_wrong(client, make_person, sign_in, area):
    sign_in(client, make_person(Role.PROVINCE_COORDINATOR, area.province))

    page = send(client, TABLE.format(code="X1"))

    assert "ไม่พบรหัสหน่วยงาน “X1”" in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TABLE.format(code="=1+1"), "people.csv"),
        ("", "people.csv"),
        (b"PK\x03\x04broken", "people.xlsx"),
        (TABLE.format(code="L1"), "people.exe"),
    ],
)
def test_page_refuses_hostile_files(client, make_person, sign_in, area, text, name):
    sign_in(client, make_person(Role.PROVINCE_COORDINATOR, area.province))

    page = send(client, text, name)

    assert page.context["form"].errors["file"]
    assert not Invitation.objects.exists()


def test_page_is_closed_to_those_who_invite_nobody(client, make_person, sign_in, area):
    sign_in(client, make_person(Role.AGENCY_EXECUTIVE, area.agency))

    assert send(client, TABLE.format(code="L1")).status_code == 404
