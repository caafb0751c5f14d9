"""Taking marks of disclosure items from a file."""

import hashlib

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prongsai.audit.services import record
from prongsai.core.actor import SYSTEM, Actor
from prongsai.core.errors import Invalid, NotAllowed
from prongsai.frameworks.selectors.packs import get_pack, list_packs
from prongsai.organizations.selectors.units import list_unit_ids
from prongsai.permissions.rules import can
from prongsai.results.models import MarkUpload, UnitMarks
from prongsai.results.rules.marks import read_marks
from prongsai.scoring.faults import BadInput
from prongsai.scoring.rounding import write_exact


@transaction.atomic
def store_marks(actor: Actor, *, framework: str, data: bytes, file_name: str) -> int:
    """Keep the marks of a file; the file as a whole or nothing. Return how many agencies."""
    if actor is not SYSTEM and not can(actor, "score.run"):
        raise NotAllowed(_("เฉพาะผู้รับผิดชอบการประเมินเท่านั้นที่ส่งคะแนนรายข้อได้"))
    if framework not in list_packs():
        raise Invalid(_("ไม่มีกรอบการประเมินนี้"), field="framework")
    try:
        marks = read_marks(data, get_pack(framework))
    except BadInput as error:
        said = error.text.en if (get_language() or "").startswith("en") else error.text.th
        raise Invalid(f"{error.path}: {said}", field="file") from None
    ids = list_unit_ids(list(marks))
    unknown = [code for code in marks if code not in ids]
    if unknown:
        listed = ", ".join(unknown[:5])
        raise Invalid(_("ไม่มีหน่วยงานรหัส %(codes)s") % {"codes": listed}, field="file")
    digest = hashlib.sha256(data).hexdigest()
    upload = MarkUpload.objects.create(
        framework=framework,
        file_name=file_name[:200],
        file_hash=digest,
        agencies=len(marks),
        user_name=actor.name,
    )
    rows = [
        UnitMarks(
            upload=upload,
            unit_id=ids[code],
            items={item: write_exact(mark) for item, mark in items.items()},
        )
        for code, items in marks.items()
    ]
    UnitMarks.objects.bulk_create(rows, batch_size=1000)
    detail = {"framework": framework, "file": file_name, "sha256": digest, "agencies": len(marks)}
    record(actor, verb="score.marks", target=f"framework:{framework}", detail=detail)
    return len(marks)
