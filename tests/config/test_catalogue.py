"""Phrases are found wherever they stand, and folded into one file without loss."""

import polib
import pytest

from config import catalogue, messages
from config.catalogue import Key


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A tree with one module, one template and one catalogue."""
    folder = tmp_path / "prongsai" / "locale" / "en" / "LC_MESSAGES"
    (folder / "parts").mkdir(parents=True)
    (tmp_path / "config").mkdir()
    (tmp_path / "prongsai" / "templates" / "app").mkdir(parents=True)
    (tmp_path / "prongsai" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, pgettext, ngettext\n"
        "_('บันทึก' 'แล้ว')\n"
        "pgettext('เดือน', 'มีนาคม')\n"
        "ngettext('%(n)s แห่ง', '%(n)s แห่ง', 3)\n"
        "other('ไม่ใช่')\n",
        encoding="utf-8",
    )
    (tmp_path / "prongsai" / "templates" / "app" / "page.html").write_text(
        '{% trans "หน้าแรก" %}{% blocktrans with a=b %}สวัสดี {{ a }}{% endblocktrans %}'
        '{% ui_submit _("ส่ง") %}{# _("ไม่ใช่") #}',
        encoding="utf-8",
    )
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "CATALOGUE", folder / "django.po")
    return tmp_path


def write_part(place, name, *pairs):
    part = polib.POFile()
    for phrase, english in pairs:
        part.append(polib.POEntry(msgid=phrase, msgstr=english))
    part.save(str(place / "prongsai/locale/en/LC_MESSAGES/parts" / f"{name}.po"))


def test_find_phrases_in_code_and_templates(place):
    assert set(catalogue.find_phrases()) == {
        Key(None, "บันทึกแล้ว"),
        Key("เดือน", "มีนาคม"),
        Key(None, "%(n)s แห่ง"),
        Key(None, "หน้าแรก"),
        Key(None, "สวัสดี %(a)s"),
        Key(None, "ส่ง"),
    }


def test_report_names_what_is_missing_and_what_is_unused(place, capsys):
    write_part(place, "app", ("หน้าแรก", "Home"), ("เก่า", "Old"))

    assert catalogue.main([]) == 1
    report = capsys.readouterr().out
    assert "Not translated: 'ส่ง' prongsai/templates/app/page.html" in report
    assert "Not used any more: 'เก่า'" in report
    assert "'หน้าแรก'" not in report


def test_merge_folds_the_parts_sorted_and_drops_what_is_unused(place):
    write_part(place, "b", ("หน้าแรก", "Home"), ("เก่า", "Old"))
    write_part(place, "a", ("ส่ง", "Send"), ("หน้าแรก", "Start"))
    catalogue.main(["merge"])

    whole = polib.pofile(str(catalogue.CATALOGUE))
    assert [(entry.msgid, entry.msgstr) for entry in whole] == [
        ("ส่ง", "Send"),
        ("หน้าแรก", "Start"),
    ]
    assert list((catalogue.CATALOGUE.parent / "parts").iterdir()) == []


def test_merge_of_sources_keeps_the_first_translation(place):
    write_part(place, "a", ("ส่ง", "Send"))
    write_part(place, "b", ("ส่ง", "Submit"), ("หน้าแรก", "Home"))
    parts = sorted((catalogue.CATALOGUE.parent / "parts").glob("*.po"))

    whole = messages.merge([catalogue.CATALOGUE, *parts])

    assert {entry.msgid: entry.msgstr for entry in whole} == {"ส่ง": "Send", "หน้าแรก": "Home"}
