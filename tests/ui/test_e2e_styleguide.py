"""The style guide in a real browser: accessible in both languages, themes and widths."""

import pytest

from tests.e2e.browser import OpenPage, assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_styleguide_is_accessible(
    open_page: OpenPage, language: str, theme: str, width: int
) -> None:
    page = open_page(language=language, theme=theme, width=width)

    page.goto("/styleguide")

    assert_accessible(page)
    assert_no_sideways_scroll(page)
