"""Whether a unit as somebody describes it makes sense by itself."""

import re

from prongsai.organizations.rules.hosts import HostError, parse_host, parse_website
from prongsai.organizations.types.faults import Fault
from prongsai.organizations.types.units import SIZED, Size, UnitClass, UnitSpec

CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z.-]{0,18}[0-9A-Z])?")
PLACE_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}")
LONGEST_NAME = 200


def list_faults(spec: UnitSpec) -> list[Fault]:
    """Return everything wrong with SPEC that can be known without looking anything up."""
    return [
        *_list_code_faults(spec),
        *_list_name_faults("name_th", spec.name_th, required=True),
        *_list_name_faults("name_en", spec.name_en, required=False),
        *_list_class_faults(spec),
        *_list_place_faults(spec),
        *_list_host_faults(spec),
    ]


def is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def _list_code_faults(spec: UnitSpec) -> list[Fault]:
    if not spec.code:
        return [Fault("code", "missing")]
    if not is_code(spec.code):
        return [Fault("code", "code_shape", {"value": spec.code})]
    return []


def _list_name_faults(column: str, name: str, *, required: bool) -> list[Fault]:
    if not name and required:
        return [Fault(column, "missing")]
    if not name.isprintable():
        return [Fault(column, "control")]
    if len(name) > LONGEST_NAME:
        return [Fault(column, "too_long", {"length": len(name), "most": LONGEST_NAME})]
    return []


def _list_class_faults(spec: UnitSpec) -> list[Fault]:
    if not spec.unit_class:
        return [Fault("class", "missing")]
    if spec.unit_class not in UnitClass.values:
        return [Fault("class", "class_unknown", {"value": spec.unit_class})]
    if spec.size and spec.size not in Size.values:
        return [Fault("size", "size_unknown", {"value": spec.size})]
    if spec.size and spec.unit_class not in SIZED:
        return [Fault("size", "size_not_used", {"value": spec.size})]
    return []


def _list_place_faults(spec: UnitSpec) -> list[Fault]:
    if spec.place_code and not PLACE_CODE.fullmatch(spec.place_code):
        return [Fault("place", "place_shape", {"value": spec.place_code})]
    return []


def _list_host_faults(spec: UnitSpec) -> list[Fault]:
    faults = []
    if spec.website:
        try:
            parse_website(spec.website)
        except HostError as error:
            faults.append(Fault("website", f"host_{error.code}", {"value": spec.website}))
    for host in spec.domains:
        try:
            parse_host(host)
        except HostError as error:
            faults.append(Fault("domains", f"host_{error.code}", {"value": host}))
    return faults
