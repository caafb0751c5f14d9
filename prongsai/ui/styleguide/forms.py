"""One form with every kind of field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.ui import forms as ui


class GuideForm(forms.Form):
    name = forms.CharField(label=_("ชื่อหน่วยงาน"), help_text=_("ชื่อเต็มตามประกาศ ไม่ใช้ชื่อย่อ"))
    day = ui.ThaiDateField(label=_("วันที่มีผล"))
    email = forms.EmailField(label=_("อีเมลผู้ประสานงาน"), required=False)
    count = ui.CountField(
        label=_("จำนวนบุคลากร (คน)"),
        help_text=_("นับผู้ที่ปฏิบัติงานมาแล้วไม่น้อยกว่า 1 ปี"),
        min_value=1,
    )
    kind = forms.ChoiceField(
        label=_("ประเภทหน่วยงาน"),
        choices=[
            ("", _("เลือกประเภท")),
            ("sao", _("องค์การบริหารส่วนตำบล")),
            ("tm", _("เทศบาลตำบล")),
        ],
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("วิธีแจ้งผล"),
        choices=[("mail", _("อีเมล")), ("letter", _("หนังสือราชการ"))],
        widget=ui.RadioCards(notes={"mail": _("ได้รับทันที"), "letter": _("ใช้เวลา 3–5 วันทำการ")}),
    )
    divisions = forms.MultipleChoiceField(
        label=_("กองที่เกี่ยวข้อง"),
        choices=[("o", _("สำนักปลัด")), ("f", _("กองคลัง")), ("e", _("กองช่าง"))],
        widget=ui.CheckboxList,
        required=False,
    )
    order = forms.FileField(
        label=_("คำสั่งแต่งตั้ง"),
        help_text=_("ไฟล์ PDF ขนาดไม่เกิน 10 MB"),
        widget=ui.FileInput,
        required=False,
    )
    password = forms.CharField(
        label=_("รหัสผ่าน"),
        help_text=_("อย่างน้อย 12 ตัวอักษร"),
        widget=ui.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    note = forms.CharField(
        label=_("หมายเหตุ"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agree = forms.BooleanField(label=_("ข้าพเจ้าตรวจสอบแล้วว่าข้อมูลถูกต้อง"))
