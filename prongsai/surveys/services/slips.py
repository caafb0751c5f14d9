"""Sealed codes on paper: made, printed and forgotten in one go."""

import csv
import io
import random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Invalid
from prongsai.documents.rules.qr import draw_qr
from prongsai.documents.services import make_document
from prongsai.documents.types import Order
from prongsai.surveys.rules.codes import format_code
from prongsai.surveys.selectors.channels import get_channel_for
from prongsai.surveys.services.codes import issue_codes
from prongsai.surveys.services.kits.words import get_shown, get_words
from prongsai.surveys.types import ChannelCard, SlipForm

# More are printed in several goes: a sheet holds ten.
MOST_SLIPS = 2000


@transaction.atomic
def print_slips(
    actor: Actor, *, channel_id: int, count: int, form: SlipForm, language: str
) -> bytes:
    """Make COUNT codes and return them as slips or as a table; nothing of it is kept.

    If the printing fails no code has been made. The order says nothing: it is shuffled.
    """
    card = get_channel_for(actor, channel_id, verb="survey.slips")
    if count > MOST_SLIPS:
        raise Invalid(_("พิมพ์ได้ครั้งละไม่เกิน 2,000 ใบ ให้แบ่งเป็นหลายครั้ง"), field="count")
    codes = issue_codes(actor, channel_id=channel_id, count=count)
    random.SystemRandom().shuffle(codes)
    draw = draw_slips if form is SlipForm.PDF else write_table
    content = draw(card, codes, language=language)
    record(
        actor,
        verb="survey.print_slips",
        target=f"channel:{card.code}",
        unit_id=card.unit_id,
        detail={"count": count, "form": form.value},
    )
    return content


def draw_slips(card: ChannelCard, codes: list[str], *, language: str) -> bytes:
    """Return slips to cut out, ten on a sheet."""
    words = get_words(card, language=language)
    slips = [{"qr": draw_qr(_get_address(code)), "code": format_code(code)} for code in codes]
    return make_document(
        Order("surveys/slips", {**words, **_get_slip_words(language), "slips": slips})
    )


def write_table(card: ChannelCard, codes: list[str], *, language: str) -> bytes:
    """Return the codes as a table, for sending by the agency's own means."""
    target = io.StringIO()
    writer = csv.writer(target)
    with override(language):
        writer.writerow([_("รหัสใช้ครั้งเดียว"), _("ลิงก์")])
    writer.writerows([format_code(code), _get_address(code)] for code in codes)
    return ("\ufeff" + target.getvalue()).encode()


def _get_address(code: str) -> str:
    return f"{settings.SITE_URL}/s/{code}"


def _get_slip_words(language: str) -> dict[str, Any]:
    site = get_shown(f"{settings.SITE_URL}/s/")
    with override(language):
        return {
            "title": _("แผ่นรหัสใช้ครั้งเดียว"),
            "qr_alt": _("QR ของรหัสใช้ครั้งเดียว"),
            "scan": _("สแกนเพื่อตอบ"),
            "code_label": _("รหัสใช้ครั้งเดียว"),
            "enter": _("หรือพิมพ์รหัสที่ %(site)s") % {"site": site},
            "words": _("หยิบด้วยตนเอง ไม่มีใครรู้ว่าใครได้รหัสใด ห้ามชี้นำคำตอบ ตอบแล้วทิ้งได้"),
        }
