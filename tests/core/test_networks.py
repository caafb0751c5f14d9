"""Networks for limits: never an address, and names that end with the day."""

import pytest

from prongsai.core.networks import DayNames, get_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2fff::1", "2001:db8:1:2f00::/56"),
        ("", "unknown"),
        ("somewhere", "unknown"),
        ("203.0.113", "unknown"),
        ("a.b.c.d", "unknown"),
        ("fe80::1%eth0", "fe80::/56"),
    ],
)
def test_get_network_forgets_the_address(address, network):
    assert get_network(address) == network


def test_names_are_those_of_networks_processes_and_days():
    names = DayNames()
    first = names.get("203.0.113.7", day=1)

    assert names.get("203.0.113.200", day=1) == first
    assert names.get("203.0.114.7", day=1) != first
    assert names.get("203.0.113.7", day=1) == first
    assert DayNames().get("203.0.113.7", day=1) != first
    assert names.get("203.0.113.7", day=2) != first
