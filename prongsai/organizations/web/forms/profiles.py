"""Forms about what an agency says of itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.organizations.services.divisions import LONGEST_NAME
from prongsai.organizations.services.profiles import MOST_DOMAINS
from prongsai.organizations.types.profiles import Contact


class ProfileForm(forms.Form):
    """Website, contact and official hosts."""

    website = forms.CharField(
        label=_("เว็บไซต์หลัก"),
        required=False,
        max_length=300,
        help_text=_("เช่น https://www.example.go.th ใช้ตรวจว่าหลักฐานเผยแพร่บนเว็บไซต์ของหน่วยงานเอง"),
    )
    domains = forms.CharField(
        label=_("โดเมนทางการอื่น"),
        required=False,
        max_length=20 * MOST_DOMAINS * 13,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("บรรทัดละหนึ่งชื่อ เช่น data.example.go.th"),
    )
    email = forms.EmailField(label=_("อีเมลกลาง"), required=False)
    phone = forms.CharField(label=_("โทรศัพท์"), required=False, max_length=60)
    address = forms.CharField(
        label=_("ที่อยู่"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    postcode = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("รหัสไปรษณีย์"),
        required=False,
        error_messages={"invalid": _("กรอกตัวเลขอารบิก 5 หลัก เช่น 10110")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def get_contact(self) -> Contact:
        names = ("website", "email", "phone", "address", "postcode")
        return Contact(**{name: self.cleaned_data[name] for name in names})

    def get_hosts(self) -> list[str]:
        return str(self.cleaned_data["domains"]).splitlines()


class DivisionForm(forms.Form):
    """The name of a division."""

    name_th = forms.CharField(
        label=_("ชื่อกองหรือสำนัก"), max_length=LONGEST_NAME, help_text=_("เช่น กองคลัง")
    )
    name_en = forms.CharField(label=_("ชื่อภาษาอังกฤษ"), max_length=LONGEST_NAME, required=False)
