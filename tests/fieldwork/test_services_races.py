"""What waits while a round is closed or a bundle discarded finds it so and leaves nothing."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from prongsai.core.errors import ProngsaiError
from prongsai.fieldwork.models import Bundle, Case, KeyedForm
from prongsai.fieldwork.services.paper import discard_bundle, key_form
from prongsai.fieldwork.services.rounds import close_round
from prongsai.fieldwork.services.sync import record_attempts
from tests.factories.fieldwork import make_bundle
from tests.fieldwork.test_services_paper import form
from tests.fieldwork.test_services_sync import attempt

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def do_while(first, late):
    """Begin LATE before FIRST has committed, let it wait, and return what came of it."""

    def run():
        try:
            return late()
        except ProngsaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(run)
            for _try in range(6000):
                with connection.cursor() as cursor:
                    cursor.execute(WAITING)
                    if cursor.fetchone()[0] or waiting.done():
                        break
                time.sleep(0.01)
        return waiting.result(timeout=120)


def test_attempt_that_waits_for_the_closing_brings_no_appointment_back(place):
    late = attempt(place.field.cases[0], "appointment", appointment="2026-12-01T10:30")

    taken = do_while(
        lambda: close_round(place.lead.actor, round_id=place.field.round.pk),
        lambda: record_attempts(place.one.actor, attempts=[late]),
    )

    assert taken.refused == {late.key: "closed"}
    assert not Case.objects.exclude(appointment="").exists()


@pytest.mark.parametrize("end", ["close", "discard"])
def test_form_that_waits_is_refused_and_not_kept(place, end):
    bundle = make_bundle(place.field, count=2)
    key_form(place.one.actor, bundle_id=bundle, place=1, body=form(0))

    def finish():
        if end == "close":
            close_round(place.lead.actor, round_id=place.field.round.pk)
        else:
            discard_bundle(place.lead.actor, bundle_id=bundle)

    error = do_while(
        finish,
        lambda: key_form(place.one.actor, bundle_id=bundle, place=2, body=form(1)),
    )

    assert isinstance(error, ProngsaiError)
    assert KeyedForm.objects.count() == 0
    assert Bundle.objects.count() == (1 if end == "close" else 0)
