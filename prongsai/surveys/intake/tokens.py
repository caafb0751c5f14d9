"""The only place where the intake looks at tokens: its field of the form, and what it pays with."""

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from prongsai.surveys.rules.codes import get_pseudonyms
from prongsai.tokens.rules.tokens import find_token, is_genuine

# The ledger forgets marks of passed periods; marks of tokens stay as long as those of codes.
FOREVER = 2**31 - 1


def find_pair(
    text: str, *, channel: str, public_key: RSAPublicKey | None, key: bytes
) -> tuple[bytes, bytes] | None:
    """Return mark and leaf of a token that our issuer signed for this link; one RSA check."""
    token = find_token(text)
    if token is None or public_key is None:
        return None
    if not is_genuine(token, channel=channel, key=public_key):
        return None
    return get_pseudonyms("token", token.name, channel=channel, key=key)


def draw_field(language: str, *, value: str = "", is_wrong: bool = False) -> str:
    """Return the field for the token; the script fills it from the part of the address after #."""
    with translation.override(language):
        wrong = _("โทเคนนี้ใช้กับแบบวัดนี้ไม่ได้ โปรดเปิดจากลิงก์หรือ QR ของท่านอีกครั้ง หรือวางลิงก์ทั้งบรรทัด")
        problem = format_html('<p class="error" id="wrong" role="alert">{}</p>', wrong)
        return format_html(
            '<div class="box" id="token-box"><label for="token">{}</label>{}'
            '<p class="quiet" id="token-help">{}</p>'
            '<textarea id="token" name="token" class="code" rows="3" maxlength="700" required'
            ' autocomplete="off" autocapitalize="off" spellcheck="false"'
            ' aria-describedby="token-help">{}</textarea>'
            '<p class="quiet" id="token-ready" hidden>{}</p></div>',
            _("โทเคนของท่าน"),
            problem if is_wrong else "",
            _("วางโทเคนหรือลิงก์ที่คัดลอกไว้ทั้งบรรทัด โทเคนไม่บอกว่าท่านเป็นใคร"),
            value,
            _("อ่านโทเคนจากลิงก์แล้ว"),
        )
