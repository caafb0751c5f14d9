"""What an interviewer's device may hold: the own open cases, the forms, the key of the day."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.fieldwork.models import Agency, Case, Round
from prongsai.fieldwork.types import DAYS_AFTER, FINAL
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.types import Instrument, Questionnaire, Words


def list_own_rounds(actor: Actor) -> list[Round]:
    """Return the open rounds in which ACTOR works."""
    if not can_anywhere(actor, "fieldwork.interview"):
        raise NotFound
    rows = Round.objects.filter(members__person_id=actor.user_id, closed_on=None)
    return list(rows.order_by("closes_on", "id"))


def get_own_list(actor: Actor) -> dict[str, Any]:
    """Return everything for a day without a network: rounds, agencies, own cases and forms.

    Cases are those that are open, and those of which something may be taken back today.
    """
    rounds = list_own_rounds(actor)
    agencies = list(Agency.objects.filter(round__in=rounds).order_by("id"))
    names = get_unit_names({row.unit_id for row in agencies})
    framework = {one.pk: one.framework for one in rounds}
    own = Case.objects.filter(agency__in=agencies, interviewer_id=actor.user_id)
    today, is_done = clock.today(), Q(disposition__in=FINAL)
    cases = own.filter(~is_done | Q(last__day=today)).select_related("last")
    last = max((one.closes_on for one in rounds), default=today)
    return {
        "rounds": [{"id": one.pk, "name": one.name} for one in rounds],
        # After this day a device forgets the list by itself.
        "until": (last + timedelta(days=DAYS_AFTER)).isoformat(),
        "agencies": [
            {
                "id": row.pk,
                "round": row.round_id,
                "name": _both(Words(names[row.unit_id].name_th, names[row.unit_id].name_en)),
                "framework": framework[row.round_id],
                "quota": row.quota,
            }
            for row in agencies
        ],
        "cases": [
            {
                "id": case.pk,
                "agency": case.agency_id,
                "telephone": case.telephone,
                "place": case.place,
                "state": case.disposition,
                "attempts": case.attempts_made,
                "appointment": case.appointment,
                "last": _describe_last(case),
            }
            for case in cases.order_by("agency_id", "id")
        ],
        "done": [
            {"id": case.pk, "agency": case.agency_id, "state": case.disposition}
            for case in own.filter(is_done).order_by("agency_id", "id")
        ],
        "forms": {
            name: _describe(get_questionnaire(name, Instrument.EIT))
            for name in sorted(set(framework.values()))
        },
    }


def get_workload(actor: Actor) -> tuple[int, date | None]:
    """Return how many cases wait for ACTOR, and the last day of the round that ends first."""
    cases = Case.objects.filter(
        agency__round__in=list_own_rounds(actor), interviewer_id=actor.user_id
    ).exclude(disposition__in=FINAL)
    found = cases.aggregate(count=Count("pk"), last=Min("agency__round__closes_on"))
    return found["count"], found["last"]


def _describe_last(case: Case) -> dict[str, str] | None:
    """Return the attempt that may be taken back, and how the case stood before it."""
    if case.last is None:
        return None
    return {
        "key": str(case.last.pk),
        "day": case.last.day.isoformat(),
        "state": case.disposition_before,
        "appointment": case.appointment_before,
    }


def _describe(form: Questionnaire) -> dict[str, Any]:
    labels = {
        id(line): item.label
        for section in form.sections
        for item in section.items
        if len(item.lines) > 1
        for line in item.lines
    }
    return {
        "lines": [
            {
                "label": _both(labels[id(line)]) if id(line) in labels else None,
                "text": _both(line.text),
                "choices": [_both(choice) for choice in line.choices],
            }
            for line in form.lines
        ],
        "profile": [
            {
                "text": _both(each.name),
                # A sensitive one needs a chance that only the respondent sees: nobody asks it here.
                "choices": [] if each.design else [_both(choice) for choice in each.choices],
            }
            for each in form.attributes
        ],
    }


def _both(words: Words) -> dict[str, str]:
    return {"th": words.th, "en": words.en or words.th}
