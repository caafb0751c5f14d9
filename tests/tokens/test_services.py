"""Lists, rounds and the giving out of tokens."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.notifications.models import Mail
from prongsai.tokens.models import Member
from prongsai.tokens.rules.blind import load_public_key
from prongsai.tokens.rules.rounds import read_addresses
from prongsai.tokens.rules.tokens import is_genuine
from prongsai.tokens.selectors.rounds import get_invitee, write_link
from prongsai.tokens.services import issuing, members, rounds
from prongsai.tokens.types import RoundSpec
from tests.factories.organizations import make_actor, make_unit
from tests.factories.surveys import make_channel
from tests.factories.tokens import get_token, make_members, make_round

pytestmark = pytest.mark.django_db
YEAR = 2569


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.TOKENS_KEYS = str(tmp_path / "tokens")


@pytest.fixture
def unit():
    unit = make_unit("700001")
    make_channel(unit)
    return unit


def list_issued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id, round_id, day FROM tokens.issued ORDER BY ctid")
        return cursor.fetchall()


def test_person_gets_a_genuine_token_and_only_the_day_is_noted(unit):
    person, *_others = make_members(unit, 10)
    card = make_round(unit)
    lines = Entry.objects.count()

    token = get_token(person)

    assert is_genuine(token, channel=card.channel_code, key=load_public_key(card.public_key))
    assert list_issued() == [(person.member_id, card.id, clock.today())]
    assert Entry.objects.count() == lines


def test_second_token_is_refused_in_every_round_of_the_season(unit):
    people = make_members(unit, 21)
    make_round(unit, days=3)
    get_token(people[0])
    with pytest.raises(Conflict, match="ออกซ้ำไม่ได้"):
        get_token(people[0])

    make_round(unit, opens=3, days=3)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        with pytest.raises(Conflict, match="ออกซ้ำไม่ได้"):
            get_token(people[0])
        get_token(people[1])

    assert len(list_issued()) == 2


def test_lost_reply_is_given_again_for_the_same_request_only(unit):
    person, *_others = make_members(unit, 10)
    card = make_round(unit)
    from tests.factories.tokens import blind

    blinded = blind(load_public_key(card.public_key), b"message").message

    first = issuing.issue_token(person, blinded=blinded)

    assert issuing.issue_token(person, blinded=blinded) == first
    assert len(list_issued()) == 1


def test_nonsense_costs_nobody_the_token(unit):
    person, *_others = make_members(unit, 10)
    make_round(unit)

    for blinded in (b"", b"\0" * 256, b"\xff" * 256, b"\x01" * 384):
        with pytest.raises(Invalid):
            issuing.issue_token(person, blinded=blinded)

    assert get_token(person)


def test_round_needs_as_many_people_as_the_threshold(unit, settings):
    make_members(unit, settings.SURVEYS_LEAST_GROUP - 1)
    with pytest.raises(Conflict, match="อย่างน้อย 10 ราย"):
        make_round(unit)

    make_members(unit, 1, name="late")
    assert make_round(unit)


def test_second_round_is_not_made_for_one_latecomer(unit):
    for person in make_members(unit, 10):
        make_round(unit, days=3) if not list_issued() else None
        get_token(person)
    make_members(unit, 1, name="late")

    with pytest.raises(Conflict, match="อย่างน้อย 10 ราย"):
        make_round(unit, opens=3, days=3)


@pytest.mark.parametrize(
    ("opens", "closes", "answers", "field"),
    [
        (-1, 5, 0, "opens_on"),
        (0, 1, 0, "closes_on"),
        (0, 90, 0, "closes_on"),
        (0, 5, -1, "answers_from"),
        (0, 31, 0, "closes_on"),
    ],
)
def test_days_of_a_round_are_checked(unit, opens, closes, answers, field):
    make_members(unit, 10)
    today = clock.today()
    spec = RoundSpec(
        unit, YEAR, *(today + timedelta(days=days) for days in (opens, closes, answers))
    )

    with pytest.raises(Invalid) as refusal:
        rounds.open_round(SYSTEM, spec=spec)

    assert refusal.value.field == field


def test_wrong_days_do_not_tell_how_many_have_a_token(unit):
    people, today = make_members(unit, 10), clock.today()
    make_round(unit)
    spec = RoundSpec(unit, YEAR, today + timedelta(8), today + timedelta(9), today + timedelta(8))
    told = []
    for _ in range(2):
        with pytest.raises(Invalid) as refusal:
            rounds.open_round(SYSTEM, spec=spec)
        told.append(refusal.value.message)
        get_token(people[0]) if len(told) == 1 else None

    assert told[0] == told[1]


def test_rounds_do_not_overlap(unit):
    make_members(unit, 20)
    make_round(unit)

    with pytest.raises(Conflict, match="ซ้อนกัน"):
        make_round(unit, opens=3)


def test_round_without_a_survey_is_refused():
    unit = make_unit("700009")
    make_members(unit, 10)

    with pytest.raises(Conflict, match="ยังไม่มีลิงก์ IIT"):
        make_round(unit)


def test_outside_the_round_nobody_gets_a_token(unit):
    person, *_others = make_members(unit, 10)
    make_round(unit, days=3)

    with (
        time_machine.travel(clock.now() + timedelta(days=3)),
        pytest.raises(Conflict, match="ไม่มีรอบ"),
    ):
        get_token(person)


def test_order_of_coming_is_forgotten(unit):
    people = make_members(unit, 12)
    make_round(unit)
    for person in reversed(people):
        get_token(person)
    before = [member for member, _round, _day in list_issued()]

    issuing.forget_order()

    after = [member for member, _round, _day in list_issued()]
    assert before == [person.member_id for person in reversed(people)]
    assert after == sorted(before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM tokens.issued")
        assert cursor.fetchone() == (1,)


def test_everybody_gets_a_letter_with_a_link_of_their_own(unit):
    people = make_members(unit, 10)
    assert not Mail.objects.exists()
    make_round(unit)

    letters = Mail.objects.order_by("email")
    links = {letter.url.rstrip("/").rpartition("/")[2] for letter in letters}

    assert len(letters) == len(links) == 10
    assert {get_invitee(link) for link in links} == set(people)


def test_reminder_reaches_only_who_has_none(unit):
    people = make_members(unit, 10)
    make_round(unit)
    get_token(people[0])
    Mail.objects.all().delete()

    rounds.remind(SYSTEM, unit_id=unit, fiscal_year=YEAR)

    assert Mail.objects.count() == 9


def test_altered_link_is_not_found(unit):
    person, *_others = make_members(unit, 2)
    link = write_link(person.member_id)

    assert get_invitee(link) == person
    for wrong in (link[:-1], link.replace(str(person.member_id), "1", 1) + "x", "x", ""):
        with pytest.raises(NotFound):
            get_invitee(wrong)


def test_list_takes_everybody_or_nobody(unit):
    with pytest.raises(Invalid, match="ไม่ใช่อีเมล: not an address"):
        members.add_members(
            SYSTEM, unit_id=unit, fiscal_year=YEAR, text="a@agency.invalid\nnot an address"
        )
    assert not Member.objects.exists()

    text = "A@agency.invalid, b@agency.invalid;\n\na@agency.invalid"
    assert members.add_members(SYSTEM, unit_id=unit, fiscal_year=YEAR, text=text) == 2
    assert members.add_members(SYSTEM, unit_id=unit, fiscal_year=YEAR, text=text) == 0


def test_nobody_leaves_the_list_after_the_first_round(unit):
    people = make_members(unit, 11)
    ids = [person.member_id for person in people]
    assert members.remove_members(SYSTEM, unit_id=unit, fiscal_year=YEAR, member_ids=ids[:1]) == 1
    make_round(unit)

    with pytest.raises(Conflict, match="ลบรายชื่อไม่ได้"):
        members.remove_members(SYSTEM, unit_id=unit, fiscal_year=YEAR, member_ids=ids)


def test_other_agencies_and_roles_may_do_nothing(unit):
    spec = RoundSpec(unit, YEAR, *[date(2026, 1, 1)] * 3)
    for stranger in (
        make_actor("agency_admin", unit + 1),
        make_actor("agency_executive", unit),
        make_actor("district_chief", unit),
        make_actor("system_operator"),
    ):
        with pytest.raises(NotFound):
            members.add_members(stranger, unit_id=unit, fiscal_year=YEAR, text="a@b.invalid")
        with pytest.raises(NotFound):
            rounds.open_round(stranger, spec=spec)
        with pytest.raises(NotFound):
            rounds.remind(stranger, unit_id=unit, fiscal_year=YEAR)


def test_issuer_role_sees_nothing_but_its_own_table(unit):
    from django.db import ProgrammingError, transaction

    from prongsai.tokens.models import acting_as_issuer

    tables = ("ledger.spends", "sealed.keys", "answers.sheets", "receipts.leaves", "tokens_member")
    for table in tables:
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            acting_as_issuer() as cursor,
        ):
            cursor.execute(f"SELECT 1 FROM {table}")


def test_addresses_are_read_as_people_paste_them():
    given = read_addresses("A@x.invalid,\r\n b@x.invalid ;c@x\n@x.invalid\n=cmd@x.invalid")

    assert given.emails[:2] == ("a@x.invalid", "b@x.invalid")
    assert given.wrong == ("c@x", "@x.invalid")


def test_page_of_a_person_knows_no_session(unit, client):
    person, *_others = make_members(unit, 10)
    make_round(unit)
    link = write_link(person.member_id)

    page = client.get(reverse("tokens:person", args=[link]))

    assert page.status_code == 200
    assert "prongsai_session" not in page.cookies
    assert client.get(reverse("tokens:person", args=[link + "x"])).status_code == 404
    refused = client.post(reverse("tokens:sign", args=[link]), {"blinded": "AAAA"})
    assert (refused.status_code, "message" in refused.json()) == (422, True)
