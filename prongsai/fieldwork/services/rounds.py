"""Rounds: opened, filled with agencies and people, closed, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Conflict, Invalid, NotFound
from prongsai.fieldwork.models import Agency, Case, Member, Round
from prongsai.fieldwork.selectors.rounds import get_round_for, list_candidates
from prongsai.fieldwork.services.keyed_forms import forget_forms
from prongsai.fieldwork.types import DAYS_AFTER, RoundSpec
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.organizations.selectors.scopes import get_scope, get_scopes
from prongsai.organizations.selectors.units import list_unit_ids
from prongsai.permissions.rules import can
from prongsai.surveys.selectors.questionnaires import get_part
from prongsai.surveys.services.channels import open_channel
from prongsai.surveys.types import ChannelKind, ChannelSpec, Instrument


@transaction.atomic
def create_round(actor: Actor, *, spec: RoundSpec) -> Round:
    """Open a round in a province."""
    if not can(actor, "fieldwork.manage", get_scope(spec.unit_id)):
        raise NotFound
    if spec.closes_on < spec.opens_on:
        raise Invalid(_("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"), field="closes_on")
    made = Round.objects.create(
        name=spec.name,
        unit_id=spec.unit_id,
        framework=spec.framework,
        opens_on=spec.opens_on,
        closes_on=spec.closes_on,
    )
    record(
        actor,
        verb="fieldwork.create_round",
        target=f"round:{made.pk}",
        unit_id=spec.unit_id,
        detail={"name": spec.name},
    )
    return made


@transaction.atomic
def add_agencies(actor: Actor, *, round_id: int, quotas: Mapping[str, int]) -> None:
    """Add agencies by code with a quota each; one that is there already gets the new quota."""
    one = lock_open_round(actor, round_id)
    ids = list_unit_ids(list(quotas))
    scopes = get_scopes(ids.values())
    wrong = [
        code
        for code in quotas
        if code not in ids
        or (ids[code] != one.unit_id and one.unit_id not in scopes[ids[code]].above)
    ]
    if wrong:
        text = _("ไม่พบหน่วยงานเหล่านี้ในพื้นที่ของรอบ: %(codes)s") % {"codes": ", ".join(wrong[:10])}
        raise Invalid(text, field="agencies")
    have = {row.unit_id: row for row in Agency.objects.filter(round=one)}
    for code, quota in quotas.items():
        if row := have.get(ids[code]):
            row.quota = quota
            row.save(update_fields=["quota"])
            continue
        Agency.objects.create(
            round=one,
            unit_id=ids[code],
            quota=quota,
            interview_channel=_open_channel(one, ids[code], ChannelKind.INTERVIEW),
            paper_channel=_open_channel(one, ids[code], ChannelKind.PAPER),
        )
    record(
        actor,
        verb="fieldwork.add_agencies",
        target=f"round:{one.pk}",
        unit_id=one.unit_id,
        detail={"agencies": len(quotas)},
    )


@transaction.atomic
def name_people(actor: Actor, *, round_id: int, person_ids: Sequence[int]) -> None:
    """Say who works for a round; whoever has cases stays."""
    one = lock_open_round(actor, round_id)
    allowed = {person.user_id for person in list_candidates(one)}
    wanted = set(person_ids) & allowed
    busy = set(
        Case.objects.filter(agency__round=one, interviewer__isnull=False).values_list(
            "interviewer_id", flat=True
        )
    )
    Member.objects.filter(round=one).exclude(person_id__in=wanted | busy).delete()
    Member.objects.bulk_create(
        [Member(round=one, person_id=person_id) for person_id in sorted(wanted)],
        ignore_conflicts=True,
    )
    record(
        actor,
        verb="fieldwork.name_people",
        target=f"round:{one.pk}",
        unit_id=one.unit_id,
        detail={"people": len(wanted | busy)},
    )


@transaction.atomic
def close_round(actor: Actor, *, round_id: int) -> None:
    """End a round for good: nothing is taken any more, and its numbers are deleted at once."""
    one = lock_open_round(actor, round_id)
    one.closed_on = clock.today()
    one.save(update_fields=["closed_on"])
    record(actor, verb="fieldwork.close_round", target=f"round:{one.pk}", unit_id=one.unit_id)
    _forget(one)


@transaction.atomic
def forget_numbers() -> int:
    """Delete numbers and places of every round that ended a week ago; return how many rounds."""
    last = clock.today() - timedelta(days=DAYS_AFTER)
    old = Round.objects.select_for_update().filter(forgotten_on=None, closes_on__lt=last)
    count = 0
    for one in old:
        one.closed_on = one.closed_on or clock.today()
        one.save(update_fields=["closed_on"])
        _forget(one)
        count += 1
    return count


def lock_open_round(actor: Actor, round_id: int, *, verb: str = "fieldwork.manage") -> Round:
    """Return a round that ACTOR may change, locked until the transaction ends."""
    get_round_for(actor, round_id, verb=verb)
    one = Round.objects.select_for_update(no_key=True).get(pk=round_id)
    if one.closed_on:
        raise Conflict(_("รอบนี้ปิดแล้ว แก้ไขไม่ได้"))
    return one


def _forget(one: Round) -> None:
    cases = Case.objects.filter(agency__round=one)
    count = cases.update(telephone="", place="", appointment="")
    forget_forms(one)
    one.forgotten_on = clock.today()
    one.save(update_fields=["forgotten_on"])
    record(
        SYSTEM,
        verb="fieldwork.forget_numbers",
        target=f"round:{one.pk}",
        unit_id=one.unit_id,
        detail={"cases": count},
    )


def _open_channel(one: Round, unit_id: int, kind: ChannelKind) -> int:
    spec = ChannelSpec(
        unit_id=unit_id,
        fiscal_year=get_pack(one.framework).fiscal_year,
        framework=one.framework,
        instrument=Instrument.EIT,
        part=get_part(one.framework, Instrument.EIT, kind=kind),
        opens_on=one.opens_on,
        closes_on=one.closes_on,
        kind=kind,
        label=one.name,
    )
    return open_channel(SYSTEM, spec=spec).id
