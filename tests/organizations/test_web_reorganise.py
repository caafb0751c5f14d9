"""Reorganising through the pages, by the commission alone."""

from datetime import date

import pytest
from django.urls import reverse

from prongsai.organizations.models import Unit, UnitVersion
from prongsai.organizations.selectors.tree import list_above
from prongsai.organizations.selectors.units import get_unit
from prongsai.permissions.roles import Role
from tests.factories.organizations import make_spec, make_units

DAY = date(2025, 10, 1)
DECISION = {"on": "1 ตุลาคม 2568", "reason": "ประกาศสมมติ"}
NAMES = ["rename", "reclassify", "move", "merge", "split", "dissolve"]


@pytest.fixture
def tree(db):
    return make_units(
        make_spec("P", unit_class="province"),
        make_spec("Q", unit_class="province"),
        make_spec("A", geography="P", place_code="520401", size="S"),
        make_spec("A1", line="A", geography="A"),
    )


@pytest.fixture
def owner(make_person, sign_in, client):
    return sign_in(client, make_person(Role.COMMISSION_OWNER))


def act(client, name, code="A", **fields):
    return client.post(reverse("reorganise:act", args=[code, name]), DECISION | fields)


def get_parent(unit_id, kind="geography"):
    found = {above.kind: above.parent.code for above in list_above(unit_id, on=DAY)}
    return found.get(kind)


def test_pages_show_what_may_be_done(tree, owner):
    page = owner.get(reverse("reorganise:acts", args=["A"])).content.decode()

    for name in NAMES:
        url = reverse("reorganise:act", args=["A", name])
        assert url in page
        assert owner.get(url).status_code == 200
    unit_page = owner.get(reverse("organizations:unit", args=["A"])).content.decode()
    assert reverse("reorganise:acts", args=["A"]) in unit_page


def test_rename(tree, owner):
    answer = act(owner, "rename", name_th="ชื่อใหม่", name_en="New")

    assert answer["Location"] == reverse("organizations:unit", args=["A"])
    assert get_unit("A", on=DAY).name_th == "ชื่อใหม่"
    assert "ประกาศสมมติ" in owner.get(answer["Location"]).content.decode()


def test_reclassify(tree, owner):
    act(owner, "reclassify", unit_class="tambon_town", size="M", place_code="520401")

    assert get_unit("A", on=DAY).unit_class == "tambon_town"


def test_move(tree, owner):
    act(owner, "move", kind="geography", parent="Q")
    assert get_parent(tree["A"]) == "Q"

    act(owner, "move", kind="geography", parent="")
    assert get_parent(tree["A"]) is None


def test_merge_into_a_unit_that_exists(tree, owner):
    answer = act(owner, "merge", into="Q", others="", sure="on")

    assert answer["Location"] == reverse("organizations:unit", args=["Q"])
    assert not get_unit("A", on=DAY).exists
    assert get_parent(tree["A1"], "line") == "Q"


def test_merge_into_a_new_unit_takes_its_class_and_parents(tree, owner):
    act(owner, "merge", into="NEW", others="A1", new_name_th="หน่วยงานรวม", sure="on")

    new = get_unit("NEW", on=DAY)
    assert (new.name_th, new.unit_class, new.size) == ("หน่วยงานรวม", "tambon_body", "S")
    assert get_parent(new.id) == "P"


def test_split(tree, owner):
    act(
        owner,
        "split",
        first_code="N1",
        first_name="แห่งที่หนึ่ง",
        second_code="N2",
        second_name="แห่งที่สอง",
        second_children=["A1"],
    )

    assert not get_unit("A", on=DAY).exists
    assert get_parent(get_unit("N1", on=DAY).id) == "P"
    assert get_parent(tree["A1"], "line") == "N2"


def test_split_keeps_a_unit_that_survives(tree, owner):
    act(owner, "split", survives="on", first_code="N1", first_name="ใหม่")

    assert get_unit("A", on=DAY).exists
    assert get_parent(tree["A1"], "line") == "A"


def test_dissolve(tree, owner):
    act(owner, "dissolve", code="A1", sure="on")

    assert not get_unit("A1", on=DAY).exists
    page = owner.get(reverse("reorganise:acts", args=["A1"])).content.decode()
    assert "เปลี่ยนโครงสร้างไม่ได้" in page


def test_create(tree, owner):
    fields = {"new_code": "NEW", "name_th": "ใหม่", "unit_class": "court", "line": "P"}

    answer = owner.post(reverse("reorganise:create"), DECISION | fields)

    assert answer["Location"] == reverse("organizations:unit", args=["NEW"])
    assert get_parent(get_unit("NEW", on=DAY).id, "line") == "P"


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("rename", {"name_th": "ใหม่", "reason": ""}, "จำเป็น|ต้อง|กรอก"),
        ("rename", {"name_th": "ใหม่", "on": "31 ก.พ. 2568"}, "วัน"),
        ("move", {"kind": "line", "parent": "?"}, "ไม่พบหน่วยงานรหัส"),
        ("move", {"kind": "line", "parent": "A1"}, "อยู่ใต้ตัวเอง"),
        ("merge", {"into": "Q"}, "ข้าพเจ้าตรวจแล้ว"),
        ("split", {"first_code": "Q", "first_name": "ใหม่"}, "รหัสหน่วยงานซ้ำ"),
        ("split", {"first_code": "N", "first_name": "ใหม่", "second_code": "M"}, "ทั้งรหัสและชื่อ"),
        ("dissolve", {"sure": "on"}, "ยังมีหน่วยงานในสังกัด"),
    ],
)
def test_refusals_stay_on_the_form(tree, owner, name, fields, words):
    answer = act(owner, name, **fields)

    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert Unit.objects.count() == 4
    assert UnitVersion.objects.count() == 4


@pytest.mark.parametrize(
    ("role", "over", "status"),
    [
        (Role.PROVINCE_COORDINATOR, "P", 403),
        (Role.AGENCY_ADMIN, "A", 403),
        (Role.AGENCY_ADMIN, "Q", 404),
    ],
)
def test_strangers_are_kept_out(tree, make_person, sign_in, client, role, over, status):
    sign_in(client, make_person(role, tree[over]))

    assert client.get(reverse("reorganise:acts", args=["A"])).status_code == status
    for name in NAMES:
        assert client.get(reverse("reorganise:act", args=["A", name])).status_code == status
    assert act(client, "rename", name_th="x").status_code == status
    assert client.get(reverse("reorganise:create")).status_code == 403
    assert UnitVersion.objects.count() == 4


def test_unknown_act_and_unit_are_not_found(tree, owner):
    assert owner.get(reverse("reorganise:act", args=["A", "explode"])).status_code == 404
    assert owner.get(reverse("reorganise:acts", args=["NOTHING"])).status_code == 404
