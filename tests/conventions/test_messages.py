"""Every phrase can be read in Thai and in English."""

import ast
import fnmatch
import re

import polib
import pytest

from config import catalogue
from config.messages import merge
from prongsai.core.thai_text import is_thai
from tests.conventions.tree import ROOT, label, parse, python_files, templates

LOCALE = ROOT / "prongsai" / "locale"
# Abbreviations and names that Thai officials write in Latin letters.
LATIN = {
    *(
        "ITA",
        "IIT",
        "EIT",
        "OIT",
        "EBIT",
        "QR",
        "PDF",
        "PNG",
        "SVG",
        "A3",
        "A4",
        "CSV",
        "XLSX",
        "XLS",
        "DOCX",
        "XLSForm",
        "JSON",
        "YAML",
    ),
    *("ZIP", "URL", "HTTP", "HTTPS", "API", "CKAN", "DCAT", "ID", "UTF-8", "TIS-620", "TOTP"),
    *("ThaID", "LINE", "Prongsai", "Excel", "kB", "MB", "GB"),
    *("AA", "A", "B", "C", "D", "E", "F", "S", "M", "L", "Z"),
}
# Thai that is data or a key, not a phrase: never looked up in the catalogue.
THAI_DATA = {
    "prongsai/core/thai_dates.py": "names of months and weekdays, both languages stand there",
    "prongsai/core/thai_text.py": "letters and digits",
    "prongsai/organizations/rules/columns.py": "headings and classes in the tables of offices",
    "prongsai/headcounts/rules/table.py": "headings in the tables of offices",
    "prongsai/organizations/gateways/sheets/csv_file.py": "letters that tell code pages apart",
    "prongsai/audit/types/verbs.py": "names of verbs, both languages stand there",
    "prongsai/permissions/roles.py": "names of roles, both languages stand there",
    "prongsai/scoring/*": "notices and faults, both languages stand there: no Django below",
    "prongsai/frameworks/rules/packs/*": "faults of a file, both languages stand there",
    "prongsai/frameworks/gateways/*": "faults of a file, both languages stand there",
    "prongsai/frameworks/management/commands/score.py": "both languages stand there",
    "prongsai/frameworks/management/commands/framework.py": "both languages stand there",
    "prongsai/accounts/models/people.py": "titles before a name, letters",
    "prongsai/accounts/rules/appointments.py": "phrases of official letters, the same everywhere",
    "prongsai/accounts/selectors/places.py": "the word for the nation, both languages stand there",
    "prongsai/accounts/rules/sheets.py": "headings of a sheet, both languages",
    "prongsai/demo/*": "names of the fictional province",
    "prongsai/frameworks/gateways/packs.py": "faults of the same report, both languages",
    "prongsai/frameworks/management/commands/*": "faults of the same report, both languages",
    "prongsai/frameworks/rules/yaml_text.py": "faults of the same report, both languages",
    "prongsai/frameworks/types/packs.py": "faults of the same report, both languages",
    "prongsai/documents/rules/*": "letters and names of glyphs",
    "prongsai/results/rules/packages/*": "faults and report of a package, both languages",
    "prongsai/results/rules/marks.py": "faults of a file, both languages",
    "prongsai/results/gateways/packages.py": "faults of the same report, both languages",
    "prongsai/results/management/commands/*": "help, both languages stand there",
    "prongsai/ui/languages.py": "letters",
    "prongsai/ui/styleguide/*": "samples: names of fictional agencies and people",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%([sd])")
SPOKEN = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(
    r"{% comment.*?endcomment %}|{% verbatim.*?endverbatim %}"
    r"|{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}"
    r"|<(\w+)[^>]*\blang=\"th\"[^>]*>.*?</\1>",
    re.DOTALL,
)

# “1 people”: a number that may be one, before a word for many. Decimals, fixed bounds and waiting
# times (long enough) are never one, nor are the questions of a survey.
MANY = (
    "accounts|agencies|answers|cases|codes|contacts|days|districts|files|findings|forms|links|"
    "messages|months|officers|people|points|provinces|questions|receipts|reports|requests|rows|"
    "sheets|slips|staff|tokens|units"
)
SELDOM_ONE = "all|expected|few|gap|least|limit|most|of|survey|usual|value"
COUNTS_MANY = re.compile(rf"%\((?!(?:{SELDOM_ONE})\))\w+\)s (?:{MANY})\b(?!, about)")

PHRASES = catalogue.find_phrases()
ENGLISH = merge(
    [
        LOCALE / "en" / "LC_MESSAGES" / "django.po",
        *sorted((LOCALE / "en" / "LC_MESSAGES" / "parts").glob("*.po")),
    ]
)
ENTRIES = {catalogue.Key(entry.msgctxt, entry.msgid): entry for entry in ENGLISH}


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text):
    return {"".join(match) for match in PLACEHOLDER.findall(text.replace("%%", ""))}


