"""The personal link of somebody invented: only ever printed where the demo is switched on."""

from django.conf import settings
from django.urls import reverse

from prongsai.core import clock
from prongsai.tokens.models import Member, Round
from prongsai.tokens.selectors.rounds import list_issued_ids, write_link


def list_demo_links() -> dict[str, str]:
    """Return the link of somebody who may get a token today; nothing where no round is open."""
    today = clock.today()
    rounds = Round.objects.filter(opens_on__lte=today, closes_on__gte=today).order_by("id")
    for row in rounds if settings.DEMO else ():
        ids = list(
            Member.objects.filter(unit_id=row.unit_id, fiscal_year=row.fiscal_year)
            .order_by("email")
            .values_list("id", flat=True)
        )
        issued = list_issued_ids(ids)
        waiting = [member_id for member_id in ids if member_id not in issued]
        if waiting:
            url = reverse("tokens:person", args=[write_link(waiting[0])])
            return {"iit_token": settings.SITE_URL + url}
    return {}
