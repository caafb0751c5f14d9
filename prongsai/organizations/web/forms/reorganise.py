"""Forms that reorganise units; each turns what was entered into a call of one service."""

from abc import abstractmethod
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.thai_text import to_arabic_digits
from prongsai.organizations.services import mergers, units
from prongsai.organizations.types.units import (
    Decision,
    RelationKind,
    Size,
    UnitClass,
    UnitSpec,
    UnitView,
)
from prongsai.ui.forms import CheckboxList, RadioCards, ThaiDateField

LONGEST_NAME = 200
LONGEST_CODE = 20
CLASSES = [("", _("เลือกประเภท")), *UnitClass.choices]
SIZES = [("", _("ไม่แบ่งขนาด")), *Size.choices]


class CodeField(forms.CharField):
    """The code of a unit, however it is typed."""

    def to_python(self, value: Any) -> str:
        return to_arabic_digits(super().to_python(value) or "").upper()


def make_code_field(label: Any, *, required: bool = True) -> CodeField:
    return CodeField(
        label=label,
        max_length=LONGEST_CODE,
        required=required,
        help_text=_("รหัสหน่วยงาน ค้นได้จากหน้ารายชื่อหน่วยงาน"),
    )


def make_name_fields() -> tuple[forms.CharField, forms.CharField]:
    thai = forms.CharField(label=_("ชื่อภาษาไทย"), max_length=LONGEST_NAME)
    english = forms.CharField(label=_("ชื่อภาษาอังกฤษ"), max_length=LONGEST_NAME, required=False)
    return thai, english


class ReorganiseForm(forms.Form):
    """Whatever is reorganised: from which day, and on what grounds."""

    on = ThaiDateField(
        label=_("มีผลตั้งแต่วันที่"),
        initial=clock.today,
        help_text=_("ข้อมูลก่อนวันนี้จะไม่เปลี่ยน เช่น 1 ตุลาคม 2569"),
    )
    reason = forms.CharField(
        label=_("เหตุผลหรือเลขที่ประกาศ"),
        max_length=units.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, unit: UnitView | None, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)
        last = ("on", "reason", "sure")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    @property
    def code(self) -> str:
        return self.unit.code if self.unit else ""

    def describe(self, code: str, name: str, parents: dict[str, str] | None = None) -> UnitSpec:
        """Return a new unit of the same class, size and place as the one that is reorganised."""
        alike = {field: getattr(self.unit, field) for field in ("unit_class", "size", "place_code")}
        return UnitSpec(code=code, name_th=name, parents=parents or {}, **alike)

    def get_decision(self) -> Decision:
        return Decision(self.cleaned_data["on"], self.cleaned_data["reason"])

    @abstractmethod
    def act(self, actor: Actor) -> str:
        """Do it and return the code of the unit to look at next."""


class RenameForm(ReorganiseForm):
    name_th, name_en = make_name_fields()

    def act(self, actor: Actor) -> str:
        names = {name: self.cleaned_data[name] for name in ("name_th", "name_en")}
        units.rename_unit(actor, code=self.code, decision=self.get_decision(), **names)
        return self.code


class ReclassifyForm(ReorganiseForm):
    unit_class = forms.ChoiceField(label=_("ประเภท"), choices=CLASSES)
    size = forms.ChoiceField(label=_("ขนาด"), choices=SIZES, required=False)
    place_code = forms.CharField(
        label=_("รหัสพื้นที่"),
        max_length=6,
        required=False,
        help_text=_("จังหวัด 2 หลัก อำเภอ 4 หลัก ตำบล 6 หลัก"),
    )

    def act(self, actor: Actor) -> str:
        fields = {name: self.cleaned_data[name] for name in ("unit_class", "size", "place_code")}
        units.reclassify_unit(actor, code=self.code, decision=self.get_decision(), **fields)
        return self.code


