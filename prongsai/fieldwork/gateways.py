"""The folder of keys under which keyed paper forms wait, outside the database."""

from django.conf import settings
from django.utils.translation import gettext as _

from prongsai.core.errors import Conflict
from prongsai.core.key_folders import KeyFolder


def open_field_keys() -> KeyFolder:
    """Return the folder of this machine, which must be one that takes paper."""
    if not settings.FIELDWORK_KEYS:
        raise Conflict(_("เครื่องนี้รับแบบกระดาษไม่ได้ โปรดแจ้งผู้ดูแลระบบ"))
    return KeyFolder(settings.FIELDWORK_KEYS)


def get_bundle_name(bundle_id: int) -> str:
    return f"bundle-{bundle_id}"
