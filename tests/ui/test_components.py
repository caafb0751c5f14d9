"""Components: right words, right marks, nothing inline."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from prongsai.core import clock
from prongsai.core.paging import get_page
from prongsai.ui.icons import ICONS
from prongsai.ui.paging import get_links
from prongsai.ui.types import Change, Node

UI = Path(settings.ROOT) / "prongsai" / "ui"


def render(template, **context):
    with translation.override(context.pop("language", "th")):
        return Template(template).render(Context(context))


def test_unknown_icon_is_a_mistake_that_shows_at_once():
    with pytest.raises(TemplateSyntaxError, match="add it to prongsai/ui/icons"):
        render('{% ui_icon "no-such-icon" %}')


def test_icon_is_silent_beside_a_word_and_named_alone():
    assert 'aria-hidden="true"' in render('{% ui_icon "ok" %}')
    assert 'role="img" aria-label="ผ่าน"' in render('{% ui_icon "ok" "ผ่าน" %}')


def test_every_icon_is_drawn_in_the_sprite():
    sprite = (UI / "static" / "ui" / "build" / "icons.svg").read_text(encoding="utf-8")

    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == set(ICONS)


def test_style_sheet_asks_no_other_origin():
    sheet = (UI / "static" / "ui" / "build" / "prongsai.css").read_text(encoding="utf-8")
    addresses = re.findall(r"url\(\"?([^)\"]+)", sheet)

    assert len([url for url in addresses if url.endswith(".woff2")]) == 6
    assert [url for url in addresses if not url.startswith(("data:", "ibm-plex"))] == []


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "neutral"])
def test_badge_has_word_and_icon_whatever_its_colour(tone):
    html = render("{% ui_badge tone text %}", tone=tone, text="<ผ่าน>")

    assert "&lt;ผ่าน&gt;" in html
    assert f"#{tone}" in html


@pytest.mark.parametrize(
    ("value", "total", "language", "words"),
    [
        (459, 879, "th", "459 จาก 879 แห่ง · ร้อยละ 52.22"),
        (459, 8790, "en", "459 of 8,790 แห่ง · 5.22 per cent"),
        (0, 0, "th", "0 จาก 0 แห่ง"),
    ],
)
def test_progress_names_count_whole_and_share(value, total, language, words):
    html = render('{% ui_progress v t "ส่งแล้ว" unit="แห่ง" %}', v=value, t=total, language=language)

    numbers = re.search(r'progress-numbers">(.*?)</span>', html)
    assert numbers
    assert numbers[1] == words


@pytest.mark.parametrize(
    ("delta", "words"), [(2.405, "+2.41"), (-4, "−4.00"), (0, "0.00"), (-0.001, "0.00")]
)
def test_difference_is_signed(delta, words):
    assert f"{words} จากปีก่อน" in render('{% ui_stat "คะแนน" 88 delta=d %}', d=delta)


def test_countdown_is_right_without_a_script():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        soon = render("{% ui_countdown w %}", w=clock.now() + timedelta(days=3, hours=5))
        today = render("{% ui_countdown w %}", w=clock.now() + timedelta(hours=5, minutes=7))
        past = render("{% ui_countdown w %}", w=clock.now() - timedelta(seconds=1))

    assert "อีก 3 วัน 5 ชั่วโมง" in soon
    assert "อีก 5 ชั่วโมง 7 นาที" in today
    assert "ปิดแล้ว" in past
    assert "data-countdown" not in past


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 9]),
        (3, [1, 2, 3, 4, None, 9]),
        (5, [1, None, 4, 5, 6, None, 9]),
        (9, [1, None, 8, 9]),
    ],
)
def test_pager_shows_ends_and_neighbours(number, shown):
    request = RequestFactory().get("/list?q=ก&page=2")

    links = get_links(request, get_page(range(90), number, size=10))

    assert [link.number for link in links["numbers"]] == shown
    assert links["numbers"][0].url == "?q=%E0%B8%81"
    assert bool(links["previous"]) is (number > 1)
    assert bool(links["next"]) is (number < 9)


def test_diff_says_in_words_what_colours_say():
    html = render("{% ui_diff c %}", c=[Change("กอง", "กองช่าง", None), Change("เว็บ", None, "w")])

    assert "<del>กองช่าง</del>" in html
    assert "<ins>w</ins>" in html
    assert "ไม่มี" in html
    assert "นำออก" in html


def test_tree_loads_a_branch_only_when_it_is_opened():
    html = render("{% ui_tree n %}", n=[Node("จังหวัด", children_url="/branch"), Node("อำเภอ")])

    assert 'hx-get="/branch"' in html
    assert '<a href="/branch">' in html
    assert html.count("<details") == 1


def test_dialog_leads_to_its_page_and_carries_the_token():
    text = (
        '{% ui_dialog "d" trigger="ลบ" url="/remove" tone="danger" title="ลบหรือไม่" '
        'confirm="ลบหน่วยงาน" %}<p>{{ name }}</p>{% end_ui_dialog %}'
    )

    html = render(text, name="<b>", csrf_token="t0ken")

    assert '<a class="btn btn-danger" href="/remove" data-dialog="d">' in html
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in html
    assert "<p>&lt;b&gt;</p>" in html


def test_notice_keeps_what_it_holds_escaped_once():
    assert "<p>ก &amp; ข</p>" in render(
        '{% ui_notice "warn" %}<p>{{ x }}</p>{% end_ui_notice %}', x="ก & ข"
    )