class MoveForm(ReorganiseForm):
    kind = forms.ChoiceField(
        label=_("ย้ายในผังใด"), choices=RelationKind.choices, widget=RadioCards, initial="line"
    )
    parent = make_code_field(_("รหัสต้นสังกัดใหม่"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].help_text = _("เว้นว่างเพื่อนำออกจากผังนี้")

    def act(self, actor: Actor) -> str:
        units.move_unit(
            actor,
            code=self.code,
            kind=self.cleaned_data["kind"],
            parent_code=self.cleaned_data["parent"],
            decision=self.get_decision(),
        )
        return self.code


class DissolveForm(ReorganiseForm):
    sure = forms.BooleanField(label=_("ข้าพเจ้าตรวจแล้วว่าไม่มีหน่วยงานใดรับโอน"))

    def act(self, actor: Actor) -> str:
        units.dissolve_unit(actor, code=self.code, decision=self.get_decision())
        return self.code


class MergeForm(ReorganiseForm):
    """This unit, and others if wanted, go into one that exists or into a new one."""

    others = CodeField(
        label=_("รหัสหน่วยงานอื่นที่สิ้นสุดพร้อมกัน"),
        required=False,
        max_length=1000,
        help_text=_("คั่นด้วยช่องว่าง เว้นว่างถ้ามีเพียงหน่วยงานนี้"),
    )
    into = make_code_field(_("รหัสหน่วยงานที่รับโอน"))
    new_name_th = forms.CharField(
        label=_("ชื่อหน่วยงานที่รับโอน ถ้าจัดตั้งใหม่"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("กรอกเฉพาะเมื่อรหัสข้างต้นเป็นรหัสใหม่ ประเภทและต้นสังกัดจะตามหน่วยงานเดิม"),
    )
    sure = forms.BooleanField(label=_("ข้าพเจ้าตรวจแล้วว่าหน่วยงานเดิมสิ้นสุดและหน่วยงานในสังกัดโอนไปทั้งหมด"))

    def __init__(self, *args: Any, parents: dict[str, str], **kwargs: Any) -> None:
        self.parents = parents
        super().__init__(*args, **kwargs)

    def act(self, actor: Actor) -> str:
        into = self.cleaned_data["into"]
        name = self.cleaned_data["new_name_th"]
        target = self.describe(into, name, self.parents) if name else into
        codes = [self.code, *self.cleaned_data["others"].split()]
        mergers.merge_units(actor, codes=codes, into=target, decision=self.get_decision())
        return str(into)


class SplitForm(ReorganiseForm):
    """This unit is replaced by two, or one is taken out of it."""

    survives = forms.BooleanField(
        label=_("หน่วยงานเดิมยังดำรงอยู่"),
        required=False,
        help_text=_("เลือกเมื่อแยกบางส่วนออกไป ไม่เลือกเมื่อหน่วยงานใหม่แทนที่หน่วยงานเดิม"),
    )
    first_code = make_code_field(_("รหัสหน่วยงานใหม่แห่งที่หนึ่ง"))
    first_name = forms.CharField(label=_("ชื่อหน่วยงานใหม่แห่งที่หนึ่ง"), max_length=LONGEST_NAME)
    first_children = forms.MultipleChoiceField(
        label=_("หน่วยงานในสังกัดที่ไปอยู่กับแห่งที่หนึ่ง"), widget=CheckboxList, required=False
    )
    second_code = make_code_field(_("รหัสหน่วยงานใหม่แห่งที่สอง"), required=False)
    second_name = forms.CharField(
        label=_("ชื่อหน่วยงานใหม่แห่งที่สอง"), max_length=LONGEST_NAME, required=False
    )
    second_children = forms.MultipleChoiceField(
        label=_("หน่วยงานในสังกัดที่ไปอยู่กับแห่งที่สอง"), widget=CheckboxList, required=False
    )

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_code", "second_code"):
            self.fields[name].help_text = _("รหัสใหม่ที่ยังไม่เคยใช้")
        for name in ("first_children", "second_children"):
            cast(forms.MultipleChoiceField, self.fields[name]).choices = children
            if not children:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("second_code")) != bool(data.get("second_name")):
            self.add_error("second_code", _("กรอกทั้งรหัสและชื่อของแห่งที่สอง หรือเว้นว่างทั้งสองช่อง"))
        if set(data.get("first_children", ())) & set(data.get("second_children", ())):
            self.add_error("second_children", _("หน่วยงานหนึ่งไปอยู่ได้เพียงแห่งเดียว"))
        return data

    def act(self, actor: Actor) -> str:
        data = self.cleaned_data
        chosen = [(data[f"{n}_code"], data[f"{n}_name"], n) for n in ("first", "second")]
        parts = [self.describe(code, name) for code, name, _number in chosen if code]
        children = {
            child: code for code, _name, n in chosen for child in data.get(f"{n}_children", ())
        }
        mergers.split_unit(
            actor,
            code=self.code,
            parts=parts,
            decision=self.get_decision(),
            survives=data["survives"],
            children=children,
        )
        return str(parts[0].code)


class CreateForm(ReorganiseForm):
    new_code = make_code_field(_("รหัสหน่วยงาน"))
    name_th, name_en = make_name_fields()
    unit_class = forms.ChoiceField(label=_("ประเภท"), choices=CLASSES)
    size = forms.ChoiceField(label=_("ขนาด"), choices=SIZES, required=False)
    place_code = forms.CharField(label=_("รหัสพื้นที่"), max_length=6, required=False)
    line = make_code_field(_("รหัสต้นสังกัด"), required=False)
    geography = make_code_field(_("รหัสหน่วยงานพื้นที่"), required=False)
    supervision = make_code_field(_("รหัสหน่วยงานกำกับดูแล"), required=False)

    def act(self, actor: Actor) -> str:
        data = self.cleaned_data
        spec = UnitSpec(
            code=data["new_code"],
            name_th=data["name_th"],
            name_en=data["name_en"],
            unit_class=data["unit_class"],
            size=data["size"],
            place_code=data["place_code"],
            parents={kind: data[kind] for kind in RelationKind.values if data[kind]},
        )
        units.create_unit(actor, spec=spec, decision=self.get_decision())
        return spec.code
