"""Tables: what the address asks for is what is shown, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import translation

from prongsai.accounts.models import User
from prongsai.ui.tables import Bulk, Column, Filter, Table, answer
from prongsai.ui.types import Badge


@dataclass
class Row:
    pk: int
    name: str
    area: str
    score: float | None = None
    day: date = date(2026, 11, 21)


ROWS = [
    Row(1, "ข", "เหนือ", 80.5),
    Row(2, "ก", "ใต้", None),
    Row(3, "ค", "เหนือ", 91.25),
    Row(4, "<b>ง</b>", "ใต้", 60),
]


def build(**changes):
    values = {
        "id": "rows",
        "caption": "แถว",
        "rows": ROWS,
        "columns": [
            Column("name", "ชื่อ", kind="link", url=lambda row: f"/rows/{row.pk}", sort="name"),
            Column("state", "สถานะ", kind="badge", value=lambda row: Badge("ok", "ผ่าน")),
            Column("score", "คะแนน", kind="score", sort="score"),
            Column("day", "วันที่", kind="date"),
        ],
        "search": lambda rows, words: [row for row in rows if words in row.name],
        "filters": [
            Filter(
                "area",
                "ภาค",
                [("เหนือ", "ภาคเหนือ"), ("ใต้", "ภาคใต้")],
                lambda rows, value: [row for row in rows if row.area == value],
            )
        ],
        "page_size": 2,
    }
    return Table(**{**values, **changes})


def bind(query="", **changes):
    return build(**changes).bind(RequestFactory().get(f"/rows{query}"))


def get_keys(bound):
    return [row.pk for row in bound.rows]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?sort=score", [4, 1, 3, 2]),
        ("?sort=-score", [3, 1, 4, 2]),
        ("?sort=name", [4, 2, 1, 3]),
        ("?sort=state", [1, 2, 3, 4]),
        ("?sort=nonsense", [1, 2, 3, 4]),
        ("", [1, 2, 3, 4]),
    ],
)
def test_sorts_by_columns_that_can_be_sorted_with_empty_values_last(query, keys):
    assert get_keys(bind(query)) == keys


def test_order_of_the_table_holds_until_the_address_says_otherwise():
    assert get_keys(bind(sort="-score")) == [3, 1, 4, 2]
    assert get_keys(bind("?sort=name", sort="-score")) == [4, 2, 1, 3]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?area=ใต้", [2, 4]),
        ("?q=ค", [3]),
        ("?q=ค&area=ใต้", []),
        ("?area=ตะวันออก", [1, 2, 3, 4]),
    ],
)
def test_narrows_by_search_and_filters_and_ignores_unknown_choices(query, keys):
    assert get_keys(bind(query)) == keys


def test_chips_lead_back_to_the_list_without_them():
    chips = bind("?q=ค&area=ใต้&sort=name&page=2").chips

    assert [(chip.label, chip.value) for chip in chips] == [("", "ค"), ("ภาค", "ภาคใต้")]
    assert chips[0].url == "?area=%E0%B9%83%E0%B8%95%E0%B9%89&sort=name"
    assert chips[1].url == "?q=%E0%B8%84&sort=name"


def test_headings_toggle_and_return_to_the_first_page():
    head = bind("?sort=name&page=2").heads[0]

    assert (head.direction, head.url) == ("ascending", "?sort=-name")
    assert bind("?sort=-name").heads[0].url == "?sort=name"
    assert bind().heads[1].url == ""


@pytest.mark.parametrize(("asked", "shown"), [("1", 1), ("2", 2), ("99", 2), ("-1", 1), ("x", 1)])
def test_page_out_of_range_is_the_nearest(asked, shown):
    assert bind(f"?page={asked}").page.number == shown


@pytest.mark.parametrize(
    ("query", "total"), [("", 9), ("?sort=-name", 9), ("?area=เหนือ", 2), ("?q=ก", 1)]
)
def test_a_known_total_is_taken_until_something_narrows(query, total):
    assert bind(query, total=lambda: 9).page.total == total


def test_two_tables_on_a_page_keep_apart():
    first, second = bind("?b_sort=-name&q=ก"), bind("?b_sort=-name&q=ก", prefix="b_")

    assert get_keys(first) == [2]
    assert get_keys(second) == [3, 1, 2, 4]
    assert ("q", "ก") in second.kept


def test_cells_are_escaped_and_dressed():
    with translation.override("th"):
        rows = bind("?sort=name").body

    link, badge, score, day = (cell.html for cell in rows[0][2])
    assert link == '<a href="/rows/4">&lt;b&gt;ง&lt;/b&gt;</a>'
    assert "badge-ok" in badge
    assert "ผ่าน" in badge
    assert score == "60.00"
    assert day == '<time datetime="2026-11-21">21 พ.ย. 2569</time>'


def render(rf_query="", headers=None, **changes):
    request = RequestFactory().get(f"/rows{rf_query}", headers=headers)
    request.htmx = HtmxStub(headers)
    return answer(request, build(**changes), "ui/table.html").content.decode()


class HtmxStub:
    """The two facts of django-htmx that tables read."""

    def __init__(self, headers):
        self.target = (headers or {}).get("HX-Target")
        self.history_restore_request = False

    def __bool__(self):
        return self.target is not None


@pytest.mark.django_db
def test_empty_table_says_how_to_begin_but_an_empty_search_how_to_widen():
    assert "ยังไม่มีรายการ" in render(rows=[])
    assert "ล้างตัวกรองทั้งหมด" in render("?q=ไม่มี")


@pytest.mark.django_db
def test_bulk_selection_sends_keys_and_names_each_row_for_the_ear():
    html = render(bulk=[Bulk("เตือน", "/remind")])

    assert 'name="selected" value="1" aria-label="เลือก ข"' in html
    assert 'formaction="/remind"' in html


@pytest.mark.django_db
def test_bulk_with_choices_asks_for_one_and_holds_up_no_other():
    hand_out = Bulk("มอบหมาย", "/give", name="person", choices=[("7", "<ก>")], asks="เลือกคน")

    html = render(bulk=[hand_out, Bulk("เตือน", "/remind")])

    asked = '<select class="form-select bulk-choice" name="person" aria-label="เลือกคน" required>'
    assert f'{asked}<option value="">เลือกคน</option><option value="7">&lt;ก&gt;</option>' in html
    assert 'formaction="/give">' in html
    assert 'formaction="/remind" formnovalidate>' in html


@pytest.mark.django_db
def test_national_table_takes_three_queries_and_one_page(django_assert_num_queries, rf):
    User.objects.bulk_create(
        User(email=f"u{number}@demo.invalid", full_name=f"หน่วยงาน {number}")
        for number in range(8317)
    )
    columns = [
        Column("full_name", "ชื่อ", kind="link", url=lambda u: f"/p/{u.pk}", sort="full_name"),
        Column("email", "อีเมล", sort="email"),
        Column("date_joined", "วันที่", kind="datetime", sort="date_joined"),
    ]
    table = build(rows=User.objects.all(), columns=columns, filters=[], page_size=50)
    table_html = "ui/table.html"
    request = rf.get("/rows?sort=-email&page=100", headers={"HX-Target": "rows"})
    request.htmx = HtmxStub({"HX-Target": "rows"})

    with django_assert_num_queries(3):  # how many, the keys of the page, its rows
        html = answer(request, table, table_html).content.decode()

    assert "จาก 8,317 รายการ" in html
    assert html.count("<tr") == 51


@pytest.mark.django_db
def test_pages_of_rows_with_equal_values_neither_overlap_nor_skip(rf):
    User.objects.bulk_create(
        User(email=f"u{number}@demo.invalid", full_name="ชื่อซ้ำ") for number in range(30)
    )
    table = build(
        rows=User.objects.all(),
        columns=[Column("full_name", "ชื่อ", sort="full_name")],
        search=None,
        filters=[],
        page_size=7,
    )

    seen = [
        row.pk
        for page in range(1, 6)
        for row in table.bind(rf.get(f"/rows?sort=full_name&page={page}")).page.rows
    ]

    assert len(seen) == len(set(seen)) == 30
