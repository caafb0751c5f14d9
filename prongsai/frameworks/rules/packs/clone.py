"""Next year's framework from this year's, and the text of a framework file."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.walk import walk_items

Plain = Mapping[str, Any]
# What was read or verified for one year is only inferred for the next.
KNOWN = ("S", "V", "V-weak")


def clone_document(document: Plain, *, year: int) -> dict[str, Any]:
    """A draft for another year: the same items, every rule inferred, no dates, a crosswalk."""
    draft = {**document, "fiscal_year": year, "status": "draft"}
    draft["name"] = f"{document['programme']}-{document['form']}-{year}"
    old, new = str(document["fiscal_year"]), str(year)
    draft["title"] = {k: text.replace(old, new) for k, text in document["title"].items()}
    draft["rules"] = {code: _infer(rule) for code, rule in document["rules"].items()}
    draft["cloned_from"] = {"name": document["name"], "hash": hash_document(document)}
    draft["crosswalk"] = {item["code"]: [item["code"]] for _, item in walk_items(document)}
    for key in ("calendar", "notes"):
        draft.pop(key, None)
    return draft


def _infer(rule: Plain) -> dict[str, Any]:
    basis = "I" if rule["basis"] in KNOWN else rule["basis"]
    return {**rule, "basis": basis}


def write_yaml(document: Plain) -> str:
    """The document as a framework file; reading it back gives the same document."""
    return yaml.dump(
        document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Quote whatever our own reader would take for a number or a word of YAML."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _RESERVED
    style = None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_PLAIN = re.compile(
    r"[A-Za-z\u0e01-\u0e2e\u0e40-\u0e44](?:[\w\u0e30-\u0e4e ()./-]*[\w\u0e30-\u0e4e)/])?"
)
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def _write_decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number, "f"))


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(Decimal, _write_decimal)
