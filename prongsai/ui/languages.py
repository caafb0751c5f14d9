"""Two languages on one page: a form sent for the other one, and Thai words on English pages.

A template whose context has `language_form` (the id of its form) gets a button in its head that
sends the form and shows it again in the other language.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

# A text with Thai letters after the end of a tag; the tag itself where it holds no elements, or
# where it already says that its text is Thai.
_THAI_TEXT = re.compile(
    r'(?P<tag><(?:option|textarea|title|script|style)\b[^>]*|<[^<>]*\slang="th"[^<>]*)?'
    r">(?P<text>[^<ก-๛]*[ก-๛][^<]*)"
)
_THAI_PAGE = '<html lang="th"'
_THAI_RUN = re.compile(r"[ก-๛](?:[^A-Za-z&<]*[ก-๛])?")


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


def mark_thai(html: str) -> str:
    """Say of every Thai word on a page in another language that it is Thai, for those who listen.

    A text in an option or a field cannot hold an element: there the tag says it. A page that is
    Thai as a whole stays as it is.
    """
    return html if _THAI_PAGE in html else _THAI_TEXT.sub(_mark_text, html)


def _mark_text(found: re.Match[str]) -> str:
    tag, text = found["tag"] or "", found["text"]
    if not tag:
        return _THAI_RUN.sub(r'<span lang="th">\g<0></span>', found[0])
    if tag.startswith(("<option", "<textarea")) and " lang=" not in tag:
        return f'{tag} lang="th">{text}'
    return found[0]
