"""Paper forms: keyed twice by two people, settled, sent through the store of all answers."""

from collections.abc import Mapping
from functools import partial
from random import SystemRandom
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.fieldwork.models import Agency, Bundle, KeyedForm
from prongsai.fieldwork.rules.paper import settle
from prongsai.fieldwork.selectors.paper import (
    count_keyed,
    get_bundle_for,
    get_form,
    get_turn,
)
from prongsai.fieldwork.services.keyed_forms import (
    destroy_bundle_key,
    keep_form,
    list_differences,
    read_forms,
)
from prongsai.fieldwork.services.rounds import lock_open_round
from prongsai.fieldwork.types import BundleState
from prongsai.surveys.services.batches import keep_answers
from prongsai.surveys.types import BatchAnswer


@transaction.atomic
def open_bundle(actor: Actor, *, round_id: int, agency_id: int, number: str, count: int) -> Bundle:
    """Note that COUNT paper forms about an agency lie together under NUMBER."""
    one = lock_open_round(actor, round_id)
    agency = Agency.objects.filter(round=one, pk=agency_id).first()
    if agency is None:
        raise Invalid(_("เลือกหน่วยงานของรอบนี้"), field="agency")
    if Bundle.objects.filter(agency=agency, number=number).exists():
        raise Invalid(_("มีชุดเลขนี้แล้ว ใช้เลขอื่น"), field="number")
    bundle = Bundle.objects.create(agency=agency, number=number, count=count)
    _record(actor, bundle, "fieldwork.open_bundle", number=number, count=count)
    return bundle


@transaction.atomic
def discard_bundle(actor: Actor, *, bundle_id: int) -> None:
    """Give a bundle up that was never sent, with all that was keyed; the paper is still there.

    For one with a wrong count, a clerk who does not come back, a key that is lost. The key goes
    first: no crash leaves one behind that opens what an old dump holds.
    """
    bundle = _lock(actor, bundle_id, verb="fieldwork.manage")
    if bundle.state == BundleState.SENT:
        raise Conflict(_("ชุดนี้ส่งคำตอบแล้ว ยกเลิกไม่ได้"))
    destroy_bundle_key(bundle.pk)
    KeyedForm.objects.filter(bundle=bundle).delete()
    facts = {"number": bundle.number, "count": bundle.count, "state": bundle.state}
    _record(actor, bundle, "fieldwork.discard_bundle", **facts)
    bundle.delete()


@transaction.atomic
def key_form(actor: Actor, *, bundle_id: int, place: int, body: bytes) -> Bundle:
    """Keep one form of the turn that is this person's; the last one moves the bundle on."""
    bundle = _lock(actor, bundle_id)
    turn = get_turn(actor, bundle)
    if turn is None or actor.user_id is None:
        raise Conflict(_("ชุดนี้ไม่รอการบันทึกจากท่าน รอบที่สองต้องเป็นคนละคนกับรอบแรก"))
    if not 1 <= place <= bundle.count:
        raise Invalid(_("ชุดนี้มีแบบไม่ถึงใบนี้"))
    if turn == 1:
        bundle.first_clerk_id = actor.user_id
    else:
        bundle.second_clerk_id = actor.user_id
    keep_form(bundle.pk, turn=turn, place=place, body=body)
    if count_keyed(bundle, turn) == bundle.count:
        bundle.state = BundleState.SECOND if turn == 1 else BundleState.COMPARE
        _record(actor, bundle, "fieldwork.key_bundle", turn=turn)
    bundle.save(update_fields=["state", "first_clerk", "second_clerk"])
    return bundle


@transaction.atomic
def send_bundle(actor: Actor, *, bundle_id: int, chosen: Mapping[tuple[int, int], int]) -> Bundle:
    """Send the settled forms and forget them in the same transaction: all or nothing.

    CHOSEN holds what the paper says wherever the two turns differ. The keys are random and not
    kept, the order is shuffled: nothing leads from the bundle to its answers.
    """
    bundle = _lock(actor, bundle_id)
    if bundle.state != BundleState.COMPARE:
        raise Conflict(_("ชุดนี้ยังบันทึกไม่ครบสองรอบ หรือส่งไปแล้ว"))
    differences = list_differences(bundle.pk)
    if any((each.place, each.question) not in chosen for each in differences):
        raise Invalid(_("ยังเลือกไม่ครบทุกข้อที่ต่างกัน"))
    forms = settle(read_forms(bundle.pk, 1), differences, chosen)
    SystemRandom().shuffle(forms)
    channel, lines = bundle.agency.paper_channel, len(get_form(bundle).lines)
    answers = [BatchAnswer(token_hex(16), channel, body[:lines], body[lines:]) for body in forms]
    keep_answers(answers, room={channel: len(answers)})
    KeyedForm.objects.filter(bundle=bundle).delete()
    transaction.on_commit(partial(destroy_bundle_key, bundle.pk))
    bundle.state = BundleState.SENT
    bundle.save(update_fields=["state"])
    facts = {"number": bundle.number, "count": bundle.count, "differences": len(differences)}
    _record(actor, bundle, "fieldwork.send_bundle", **facts)
    return bundle


def _lock(actor: Actor, bundle_id: int, *, verb: str = "fieldwork.key") -> Bundle:
    """Return a bundle of an open round; both are locked, so neither is closed or discarded."""
    found = get_bundle_for(actor, bundle_id)
    lock_open_round(actor, found.agency.round_id, verb=verb)
    rows = Bundle.objects.select_for_update(no_key=True, of=("self",))
    bundle = rows.select_related("agency__round").filter(pk=bundle_id).first()
    if bundle is None:
        raise NotFound
    return bundle


def _record(actor: Actor, bundle: Bundle, verb: str, **detail: object) -> None:
    """Write a line about a bundle into the trail."""
    unit_id = bundle.agency.round.unit_id
    record(actor, verb=verb, target=f"bundle:{bundle.pk}", unit_id=unit_id, detail=detail)
