"""Forms that give and take roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.accounts.rules.grants import HANDS_OUT
from prongsai.accounts.selectors.labels import label_role
from prongsai.accounts.selectors.places import list_units_called
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.thai_dates import fiscal_year, fiscal_year_bounds
from prongsai.permissions.matrix import Reach
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.permissions.rules import get_reach
from prongsai.ui.forms import ThaiDateField


class PlacedForm(forms.Form):
    """A role at a unit; the unit is asked only where the actor has more than one."""

    role = forms.ChoiceField(label=gettext_lazy("บทบาท"))
    unit = forms.CharField(
        label=gettext_lazy("หน่วยงาน"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("รหัสหรือชื่อเต็มของหน่วยงานในพื้นที่ของท่าน"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        roles = self.list_roles()
        self.fields["role"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (role.value, label_role(role)) for role in reversed(Role) if role in roles
        ]
        reach = get_reach(actor.acting, "person.invite") if actor.acting else None
        if reach in {None, Reach.OWN}:
            del self.fields["unit"]
        elif roles & NATIONAL:
            self.fields["unit"].help_text = _("รหัสหรือชื่อเต็มของหน่วยงาน เว้นว่างได้เฉพาะบทบาทระดับประเทศ")
        else:
            self.fields["unit"].required = True

    def list_roles(self) -> frozenset[Role]:
        return HANDS_OUT.get(Role(str(self.actor.role)), frozenset())

    def clean(self) -> dict[str, Any]:
        """Find the unit that is meant, among those that the actor knows of."""
        values: dict[str, Any] = super().clean() or {}
        text = str(values.get("unit") or "").strip()
        if text:
            values["unit_id"] = self._find_unit(text)
        elif "unit" not in self.fields:
            values["unit_id"] = self.actor.unit_id
        elif values.get("role") in NATIONAL:
            values["unit_id"] = None
        elif "role" in values:
            self.add_error("unit", _("โปรดระบุหน่วยงาน"))
        return values

    def _find_unit(self, text: str) -> int | None:
        found = list_units_called(self.actor, text)
        if len(found) == 1:
            return found[0][0]
        if not found:
            self.add_error("unit", _("ไม่พบหน่วยงานนี้ในพื้นที่ของท่าน"))
        else:
            names = ", ".join(f"{name} ({code})" for _id, code, name in found)
            message = _("มีหลายหน่วยงานที่ตรงกัน โปรดใส่รหัสของหน่วยงานที่ต้องการ: %(names)s")
            self.add_error("unit", message % {"names": names})
        return None


class GrantForm(PlacedForm):
    """Which role where and for how long."""

    starts = ThaiDateField(label=gettext_lazy("ตั้งแต่วันที่"))
    ends = ThaiDateField(
        label=gettext_lazy("ถึงวันที่"),
        required=False,
        help_text=gettext_lazy("ปกติคือวันสิ้นปีงบประมาณ แล้วต่ออายุเมื่อส่งมอบงานประจำปี เว้นว่างได้ถ้าไม่กำหนด"),
    )
    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("ต้องระบุเมื่อบทบาทนั้นต้องมีผู้อนุมัติคนที่สอง"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["starts"].initial = clock.today
        self.fields["ends"].initial = fiscal_year_bounds(fiscal_year(clock.today()))[1]


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label=gettext_lazy("เหตุผล"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("บันทึกไว้ในประวัติ ผู้ที่เกี่ยวข้องอ่านได้"),
    )
