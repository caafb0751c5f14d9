"""What a publicity kit says, in the language of the kit; the layouts hold no words."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from prongsai.core.thai_text import drop_invisible
from prongsai.documents.rules.qr import draw_qr
from prongsai.frameworks.selectors.packs import get_pack
from prongsai.surveys.types import ChannelCard, Instrument
from prongsai.ui import dates

# Who asks, by the programme of the framework; of others the framework's own title is said.
_COMMISSION = "nacc"


def get_address(card: ChannelCard) -> str:
    """Return the address behind every QR of a kit: the link of the channel, never a code."""
    return f"{settings.SITE_URL}/s/{card.code}"


def get_shown(address: str) -> str:
    """Return an address as people read and type it."""
    return address.partition("://")[2]


def get_words(card: ChannelCard, *, language: str) -> dict[str, Any]:
    """Return all data of a kit's layouts: plain texts and the QR as a drawing."""
    with override(language):
        address = get_address(card)
        agency = drop_invisible(card.agency.in_language(language))
        return {
            "lang": language,
            "instrument": card.instrument,
            "agency": agency,
            "label": drop_invisible(card.label),
            "code": card.code,
            "qr": draw_qr(address),
            "qr_alt": _("QR ของลิงก์ %(address)s") % {"address": address},
            "address_shown": get_shown(address),
            **_get_invitation(card),
            **_get_cautions(card),
            **_get_letter(card, agency),
        }


def get_asker(card: ChannelCard) -> str:
    """Return who asks."""
    pack = get_pack(card.framework)
    if pack.programme == _COMMISSION:
        return _("สำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ (ป.ป.ช.)")
    return pack.title.en if get_language() == "en" else pack.title.th


def _get_invitation(card: ChannelCard) -> dict[str, Any]:
    is_internal = card.instrument == Instrument.IIT
    kicker = _("การประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ %(year)s")
    return {
        "kicker": kicker % {"year": dates.get_be_year(card.fiscal_year)},
        "title": _("ชวนตอบแบบวัด %(instrument)s") % {"instrument": card.instrument},
        "headline": _("คนทำงานที่นี่ทุกคน บอกได้ตามที่พบเห็นจริง")
        if is_internal
        else _("เคยมาติดต่อเราไหม ช่วยบอกว่าเป็นอย่างไร"),
        "lead": _("หยิบรหัสหนึ่งใบ แล้วสแกนเพื่อตอบแบบวัดของบุคลากรภายใน (IIT)")
        if is_internal
        else _("สแกนเพื่อตอบแบบวัดของผู้มาติดต่อและประชาชน (EIT)"),
        "link_lead": _("หยิบรหัสหนึ่งใบ แล้วเปิดลิงก์นี้เพื่อตอบแบบวัดของบุคลากรภายใน (IIT)")
        if is_internal
        else _("เปิดลิงก์นี้เพื่อตอบแบบวัดของผู้มาติดต่อและประชาชน (EIT)"),
        "points": [
            _("ไม่ถามชื่อ จึงไม่มีใครรู้ว่าใครตอบ"),
            _("หน่วยงานเห็นเพียงจำนวนผู้ตอบ ไม่เห็นคำตอบของใคร"),
            _("ตอบบนโทรศัพท์ได้ ไม่ต้องติดตั้งแอปหรือลงชื่อเข้าใช้"),
        ],
        "dates_label": _("ตอบได้"),
        "dates": dates.get_range(card.opens_on, card.closes_on),
        "address_label": _("หรือพิมพ์ที่อยู่นี้ในเบราว์เซอร์"),
        "scan_or_type": _("สแกนหรือพิมพ์ที่อยู่นี้"),
        "asks": _("ผู้ถาม: %(asker)s") % {"asker": get_asker(card)},
        "short_notice": _("ไม่ถามชื่อ หน่วยงานไม่เห็นคำตอบของใคร และไม่มีใครมีสิทธิบอกให้ตอบอย่างไร"),
    }


def _get_cautions(card: ChannelCard) -> dict[str, Any]:
    prefix = f"{settings.SITE_URL}/s/"
    return {
        "check_title": _("ตรวจอย่างไรว่าเป็นลิงก์จริง"),
        "check": [
            _("ที่อยู่เว็บต้องขึ้นต้นด้วย %(prefix)s และลงท้ายด้วย %(code)s")
            % {"prefix": prefix, "code": card.code},
            _("แบบวัดจริงไม่ถามชื่อ เลขประจำตัวประชาชน หมายเลขโทรศัพท์ หรือรหัสผ่าน และไม่ขอเงิน"),
            _("ถ้าสงสัย อย่าเพิ่งตอบ ให้ถามหน่วยงานหรือดูลิงก์บนเว็บไซต์ของหน่วยงาน"),
        ],
        "coach_title": _("ห้ามชี้นำคำตอบ"),
        "coach": _(
            "ไม่มีใครมีสิทธิบอกให้ท่านตอบอย่างไร ยืนดู หรือขอดูคำตอบ"
            " ถ้ามีใครทำเช่นนั้น บอกได้ในข้อท้ายของแบบวัด หน่วยงานไม่เห็นคำตอบข้อนั้น"
        ),
    }


def _get_letter(card: ChannelCard, agency: str) -> dict[str, Any]:
    is_internal = card.instrument == Instrument.IIT
    year = dates.get_be_year(card.fiscal_year)
    return {
        "number": _("ที่ %(blank)s") % {"blank": "." * 24},
        "dated": _("วันที่ %(blank)s") % {"blank": "." * 40},
        "subject_label": _("เรื่อง"),
        "subject": _("ขอความร่วมมือตอบแบบวัด %(instrument)s") % {"instrument": card.instrument},
        "to_label": _("เรียน"),
        "to": _("บุคลากรทุกท่าน") if is_internal else _("ผู้มาติดต่อและประชาชนทุกท่าน"),
        "body": [
            _(
                "ด้วย%(agency)sเข้ารับการประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ %(year)s"
                " ความเห็นตามจริงของท่านเป็นส่วนหนึ่งของผลการประเมิน"
            )
            % {"agency": agency, "year": year},
            _(
                "จึงขอความร่วมมือท่านตอบแบบวัดตามที่พบเห็นจริง ใช้รหัสหนึ่งใบที่ท่านหยิบเอง"
                " แบบวัดไม่ถามชื่อ หน่วยงานเห็นเพียงจำนวนผู้ตอบ ไม่เห็นคำตอบของใคร"
            )
            if is_internal
            else _(
                "จึงขอความร่วมมือท่านตอบแบบวัดตามที่พบเห็นจริง"
                " แบบวัดไม่ถามชื่อ หน่วยงานเห็นเพียงจำนวนผู้ตอบ ไม่เห็นคำตอบของใคร"
            ),
            _(
                "ทั้งนี้ ห้ามชี้นำคำตอบ ไม่มีใครมีสิทธิบอกให้ท่านตอบอย่างไร ยืนดู หรือขอดูคำตอบ"
                " ถ้ามีใครทำเช่นนั้น บอกได้ในข้อท้ายของแบบวัด"
            ),
        ],
        "closing": _("ขอแสดงความนับถือ"),
        "signature": f"({'.' * 44})",
        "position": _("ตำแหน่ง %(blank)s") % {"blank": "." * 36},
    }
