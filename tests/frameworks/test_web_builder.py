"""Pages of frameworks: reading, drafting, asking, freezing."""

import pytest
from django.urls import reverse

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


def test_all_pages_of_every_framework_open(client, sign_in, owner):
    sign_in(client, owner)
    page = client.get(url("list"))
    assert page.status_code == 200
    for card in page.context["table"].table.rows:
        assert client.get(url("framework", card.ref)).status_code == 200
        for tab in client.get(url("framework", card.ref)).context["tabs"]:
            assert client.get(tab.url).status_code == 200, tab.url


def test_journey(client, sign_in, owner, make_person):
    sign_in(client, owner)
    ref = clone(client)
    page = client.get(url("framework", ref))
    assert not page.context["faults"]
    from prongsai.frameworks.rules.packs.edit import walk_nodes
    from prongsai.frameworks.selectors.drafts import get_view_for

    view = get_view_for(owner.actor, ref)
    for spot in walk_nodes(view.document):
        place = "/".join(map(str, spot.path))
        address = url("node", ref, place) if place else url("root", ref)
        page = client.get(address)
        assert page.status_code == 200, address
        data = list_fields(page.context["form"])
        answer = client.post(address, data)
        assert answer.status_code == 302, (address, page.context["form"].fields.keys(), answer.context["form"].errors)
    again = get_view_for(owner.actor, ref)
    assert again.document == view.document
