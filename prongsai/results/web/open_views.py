"""Open data for everybody, and the reasons of one agency's score."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.errors import NotFound
from prongsai.results.rules.years import get_tone
from prongsai.results.selectors import runs as selectors
from prongsai.results.types import LEVEL_NAMES, STATE_NAMES
from prongsai.results.web.reasons import build_reasons, list_notices
from prongsai.results.web.run_tables import build_editions
from prongsai.ui.http import Request
from prongsai.ui.tables import answer
from prongsai.ui.types import Crumb, Fact

TYPES = {"csv": "text/csv", "json": "application/json", "yaml": "application/yaml"}


@login_not_required
@require_safe
def list_editions(request: Request) -> HttpResponseBase:
    """The published sets of open data."""
    return answer(request, build_editions(selectors.list_editions()), "results/editions.html", {})


@login_not_required
@require_safe
def show_edition(request: Request, framework: str, number: int) -> HttpResponse:
    """One set: its names, its files and how to compute it again."""
    run = selectors.get_edition(framework, number)
    files = [
        (path, reverse("results:file", args=[framework, number, path]))
        for path in selectors.list_files(run)
    ]
    address = request.build_absolute_uri(files[0][1])
    context: dict[str, Any] = {
        "run": run,
        "files": files,
        "command": f"prongsai verify {address.removesuffix('datapackage.json')}",
        "facts": [
            Fact(_("แฮชของกรอบการประเมิน"), run.framework_hash),
            Fact(_("แฮชของข้อมูลเปิด"), run.data_hash),
            Fact(_("แฮชของรายการไฟล์"), run.package_hash),
            Fact(_("รุ่นของโปรแกรมคำนวณ"), run.engine_version),
            Fact(_("ปกปิดกลุ่มที่เล็กกว่า"), run.threshold),
        ],
    }
    return render(request, "results/edition.html", context)


@login_not_required
@require_safe
def send_file(request: Request, framework: str, number: int, path: str) -> HttpResponseBase:
    """One file, piece by piece."""
    run = selectors.get_edition(framework, number)
    ending = path.rpartition(".")[2]
    if path not in selectors.list_files(run):
        raise NotFound
    response = StreamingHttpResponse(
        selectors.read_file(run, path), content_type=f"{TYPES[ending]}; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="{path}"'
    return response


@login_not_required
@require_safe
def send_zip(request: Request, framework: str, number: int) -> HttpResponseBase:
    """All files as one ZIP."""
    run = selectors.get_edition(framework, number)
    response = StreamingHttpResponse(selectors.read_archive(run), content_type="application/zip")
    name = f"ita-{run.framework}-{run.number}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def explain(request: Request, code: str, year: int) -> HttpResponse:
    """How the published score of one agency came about, down to the counts that may be open."""
    unit, score, tree = selectors.get_explanation_for(request.actor, code, year=year)
    context = {
        "unit": unit,
        "score": score,
        "year": year,
        "level": LEVEL_NAMES.get(score.level, ""),
        "tone": get_tone(score.level),
        "state": STATE_NAMES[score.state],
        "notices": list_notices(score.notices),
        "tree": build_reasons(tree, score.run.framework_text),
        "edition": reverse("results:edition", args=[score.run.framework, score.run.number]),
        "run": score.run,
        "crumbs": [
            Crumb(_("ผลการประเมิน"), reverse("results:list")),
            Crumb(str(unit), reverse("results:unit", args=[code])),
            Crumb(_("ที่มาของคะแนน")),
        ],
    }
    return render(request, "results/explain.html", context)
