"""Reading the trail: auditors everything, an agency its own unit; quick at any length."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from prongsai.audit.models import Entry
from prongsai.audit.types.trail import Found, Line, Search
from prongsai.core.actor import Actor
from prongsai.core.clock import BANGKOK
from prongsai.core.errors import NotFound
from prongsai.core.wiring import wired
from prongsai.permissions.matrix import Reach
from prongsai.permissions.rules import get_reach

PAGE = 50
BATCH = 2_000
MOST_NAMES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Every different name, one short walk down the index for each.
NAMES = """
WITH RECURSIVE names AS (
    (SELECT user_name FROM audit_entry ORDER BY user_name LIMIT 1)
    UNION ALL
    SELECT (SELECT e.user_name FROM audit_entry e WHERE e.user_name > names.user_name
            ORDER BY e.user_name LIMIT 1)
    FROM names WHERE names.user_name IS NOT NULL
)
SELECT user_name FROM names WHERE user_name ILIKE %(pattern)s ORDER BY user_name LIMIT %(most)s
"""


def can_read_all(actor: Actor) -> bool:
    return _get_reach(actor) is Reach.NATION


def search_lines(actor: Actor, search: Search, *, cursor: str = "") -> Found:
    """Return one page of what ACTOR may read, newest first, from CURSOR on."""
    rows = _list_entries(actor, search)
    backwards, place = _read_cursor(cursor)
    if place and backwards:
        newer = Q(at__gt=place[0]) | Q(at=place[0], id__gt=place[1])
        page = list(rows.filter(newer, at__gte=place[0]).order_by("at", "id")[: PAGE + 1])
        more = len(page) > PAGE
        page = page[:PAGE][::-1]
        return _found(page, newer=more, older=True)
    if place:
        older = Q(at__lt=place[0]) | Q(at=place[0], id__lt=place[1])
        rows = rows.filter(older, at__lte=place[0])
    page = list(rows.order_by("-at", "-id")[: PAGE + 1])
    return _found(page[:PAGE], newer=bool(place), older=len(page) > PAGE)


def iterate_lines(actor: Actor, search: Search) -> Iterator[Line]:
    """Return everything that ACTOR may read of SEARCH, newest first, in batches."""
    rows = _list_entries(actor, search).order_by("-at", "-id")
    after: Entry | None = None
    while True:
        part = rows
        if after:
            older = Q(at__lt=after.at) | Q(at=after.at, id__lt=after.pk)
            part = rows.filter(older, at__lte=after.at)
        batch = list(part[:BATCH])
        yield from (_as_line(entry) for entry in batch)
        if len(batch) < BATCH:
            return
        after = batch[-1]


def get_line_for(actor: Actor, entry_id: int) -> Line:
    """Return one entry that ACTOR may read."""
    entry = _list_entries(actor, Search()).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return _as_line(entry)


def list_names(actor: Actor, part: str) -> list[str]:
    """Return names in the trail that contain PART, as far as ACTOR may read."""
    words = part.strip()
    if not words:
        return []
    if not can_read_all(actor):
        rows = _list_entries(actor, Search()).filter(user_name__icontains=words)
        names = rows.order_by("user_name").values_list("user_name", flat=True).distinct()
        return list(names[:MOST_NAMES])
    pattern = "%" + words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"pattern": pattern, "most": MOST_NAMES})
        return [name for (name,) in cursor.fetchall()]


def _list_entries(actor: Actor, search: Search) -> QuerySet[Entry]:
    rows = Entry.objects.select_related("seal").filter(_within_reach(actor))
    if search.person:
        rows = rows.filter(user_name=search.person)
    if search.unit_id is not None:
        rows = rows.filter(unit_id=search.unit_id)
    if search.verb:
        rows = rows.filter(verb=search.verb)
    if search.target:
        rows = rows.filter(target=search.target)
    if search.first:
        rows = rows.filter(at__gte=_midnight(search.first))
    if search.last:
        rows = rows.filter(at__lt=_midnight(search.last + timedelta(days=1)))
    return rows


def _get_reach(actor: Actor) -> Reach | None:
    if actor.acting is None:
        return None
    return Reach.NATION if actor.acting.role == "system" else get_reach(actor.acting, "audit.view")


def _within_reach(actor: Actor) -> Q:
    reach = _get_reach(actor)
    if reach is Reach.NATION:
        return Q()
    if reach is None or actor.unit_id is None:
        return Q(pk__in=[])
    if reach is Reach.OWN:
        return Q(unit_id=actor.unit_id)
    return Q(wired("unit_is_below")(actor.unit_id, field="unit_id"))


def _found(page: list[Entry], *, newer: bool, older: bool) -> Found:
    lines = tuple(_as_line(entry) for entry in page)
    if not lines:
        return Found((), "", "")
    return Found(
        lines,
        newer=_write_cursor("n", lines[0]) if newer else "",
        older=_write_cursor("o", lines[-1]) if older else "",
    )


def _write_cursor(direction: str, line: Line) -> str:
    return f"{direction}{(line.at - EPOCH) // timedelta(microseconds=1)}-{line.id}"


def _read_cursor(cursor: str) -> tuple[bool, tuple[datetime, int] | None]:
    moment, _, entry_id = cursor[1:].partition("-")
    numbers = moment + entry_id
    if not numbers.isascii() or not numbers.isdigit() or max(len(moment), len(entry_id)) > 17:
        return False, None
    if not moment or not entry_id:
        return False, None
    return cursor[0] == "n", (EPOCH + timedelta(microseconds=int(moment)), int(entry_id))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)


def _as_line(entry: Entry) -> Line:
    seal = getattr(entry, "seal", None)
    return Line(
        id=entry.pk,
        number=seal.number if seal else None,
        hash=seal.hash if seal else "",
        at=entry.at,
        user_id=entry.user_id,
        user_name=entry.user_name,
        role=entry.role,
        unit_id=entry.unit_id,
        verb=entry.verb,
        target=entry.target,
        detail=entry.detail,
    )
