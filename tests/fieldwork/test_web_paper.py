"""Two people key a bundle through the pages; a difference is settled before it is sent."""

import pytest
from django.test import Client

from prongsai.fieldwork.services.paper import key_form
from prongsai.fieldwork.services.rounds import close_round
from prongsai.surveys.selectors.counts import get_counts
from tests.factories.fieldwork import make_bundle
from tests.factories.people import sign_in_client
from tests.fieldwork.test_services_paper import SIZE


@pytest.mark.parametrize("language", ["th", "en"])
def test_bundle_is_keyed_twice_settled_and_sent(place, language):
    bundle = make_bundle(place.field, count=1)
    typed = {f"q{at}": "1" for at in range(SIZE)} | {"place": "1"}
    one, two = (sign_in_client(Client(), person) for person in (place.one, place.two))
    for client in (one, two):
        client.cookies["prongsai_language"] = language
    page = f"/fieldwork/paper/{bundle}/"

    wrong = one.post(f"{page}key/", typed | {"q0": "99"})
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
    assert one.post(f"{page}key/", typed).status_code == 302
    assert one.get(f"{page}key/").status_code == 302
    assert two.post(f"{page}key/", typed | {"q1": "2"}).status_code == 302

    assert 'name="d1-1"' in two.get(page).content.decode()
    assert two.post(page, {}).status_code == 422
    assert two.post(page, {"d1-1": "2"}).status_code == 302
    channel = place.field.agency.paper_channel
    assert get_counts([channel]) == {channel: 1}
    assert one.get(page).status_code == 200


def test_bundle_of_a_closed_round_says_that_nothing_was_sent(place):
    """What was keyed is gone: two empty turns are no two equal ones."""
    bundle = make_bundle(place.field, count=1)
    for person in (place.one, place.two):
        key_form(person.actor, bundle_id=bundle, place=1, body=bytes(SIZE))
    close_round(place.lead.actor, round_id=place.field.round.pk)
    lead = sign_in_client(Client(), place.lead)

    page = lead.get(f"/fieldwork/paper/{bundle}/").content.decode()

    assert "รอบนี้ปิดแล้ว ชุดนี้ไม่ได้ส่งคำตอบ" in page
    assert "ส่งคำตอบของชุด" not in page
    assert "ยกเลิกชุดนี้" not in page


def test_clerk_of_a_closed_round_is_given_nothing_to_key(place):
    bundle = make_bundle(place.field, count=1)
    close_round(place.lead.actor, round_id=place.field.round.pk)
    clerk = sign_in_client(Client(), place.one)

    assert clerk.get(f"/fieldwork/paper/{bundle}/key/").status_code == 302
    assert clerk.get(f"/fieldwork/paper/{bundle}/").context["turn"] is None
