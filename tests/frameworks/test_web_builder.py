"""Pages of frameworks: reading, drafting, asking, freezing."""

import pytest
from django.urls import reverse

from prongsai.frameworks.gateways.packs import list_packs
from prongsai.frameworks.rules.packs.edit import walk_nodes
from prongsai.frameworks.selectors.drafts import get_view_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_person):
    return make_person("commission_owner")


def url(name, *args):
    return reverse(f"frameworks:{name}", args=args)


def read(answer):
    return answer.content.decode()


def clone(client, name="nacc-general-2568", year=2571):
    answer = client.post(url("clone", name), {"year": year})
    assert answer.status_code == 302, read(answer)
    return answer.url.strip("/").split("/")[-1]


def list_fields(form):
    """What a browser would post back unchanged."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            data[bound.html_name] = value
        elif value is not None:
            data[bound.html_name] = str(bound.field.prepare_value(value))
    return data


def test_pages_of_a_framework_open(client, sign_in, make_person):
    sign_in(client, make_person("auditor"))
    cards = client.get(url("list")).context["table"].table.rows
    assert {card.ref for card in cards} == set(list_packs())

    for ref in ("nacc-general-2564", "nacc-amphoe-2567"):
        page = client.get(url("framework", ref))
        assert "คัดลอกเป็นปีอื่น" not in read(page)
        for tab in page.context["tabs"]:
            assert client.get(tab.url).status_code == 200, tab.url


def test_saving_a_node_unchanged_changes_nothing(client, sign_in, owner):
    sign_in(client, owner)
    ref = clone(client)
    before = get_view_for(owner.actor, ref)
    seen = set()
    for spot in walk_nodes(before.document):
        if spot.kind.name in seen:
            continue
        seen.add(spot.kind.name)
        place = "/".join(map(str, spot.path))
        address = url("node", ref, place) if place else url("root", ref)
        page = client.get(address)

        assert client.post(address, list_fields(page.context["form"])).status_code == 302, place

    after = get_view_for(owner.actor, ref)
    assert after.document == before.document
    assert after.draft.version == 1 + len(seen)
    assert len(seen) > 12
