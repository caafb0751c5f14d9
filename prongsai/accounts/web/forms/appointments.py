"""The form that appoints a substitute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prongsai.accounts.rules.appointments import WORDS
from prongsai.accounts.rules.grants import DELEGATED
from prongsai.accounts.selectors.people import PersonView
from prongsai.accounts.web.forms.grants import PlacedForm
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.permissions.roles import NATIONAL, Role
from prongsai.ui.forms import ThaiDateField


class AppointmentForm(PlacedForm):
    """For which post, on what ground, and the words below the signature."""

    phrase = forms.ChoiceField(
        label=gettext_lazy("ลักษณะการแทน"),
        choices=[(phrase.value, words) for phrase, words in WORDS.items()],
        help_text=gettext_lazy("ถ้อยคำตามคำสั่งหรือกฎหมาย จะปรากฏท้ายหนังสือ"),
    )
    for_position = forms.CharField(
        label=gettext_lazy("ตำแหน่งที่แทน"),
        max_length=200,
        help_text=gettext_lazy("เขียนเต็มตามที่จะปรากฏท้ายหนังสือ"),
    )
    own_position = forms.CharField(
        label=gettext_lazy("ตำแหน่งของผู้แทน"),
        max_length=200,
        help_text=gettext_lazy("เขียนเต็มตามที่จะปรากฏท้ายหนังสือ"),
    )
    starts = ThaiDateField(label=gettext_lazy("ตั้งแต่วันที่"))
    ends = ThaiDateField(
        label=gettext_lazy("ถึงวันที่"),
        required=False,
        help_text=gettext_lazy("เว้นว่างได้ถ้าคำสั่งไม่กำหนด แล้วสิ้นสุดการแทนในระบบเมื่อเจ้าของตำแหน่งกลับมา"),
    )
    order_reference = forms.CharField(
        label=gettext_lazy("คำสั่งหรือหนังสือที่อ้างถึง"), required=False, max_length=200
    )

    def __init__(self, *args: Any, actor: Actor, person: PersonView, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name in ("phrase", "for_position", "own_position"):
            self.fields[name].widget.attrs["lang"] = "th"
        self.fields["starts"].initial = clock.today
        self.fields["own_position"].initial = person.position

    def list_roles(self) -> frozenset[Role]:
        own = Role(str(self.actor.role))
        lent = {own} if own in DELEGATED else set()
        return (super().list_roles() | lent) - NATIONAL
