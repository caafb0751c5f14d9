"""One form with every kind of field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.ui import forms as ui


class GuideForm(forms.Form):
    name = forms.CharField(label=_("ชื่อหน่วยงาน"), help_text=_("ชื่อเต็มตามประกาศ ไม่ใช้ชื่อย่อ"))
    day = ui.ThaiDateField(label=_("วันที่มีผล"), help_text=_("เช่น 21 พฤศจิกายน 2569 หรือ 21/11/2569"))
    email = forms.EmailField(label=_("อีเมลผู้ประสานงาน"), required=False)
    count = forms.IntegerField(label=_("จำนวนบุคลากร (คน)"), min_value=1, required=False)
    kind = forms.ChoiceField(
        label=_("ประเภทหน่วยงาน"),
        choices=[("sao", _("องค์การบริหารส่วนตำบล")), ("tm", _("เทศบาลตำบล"))],
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
    file = forms.FileField(
        label=_("คำสั่งแต่งตั้ง"), widget=ui.FileInput, required=False, help_text=_("PDF ไม่เกิน 10 MB")
    )
    password = forms.CharField(label=_("รหัสผ่าน"), widget=ui.PasswordInput)
    note = forms.CharField(
        label=_("หมายเหตุ"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agree = forms.BooleanField(label=_("ข้าพเจ้าตรวจสอบแล้วว่าข้อมูลถูกต้อง"))
