"""What the page of one set-up lists: parts as facts, versions as a timeline."""

from django.utils.translation import gettext as _

from prongsai.headcounts.types import SetupView, VersionState, VersionView
from prongsai.ui.templatetags.ui_formats import count_people
from prongsai.ui.types import Event, Fact, Tone

TONES: dict[VersionState, Tone] = {
    VersionState.WAITING: "warn",
    VersionState.RETURNED: "bad",
    VersionState.CONFIRMED: "ok",
    VersionState.WITHDRAWN: "neutral",
}


def list_part_facts(version: VersionView | None) -> dict[str, list[Fact]]:
    """Return the figures of divisions and of services, as label and number."""
    if version is None:
        return {}
    return {
        "divisions": [Fact(part.label, count_people(part.number)) for part in version.divisions],
        "services": [Fact(part.label, count_people(part.number)) for part in version.services],
    }


def list_events(setup: SetupView) -> list[Event]:
    """Return what happened to the figures, newest first."""
    events = []
    for version in setup.versions:
        if version.decided_at:
            events.append(_tell_decision(version))
        events.append(_tell_sent(version))
    return events


def _tell_decision(version: VersionView) -> Event:
    facts = {"number": version.number}
    words = (
        _("ยืนยันตัวเลขชุดที่ %(number)s")
        if version.state is VersionState.CONFIRMED
        else _("ส่งตัวเลขชุดที่ %(number)s กลับ")
    )
    return Event(
        version.decided_at or version.sent_at,
        words % facts,
        version.decision_reason,
        version.decided_by_name,
        TONES[version.state],
    )


def _tell_sent(version: VersionView) -> Event:
    facts = {
        "headcount": f"{version.headcount:,}",
        "contacts": f"{version.contacts:,}",
    }
    lines = [_("บุคลากร %(headcount)s คน ผู้มาติดต่อประมาณ %(contacts)s คนต่อปี") % facts]
    if version.is_late:
        lines.append(_("ส่งหลังกำหนด"))
    lines += [text for text in (version.reason, version.explanation) if text]
    return Event(
        version.sent_at,
        _("ส่งตัวเลขชุดที่ %(number)s") % {"number": version.number},
        " · ".join(lines),
        version.made_by_name,
        "neutral",
    )
