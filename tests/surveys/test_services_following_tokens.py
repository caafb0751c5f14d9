"""Tokens are given out as long as the survey runs, also if it is extended after its last day."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.urls import reverse

from prongsai.approvals.services.requests import approve
from prongsai.core.actor import SYSTEM
from prongsai.core.clock import BANGKOK
from prongsai.core.errors import Conflict
from prongsai.frameworks.services.versions import propose_extension
from prongsai.frameworks.types.proposals import Extension
from prongsai.frameworks.types.windows import Target, get_midnight
from prongsai.surveys.models import Channel
from prongsai.surveys.services.channels import move_last_day
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.tasks import cancel_unused_codes
from prongsai.tokens.models import Round
from prongsai.tokens.rules.tokens import write_token
from prongsai.tokens.selectors.rounds import list_rounds_of, write_link
from prongsai.tokens.services.following import destroy_ended_keys
from prongsai.tokens.services.rounds import open_round
from prongsai.tokens.types import RoundSpec
from tests.factories.organizations import make_actor
from tests.factories.seasons import make_season
from tests.factories.surveys import ask, fill, make_channel
from tests.factories.tokens import get_token, make_members

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("april")]
OWNER = make_actor("commission_owner")
SECOND = replace(OWNER, user_id=2, name="ผู้อนุมัติ")
YEAR = 2570
FIRST, LAST, LATER = date(2027, 3, 1), date(2027, 4, 30), date(2027, 5, 20)
IIT = fill(60)


@pytest.fixture
def people(unit):
    make_season(YEAR)
    make_channel(unit, fiscal_year=YEAR, opens_on=FIRST, closes_on=LAST)
    return make_members(unit, 12, year=YEAR)


def open_until(unit, last):
    first = date(2027, 4, 20)
    return open_round(SYSTEM, spec=RoundSpec(unit, YEAR, first, last, first))


def pass_nights(april, day):
    """Go to the noon of DAY, the nights in between having done their work."""
    april.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=BANGKOK))
    cancel_unused_codes()
    destroy_ended_keys()


def extend(last):
    closes = get_midnight(date.fromordinal(last.toordinal() + 1))
    extension = Extension("iit", closes, (Target(),), "ระบบขัดข้อง")
    asked = propose_extension(OWNER, code="2570-ita-general", extension=extension)
    approve(SECOND, request_id=asked.id)


def get_days(person):
    return [(card.closes_on, card.answers_until) for card in list_rounds_of(person)]


def send(intake, card, token):
    intake.state.refresh()
    return ask(intake, f"/s/{card.channel_code}", IIT | {"token": write_token(token)})


def count_issued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT round_id) FROM tokens.issued")
        return cursor.fetchone()


def test_whoever_has_no_token_gets_one_after_an_extension_that_came_late(
    unit, people, intake, april
):
    card = open_until(unit, LAST)
    early, late = people[:2]
    token = get_token(early)
    ensure_key()
    intake = intake()
    assert send(intake, card, token).receipt

    pass_nights(april, date(2027, 5, 3))
    with pytest.raises(Conflict, match="ไม่มีรอบ"):
        get_token(late)
    extend(LATER)

    assert get_days(late) == [(LATER, LATER)]
    assert send(intake, card, get_token(late)).receipt
    with pytest.raises(Conflict, match="ออกซ้ำไม่ได้"):
        get_token(early)
    assert "เคยได้รับคำตอบนี้แล้ว" in send(intake, card, token).text
    assert count_issued() == (2, 1)


def test_a_token_that_waits_is_told_the_new_last_day(unit, people, client, april):
    card = open_until(unit, date(2027, 4, 25))
    person = people[0]
    get_token(person)
    pass_nights(april, date(2027, 4, 28))

    extend(LATER)

    assert get_days(person) == [(date(2027, 4, 25), LATER)]
    page = client.get(reverse("tokens:person", args=[write_link(person.member_id)]))
    assert "20 พฤษภาคม 2570" in page.content.decode()
    assert Channel.objects.get(code=card.channel_code).closes_on == LATER


def test_a_round_with_a_last_day_of_its_own_is_followed_by_another(unit, people, april):
    open_until(unit, date(2027, 4, 25))
    for person in people[:2]:
        get_token(person)
    pass_nights(april, date(2027, 5, 3))
    extend(LATER)
    with pytest.raises(Conflict, match="ไม่มีรอบ"):
        get_token(people[2])

    first = date(2027, 5, 3)
    open_round(SYSTEM, spec=RoundSpec(unit, YEAR, first, LATER, first))

    assert get_token(people[2])
    with pytest.raises(Conflict, match="ออกซ้ำไม่ได้"):
        get_token(people[0])
    assert count_issued() == (3, 2)


def test_prolonging_the_link_of_an_agency_prolongs_its_tokens(unit, people, april):
    link = Channel.objects.get()
    move_last_day(SYSTEM, channel_id=link.pk, closes_on=date(2027, 4, 23), reason="ครบแล้ว")
    card = open_until(unit, date(2027, 4, 23))
    pass_nights(april, date(2027, 4, 26))

    move_last_day(SYSTEM, channel_id=link.pk, closes_on=date(2027, 4, 28), reason="ยังไม่ครบ")

    assert get_days(people[0]) == [(date(2027, 4, 28), date(2027, 4, 28))]
    assert Channel.objects.get(code=card.channel_code).own_last_day == date(2027, 4, 28)
    assert get_token(people[0])


def test_shortening_before_prolonging_leaves_no_token_behind(unit, people):
    link = Channel.objects.get()
    move_last_day(SYSTEM, channel_id=link.pk, closes_on=date(2027, 4, 25), reason="ครบแล้ว")
    open_until(unit, date(2027, 4, 25))

    for day in (22, 28):
        move_last_day(SYSTEM, channel_id=link.pk, closes_on=date(2027, 4, day), reason="ใหม่")

    assert get_days(people[0]) == [(date(2027, 4, 28), date(2027, 4, 28))]


def test_ending_the_link_of_an_agency_early_breaks_no_promise_to_holders(unit, people):
    card = open_until(unit, LAST)
    link = Channel.objects.exclude(kind="token").get()

    move_last_day(SYSTEM, channel_id=link.pk, closes_on=date(2027, 4, 23), reason="ครบแล้ว")

    assert Round.objects.get().answers_until == LAST
    assert Channel.objects.get(code=card.channel_code).closes_on == LAST
