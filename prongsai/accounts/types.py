"""Names and shapes that other rooms and apps share."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, as much as is kept of it."""

    network: str
    browser: str = ""
    system: str = ""
    # Random name of a browser that has signed in to the account at hand before.
    device: str = ""


@dataclass(frozen=True, slots=True)
class ThisSession:
    """The session of a request: its key today, and the note of it that stays the same."""

    key: str
    sign_in_id: int | None


class KeyChange(StrEnum):
    """What may happen to the keys of an account."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an act
    PASSWORD_SET = "password_set"  # noqa: S105 - the name of an act
    TOTP_ACTIVATED = "totp_activated"
    TOTP_DEACTIVATED = "totp_deactivated"
    WEBAUTHN_ADDED = "webauthn_added"
    WEBAUTHN_REMOVED = "webauthn_removed"
    RECOVERY_CODES_GENERATED = "recovery_codes_generated"
    ACCOUNT_CONNECTED = "account_connected"
    ACCOUNT_DISCONNECTED = "account_disconnected"

    def get_label(self) -> str:
        return {
            KeyChange.PASSWORD_CHANGED: gettext("เปลี่ยนรหัสผ่านแล้ว"),
            KeyChange.PASSWORD_RESET: gettext("ตั้งรหัสผ่านใหม่ผ่านลิงก์ทางอีเมลแล้ว"),
            KeyChange.PASSWORD_SET: gettext("ตั้งรหัสผ่านแล้ว"),
            KeyChange.TOTP_ACTIVATED: gettext("เปิดใช้รหัสจากแอปยืนยันตัวตนแล้ว"),
            KeyChange.TOTP_DEACTIVATED: gettext("ปิดการใช้รหัสจากแอปยืนยันตัวตนแล้ว"),
            KeyChange.WEBAUTHN_ADDED: gettext("เพิ่มพาสคีย์แล้ว"),
            KeyChange.WEBAUTHN_REMOVED: gettext("นำพาสคีย์ออกแล้ว"),
            KeyChange.RECOVERY_CODES_GENERATED: gettext("สร้างรหัสสำรองชุดใหม่แล้ว"),
            KeyChange.ACCOUNT_CONNECTED: gettext("เชื่อมบัญชีของบริการยืนยันตัวตนอื่นแล้ว"),
            KeyChange.ACCOUNT_DISCONNECTED: gettext("ยกเลิกการเชื่อมบัญชีของบริการยืนยันตัวตนอื่นแล้ว"),
        }[self]
