"""Writing timelines: every change of units goes through here, one unit or ten thousand at once.

Earlier days are never rewritten: a change ends what held until then and begins what holds from
then on. Only a change on the very day on which something began corrects it in place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from prongsai.core import request_cache
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict
from prongsai.core.thai_text import search_key, sort_key
from prongsai.organizations.models import (
    UnitEvent,
    UnitEventPart,
    UnitRelation,
    UnitVersion,
)
from prongsai.organizations.rules.cycles import Edge, find_cycle
from prongsai.organizations.selectors.edges import list_edges_above
from prongsai.organizations.selectors.names import get_unit_names
from prongsai.organizations.types.units import Decision, EventPart

# Whoever reorganises waits here for the one before, until that one has committed.
TREE_LOCK = 0x07EE
BATCH = 2000

VERSION_FIELDS = ("name_th", "name_en", "unit_class", "size", "place_code")


def lock_tree() -> None:
    """Let no other reorganisation run until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


@dataclass
class Trace:
    """What a flush did, exactly enough to take it back."""

    versions_made: list[int] = field(default_factory=list)
    versions_ended: list[int] = field(default_factory=list)
    versions_before: dict[int, dict[str, Any]] = field(default_factory=dict)
    relations_made: list[int] = field(default_factory=list)
    relations_ended: list[int] = field(default_factory=list)
    relations_before: dict[int, int] = field(default_factory=dict)
    relations_dropped: list[list[Any]] = field(default_factory=list)
    events: list[int] = field(default_factory=list)


class Timeline:
    """Collects changes of units and writes them together."""

    def __init__(self) -> None:
        self.trace = Trace()
        self._made: list[UnitVersion] = []
        self._edited: list[UnitVersion] = []
        self._ended: list[UnitVersion] = []
        self._linked: list[UnitRelation] = []
        self._relinked: list[UnitRelation] = []
        self._unlinked: list[UnitRelation] = []
        self._dropped: list[UnitRelation] = []
        self._events: list[tuple[UnitEvent, list[UnitEventPart]]] = []

    def begin_version(self, unit_id: int, *, on: date, fields: Mapping[str, str]) -> None:
        """The unit is this, from a day on."""
        self._made.append(seal_version(UnitVersion(unit_id=unit_id, valid_from=on, **fields)))

    def change_version(self, latest: UnitVersion, *, on: date, fields: Mapping[str, str]) -> None:
        """The unit is something else from a day on; LATEST is its last version."""
        _refuse_ended(latest, on)
        if latest.valid_from == on:
            self.trace.versions_before[latest.pk] = {
                name: getattr(latest, name) for name in VERSION_FIELDS
            }
            for name, value in fields.items():
                setattr(latest, name, value)
            self._edited.append(seal_version(latest))
            return
        after = {name: getattr(latest, name) for name in VERSION_FIELDS} | dict(fields)
        self.end_version(latest, on=on)
        self.begin_version(latest.unit_id, on=on, fields=after)

    def end_version(self, latest: UnitVersion, *, on: date) -> None:
        """The unit is no more from a day on."""
        _refuse_ended(latest, on)
        if latest.valid_from == on:
            raise Conflict(_("หน่วยงานนี้เริ่มมีผลในวันเดียวกัน จึงสิ้นสุดในวันนั้นไม่ได้ กรุณาเลือกวันถัดไป"))
        latest.valid_to = on
        self._ended.append(latest)

    def set_parent(
        self,
        child_id: int,
        *,
        kind: str,
        parent_id: int | None,
        on: date,
        latest: UnitRelation | None,
    ) -> None:
        """The unit stands under another parent, or none, from a day on.

        LATEST is its last relation of that kind, if it ever had one.
        """
        if latest is None or (latest.valid_to is not None and latest.valid_to <= on):
            if parent_id is not None:
                self.link(child_id, kind=kind, parent_id=parent_id, on=on)
        else:
            self._move(latest, parent_id=parent_id, on=on)

    def link(self, child_id: int, *, kind: str, parent_id: int, on: date) -> None:
        """The unit stands under a parent from a day on; it had none."""
        _refuse_self(child_id, parent_id)
        self._linked.append(
            UnitRelation(child_id=child_id, kind=kind, parent_id=parent_id, valid_from=on)
        )

    def _move(self, latest: UnitRelation, *, parent_id: int | None, on: date) -> None:
        _refuse_ended(latest, on)
        if latest.valid_from < on:
            latest.valid_to = on
            self._unlinked.append(latest)
            if parent_id is not None:
                self.link(latest.child_id, kind=latest.kind, parent_id=parent_id, on=on)
        elif parent_id is None:
            self._dropped.append(latest)
        else:
            _refuse_self(latest.child_id, parent_id)
            self.trace.relations_before[latest.pk] = latest.parent_id
            latest.parent_id = parent_id
            self._relinked.append(latest)

    def record(self, event: UnitEvent, *, parts: Iterable[tuple[int, EventPart]]) -> None:
        """Something happened to these units."""
        rows = [UnitEventPart(event=event, unit_id=unit, part=part) for unit, part in parts]
        self._events.append((event, rows))

    def flush(self) -> Trace:
        """Write everything; refuse a circle. Call inside the transaction, after `lock_tree`."""
        self._write_versions()
        self._write_relations()
        self._write_events()
        refuse_cycles([*self._linked, *self._relinked])
        return self.trace

    def _write_versions(self) -> None:
        _end_rows("organizations_unitversion", self._ended)
        UnitVersion.objects.bulk_update(
            self._edited, [*VERSION_FIELDS, "sort_key", "search_key"], batch_size=BATCH
        )
        UnitVersion.objects.bulk_create(self._made, batch_size=BATCH)
        self.trace.versions_ended += [row.pk for row in self._ended]
        self.trace.versions_made += [row.pk for row in self._made]

    def _write_relations(self) -> None:
        self.trace.relations_dropped += [
            [row.child_id, row.kind, row.parent_id, row.valid_from.isoformat()]
            for row in self._dropped
        ]
        UnitRelation.objects.filter(pk__in=[row.pk for row in self._dropped]).delete()
        _end_rows("organizations_unitrelation", self._unlinked)
        UnitRelation.objects.bulk_update(self._relinked, ["parent"], batch_size=BATCH)
        UnitRelation.objects.bulk_create(self._linked, batch_size=BATCH)
        request_cache.forget()
        self.trace.relations_ended += [row.pk for row in self._unlinked]
        self.trace.relations_made += [row.pk for row in self._linked]

    def _write_events(self) -> None:
        UnitEvent.objects.bulk_create([event for event, _ in self._events], batch_size=BATCH)
        parts = [part for event, rows in self._events for part in _attach(event, rows)]
        UnitEventPart.objects.bulk_create(parts, batch_size=BATCH)
        self.trace.events += [event.pk for event, _ in self._events]


