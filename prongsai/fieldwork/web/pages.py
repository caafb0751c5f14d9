"""What the pages of a round have in common."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.ui.http import Request
from prongsai.ui.types import Crumb

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def show_form(
    request: Request,
    one: object,
    form: forms.Form,
    *,
    title: str,
    template: str = "fieldwork/form.html",
    **extra: object,
) -> HttpResponse:
    """Answer with a form about a round; 422 where it is wrong."""
    context = {
        "form": form,
        "title": title,
        "label": _("บันทึก"),
        "round": one,
        "crumbs": [*get_crumbs(one), Crumb(title)],
        **extra,
    }
    shown = [form, *(each for each in extra.values() if isinstance(each, forms.Form))]
    wrong = any(each.errors for each in shown)
    return render(request, template, context, status=422 if wrong else 200)


def get_crumbs(one: object) -> list[Crumb]:
    return [
        Crumb(_("งานภาคสนาม"), reverse("fieldwork:rounds")),
        Crumb(str(one), reverse("fieldwork:round", args=[getattr(one, "pk", 0)])),
    ]
