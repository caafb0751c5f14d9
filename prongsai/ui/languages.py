"""The other language in the middle of a form: the page's own form is sent, and shown again.

A template whose context has `language_form` (the id of its form) gets such a button in its head.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def take_language(request: HttpRequest) -> str | None:
    """Return the language that a form was sent for, and speak it from here on."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return None
    translation.activate(language)
    return language


def remember_language(response: HttpResponse, language: str | None) -> HttpResponse:
    """Keep the choice as Django's own switch keeps it."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
