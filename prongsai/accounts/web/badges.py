"""States of roles in a word, with a tone."""

from django.utils.translation import gettext as _

from prongsai.accounts.rules.appointments import WORDS, Phrase
from prongsai.accounts.rules.periods import Standing
from prongsai.ui.types import Badge


def get_standing_badge(standing: Standing) -> Badge:
    return {
        Standing.IN_FORCE: Badge("ok", _("มีผลอยู่")),
        Standing.TO_COME: Badge("info", _("ยังไม่เริ่ม"), "clock"),
        Standing.ENDED: Badge("neutral", _("สิ้นสุดแล้ว")),
        Standing.REVOKED: Badge("bad", _("ถูกยกเลิก")),
    }[standing]


def get_phrase(phrase: str) -> str:
    """Return the words of the law for a stored phrase; nothing where there is none."""
    return WORDS[Phrase(phrase)] if phrase else ""
