"""Writing drafts of frameworks: every change counts a version, and none is lost to another's."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.frameworks.gateways import packs as shipped
from prongsai.frameworks.models import FrameworkDraft
from prongsai.frameworks.rules.packs.check import check_shape
from prongsai.frameworks.rules.packs.clone import clone_document
from prongsai.frameworks.rules.packs.edit import (
    find_place,
    find_spot,
    move_node,
    remove_node,
    write_fields,
)
from prongsai.frameworks.rules.packs.json_text import read_json, write_json
from prongsai.frameworks.selectors import packs
from prongsai.frameworks.selectors.drafts import get_request_state, get_view_for
from prongsai.frameworks.selectors.requests import find_request
from prongsai.frameworks.types.drafts import PREFIX, Standing, say
from prongsai.frameworks.types.packs import Path, write_path
from prongsai.permissions.rules import can

Document = dict[str, Any]
Change = Callable[[Document], tuple[Document, Path]]


@transaction.atomic
def create_draft(actor: Actor, *, document: Mapping[str, Any]) -> str:
    """Begin a draft of a document that has the right shape and return its ref."""
    _check_may(actor)
    refuse_shape(document)
    try:
        with transaction.atomic():
            row = FrameworkDraft.objects.create(
                name=document["name"],
                text=write_json({**document, "status": "draft"}),
                made_by_name=actor.name,
                changed_by_name=actor.name,
            )
    except IntegrityError as error:
        raise Conflict(_("มีฉบับร่างของโครงการ แบบ และปีนี้อยู่แล้ว"), field="year") from error
    ref = f"{PREFIX}{row.pk}"
    detail = {"name": row.name, "from": document.get("cloned_from", {}).get("name", "")}
    record(actor, verb="framework.draft", target=f"framework:{ref}", detail=detail)
    return ref


def clone_framework(actor: Actor, *, ref: str, year: int) -> str:
    """Begin the draft of another year from a frozen framework, with its crosswalk."""
    _check_may(actor)
    view = get_view_for(actor, ref)
    if view.draft:
        raise Conflict(_("คัดลอกได้เฉพาะกรอบที่ตรึงแล้ว"))
    document = clone_document(view.document, year=year)
    if packs.exists(document["name"]):
        raise Conflict(_("ปีนี้มีกรอบการประเมินที่ตรึงแล้ว เลือกปีอื่น"), field="year")
    return create_draft(actor, document=document)


def write_node(
    actor: Actor, *, ref: str, version: int, path: Path, values: Mapping[str, Any]
) -> Path:
    """Set the fields of one node and return where it stands now."""

    def change(document: Document) -> tuple[Document, Path]:
        return write_fields(document, find_spot(document, path), values)

    return _change(actor, ref=ref, version=version, path=path, change=change)


def add_node(
    actor: Actor, *, ref: str, version: int, branch: Path, values: Mapping[str, Any]
) -> Path:
    """Hang a new node at the end of a branch and return where it stands."""

    def change(document: Document) -> tuple[Document, Path]:
        return write_fields(document, find_place(document, branch), values)

    return _change(actor, ref=ref, version=version, path=branch, change=change)


def shift_node(actor: Actor, *, ref: str, version: int, path: Path, by: int) -> Path:
    """Move one node a place up (-1) or down (1)."""

    def change(document: Document) -> tuple[Document, Path]:
        return move_node(document, find_spot(document, path), by=by)

    return _change(actor, ref=ref, version=version, path=path, change=change)


def drop_node(actor: Actor, *, ref: str, version: int, path: Path) -> None:
    """Remove one node and all below it."""

    def change(document: Document) -> tuple[Document, Path]:
        spot = find_spot(document, path)
        if spot.branch is None:
            raise LookupError(path)
        return remove_node(document, spot), spot.home

    _change(actor, ref=ref, version=version, path=path, change=change)


def replace_document(actor: Actor, *, ref: str, version: int, document: Document) -> None:
    """Put another document in the draft's place, such as one with the wording of an XLSForm."""
    _change(actor, ref=ref, version=version, path=(), change=lambda _old: (document, ()))


@transaction.atomic
def discard_draft(actor: Actor, *, ref: str) -> None:
    """Throw an open draft away."""
    row = lock_draft(actor, ref)
    record(actor, verb="framework.discard", target=f"framework:{ref}", detail={"name": row.name})
    row.delete()


def lock_draft(actor: Actor, ref: str) -> FrameworkDraft:
    """The open draft, locked until the transaction ends; refused while somebody decides on it."""
    _check_may(actor)
    row = _find_open(ref)
    if get_request_state(find_request(row.pk))[0] is Standing.ASKED:
        raise Conflict(_("ฉบับร่างนี้รออนุมัติอยู่ ผู้ขอต้องถอนคำขอก่อนจึงจะแก้ไขได้"))
    return row


def refuse_shape(document: Mapping[str, Any]) -> None:
    """Raise Invalid where a document has not the shape that pages can show."""
    for path, text in check_shape(document, shipped.get_schema()):
        raise Invalid(f"{write_path(path)}: {say(text)}")


@transaction.atomic
def _change(actor: Actor, *, ref: str, version: int, path: Path, change: Change) -> Path:
    row = lock_draft(actor, ref)
    if row.version != version:
        message = _("%(name)s แก้ร่างนี้ไปแล้วหลังจากที่ท่านเปิดหน้า ยังไม่ได้บันทึกของท่าน")
        raise Conflict(message % {"name": row.changed_by_name}, field="version")
    before = read_json(row.text)
    try:
        document, place = change(before)
    except KeyError as error:
        raise Conflict(_("มีรหัสนี้อยู่แล้ว"), field="@key") from error
    except LookupError as error:
        raise NotFound from error
    refuse_shape(document)
    row.name, row.text = document["name"], write_json(document)
    row.version += 1
    row.changed_by_name, row.changed_at = actor.name, clock.now()
    try:
        with transaction.atomic():
            row.save(update_fields=["name", "text", "version", "changed_by_name", "changed_at"])
    except IntegrityError as error:
        raise Conflict(_("มีฉบับร่างของโครงการ แบบ และปีนี้อยู่แล้ว"), field="fiscal_year") from error
    detail = {"place": write_path(path), "version": row.version}
    record(actor, verb="framework.edit", target=f"framework:{ref}", detail=detail)
    return place


def _find_open(ref: str) -> FrameworkDraft:
    number = ref.removeprefix(PREFIX)
    if not ref.startswith(PREFIX) or not number.isdecimal() or len(number) > 15:
        raise NotFound
    rows = FrameworkDraft.objects.select_for_update(no_key=True)
    row = rows.filter(pk=int(number), frozen__isnull=True).first()
    if row is None:
        raise NotFound
    return row


def _check_may(actor: Actor) -> None:
    if not can(actor, "framework.edit"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่แก้กรอบการประเมินได้"))
