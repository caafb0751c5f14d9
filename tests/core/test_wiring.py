"""What a lower app asks of a higher one is named in the settings, and exists."""

import pytest
from django.conf import settings

from prongsai.core.wiring import wired


@pytest.mark.parametrize("name", settings.WIRING)
def test_every_wired_function_exists(name):
    assert callable(wired(name))


def test_unknown_name_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        wired("nothing")
