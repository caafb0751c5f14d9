"""The report of orphans."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from prongsai.accounts.models import RoleGrant
from prongsai.accounts.rules.orphans import OrphanKind
from prongsai.accounts.selectors.orphans import count_orphans_for, list_orphans_for
from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import NotFound
from prongsai.organizations.models import UnitRelation, UnitVersion
from prongsai.organizations.services.divisions import add_division
from prongsai.permissions.roles import Role
from tests.accounts.test_web_people import count_queries, read

URL = "/people/orphans/"


@pytest.fixture
def chief(area, make_person):
    return make_person(Role.DISTRICT_CHIEF, area.district, last_login=clock.now())


def list_codes(person, kind: OrphanKind) -> list[str]:
    return [row.code for row in list_orphans_for(person.actor, kind=kind)]


def list_names(person, kind: OrphanKind) -> list[str]:
    rows = list_orphans_for(person.actor, kind=kind)
    return [row.full_name if kind is OrphanKind.NO_ROLE else row.person.full_name for row in rows]


def end(person, **fields) -> None:
    fields = fields or {"revoked_at": clock.now(), "revoked_reason": "ย้าย"}
    RoleGrant.objects.filter(person=person.user).update(**fields)


def test_units_without_admin_or_executive_are_listed(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency)
    make_person(Role.AGENCY_EXECUTIVE, area.neighbour)

    assert list_codes(chief, OrphanKind.NO_ADMIN) == ["L2", "A1"]
    assert list_codes(chief, OrphanKind.NO_EXECUTIVE) == ["L1", "A1"]


def test_an_admin_whose_role_or_account_has_ended_does_not_count(area, make_person, chief):
    gone = make_person(Role.AGENCY_ADMIN, area.agency)
    make_person(Role.AGENCY_ADMIN, area.neighbour, is_active=False)
    end(gone)

    assert {"L1", "L2"} <= set(list_codes(chief, OrphanKind.NO_ADMIN))


def test_units_with_one_admin_only_are_listed(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency)
    make_person(Role.AGENCY_ADMIN, area.neighbour)
    make_person(Role.AGENCY_ADMIN, area.neighbour)
    make_person(Role.AGENCY_ADMIN, area.far)

    assert list_codes(chief, OrphanKind.ONE_ADMIN) == ["L1"]


def test_accounts_without_a_role_are_listed_where_they_had_one(area, make_person, chief):
    near = make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายใกล้")
    far = make_person(Role.AGENCY_ADMIN, area.far, full_name="นายไกล")
    make_person(full_name="นายไม่เคยมี")
    coming = make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายกำลังมา")
    end(near)
    end(far)
    end(coming, starts=clock.today() + timedelta(days=5))
    owner = make_person(Role.COMMISSION_OWNER)

    assert list_names(chief, OrphanKind.NO_ROLE) == ["นายใกล้"]
    assert set(list_names(owner, OrphanKind.NO_ROLE)) == {"นายใกล้", "นายไกล", "นายไม่เคยมี"}


def test_silent_people_are_listed_by_their_role(area, make_person, chief):
    long_ago = clock.now() - timedelta(days=40)
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายเงียบ", last_login=long_ago)
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายขยัน", last_login=clock.now())
    make_person(Role.AGENCY_ADMIN, area.far, full_name="นายไกล")

    assert list_names(chief, OrphanKind.SILENT) == ["นายเงียบ"]


def test_roles_at_dissolved_units_are_listed_where_the_unit_lay(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายค้าง")
    make_person(Role.AGENCY_ADMIN, area.far, full_name="นายค้างไกล")
    ended = {"valid_to": date(2025, 10, 1)}
    for unit_id in (area.agency, area.far):
        UnitVersion.objects.filter(unit_id=unit_id).update(**ended)
        UnitRelation.objects.filter(child_id=unit_id).update(**ended)

    assert list_names(chief, OrphanKind.DISSOLVED) == ["นายค้าง"]
    assert "L1" not in list_codes(chief, OrphanKind.NO_ADMIN)


def test_divisions_without_a_contact_are_listed(area, make_person, chief):
    first, second = (
        add_division(SYSTEM, code="L1", name_th=name, on=date(2024, 10, 1))
        for name in ("กองคลัง", "กองช่าง")
    )
    add_division(SYSTEM, code="L9", name_th="กองไกล", on=date(2024, 10, 1))
    make_person(Role.DIVISION_CONTACT, area.agency, division_id=first)

    rows = list_orphans_for(chief.actor, kind=OrphanKind.NO_CONTACT)

    assert [(row.code, row.division_id, row.name_th) for row in rows] == [("L1", second, "กองช่าง")]
    assert count_orphans_for(chief.actor)[OrphanKind.NO_CONTACT] == 1


def test_the_page_begins_with_the_first_part_that_holds_anything(
    area, make_person, sign_in, client, chief
):
    for unit_id in (area.agency, area.neighbour, area.district):
        make_person(Role.AGENCY_ADMIN, unit_id)
        make_person(Role.AGENCY_ADMIN, unit_id)

    page = read(sign_in(client, chief).get(URL))

    assert "ไม่มีใครอนุมัติข้อมูลของหน่วยงานเหล่านี้ได้" in page


def test_counts_agree_with_the_lists(area, make_person, chief):
    make_person(Role.AGENCY_ADMIN, area.agency)

    counts = count_orphans_for(chief.actor)

    assert counts == {
        OrphanKind.NO_ADMIN: 2,
        OrphanKind.NO_EXECUTIVE: 3,
        OrphanKind.ONE_ADMIN: 1,
        OrphanKind.NO_CONTACT: 0,
        OrphanKind.DISSOLVED: 0,
        OrphanKind.NO_ROLE: 0,
        OrphanKind.SILENT: 1,
    }


@pytest.mark.parametrize("national", [False, True])
def test_counts_agree_with_the_lists_whatever_has_ended(area, make_person, chief, national):
    gone = make_person(Role.AGENCY_ADMIN, area.agency, is_active=False)
    left = make_person(Role.AGENCY_EXECUTIVE, area.agency)
    over = make_person(Role.AGENCY_EXECUTIVE, area.neighbour)
    make_person(Role.AGENCY_ADMIN, area.neighbour, last_login=clock.now())
    add_division(SYSTEM, code="L2", name_th="กองช่าง", on=date(2024, 10, 1))
    end(left)
    end(over, starts=date(2024, 1, 1), ends=clock.today() - timedelta(days=1))
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายค้าง")
    UnitVersion.objects.filter(unit_id=area.agency).update(valid_to=date(2025, 10, 1))
    reader = make_person(Role.COMMISSION_OWNER) if national else chief

    counts = count_orphans_for(reader.actor)

    lists = {kind: list(list_orphans_for(reader.actor, kind=kind)) for kind in OrphanKind}
    assert counts == {kind: len(rows) for kind, rows in lists.items()}
    assert counts[OrphanKind.NO_ROLE] == 2
    assert [row.person.full_name for row in lists[OrphanKind.SILENT]].count(
        gone.user.full_name
    ) == 0


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.DIVISION_CONTACT])
def test_agencies_have_no_report(area, make_person, sign_in, client, role):
    person = make_person(role, area.agency)

    with pytest.raises(NotFound):
        count_orphans_for(person.actor)
    assert sign_in(client, person).get(URL).status_code == 404


def test_system_sees_all(area):
    assert count_orphans_for(SYSTEM)[OrphanKind.NO_ADMIN] == 6


@pytest.mark.parametrize("kind", OrphanKind)
def test_every_part_has_a_page_with_search_and_sort(
    area, make_person, sign_in, client, chief, kind
):
    make_person(Role.AGENCY_ADMIN, area.agency)
    sign_in(client, chief)

    for query in ({}, {"q": "ตำบล"}, {"sort": "-name"}, {"class": "town"}, {"silence": "never"}):
        answer = client.get(URL, {"kind": kind.value, **query})
        assert answer.status_code == 200, query


def test_silence_can_be_narrowed(area, make_person, sign_in, client, chief):
    long_ago = clock.now() - timedelta(days=100)
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายเงียบ", last_login=long_ago)
    make_person(Role.AGENCY_ADMIN, area.agency, full_name="นายไม่เคย")
    sign_in(client, chief)

    def show(silence: str) -> str:
        return read(client.get(URL, {"kind": "silent", "silence": silence}))

    assert "นายเงียบ" in show("90")
    assert "นายเงียบ" not in show("180")
    assert "นายเงียบ" not in show("never")
    assert "นายไม่เคย" in show("never")


def test_page_hides_other_areas(area, make_person, sign_in, client, chief):
    page = read(sign_in(client, chief).get(URL, {"kind": "no_admin"}))

    assert "องค์การบริหารส่วนตำบลหนึ่ง" in page
    assert "องค์การบริหารส่วนตำบลเก้า" not in page


def test_export_holds_what_is_shown_and_is_audited(area, make_person, sign_in, client, chief):
    sign_in(client, chief)

    rows = list(csv.reader(io.StringIO(read(client.get(URL, {"export": "csv"})))))

    assert [row[1] for row in rows[1:]] == ["L2", "L1", "A1"]
    entry = Entry.objects.get(verb="orphans.export")
    assert entry.detail == {"kind": "no_admin", "format": "csv", "rows": 3}


@pytest.mark.parametrize("kind", OrphanKind)
def test_queries_stay_the_same_with_more_rows(area, make_person, sign_in, client, chief, kind):
    sign_in(client, chief)
    url = f"{reverse('people:orphans')}?kind={kind.value}"
    client.get(url)
    before = count_queries(client, url)

    for _ in range(3):
        end(make_person(Role.AGENCY_ADMIN, area.neighbour))
    make_person(Role.DISTRICT_OFFICER, area.district)

    assert count_queries(client, url) == before
