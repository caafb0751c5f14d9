"""The forms of a framework, compiled from its questions into pages with slots."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html

from prongsai.surveys.intake.assets import ASSETS
from prongsai.surveys.intake.pages import Page, StitchedPage, slot
from prongsai.surveys.intake.payload import Fields
from prongsai.surveys.rules.work import PARTS
from prongsai.surveys.types import Design, Instrument, Item, Line, Questionnaire, Words

LANGUAGES = ("th", "en")
# What differs between the first views of two agencies or two days.
VARYING = ("agency", "agency_lang", "channel", "challenge", "kiosk", "label", "token")
SENT_VARYING = (
    *("agency", "agency_lang", "channel", "receipt"),
    *("repeated", "retry", "refresh", "leave"),
)
MINUTES_PER_LINE = 0.2


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """One questionnaire in one language: how it first looks, and how it looks with answers."""

    first: StitchedPage
    again: Page
    sent: StitchedPage


@dataclass(frozen=True, slots=True, eq=False)
class CompiledSurvey:
    """One questionnaire in all languages."""

    questionnaire: Questionnaire
    fields: Fields
    forms: dict[str, CompiledForm]


def compile_survey(questionnaire: Questionnaire) -> CompiledSurvey:
    forms = {language: _compile(questionnaire, language) for language in LANGUAGES}
    return CompiledSurvey(questionnaire, Fields.of(questionnaire), forms)


def compile_page(template: str, language: str, **context: Any) -> Page:
    """Render a template of the respondent's side once, with slots for what is not known yet."""
    with translation.override(language):
        text = render_to_string(
            f"surveys/{template}.html",
            {
                "language": language,
                "other": "en" if language == "th" else "th",
                "assets": ASSETS,
                "prefix": f"{settings.SITE_URL}/s/",
                "receipts": format_html(
                    '<a href="/receipts/">{}</a>', f"{settings.SITE_URL}/receipts/"
                ),
                "slot": _Slots(),
                **context,
            },
        )
    return Page(text)


def _compile(questionnaire: Questionnaire, language: str) -> CompiledForm:
    lines = questionnaire.lines
    context = {
        "questionnaire": questionnaire,
        "name": questionnaire.name.in_language(language),
        "respondents": questionnaire.respondents.in_language(language),
        "year": questionnaire.fiscal_year if language == "th" else questionnaire.fiscal_year - 543,
        "sections": _list_sections(questionnaire, language),
        "attributes": _list_attributes(questionnaire, language),
        "has_profile": any(each.design is None for each in questionnaire.attributes),
        "count": len(lines),
        "minutes": max(2, round(len(lines) * MINUTES_PER_LINE)),
        "is_open": questionnaire.instrument == Instrument.EIT,
        "bits": settings.SURVEYS_WORK_BITS,
        "parts": PARTS,
    }
    form = compile_page("form", language, **context)
    return CompiledForm(
        first=StitchedPage.of(form, varying=VARYING),
        again=form,
        sent=StitchedPage.of(compile_page("sent", language, **context), varying=SENT_VARYING),
    )


def _list_sections(questionnaire: Questionnaire, language: str) -> list[dict[str, Any]]:
    numbered = {id(line): at for at, line in enumerate(questionnaire.lines)}
    return [
        {
            "name": section.name.in_language(language),
            "items": [_describe_item(item, language, numbered) for item in section.items],
        }
        for section in questionnaire.sections
    ]


def _describe_item(item: Item, language: str, numbered: dict[int, int]) -> dict[str, Any]:
    return {
        "label": item.label.in_language(language) if len(item.lines) > 1 else "",
        "lines": [_describe_line(line, language, numbered[id(line)]) for line in item.lines],
    }


def _describe_line(line: Line, language: str, at: int) -> dict[str, Any]:
    return {
        "at": at,
        "number": at + 1,
        "text": line.text.in_language(language),
        "error": slot(f"error{at}"),
        "wrong": slot(f"wrong{at}"),
        "choices": _list_choices(f"q{at}", line.choices, language),
    }


def _list_attributes(questionnaire: Questionnaire, language: str) -> list[dict[str, Any]]:
    return [
        {
            "at": at,
            "name": attribute.name.in_language(language),
            "choices": _list_choices(f"p{at}", attribute.choices, language),
            "days": _list_days(attribute.design),
        }
        for at, attribute in enumerate(questionnaire.attributes)
    ]


def _list_days(design: Design | None) -> dict[str, int] | None:
    """Return on which days of a month a sensitive question is answered how."""
    if design is None:
        return None
    last = design.yes_days + design.no_days
    return {"yes": design.yes_days, "after": design.yes_days + 1, "no": last, "free": last + 1}


def _list_choices(name: str, choices: tuple[Words, ...], language: str) -> list[dict[str, Any]]:
    return [
        {
            "value": value,
            "text": words.in_language(language),
            "mark": slot(f"{name}.{value}"),
            "tick": slot(f"{name}.{value}.tick"),
        }
        for value, words in enumerate(choices)
    ]


class _Slots:
    """In a template, {{ slot.agency }} leaves a place for the agency."""

    def __getitem__(self, name: str) -> str:
        return slot(name)
