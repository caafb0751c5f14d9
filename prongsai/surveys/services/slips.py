"""Sealed codes leave the house: made, handed over as slips or as a file, then forgotten."""

import csv
import io
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

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

# Two hundred sheets; more are printed in several goes.
MOST_SLIPS = 2000


@transaction.atomic
def give_codes(
    actor: Actor,
    *,
    channel_id: int,
    count: int,
    form: SlipForm,
    language: str,
    known: int | None = None,
) -> bytes:
    """Make COUNT codes and return them as slips or as a table; nothing of it is kept.

    If the drawing fails no code has been made. The order says nothing: every code is drawn anew.
    KNOWN is how many codes the person saw to be issued already.
    """
    if form is SlipForm.PDF and count > MOST_SLIPS:
        raise Invalid(
            _("แผ่นรหัสออกได้ครั้งละไม่เกิน 2,000 ใบ ให้แบ่งเป็นหลายครั้ง หรือเลือกไฟล์ CSV"), field="count"
        )
    codes = issue_codes(actor, channel_id=channel_id, count=count, form=form.value, known=known)
    card = get_channel_for(actor, channel_id, verb="survey.slips")
    draw = draw_slips if form is SlipForm.PDF else write_table
    return draw(card, codes, language=language)


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
