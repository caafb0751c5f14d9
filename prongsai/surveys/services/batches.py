"""Answers that come many at a time, from interviewers and paper: the way of every other answer.

The same ledger, the same envelope sealed for the day, the same mixer. A mark is made of the key
that the sender drew, so sending again counts once, for as long as the ledger lives.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from psycopg import errors

from prongsai.core.errors import Conflict
from prongsai.surveys.models import DatabaseRole, acting_as
from prongsai.surveys.rules.codes import get_pseudonyms
from prongsai.surveys.rules.envelopes import Record, pack_envelope, pack_record
from prongsai.surveys.rules.sealing import Sealer
from prongsai.surveys.selectors.keys import list_recent_keys
from prongsai.surveys.services.keys import ensure_key
from prongsai.surveys.types import BatchAnswer, DayKey

TRIES = 3
Pair = tuple[bytes, bytes]
FIND_SPENT = (
    "SELECT hash FROM ledger.spends WHERE hash = ANY(%(marks)s)"
    " UNION ALL SELECT hash FROM ledger.spent WHERE hash = ANY(%(marks)s)"
)
SPEND = (
    "INSERT INTO ledger.spends (hash, period) SELECT i.hash, 0 FROM unnest(%s::bytea[]) AS i(hash)"
    " ORDER BY i.hash ON CONFLICT DO NOTHING RETURNING hash"
)
TALLY = (
    "INSERT INTO ledger.tallies (key_id, channel_id, answers) VALUES (%s, %s, %s)"
    " ON CONFLICT (key_id, channel_id)"
    " DO UPDATE SET answers = ledger.tallies.answers + excluded.answers"
)


def keep_answers(answers: Sequence[BatchAnswer], *, room: Mapping[int, int]) -> Set[str]:
    """Commit ANSWERS in one envelope and return the keys that are now counted, for good.

    ROOM says how many new answers each channel may still take; whatever goes beyond is left out.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return _keep(answers, room)
        except Exception as error:
            # The day was mixed between the choice of the key and the writing: take the new key.
            if not isinstance(error.__cause__, errors.UndefinedTable):
                raise
    raise Conflict(_("ระบบกำลังผสมคำตอบของวัน โปรดส่งใหม่ในอีกสักครู่"))


def _keep(answers: Sequence[BatchAnswer], room: Mapping[int, int]) -> Set[str]:
    by_mark = {_get_pseudonyms(each): each for each in answers}
    key = _get_key()
    with acting_as(DatabaseRole.INTAKE) as cursor:
        cursor.execute(FIND_SPENT, {"marks": [mark for mark, _leaf in by_mark]})
        spent = {bytes(mark) for (mark,) in cursor.fetchall()}
        wanted = _choose(by_mark, spent, room)
        cursor.execute(SPEND, [[mark for mark, _leaf in wanted]])
        own = {bytes(mark) for (mark,) in cursor.fetchall()}
        new = {pair: each for pair, each in wanted.items() if pair[0] in own}
        if new:
            content = pack_envelope((leaf for _mark, leaf in new), map(_pack, new.values()))
            cursor.execute(
                f"INSERT INTO sealed.envelopes_{key.id} (body) VALUES (%s)",  # noqa: S608 - our own number
                [Sealer(key.public_key, key_id=key.id).seal(content)],
            )
            tally = Counter(each.channel_id for each in new.values())
            cursor.executemany(TALLY, [(key.id, *pair) for pair in sorted(tally.items())])
    counted = spent | {mark for mark, _leaf in wanted}
    return {each.key for (mark, _leaf), each in by_mark.items() if mark in counted}


def _choose(
    by_mark: Mapping[Pair, BatchAnswer], spent: Set[bytes], room: Mapping[int, int]
) -> dict[Pair, BatchAnswer]:
    """Return what is new and for which there is room."""
    left, new = Counter(room), {}
    for pair, each in by_mark.items():
        if pair[0] not in spent and left[each.channel_id] > 0:
            left[each.channel_id] -= 1
            new[pair] = each
    return new


def _get_key() -> DayKey:
    if settings.SURVEYS_MIXER_KEYS:
        ensure_key()
    key = next(iter(list_recent_keys(1)), None)
    if key is None or key.closed:
        raise Conflict(_("ระบบยังไม่พร้อมรับคำตอบ โปรดส่งใหม่ในอีกสักครู่"))
    return key


def _get_pseudonyms(answer: BatchAnswer) -> tuple[bytes, bytes]:
    secret, channel = settings.SURVEYS_LEDGER_KEY.encode(), str(answer.channel_id)
    return get_pseudonyms("batch", answer.key, channel=channel, key=secret)


def _pack(answer: BatchAnswer) -> bytes:
    return pack_record(
        Record(answer.channel_id, answer.told, answer.pace, answer.answers, answer.profile)
    )
