"""What a browser draws of links and kits leads where it says."""

from base64 import b64encode

import pytest

from prongsai.permissions.roles import Role
from prongsai.surveys.services.kits.parts import make_part
from prongsai.surveys.services.kits.words import get_address
from prongsai.surveys.types import KitPart
from tests.documents.printed import read_codes

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", ["th", "en"])
def test_drawing_for_websites_leads_to_the_link(advertised, language, open_page):
    drawing = b64encode(make_part(advertised, KitPart.BANNER_SVG, language=language)).decode()
    page = open_page()

    page.set_content(f'<img src="data:image/svg+xml;base64,{drawing}" width="800">')

    picture = page.locator("img").screenshot()
    assert read_codes(picture, "banner.png") == [get_address(advertised)]


def test_qr_on_the_page_of_links_is_read_at_the_size_it_is_shown(
    unit, advertised, make_person, open_page
):
    page = open_page(person=make_person(Role.AGENCY_ADMIN, unit), width=390)

    page.goto("/channels/700001/")

    picture = page.locator("img.qr").screenshot()
    assert read_codes(picture, "qr.png") == [get_address(advertised)]