def test_every_thai_phrase_has_an_english_one():
    missing = [
        (key.phrase, use.places[0])
        for key, use in PHRASES.items()
        if key not in ENTRIES or not all(translations(ENTRIES[key]))
    ]

    assert missing == []


def test_every_english_phrase_is_used():
    assert [key.phrase for key in ENTRIES if key not in PHRASES] == []


def test_english_says_one_person_and_two_people():
    """Such a phrase has a plural, or is turned round: “People: 1”."""
    wrong = [entry.msgstr for entry in ENTRIES.values() if COUNTS_MANY.search(entry.msgstr)]

    assert wrong == []
    assert COUNTS_MANY.search("%(count)s people wait")


def test_source_phrases_are_thai():
    foreign = [
        (key.phrase, use.places[0])
        for key, use in PHRASES.items()
        if re.search(r"[A-Za-z]", key.phrase)
        and not is_thai(key.phrase)
        and not _is_name(key.phrase)
    ]

    assert foreign == []


def test_thai_phrases_hold_no_english_words():
    mixed = [
        (key.phrase, word)
        for key in PHRASES
        for word in _latin_words(key.phrase)
        if word not in LATIN
    ]

    assert mixed == []


def _is_name(phrase):
    return all(word in LATIN for word in _latin_words(phrase))


def _latin_words(phrase):
    plain = re.sub(
        r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>|&\w+;|[\w.]+@[\w.]+|https?:\S+|[\w-]+(\.[\w-]+){2,}",
        " ",
        phrase,
    )
    return re.findall(r"[A-Za-z][A-Za-z0-9-]*", plain)


@pytest.mark.parametrize("entry", ENGLISH, ids=lambda entry: entry.msgid[:30])
def test_english_is_english_and_fills_the_same_gaps(entry):
    for text in translations(entry):
        assert not is_thai(text)
        assert placeholders(text) == placeholders(entry.msgid)


def test_no_phrase_is_translated_in_two_ways():
    seen = {}
    for path in sorted((LOCALE / "en" / "LC_MESSAGES").rglob("*.po")):
        for entry in polib.pofile(str(path)):
            seen.setdefault((entry.msgctxt, entry.msgid), set()).add(tuple(translations(entry)))

    assert {key: texts for key, texts in seen.items() if len(texts) > 1} == {}


def test_thai_catalogue_covers_only_phrases_of_libraries():
    ours = {key.phrase for key in PHRASES}
    thai = polib.pofile(str(LOCALE / "th" / "LC_MESSAGES" / "django.po"))

    assert [entry.msgid for entry in thai if entry.msgid in ours] == []
    assert [entry.msgid for entry in thai if not all(map(is_thai, translations(entry)))] == []
    assert [
        entry.msgid
        for entry in thai
        for text in translations(entry)
        if placeholders(text) - placeholders(entry.msgid + (entry.msgid_plural or ""))
    ] == []


def test_thai_in_templates_goes_through_the_catalogue():
    bare = []
    for path in templates():
        text = SPOKEN.sub("", TRANSLATED.sub("", path.read_text(encoding="utf-8")))
        bare += [f"{label(path)}: {line.strip()}" for line in text.splitlines() if is_thai(line)]

    assert bare == []


def test_thai_in_python_goes_through_the_catalogue():
    bare = [
        f"{label(path)}:{node.lineno} {node.value[:40]}"
        for path in python_files("prongsai")
        if not any(fnmatch.fnmatch(label(path), data) for data in THAI_DATA)
        for node in find_bare_strings(path)
        if is_thai(node.value)
    ]

    assert bare == []


def find_bare_strings(path):
    """Yield the string constants that are neither docstrings nor arguments of a gettext call."""
    tree = parse(path)
    spoken = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _is_lookup(node.func)
        for part in ast.walk(node)
    }
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if text and id(node) not in spoken | told:
            yield node


def _is_lookup(function):
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "_" or name.removesuffix("_lazy").removesuffix("_noop").endswith("gettext")