def make_event(
    actor: Actor, *, kind: str, decision: Decision, changes: Mapping[str, Any] | None = None
) -> UnitEvent:
    return UnitEvent(
        kind=kind,
        on=decision.on,
        reason=decision.reason.strip(),
        changes=dict(changes or {}),
        user_id=actor.user_id,
        user_name=actor.name,
    )


def seal_version(version: UnitVersion) -> UnitVersion:
    """Set the keys that derive from the names."""
    version.sort_key = sort_key(version.name_th)
    version.search_key = f"{search_key(version.name_th)} {search_key(version.name_en)}"
    return version


def refuse_cycles(relations: Sequence[UnitRelation]) -> None:
    """Raise if one of these relations closes a circle on any day of its life."""
    for kind in sorted({row.kind for row in relations}):
        rows = [row for row in relations if row.kind == kind]
        above = list_edges_above({row.parent_id for row in rows}, kind=kind)
        for row in rows:
            edge = Edge(row.child_id, row.parent_id, row.valid_from, row.valid_to or date.max)
            circle = find_cycle(edge, above=above)
            if circle:
                names = get_unit_names(circle, on=row.valid_from)
                raise Conflict(
                    _("ย้ายไม่ได้ เพราะหน่วยงานจะอยู่ใต้ตัวเอง: %(names)s")
                    % {"names": " → ".join(names[unit].name_th for unit in circle)}
                )


def _refuse_self(child_id: int, parent_id: int) -> None:
    if child_id == parent_id:
        raise Conflict(_("หน่วยงานจะอยู่ใต้ตัวเองไม่ได้ กรุณาเลือกต้นสังกัดอื่น"))


def _refuse_ended(latest: UnitVersion | UnitRelation, on: date) -> None:
    if on < latest.valid_from or (latest.valid_to is not None and latest.valid_to > on):
        raise Conflict(_("มีการเปลี่ยนแปลงอื่นหลังวันที่เลือกแล้ว กรุณาเลือกวันที่หลังการเปลี่ยนแปลงครั้งล่าสุด"))
    if latest.valid_to is not None:
        raise Conflict(_("หน่วยงานนี้ยุบเลิกไปก่อนวันที่เลือกแล้ว"))


def _end_rows(table: str, rows: Sequence[UnitVersion] | Sequence[UnitRelation]) -> None:
    if not rows:
        return
    sql = f"UPDATE {table} SET valid_to = t.day FROM unnest(%s::bigint[], %s::date[]) t(id, day) WHERE {table}.id = t.id"  # noqa: S608, E501 - table names are ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [[row.pk for row in rows], [row.valid_to for row in rows]])


def _attach(event: UnitEvent, rows: list[UnitEventPart]) -> list[UnitEventPart]:
    for row in rows:
        row.event = event
    return rows
