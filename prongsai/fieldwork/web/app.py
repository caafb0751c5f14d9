"""The device of an interviewer: a shell without data, the worker that keeps it, and the sync."""

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from prongsai.core import clock
from prongsai.core.errors import Invalid, NotFound
from prongsai.fieldwork.rules.attempts import read_appointment
from prongsai.fieldwork.selectors.own import get_own_list
from prongsai.fieldwork.services import sync
from prongsai.fieldwork.services.keys import ensure_field_key
from prongsai.fieldwork.services.reads import note_list_read
from prongsai.fieldwork.types import (
    ATTEMPTED,
    FINAL,
    KEPT_FROM,
    OUTCOMES,
    AttemptSpec,
    SealedAnswer,
    TakeBack,
    Taken,
)
from prongsai.fieldwork.web.phrases import list_phrases
from prongsai.permissions.rules import can_anywhere
from prongsai.ui.http import Request

LANGUAGES = ("th", "en")
WORKER = Path(__file__).resolve().parent.parent / "worker.js"
SCRIPTS = ("store", "seal", "sync", "pages", "people", "outcome", "interview", "list", "app")
FONTS = tuple(
    f"ui/build/ibm-plex-sans-thai-looped-{alphabet}-{weight}-normal.woff2"
    for alphabet in ("thai", "latin")
    for weight in (400, 600)
)
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, binascii.Error)
MOST_ID = 2**63
T = TypeVar("T")


@login_not_required
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: it holds no data, so it may be kept on any device."""
    language = request.GET.get("lang", "")
    language = language if language in LANGUAGES else "th"
    with translation.override(language):
        context = {
            "language": language,
            "other": "en" if language == "th" else "th",
            "phrases": json.dumps(list_phrases(), ensure_ascii=False),
            "rules": json.dumps(_list_rules()),
            "scripts": [static(f"fieldwork/{name}.js") for name in SCRIPTS],
        }
        return render(request, "fieldwork/app.html", context)


@login_not_required
@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: its text names all that it keeps, so any change makes a new one."""
    text = WORKER.read_text(encoding="utf-8")
    kept = _list_kept()
    version = hashlib.sha256("\n".join([text, *kept, _list_all_phrases()]).encode()).hexdigest()
    facts = {"kept": kept, "version": version[:12], "home": reverse("fieldwork:app")}
    content = f"self.facts = {json.dumps(facts)};\n{text}"
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("fieldwork:app")
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    home = reverse("fieldwork:app")
    sizes = {"192": "any", "512": "any", "maskable": "maskable"}
    icons = [
        {
            "src": static(f"fieldwork/icon-{name}.png"),
            "sizes": "512x512" if name == "maskable" else f"{name}x{name}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, purpose in sizes.items()
    ]
    words = {"id": home, "start_url": home, "scope": home, "lang": "th", "dir": "ltr"}
    look = {"display": "standalone", "background_color": "#ffffff", "theme_color": "#0b5a5e"}
    with translation.override("th"):
        name = {"name": _("โปร่งใส ภาคสนาม"), "short_name": _("ภาคสนาม")}
    return JsonResponse(
        {**name, **words, **look, "icons": icons}, content_type="application/manifest+json"
    )


@require_safe
@never_cache
def load_list(request: Request) -> JsonResponse:
    """Everything for a day without a network; reading it is written into the trail."""
    given = get_own_list(request.actor)
    key = ensure_field_key()
    note_list_read(request.actor, cases=len(given["cases"]))
    public = base64.b64encode(bytes(key.public_key)).decode()
    who = {"id": request.actor.user_id, "name": request.actor.name}
    return JsonResponse({**given, "who": who, "key": {"id": key.pk, "public": public}})


@require_safe
@never_cache
def hello(request: Request) -> JsonResponse:
    """Who is signed in, and what a device needs before it hands anything in."""
    if not can_anywhere(request.actor, "fieldwork.interview"):
        raise NotFound
    who = {"id": request.actor.user_id, "name": request.actor.name}
    facts = {"token": get_token(request), "key": ensure_field_key().pk}
    return JsonResponse({"who": who, "day": clock.today().isoformat(), **facts})


@require_POST
def take_attempts(request: Request) -> JsonResponse:
    attempts, unreadable = _read(request, "attempts", _read_attempt)
    return _answer(sync.record_attempts(request.actor, attempts=attempts), unreadable)


@require_POST
def take_answers(request: Request) -> JsonResponse:
    sealed, unreadable = _read(request, "answers", _read_answer)
    return _answer(sync.take_answers(request.actor, sealed=sealed), unreadable)


def _answer(taken: Taken, unreadable: Sequence[str]) -> JsonResponse:
    """Acknowledge: the service has committed before it returned."""
    refused = {**taken.refused, **dict.fromkeys(unreadable, "damaged")}
    return JsonResponse({"kept": list(taken.kept), "refused": refused})


def _read(request: Request, name: str, read_one: Callable[[Any], T]) -> tuple[list[T], list[str]]:
    """Return what can be read, and the keys of what cannot: one bad row holds up no other."""
    if not can_anywhere(request.actor, "fieldwork.interview"):
        raise NotFound
    try:
        body = json.loads(request.body)
        rows, person_id = body[name], body["who"]
        if not isinstance(rows, list) or len(rows) > sync.MOST_AT_ONCE:
            raise ValueError
    except (*UNREADABLE, RecursionError):
        raise Invalid(_("ข้อมูลจากเครื่องอ่านไม่ได้ โปรดเปิดแอปใหม่แล้วส่งอีกครั้ง")) from None
    sync.require_owner(request.actor, person_id)
    found, unreadable = [], []
    for each in rows:
        try:
            found.append(read_one(each))
        except UNREADABLE:
            unreadable.append(str(each.get("key", "")) if isinstance(each, dict) else "")
    return found, unreadable


def _read_attempt(given: Any) -> AttemptSpec | TakeBack:
    key, case_id = str(uuid.UUID(given["key"])), _read_id(given["case"])
    if "takes_back" in given:
        return TakeBack(key, case_id, str(uuid.UUID(given["takes_back"])))
    if given["state"] not in ATTEMPTED:
        raise ValueError
    return AttemptSpec(
        key=key,
        case_id=case_id,
        disposition=given["state"],
        day=date.fromisoformat(given["day"]),
        appointment=read_appointment(given.get("appointment", "")),
    )


def _read_answer(given: Any) -> SealedAnswer:
    body = base64.b64decode(given["body"], validate=True)
    return SealedAnswer(str(uuid.UUID(given["key"])), _read_id(given["key_id"]), body)


def _read_id(given: Any) -> int:
    if type(given) is not int or not 0 < given < MOST_ID:
        raise ValueError
    return given


def _list_kept() -> list[str]:
    """Return every address that the app needs without a network."""
    home = reverse("fieldwork:app")
    files = [f"fieldwork/{name}.js" for name in SCRIPTS]
    files += ["fieldwork/app.css", "fieldwork/icon-192.png", *FONTS]
    pages = [f"{home}?lang={language}" for language in LANGUAGES]
    return [*pages, reverse("fieldwork:manifest"), *map(static, files)]


def _list_rules() -> dict[str, Any]:
    """Return what the device must judge as the server does."""
    return {"final": sorted(FINAL), "outcomes": list(OUTCOMES), "kept_from": KEPT_FROM}


def _list_all_phrases() -> str:
    parts = [json.dumps(_list_rules())]
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(json.dumps(list_phrases()))
    return "".join(parts)
