"""What pages call the parts of a kit."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prongsai.surveys.types import KitPart

LANGUAGES = [("th", _("ภาษาไทย")), ("en", _("ภาษาอังกฤษ"))]
NAMES: dict[KitPart, Promise] = {
    KitPart.POSTER_A4: _("โปสเตอร์ A4"),
    KitPart.POSTER_A3: _("โปสเตอร์ A3"),
    KitPart.CARD: _("ป้ายตั้งโต๊ะ"),
    KitPart.BANNER_PNG: _("ป้ายเว็บไซต์ (PNG)"),
    KitPart.BANNER_SVG: _("ป้ายเว็บไซต์ (SVG)"),
    KitPart.LETTER: _("หนังสือนำ"),
    KitPart.LINE: _("ข้อความ LINE"),
    KitPart.MAIL: _("ข้อความอีเมล"),
    KitPart.BUTTON: _("ปุ่มสำหรับเว็บไซต์"),
}
NOTES: dict[KitPart, Promise] = {
    KitPart.POSTER_A4: _("ติดที่บอร์ดและจุดบริการ"),
    KitPart.POSTER_A3: _("ติดทางเข้าอาคาร"),
    KitPart.CARD: _("พิมพ์ A4 แผ่นเดียว พับครึ่งตามเส้น ตั้งที่เคาน์เตอร์"),
    KitPart.BANNER_PNG: _("สำหรับเว็บไซต์และสื่อสังคม"),
    KitPart.BANNER_SVG: _("คมชัดทุกขนาด"),
    KitPart.LETTER: _("เว้นหัวจดหมาย เลขที่ วันที่ และผู้ลงนามไว้ให้หน่วยงาน"),
    KitPart.LINE: _("คัดลอกไปวางในกลุ่มได้ทันที"),
    KitPart.MAIL: _("บรรทัดแรกคือหัวเรื่อง"),
    KitPart.BUTTON: _("วางโค้ดนี้ในหน้าเว็บ ไม่มีสคริปต์และไม่ฝังหน้าจากที่อื่น"),
}
