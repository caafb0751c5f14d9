"""Frameworks that may be scored with: those that come with the product and those frozen here."""

from functools import lru_cache

from django.utils.translation import gettext as _

from prongsai.core.errors import Conflict
from prongsai.frameworks.gateways import packs
from prongsai.frameworks.models import FrozenFramework
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.clone import write_yaml
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.json_text import read_json
from prongsai.frameworks.types.packs import Parsed
from prongsai.scoring.types.framework import Framework

# The programme that seasons run: that of the commission.
PROGRAMME = "nacc"


def list_packs() -> tuple[str, ...]:
    """The names of all of them, in alphabetical order."""
    own = FrozenFramework.objects.values_list("name", flat=True)
    return tuple(sorted({*packs.list_packs(), *own}))


def get_pack(name: str) -> Framework:
    """The framework of that name; KeyError for none, Conflict for one that was tampered with."""
    if name in packs.list_packs():
        return packs.get_pack(name)
    return _open(name, *_find(name))[1]


def read_pack(name: str) -> Parsed:
    """The plain data of the framework of that name."""
    if name in packs.list_packs():
        return _read_shipped(name)
    return _open(name, *_find(name))[0]


def read_pack_text(name: str) -> str:
    """The framework of that name as a YAML file."""
    if name in packs.list_packs():
        return packs.read_pack_text(name)
    return write_yaml(_open(name, *_find(name))[0].document)


def find_framework(*, form: str, fiscal_year: int) -> Framework | None:
    """The framework of the national programme for one form and year, and of no other year."""
    name = find_name(form=form, fiscal_year=fiscal_year)
    return get_pack(name) if name else None


def find_name(*, form: str, fiscal_year: int) -> str:
    """The name of that framework; nothing where it is not frozen."""
    name = f"{PROGRAMME}-{form}-{fiscal_year}"
    return name if exists(name) else ""


def exists(name: str) -> bool:
    return name in packs.list_packs() or FrozenFramework.objects.filter(name=name).exists()


@lru_cache(maxsize=32)
def _read_shipped(name: str) -> Parsed:
    return packs.read_pack(name)


def _find(name: str) -> tuple[str, str]:
    found = FrozenFramework.objects.filter(name=name).values_list("text", "digest").first()
    if found is None:
        raise KeyError(name)
    return found


@lru_cache(maxsize=32)
def _open(name: str, text: str, digest: str) -> tuple[Parsed, Framework]:
    """The framework whose text has this hash; kept by its whole text: no change slips in."""
    document = read_json(text)
    if hash_document(document) != digest or document.get("name") != name:
        message = _("กรอบการประเมิน %(name)s ถูกแก้ไขหลังตรึง จึงใช้ไม่ได้ โปรดแจ้งผู้ดูแลระบบ")
        raise Conflict(message % {"name": name})
    return Parsed(document), build_framework(document)
