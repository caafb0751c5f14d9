"""A published calendar changes only with a reason and a second person, and old versions stay."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from prongsai.approvals.selectors import explain, get_request_for
from prongsai.approvals.services.requests import approve
from prongsai.approvals.types import State
from prongsai.audit.models import Entry
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.frameworks.models import Season, SeasonVersion, SeasonWindow
from prongsai.frameworks.selectors.seasons import get_season_for, list_seasons_for, list_versions
from prongsai.frameworks.selectors.windows import get_target, is_open
from prongsai.frameworks.services.seasons import change_draft, create_season, publish_season
from prongsai.frameworks.services.versions import propose_extension, propose_version
from prongsai.frameworks.types.proposals import Extension
from prongsai.frameworks.types.seasons import SeasonSpec
from prongsai.frameworks.types.windows import Target, get_midnight
from prongsai.organizations.types.units import UnitClass
from tests.factories.moments import at_once
from tests.factories.organizations import make_actor, make_unit
from tests.factories.seasons import make_calendar, make_season, make_window

pytestmark = pytest.mark.django_db
CODE = "2569-ita-general"
OWNER = make_actor("commission_owner")
SECOND = replace(OWNER, user_id=2, name="ผู้อนุมัติ")
MAY_16 = get_midnight(date(2026, 5, 16))


def extended(closes=MAY_16):
    return [
        replace(w, closes=closes) if w.action in {"oit_entry", "oit_approval"} else w
        for w in make_calendar()
    ]


def propose(**fields):
    fields = {"windows": extended(), "reason": "ระบบขัดข้อง", "base": 1, **fields}
    return propose_version(OWNER, code=CODE, **fields)


def test_draft_is_written_checked_and_published():
    spec = SeasonSpec(2569, "ปฏิทิน")
    code = create_season(OWNER, spec=spec)

    with pytest.raises(Invalid):
        publish_season(OWNER, code=code)
    change_draft(OWNER, code=code, windows=make_calendar())
    change_draft(OWNER, code=code, windows=make_calendar()[1:])
    publish_season(OWNER, code=code)

    season = get_season_for(make_actor("division_contact"), code)
    assert (season.version, season.is_published, len(season.windows)) == (1, True, 9)
    with pytest.raises(Conflict):
        change_draft(OWNER, code=code, windows=[])
    with pytest.raises(Conflict):
        create_season(OWNER, spec=spec)


def test_draft_is_hidden_from_all_but_editors():
    make_season(publish=False)

    with pytest.raises(NotFound):
        get_season_for(make_actor("agency_admin"), CODE)
    assert list_seasons_for(make_actor("agency_admin")) == []
    assert get_season_for(OWNER, CODE).version == 1


@pytest.mark.parametrize("role", ["agency_admin", "auditor", "governor"])
def test_others_change_nothing(role):
    make_season(publish=False)
    actor = make_actor(role, make_unit("520101"))

    for act in (
        lambda: change_draft(actor, code=CODE, windows=[]),
        lambda: publish_season(actor, code=CODE),
        lambda: create_season(actor, spec=SeasonSpec(2570, "x")),
        lambda: propose_version(actor, code=CODE, windows=[], reason="x", base=1),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_change_needs_reason_second_person_and_makes_a_version():
    make_season()
    with pytest.raises(Invalid):
        propose(reason=" ")
    request = propose()
    at = get_midnight(date(2026, 5, 15))
    assert not is_open("oit_entry", who=Target(), at=at)

    with pytest.raises(NotAllowed):
        approve(OWNER, request_id=request.id)
    approve(SECOND, request_id=request.id)

    state = is_open("oit_entry", who=Target(), at=at)
    assert (state.is_open, state.version) == (True, 2)
    new, old = list_versions(get_season_for(OWNER, CODE).id)
    assert (new.number, new.reason, new.made_by_name, new.approved_by_name) == (
        2,
        "ระบบขัดข้อง",
        OWNER.name,
        SECOND.name,
    )
    assert next(w for w in old.windows if w.action == "oit_entry").last_day == date(2026, 4, 30)
    assert Entry.objects.filter(verb="season.version", target=f"season:{CODE}").count() == 1


def test_approver_reads_the_difference():
    make_season()
    explanation = explain(propose())

    assert [(line.label, line.before, line.text) for line in explanation.lines] == [
        (
            "กรอกแบบวัด OIT",
            "1 มีนาคม – 30 เมษายน 2569",
            "1 มีนาคม – 15 พฤษภาคม 2569 (เพิ่ม 15 วัน)",
        ),
        (
            "ผู้บริหารอนุมัติแบบวัด OIT",
            "1 มีนาคม – 30 เมษายน 2569",
            "1 มีนาคม – 15 พฤษภาคม 2569 (เพิ่ม 15 วัน)",
        ),
        ("เหตุผล", None, "ระบบขัดข้อง"),
    ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"windows": make_calendar()}, Invalid),
        ({"windows": []}, Invalid),
        ({"windows": extended(get_midnight(date(2026, 2, 1)))}, Invalid),
        ({"base": 2}, Conflict),
    ],
)
def test_proposal_is_refused(fields, error):
    make_season()

    with pytest.raises(error):
        propose(**fields)


def test_stale_proposal_is_not_put_in_force():
    make_season()
    first = propose()
    second = propose(windows=extended(get_midnight(date(2026, 5, 20))))
    approve(SECOND, request_id=first.id)

    with pytest.raises(Conflict):
        approve(SECOND, request_id=second.id)

    assert get_season_for(OWNER, CODE).version == 2
    assert get_request_for(OWNER, second.id).state is State.PENDING


def extend(actor, *targets, closes=MAY_16, action="oit_approval"):
    extension = Extension(action, closes, targets, "น้ำท่วมที่ทำการ")
    return propose_extension(actor, code=CODE, extension=extension)


def test_one_unit_gets_more_time_and_nobody_else():
    make_season()
    unit, other = make_unit("520101"), make_unit("520102")
    admin = make_actor("agency_admin", unit)
    at = get_midnight(date(2026, 5, 15))

    with pytest.raises(NotAllowed):
        extend(admin, Target(unit_id=other))
    with pytest.raises(NotAllowed):
        extend(admin, Target())
    with pytest.raises(NotAllowed):
        extend(make_actor("division_contact", unit), Target(unit_id=unit))
    request = extend(admin, Target(unit_id=unit))
    line = explain(request).lines[0]
    assert (line.label, line.before, line.text) == (
        "ผู้บริหารอนุมัติแบบวัด OIT · หน่วยงาน 520101",
        "1 มีนาคม – 30 เมษายน 2569",
        "1 มีนาคม – 15 พฤษภาคม 2569 (เพิ่ม 15 วัน)",
    )
    approve(SECOND, request_id=request.id)

    assert is_open("oit_approval", who=get_target(unit), at=at)
    assert not is_open("oit_approval", who=get_target(other), at=at)
    assert is_open("iit", who=get_target(unit), at=get_midnight(date(2026, 4, 30)))


def test_second_extension_of_a_unit_replaces_the_first():
    make_season()
    unit = make_unit("520101")
    for day in (16, 20):
        request = extend(OWNER, Target(unit_id=unit), closes=get_midnight(date(2026, 5, day)))
        approve(SECOND, request_id=request.id)

    assert SeasonWindow.objects.filter(version__number=3, unit=unit).count() == 1
    assert is_open("oit_approval", who=get_target(unit), at=get_midnight(date(2026, 5, 19)))


def test_extension_that_gives_no_more_time_is_refused():
    make_season()
    approve(SECOND, request_id=extend(OWNER, Target("tambon_body")).id)
    unit = make_unit("520101", unit_class=UnitClass.TAMBON_BODY)

    with pytest.raises(Invalid):
        extend(OWNER, Target(unit_id=unit))


def test_extension_of_entry_takes_the_approval_along():
    make_season()
    unit = make_unit("520101")
    request = extend(OWNER, Target(unit_id=unit), action="oit_entry")

    labels = [line.label for line in explain(request).lines[:-1]]
    assert labels == [
        "กรอกแบบวัด OIT · หน่วยงาน 520101",
        "ผู้บริหารอนุมัติแบบวัด OIT · หน่วยงาน 520101",
    ]


def test_class_extension_leaves_other_classes():
    make_season()
    request = extend(OWNER, Target("tambon_body", "S"), Target("city"))
    approve(SECOND, request_id=request.id)
    at = get_midnight(date(2026, 5, 15))

    assert is_open("oit_approval", who=Target("tambon_body", "S"), at=at)
    assert is_open("oit_approval", who=Target("city", "L"), at=at)
    assert not is_open("oit_approval", who=Target("tambon_body", "M"), at=at)


@pytest.mark.parametrize(
    ("action", "closes"),
    [
        ("nothing", MAY_16),
        ("iit", get_midnight(date(2026, 5, 1))),
        ("iit", get_midnight(date(2026, 2, 1))),
    ],
)
def test_extension_without_meaning_is_refused(action, closes):
    make_season()

    with pytest.raises(Invalid):
        extend(OWNER, Target(), action=action, closes=closes)


def test_database_keeps_published_calendars():
    make_season()
    version = SeasonVersion.objects.get()

    for act in (
        lambda: SeasonWindow.objects.update(closes=MAY_16),
        lambda: SeasonWindow.objects.all().delete(),
        lambda: SeasonWindow.objects.create(
            version=version, action="x", opens=MAY_16, closes=MAY_16 + timedelta(1)
        ),
        lambda: SeasonVersion.objects.update(reason="x"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_database_wants_two_people_behind_a_later_version():
    make_season()
    season = Season.objects.get()

    for fields in (
        {"reason": "x", "made_by_id": 1, "approved_by_id": 1},
        {"reason": "x", "made_by_id": 1},
        {"reason": "", "made_by_id": 1, "approved_by_id": 2},
    ):
        with pytest.raises(IntegrityError, match="needs_two"), transaction.atomic():
            SeasonVersion.objects.create(season=season, number=2, **fields)


def test_database_wants_windows_to_close_after_they_open():
    make_season(publish=False)

    with pytest.raises(IntegrityError, match="opens_first"), transaction.atomic():
        SeasonWindow.objects.filter(action="iit").update(closes=get_midnight(date(2026, 1, 1)))


@pytest.mark.django_db(transaction=True)
def test_two_proposals_approved_at_once_make_one_version():
    make_season()
    ids = [propose().id, propose(windows=extended(get_midnight(date(2026, 5, 20)))).id]

    outcomes = at_once(*[partial(approve, SECOND, request_id=request_id) for request_id in ids])

    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    assert SeasonVersion.objects.count() == 2


def test_list_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    for year in (2567, 2568, 2569):
        make_season(year)
        with django_assert_num_queries(3):
            assert list_seasons_for(OWNER)[0].fiscal_year == year


def test_window_of_a_milestone_has_its_own_name():
    own = replace(make_window("briefing", date(2026, 1, 5), date(2026, 1, 5)), name_th="ประชุมชี้แจง")
    make_season(windows=[*make_calendar(), own])

    labels = [w.label for w in get_season_for(OWNER, CODE).windows]
    assert "ประชุมชี้แจง" in labels
