"""Whose calendar a page shows: everybody's, a class's, or the reader's own agency's."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.core.actor import Actor
from prongsai.frameworks.selectors.explanations import get_target_name
from prongsai.frameworks.selectors.windows import get_target
from prongsai.frameworks.types.windows import EVERYBODY, Target
from prongsai.organizations.types.units import SIZED, Size, UnitClass
from prongsai.permissions.matrix import Reach
from prongsai.permissions.rules import get_reach

OWN = "own"


def get_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return what the reader may choose from: value and label."""
    own = [(OWN, _("หน่วยงานของฉัน"))] if get_own(actor) else []
    return [("", _("ทุกประเภท")), *own, *get_class_choices()]


def get_class_choices() -> list[tuple[str, str]]:
    return _list_class_choices(get_language())


@cache
def _list_class_choices(language: str) -> list[tuple[str, str]]:
    """Every row of the editor offers them again."""
    choices = []
    for unit_class in UnitClass:
        choices.append((unit_class.value, str(unit_class.label)))
        if unit_class in SIZED:
            choices += [
                (f"{unit_class.value}-{size.value}", get_target_name(Target(unit_class, size)))
                for size in Size
            ]
    return choices


def get_own(actor: Actor) -> Target | None:
    """Return the agency for which the reader works, as the calendar knows it."""
    grant = actor.acting
    if grant is None or grant.unit_id is None:
        return None
    works_there = get_reach(grant, "unit.view") is Reach.OWN
    return get_target(grant.unit_id) if works_there else None


def read_target(value: str, actor: Actor) -> Target:
    """Return whom a choice means; what is no choice means everybody."""
    if value == OWN:
        return get_own(actor) or EVERYBODY
    unit_class, _dash, size = value.partition("-")
    if unit_class not in UnitClass.values or size not in {"", *Size.values}:
        return EVERYBODY
    return Target(unit_class, size)


def write_target(target: Target) -> str:
    return f"{target.unit_class}-{target.size}" if target.size else target.unit_class
