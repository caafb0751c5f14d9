"""Paper forms are keyed by two people, settled, sent once, and then forgotten."""

from pathlib import Path

import pytest

from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.fieldwork.models import Bundle, KeyedForm
from prongsai.fieldwork.rules.sealing import CannotOpen, unwrap
from prongsai.fieldwork.services.keyed_forms import destroy_done
from prongsai.fieldwork.services.paper import discard_bundle, key_form, send_bundle
from prongsai.fieldwork.services.rounds import close_round
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.services.mixing import mix
from tests.factories.fieldwork import make_bundle
from tests.factories.surveys import list_sheets
from tests.fieldwork.test_services_sync import FORM

SIZE = len(FORM.lines) + len(FORM.attributes)


@pytest.fixture
def bundle(place):
    return make_bundle(place.field, count=2)


def key(person, bundle, *forms):
    for at, body in enumerate(forms, start=1):
        key_form(person.actor, bundle_id=bundle, place=at, body=body)


def form(choice, **other):
    body = bytearray([choice] * SIZE)
    for at, value in other.items():
        body[int(at[1:])] = value
    return bytes(body)


def test_same_person_cannot_key_twice(place, bundle):
    key(place.one, bundle, form(0), form(1))

    with pytest.raises(Conflict):
        key(place.one, bundle, form(0))
    key(place.two, bundle, form(0), form(1))
    assert Bundle.objects.get().state == "compare"


def test_third_person_cannot_join_a_turn(place, bundle):
    key(place.one, bundle, form(0))

    with pytest.raises(Conflict):
        key(place.two, bundle, form(0))


def test_differences_are_settled_and_what_was_keyed_is_gone(place, bundle):
    key(place.one, bundle, form(0), form(1, q3=0))
    key(place.two, bundle, form(0, q1=1), form(1, q3=0))
    with pytest.raises(Invalid):
        send_bundle(place.lead.actor, bundle_id=bundle, chosen={})
    assert list_sheets() == []

    send_bundle(place.lead.actor, bundle_id=bundle, chosen={(1, 1): 1})
    with pytest.raises(Conflict):
        send_bundle(place.lead.actor, bundle_id=bundle, chosen={(1, 1): 1})
    mix(everything=True)

    lines = len(FORM.lines)
    assert sorted(row[-1] for row in list_sheets()) == [
        form(0, q1=1)[:lines],
        form(1, q3=0)[:lines],
    ]
    channel = place.field.agency.paper_channel
    assert get_counts([channel]) == {channel: 2}
    assert KeyedForm.objects.count() == 0


def test_waiting_forms_are_encrypted(place, bundle):
    key(place.one, bundle, form(1))

    assert form(1)[:8] not in bytes(KeyedForm.objects.get().body)


def test_waiting_forms_need_a_key_that_dies_with_the_sending(place, bundle, settings):
    """An old dump or log holds the bodies for ever; beside them lies no key that opens them."""
    folder = Path(settings.FIELDWORK_KEYS)
    key(place.one, bundle, form(0), form(1))
    key(place.two, bundle, form(0), form(1))
    bodies = [bytes(row.body) for row in KeyedForm.objects.all()]
    secret, purpose = (folder / f"bundle-{bundle}.key").read_bytes(), f"bundle {bundle}"

    assert {unwrap(body, secret=secret, purpose=purpose) for body in bodies} == {form(0), form(1)}
    for body in bodies:
        with pytest.raises(CannotOpen):
            unwrap(body, secret=settings.SURVEYS_LEDGER_KEY.encode(), purpose=purpose)
    send_bundle(place.lead.actor, bundle_id=bundle, chosen={})
    assert list(folder.iterdir()) == []


def test_key_left_by_a_crash_after_the_sending_is_destroyed_at_night(place, bundle, settings):
    key(place.one, bundle, form(0), form(1))
    left = Path(settings.FIELDWORK_KEYS) / f"bundle-{bundle}.key"
    destroy_done()
    assert left.exists()
    Bundle.objects.update(state="sent")

    destroy_done()

    assert not left.exists()


def test_bundle_that_nobody_can_finish_is_discarded_with_its_key(place, bundle, settings):
    key(place.one, bundle, form(0))
    with pytest.raises(NotFound):
        discard_bundle(place.one.actor, bundle_id=bundle)

    discard_bundle(place.lead.actor, bundle_id=bundle)

    assert list(Path(settings.FIELDWORK_KEYS).iterdir()) == []
    assert Bundle.objects.count() == KeyedForm.objects.count() == 0
    key(place.two, make_bundle(place.field, count=1), form(0))


def test_sent_bundle_cannot_be_discarded(place, bundle):
    key(place.one, bundle, form(0), form(1))
    key(place.two, bundle, form(0), form(1))
    send_bundle(place.lead.actor, bundle_id=bundle, chosen={})

    with pytest.raises(Conflict):
        discard_bundle(place.lead.actor, bundle_id=bundle)
    assert Bundle.objects.get().state == "sent"


def test_closed_round_forgets_what_was_keyed_and_never_sent(place, bundle):
    key(place.one, bundle, form(0), form(1))

    close_round(place.lead.actor, round_id=place.field.round.pk)

    assert KeyedForm.objects.count() == 0
