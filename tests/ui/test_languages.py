"""Thai words on pages in another language say that they are Thai."""

import pytest

from prongsai.ui.languages import mark_thai


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Agencies</p>", "<p>Agencies</p>"),
        ("<p>อบต. 12 เหนือ</p>", '<p><span lang="th">อบต. 12 เหนือ</span></p>'),
        (
            "<p>Of อบต. ทอง (IIT) &amp; อำเภอ</p>",
            '<p>Of <span lang="th">อบต. ทอง</span> (IIT) &amp; <span lang="th">อำเภอ</span></p>',
        ),
        (
            '<p lang="th">อบต. <b>ทอง</b></p>',
            '<p lang="th">อบต. <b><span lang="th">ทอง</span></b></p>',
        ),
        ("<option value=1>อำเภอ</option>", '<option value=1 lang="th">อำเภอ</option>'),
        ('<option lang="th">อำเภอ</option>', '<option lang="th">อำเภอ</option>'),
        ("<textarea>\nเหตุผล</textarea>", '<textarea lang="th">\nเหตุผล</textarea>'),
        ('<html lang="th"><p>อำเภอ</p>', '<html lang="th"><p>อำเภอ</p>'),
        ("<title>อำเภอ</title>", "<title>อำเภอ</title>"),
        ('<a title="อำเภอ">x</a>', '<a title="อำเภอ">x</a>'),
    ],
)
def test_thai_words_are_marked_where_an_element_may_stand(html, marked):
    assert mark_thai(html) == marked


@pytest.mark.parametrize("language", ["th", "en"])
def test_only_pages_in_another_language_are_marked(client, db, language):
    client.cookies["prongsai_language"] = language

    page = client.get("/styleguide").text

    assert ('<span lang="th">องค์การบริหารส่วนตำบล' in page) == (language == "en")
