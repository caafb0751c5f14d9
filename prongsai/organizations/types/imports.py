"""Files of agencies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """How far a file of agencies has come."""

    CHECKED = "checked", _("ตรวจแล้ว รอนำเข้า")
    APPLIED = "applied", _("นำเข้าแล้ว")
    UNDONE = "undone", _("ยกเลิกการนำเข้าแล้ว")


class ImportAction(TextChoices):
    """What a row of the file would do."""

    CREATE = "create", _("เพิ่มใหม่")
    CHANGE = "change", _("แก้ไข")
    SAME = "same", _("ไม่เปลี่ยนแปลง")
    ERROR = "error", _("ผิดพลาด")
