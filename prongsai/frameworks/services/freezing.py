"""Freezing a draft: asked for by one person, done by another's approval, never undone."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from prongsai.approvals.services.requests import request_approval
from prongsai.approvals.types import Proposal, Request
from prongsai.audit.services import record
from prongsai.core.actor import Actor
from prongsai.core.errors import Conflict, Invalid, NotAllowed
from prongsai.frameworks.models import FrameworkDraft, FrozenFramework
from prongsai.frameworks.rules.packs.digest import hash_document
from prongsai.frameworks.rules.packs.json_text import read_json, write_json
from prongsai.frameworks.selectors import packs
from prongsai.frameworks.selectors.drafts import find_faults
from prongsai.frameworks.services.drafts import lock_draft
from prongsai.frameworks.types.drafts import ACTION, PREFIX, get_subject
from prongsai.scoring.types.framework import Basis


@transaction.atomic
def propose_freeze(actor: Actor, *, ref: str) -> Request:
    """Ask a second person to freeze a draft that is free of faults."""
    row = lock_draft(actor, ref)
    document = _finish(row.text)
    if packs.exists(document["name"]):
        raise Conflict(_("ปีนี้มีกรอบการประเมินที่ตรึงแล้ว เปลี่ยนปี แบบ หรือโครงการของฉบับร่างก่อน"))
    if find_faults(document):
        raise Invalid(_("ฉบับร่างยังมีข้อผิดพลาด แก้ให้หมดก่อนจึงขอตรึงได้"))
    bases = [Basis(rule["basis"]) for rule in document["rules"].values()]
    payload = {
        "ref": ref,
        "version": row.version,
        "name": document["name"],
        "title": document["title"],
        "fiscal_year": document["fiscal_year"],
        "digest": hash_document(document),
        "provisional": sum(basis.provisional for basis in bases),
        "rules": len(bases),
        "cloned_from": document.get("cloned_from", {}).get("name", ""),
    }
    subject = get_subject(row.pk)
    detail = {"name": document["name"], "digest": payload["digest"], "version": row.version}
    record(actor, verb="framework.propose", target=subject, detail=detail)
    return request_approval(actor, proposal=Proposal(ACTION, subject, payload, "framework.approve"))


def apply_freeze(actor: Actor, *, request: Request) -> None:
    """Freeze what was asked for: run by approvals in the approver's transaction."""
    payload = request.payload
    if actor.user_id is None:
        raise NotAllowed
    draft_id = int(payload["ref"].removeprefix(PREFIX))
    row = FrameworkDraft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if row is None or row.frozen_id is not None:
        raise Conflict(_("ฉบับร่างนี้ไม่มีแล้ว"))
    document = _finish(row.text)
    if hash_document(document) != payload["digest"] or find_faults(document):
        raise Conflict(_("ฉบับร่างไม่ตรงกับที่ขอไว้ ให้ผู้ขอยื่นใหม่"))
    if packs.exists(document["name"]):
        raise Conflict(_("ปีนี้มีกรอบการประเมินที่ตรึงแล้ว เปลี่ยนปี แบบ หรือโครงการของฉบับร่างก่อน"))
    row.frozen = FrozenFramework.objects.create(
        name=document["name"],
        digest=payload["digest"],
        text=write_json(document),
        made_by_id=request.requested_by_id,
        made_by_name=request.requested_by_name,
        approved_by_id=actor.user_id,
        approved_by_name=actor.name,
    )
    row.save(update_fields=["frozen"])
    detail = {"name": document["name"], "digest": payload["digest"]}
    record(actor, verb="framework.freeze", target=f"framework:{document['name']}", detail=detail)


def _finish(text: str) -> dict[str, Any]:
    """The document as it will be frozen: no longer a draft, provisional where a rule is."""
    document = read_json(text)
    unsure = any(Basis(rule["basis"]).provisional for rule in document["rules"].values())
    return {**document, "status": "provisional" if unsure else "published"}
