"""What devices hand in: attempts and interviews, each by itself, each as often as they like.

Nothing of an interview is written here, not even that it came: it goes into the envelope of the
day. Attempts name a case and a disposition. Neither names the other.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import NotFound
from prongsai.fieldwork.models import Agency, Attempt, Case
from prongsai.fieldwork.rules.sealing import CannotOpen, Interview, open_interview
from prongsai.fieldwork.services.keys import get_private_keys
from prongsai.fieldwork.types import (
    FINAL,
    INTERVIEWS,
    AttemptSpec,
    Disposition,
    SealedAnswer,
    Taken,
)
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.batches import keep_answers
from prongsai.surveys.types import BatchAnswer, Instrument

MOST_AT_ONCE = 500


@transaction.atomic
def record_attempts(actor: Actor, *, attempts: Sequence[AttemptSpec]) -> Taken:
    """Store attempts that are not known yet and bring their cases up to date.

    A case may have been given to somebody else meanwhile: what was done stays done. A device with
    a wrong clock gets the nearest day that can be.
    """
    _require_interviewer(actor)
    wanted = {each.case_id for each in attempts}
    cases = {
        case.pk: case
        for case in Case.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=wanted, agency__round__members__person_id=actor.user_id)
        .select_related("agency__round")
        .order_by("pk")
    }
    known = set(
        map(
            str,
            Attempt.objects.filter(key__in=[a.key for a in attempts]).values_list("key", flat=True),
        )
    )
    kept, refused, rows = [], {}, []
    for each in attempts:
        case = cases.get(each.case_id)
        if each.key in known:
            kept.append(each.key)
        elif case is None:
            refused[each.key] = "unknown"
        elif case.agency.round.closed_on:
            refused[each.key] = "closed"
        else:
            known.add(each.key)
            kept.append(each.key)
            rows.append(_apply(case, each))
    Attempt.objects.bulk_create(rows)
    changed = [cases[case_id] for case_id in {row.case_id for row in rows}]
    Case.objects.bulk_update(changed, ["disposition", "attempts_made", "appointment"])
    if rows:
        record(actor, verb="fieldwork.attempts", target="attempts", detail={"count": len(rows)})
    return Taken(tuple(kept), refused)


def take_answers(actor: Actor, *, sealed: Sequence[SealedAnswer]) -> Taken:
    """Hand interviews on to the store; a key counts as kept only once that has committed.

    There are never more answers of an agency than interviews its call list knows of, so attempts
    are handed in first. There is no line in the trail: it would say when which person sent.
    """
    _require_interviewer(actor)
    opened, refused = _open(sealed)
    with transaction.atomic():
        agencies = _lock_agencies(actor, {each.agency_id for _key, each in opened})
        answers = []
        for key, interview in opened:
            why = _find_fault(agencies.get(interview.agency_id), interview)
            if why:
                refused[key] = why
                continue
            channel = agencies[interview.agency_id].row.interview_channel
            answers.append(
                BatchAnswer(
                    *(key, channel, interview.answers, interview.profile),
                    *(interview.told, interview.pace),
                )
            )
        room = {each.row.interview_channel: each.room for each in agencies.values()}
        kept = keep_answers(answers, room=room) if answers else set()
    refused |= {each.key: "room" for each in answers if each.key not in kept}
    return Taken(tuple(kept), refused)


@dataclass(frozen=True, slots=True)
class _Place:
    """An agency and how many interviews of it may still come."""

    row: Agency
    room: int


def _lock_agencies(actor: Actor, ids: set[int]) -> dict[int, _Place]:
    rows = list(
        Agency.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=ids, round__members__person_id=actor.user_id)
        .select_related("round")
        .order_by("pk")
    )
    counts = get_counts(row.interview_channel for row in rows)
    done = Counter(
        Case.objects.filter(agency__in=rows, disposition__in=INTERVIEWS).values_list(
            "agency_id", flat=True
        )
    )
    return {
        row.pk: _Place(row, max(0, done[row.pk] - counts[row.interview_channel])) for row in rows
    }


def _open(sealed: Sequence[SealedAnswer]) -> tuple[list[tuple[str, Interview]], dict[str, str]]:
    keys = get_private_keys({each.key_id for each in sealed})
    opened, refused = [], {}
    for each in sealed:
        private = keys.get(each.key_id)
        if private is None:
            refused[each.key] = "key"
            continue
        try:
            interview = open_interview(each.body, private_key=private, key_id=each.key_id)
            opened.append((each.key, interview))
        except CannotOpen:
            refused[each.key] = "damaged"
    return opened, refused


def _find_fault(place: _Place | None, interview: Interview) -> str:
    if place is None:
        return "unknown"
    if place.row.round.closed_on:
        return "closed"
    form = get_questionnaire(place.row.round.framework, Instrument.EIT)
    fits = _fits(interview.answers, [len(line.choices) for line in form.lines])
    fits &= _fits(interview.profile, [len(each.choices) for each in form.attributes])
    return "" if fits and interview.told in {0, 1, LEFT_OUT} else "damaged"


def _fits(given: bytes, sizes: Sequence[int]) -> bool:
    return len(given) == len(sizes) and all(
        choice < size or choice == LEFT_OUT for choice, size in zip(given, sizes, strict=True)
    )


def _apply(case: Case, attempt: AttemptSpec) -> Attempt:
    """Note an attempt at its case; an interview that was had is never taken back."""
    one = case.agency.round
    day = min(max(attempt.day, one.opens_on), clock.today())
    case.attempts_made = min(case.attempts_made + 1, 999)
    if case.disposition not in INTERVIEWS and (
        case.disposition not in FINAL or attempt.disposition in FINAL
    ):
        case.disposition = Disposition(attempt.disposition)
        is_dated = case.disposition is Disposition.APPOINTMENT
        case.appointment = attempt.appointment[:60] if is_dated else ""
    return Attempt(key=attempt.key, case=case, disposition=attempt.disposition, day=day)


def _require_interviewer(actor: Actor) -> None:
    if not can_anywhere(actor, "fieldwork.interview"):
        raise NotFound
