"""What devices hand in: attempts and interviews, each by itself, each as often as they like.

Nothing of an interview is written here, not even that it came: it goes into the envelope of the
day. Attempts name a case and a disposition. Neither names the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, NotFound
from prongsai.fieldwork.models import Agency, Attempt, Case, Round
from prongsai.fieldwork.rules.attempts import fit_day, get_next_state
from prongsai.fieldwork.rules.sealing import CannotOpen, Interview, open_interview
from prongsai.fieldwork.services.keys import get_private_keys
from prongsai.fieldwork.types import PACES, AttemptSpec, SealedAnswer, TakeBack, Taken
from prongsai.fieldwork.types import Disposition as D
from prongsai.permissions.rules import can_anywhere
from prongsai.surveys.rules.envelopes import LEFT_OUT
from prongsai.surveys.selectors.counts import get_counts
from prongsai.surveys.selectors.questionnaires import get_questionnaire
from prongsai.surveys.services.batches import keep_answers
from prongsai.surveys.types import BatchAnswer, Instrument

MOST_AT_ONCE = 500


@transaction.atomic
def record_attempts(actor: Actor, *, attempts: Sequence[AttemptSpec | TakeBack]) -> Taken:
    """Store attempts that are not known yet and bring their cases up to date.

    A case may have been given to somebody else meanwhile: what was done stays done. A device with
    a wrong clock gets the nearest day that can be.
    """
    _require_interviewer(actor)
    cases = _lock_cases(actor, {each.case_id for each in attempts})
    closed = _find_closed(cases.values())
    known = _find_known(attempts)
    kept, refused, rows, back = [], {}, [], []
    for each in attempts:
        case = cases.get(each.case_id)
        if _is_done(each, known):
            kept.append(each.key)
        elif case is None:
            refused[each.key] = "unknown"
        elif case.agency.round_id in closed:
            refused[each.key] = "closed"
        elif isinstance(each, AttemptSpec):
            rows.append(_apply(actor, case, each))
            known[each.key] = rows[-1]
            kept.append(each.key)
        elif str(case.last_id) == each.attempt:
            back.append(_take_back(case, known[each.attempt]))
            kept.append(each.key)
        else:
            refused[each.key] = "late"
    _write(actor, cases, rows=rows, back=back)
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
        kept = keep_answers(answers, room=room) if answers else frozenset()
    refused |= {each.key: "room" for each in answers if each.key not in kept}
    return Taken(tuple(kept), refused)


def require_owner(actor: Actor, person_id: int) -> None:
    """Refuse what lies on a shared device for somebody else than who is signed in now."""
    if person_id != actor.user_id:
        raise Conflict(_("งานนี้เป็นของผู้อื่นที่ใช้เครื่องเดียวกัน ให้เจ้าของงานเข้าสู่ระบบเพื่อส่ง"))


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
        Case.objects.filter(agency__in=rows, disposition=D.COMPLETE).values_list(
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
    # A sensitive one needs a chance that only the respondent sees: nobody may answer it here.
    sizes = [0 if each.design else len(each.choices) for each in form.attributes]
    fits &= _fits(interview.profile, sizes)
    fits &= interview.told in {0, 1, LEFT_OUT} and interview.pace in {*range(PACES), LEFT_OUT}
    return "" if fits else "damaged"


def _fits(given: bytes, sizes: Sequence[int]) -> bool:
    return len(given) == len(sizes) and all(
        choice < size or choice == LEFT_OUT for choice, size in zip(given, sizes, strict=True)
    )


def _lock_cases(actor: Actor, ids: set[int]) -> dict[int, Case]:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=ids, agency__round__members__person_id=actor.user_id
    )
    return {case.pk: case for case in rows.select_related("agency__round").order_by("pk")}


def _find_closed(cases: Iterable[Case]) -> set[int]:
    """Return the rounds that are over, as they stand now that the cases are locked.

    Read beside the lock they would be as before the waiting, and what closing has just deleted
    would come back.
    """
    ids = {case.agency.round_id for case in cases}
    over = Round.objects.filter(pk__in=ids, closed_on__isnull=False)
    return set(over.values_list("pk", flat=True))


def _find_known(attempts: Sequence[AttemptSpec | TakeBack]) -> dict[str, Attempt]:
    """Return the attempts that are stored already, by their keys."""
    keys = [each.attempt if isinstance(each, TakeBack) else each.key for each in attempts]
    return {str(row.pk): row for row in Attempt.objects.filter(pk__in=keys)}


def _is_done(each: AttemptSpec | TakeBack, known: Mapping[str, Attempt]) -> bool:
    """Tell whether this came before."""
    if isinstance(each, AttemptSpec):
        return each.key in known
    return each.attempt in known and known[each.attempt].taken_back


def _apply(actor: Actor, case: Case, attempt: AttemptSpec) -> Attempt:
    """Note an attempt at its case; whose case it is may take it back, but never an interview."""
    day = fit_day(attempt.day, first=case.agency.round.opens_on, today=clock.today())
    may_return = case.interviewer_id == actor.user_id and attempt.disposition != D.COMPLETE
    case.last_id = UUID(attempt.key) if may_return else None
    case.disposition_before, case.appointment_before = case.disposition, case.appointment
    case.attempts_made = min(case.attempts_made + 1, 999)
    case.disposition = get_next_state(case.disposition, attempt.disposition)
    is_dated = case.disposition == attempt.disposition == D.APPOINTMENT
    case.appointment = attempt.appointment if is_dated else ""
    return Attempt(key=attempt.key, case=case, disposition=attempt.disposition, day=day)


def _take_back(case: Case, attempt: Attempt) -> Attempt:
    """Let a case stand as before its last attempt."""
    attempt.taken_back = True
    case.last_id = None
    case.disposition, case.appointment = case.disposition_before, case.appointment_before
    case.attempts_made = max(case.attempts_made - 1, 0)
    return attempt


def _write(
    actor: Actor, cases: Mapping[int, Case], *, rows: Sequence[Attempt], back: Sequence[Attempt]
) -> None:
    Attempt.objects.bulk_create(rows)
    Attempt.objects.bulk_update(back, ["taken_back"])
    Case.objects.bulk_update(
        [cases[case_id] for case_id in {each.case_id for each in (*rows, *back)}],
        [
            *("disposition", "attempts_made", "appointment"),
            *("last", "disposition_before", "appointment_before"),
        ],
    )
    if rows:
        record(actor, verb="fieldwork.attempts", target="attempts", detail={"count": len(rows)})
    if back:
        was = [str(each) for each in back]
        record(actor, verb="fieldwork.take_back", target="attempts", detail={"was": was})


def _require_interviewer(actor: Actor) -> None:
    if not can_anywhere(actor, "fieldwork.interview"):
        raise NotFound
