"""Which agencies a round asks about, and the channels of their answers."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Invalid
from prongsai.fieldwork.models import Agency, Bundle, Case, Round
from prongsai.fieldwork.rules.agencies import fits
from prongsai.fieldwork.services.rounds import lock_open_round, record_about
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.organizations.selectors.classes import get_unit_classes
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.selectors.scopes import get_scopes
from prongsai.organizations.selectors.units import list_unit_ids
from prongsai.organizations.types.units import UnitName
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.questionnaires import get_part
from prongsai.surveys.services.channels import open_channels, revoke_channel
from prongsai.surveys.types import ChannelKind, ChannelSpec, Instrument


@transaction.atomic
def set_agencies(actor: Actor, *, round_id: int, quotas: Mapping[str, int]) -> Sequence[UnitName]:
    """Let a round have exactly these agencies, by code with a quota each; return who has left.

    An agency stays as long as anything hangs on it: cases, paper, answers.
    """
    one = lock_open_round(actor, round_id)
    ids = _find_units(one, list(quotas))
    wanted = {ids[code]: quota for code, quota in quotas.items()}
    have = {row.unit_id: row for row in Agency.objects.filter(round=one)}
    left = _remove([row for unit_id, row in have.items() if unit_id not in wanted])
    kept = [row for unit_id, row in have.items() if unit_id in wanted]
    for row in kept:
        row.quota = wanted[row.unit_id]
    Agency.objects.bulk_update(kept, ["quota"])
    _add(one, {unit_id: quota for unit_id, quota in wanted.items() if unit_id not in have})
    codes = [each.code for each in left]
    record_about(actor, one, "fieldwork.set_agencies", agencies=len(quotas), left=codes)
    return left


def _find_units(one: Round, codes: list[str]) -> dict[str, int]:
    """Return the units of CODES, which must lie in the area of the round and fit its framework."""
    ids = list_unit_ids(codes)
    scopes, classes = get_scopes(ids.values()), get_unit_classes(ids.values())
    away = [
        code
        for code in codes
        if code not in ids or one.unit_id not in {ids[code], *scopes[ids[code]].above}
    ]
    if away:
        text = _("ไม่พบหน่วยงานเหล่านี้ในพื้นที่ของรอบ: %(codes)s") % {"codes": ", ".join(away[:10])}
        raise Invalid(text, field="agencies")
    other = [code for code in codes if not fits(one.framework, unit_class=classes[ids[code]][0])]
    if other:
        text = _("กรอบการประเมินของรอบไม่ใช้กับหน่วยงานเหล่านี้: %(codes)s")
        raise Invalid(text % {"codes": ", ".join(other[:10])}, field="agencies")
    return ids


def _remove(rows: Sequence[Agency]) -> list[UnitName]:
    """Take agencies out of their round with their channels, unless anything hangs on one."""
    if not rows:
        return []
    names = get_unit_names([row.unit_id for row in rows])
    counts = get_counts([each for row in rows for each in row.channels])
    used = {row.pk for row in rows if any(counts[each] for each in row.channels)}
    for held in (Case, Bundle):
        used |= set(held.objects.filter(agency__in=rows).values_list("agency_id", flat=True))
    if used:
        stay = ", ".join(names[row.unit_id].code for row in rows if row.pk in used)
        text = _("หน่วยงานเหล่านี้มีรายชื่อ แบบกระดาษ หรือคำตอบแล้ว จึงต้องอยู่ในรายการต่อไป: %(codes)s")
        raise Invalid(text % {"codes": stay}, field="agencies")
    for row in rows:
        row.delete()
        for channel_id in row.channels:
            revoke_channel(SYSTEM, channel_id=channel_id, reason=f"round:{row.round_id}")
    return list(names.values())


def _add(one: Round, quotas: Mapping[int, int]) -> None:
    """Add agencies to a round, each with a channel for interviews and one for paper."""
    kinds = (ChannelKind.INTERVIEW, ChannelKind.PAPER)
    specs = [_describe_channel(one, unit_id, kind) for unit_id in quotas for kind in kinds]
    channels = open_channels(SYSTEM, specs=specs) if specs else []
    rows = zip(quotas.items(), channels[::2], channels[1::2], strict=True)
    Agency.objects.bulk_create(
        Agency(
            round=one,
            unit_id=unit_id,
            quota=quota,
            interview_channel=interviews,
            paper_channel=paper,
        )
        for (unit_id, quota), interviews, paper in rows
    )


def _describe_channel(one: Round, unit_id: int, kind: ChannelKind) -> ChannelSpec:
    return ChannelSpec(
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
