"""The one question of the hand-over: what becomes of this role?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prongsai.accounts.rules.handovers import Choice
from prongsai.accounts.selectors.handovers import HandedRole, HandoverView
from prongsai.ui.forms import RadioCards, ThaiDateField


class ChoiceForm(forms.Form):
    """Stays, ends or passes on; the day and the successor only where they are needed."""

    choice = forms.ChoiceField(label=gettext_lazy("ปีงบประมาณใหม่นี้"))
    on = ThaiDateField(
        label=gettext_lazy("วันที่เปลี่ยน"),
        required=False,
        help_text=gettext_lazy("วันสุดท้ายของคนเดิม และวันแรกของผู้รับช่วง ไม่ต้องกรอกถ้าคงอยู่"),
    )
    successor = forms.TypedChoiceField(
        label=gettext_lazy("ผู้รับช่วง"), required=False, coerce=int, empty_value=None
    )
    invited_name = forms.CharField(
        label=gettext_lazy("หรือเชิญคนใหม่: ชื่อและนามสกุล"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("ส่งคำเชิญเมื่อยืนยันการส่งมอบ และได้บทบาทเมื่อผู้รับตอบรับ"),
    )
    invited_email = forms.EmailField(label=gettext_lazy("อีเมลของคนใหม่"), required=False)

    def __init__(
        self,
        *args: Any,
        view: HandoverView,
        role: HandedRole,
        people: Sequence[tuple[int, str, str]],
        may_invite: bool,
        **kwargs: Any,
    ) -> None:
        initial = {
            "choice": role.choice.value if role.choice else None,
            "on": role.on or view.earliest,
            "successor": role.successor_id,
            "invited_name": role.successor if role.invited_email else "",
            "invited_email": role.invited_email,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        choice: Any = self.fields["choice"]
        choice.choices = list(get_choice_labels().items())
        choice.widget = RadioCards(choices=choice.choices, notes=_get_notes(view))
        successor: Any = self.fields["successor"]
        others = [(str(pk), f"{name} ({post})" if post else name) for pk, name, post in people]
        successor.choices = [("", _("เลือกคน")), *others]
        successor.widget.attrs["lang"] = "th"
        if not may_invite:
            del self.fields["invited_name"], self.fields["invited_email"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        somebody = values.get("successor") or values.get("invited_email")
        wrong = self.errors.keys() & {"successor", "invited_email"}
        if values.get("choice") == Choice.REPLACED and not somebody and not wrong:
            self.add_error("successor", _("โปรดเลือกผู้รับช่วง"))
        return values


def get_choice_labels() -> dict[str, str]:
    return {
        Choice.STAYS.value: _("คงอยู่"),
        Choice.ENDS.value: _("สิ้นสุด"),
        Choice.REPLACED.value: _("เปลี่ยนเป็นคนอื่น"),
    }


def _get_notes(view: HandoverView) -> dict[str, str]:
    return {
        Choice.STAYS.value: _("ต่ออายุถึงสิ้นปีงบประมาณ %(year)s") % {"year": view.year},
        Choice.ENDS.value: _("ไม่มีผู้รับช่วง เช่น ยุบตำแหน่งหรือมีคนอื่นทำอยู่แล้ว"),
        Choice.REPLACED.value: _("คนเดิมส่งมอบงานให้ผู้รับช่วงในวันที่เปลี่ยน"),
    }
