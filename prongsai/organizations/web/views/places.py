"""The browser of official areas."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from prongsai.organizations.selectors.places import list_places as select_places
from prongsai.organizations.web.tables import build_places
from prongsai.ui.http import Request
from prongsai.ui.tables import answer


@require_safe
def list_places(request: Request) -> HttpResponseBase:
    return answer(request, build_places(select_places()), "organizations/places.html")
