"""Frameworks as files: YAML, JSON, and each survey as an XLSForm."""

from io import BytesIO

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.frameworks.gateways.sheets import write_book
from prongsai.frameworks.rules.packs.clone import write_yaml
from prongsai.frameworks.rules.packs.json_text import write_json
from prongsai.frameworks.rules.packs.xlsform import write_xlsform
from prongsai.frameworks.selectors.drafts import get_view_for
from prongsai.frameworks.types.packs import BadFramework
from prongsai.ui.http import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def as_text(request: Request, ref: str, ending: str) -> HttpResponse:
    """The whole framework; reading it back gives the same hash."""
    view = get_view_for(request.actor, ref)
    if ending == "yaml":
        return _send(
            write_yaml(view.document).encode(), "application/yaml", f"{view.card.name}.yaml"
        )
    if ending == "json":
        text = write_json(view.document, indent=1) + "\n"
        return _send(text.encode(), "application/json", f"{view.card.name}.json")
    raise NotFound


@require_safe
def as_xlsform(request: Request, ref: str, instrument: str) -> HttpResponse:
    """One survey, for programs that run XLSForms."""
    view = get_view_for(request.actor, ref)
    file = BytesIO()
    try:
        write_book(file, write_xlsform(view.document, instrument))
    except (BadFramework, KeyError):
        raise NotFound from None
    return _send(file.getvalue(), XLSX, f"{view.card.name}-{instrument}.xlsx")


def _send(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
