"""What the person should do next, gathered from every app."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.accounts.rules.orphans import OrphanKind
from prongsai.accounts.selectors.orphans import list_orphans_for
from prongsai.approvals.selectors import count_waiting
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.request_cache import remember
from prongsai.core.thai_dates import fiscal_year
from prongsai.fieldwork.selectors.own import get_workload
from prongsai.frameworks.selectors.windows import get_target, is_open
from prongsai.frameworks.types.windows import EVERYBODY, Action, Standing
from prongsai.headcounts.selectors.setups import count_states_for, find_state, is_settled
from prongsai.headcounts.types import WITH_EXECUTIVE, SetupState
from prongsai.integrity.selectors.cases import count_own_open
from prongsai.notifications.selectors import count_unread
from prongsai.organizations.selectors.profiles import count_unconfirmed_for
from prongsai.permissions.matrix import Reach
from prongsai.permissions.rules import NATION, Scope, can, can_anywhere, get_reach
from prongsai.results.selectors.years import count_failed_for
from prongsai.surveys.selectors.boards import count_pressing_for
from prongsai.ui.types import Tone

TONES: dict[Tone, int] = {"bad": 0, "warn": 1, "info": 2, "ok": 3, "neutral": 4}


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, why, where, and by when if there is a day."""

    title: str
    why: str
    url: str
    button: str
    icon: str
    tone: Tone = "info"
    day: date | None = None


def list_todos(actor: Actor) -> list[Todo]:
    """Return what waits for this person in this role, the most pressing first."""
    # Each source with what somebody must be allowed anywhere to be asked at all.
    sources = (
        ("integrity.reply", list_questions),
        ("fieldwork.interview", list_calls),
        ("headcount.edit", list_setup),
        ("unit.edit_profile", list_own_unit),
        ("person.orphans", list_area),
        ("headcount.remind", list_setups),
        ("survey.view", list_pressing),
        ("person.orphans", list_vacancies),
        ("person.orphans", list_failed),
        ("", list_keys),
    )
    todos = list(list_due(actor))
    for verb, source in sources:
        if not verb or can_anywhere(actor, verb):
            todos += source(actor)
    return sorted(todos, key=lambda todo: (TONES[todo.tone], todo.day or date.max))


def list_due(actor: Actor) -> list[Todo]:
    """Return what somebody else waits for: cheap enough for the head of every page."""
    return remember(
        ("due", actor.user_id, actor.role, actor.unit_id),
        lambda: [*list_approvals(actor), *list_figures(actor), *list_messages(actor)],
    )


def list_approvals(actor: Actor) -> Iterator[Todo]:
    count, soonest = count_waiting(actor)
    if soonest is not None:
        yield Todo(
            title=_("มีคำขอรอท่านพิจารณา %(count)s รายการ") % {"count": f"{count:,}"},
            why=_("คำขอเหล่านี้ต้องให้บุคคลที่สองเห็นชอบก่อนจึงจะมีผล"),
            url=reverse("approvals:waiting"),
            button=_("พิจารณาคำขอ"),
            icon="clipboard",
            tone="warn",
            day=soonest.date(),
        )


def list_messages(actor: Actor) -> Iterator[Todo]:
    unread = count_unread(actor)
    if unread:
        yield Todo(
            title=_("มีข้อความที่ยังไม่ได้อ่าน %(count)s ข้อความ") % {"count": f"{unread:,}"},
            why=_("ข้อความจากระบบและจากผู้ที่ทำงานกับท่าน"),
            url=reverse("inbox:inbox"),
            button=_("เปิดกล่องข้อความ"),
            icon="mail",
        )


def list_figures(actor: Actor) -> Iterator[Todo]:
    """Figures that wait for the executive."""
    unit_id, code = _get_own(actor, "headcount.confirm")
    if unit_id and find_state(unit_id) in WITH_EXECUTIVE and not is_settled(unit_id):
        yield Todo(
            title=_("ตรวจและยืนยันจำนวนบุคลากรของปีนี้"),
            why=_("ผู้ดูแลระบบกรอกตัวเลขแล้ว เมื่อท่านยืนยันจึงเปิดช่องทางตอบแบบวัดได้"),
            url=reverse("headcounts:unit", args=[code]),
            button=_("ตรวจและยืนยัน"),
            icon="people",
            tone="warn",
        )


def list_setup(actor: Actor) -> Iterator[Todo]:
    """The yearly set-up of the agency itself, by its admin."""
    unit_id, code = _get_own(actor, "headcount.edit")
    state = find_state(unit_id) if unit_id else None
    if state not in {SetupState.NOT_SET, SetupState.RETURNED} or is_settled(unit_id):
        return
    window = is_open(Action.REGISTER, who=get_target(unit_id)).window
    yield Todo(
        title=_("แก้จำนวนบุคลากรที่ผู้บริหารส่งกลับ")
        if state is SetupState.RETURNED
        else _("กรอกจำนวนบุคลากรและผู้มาติดต่อของปีนี้"),
        why=_("ระบบคำนวณจำนวนผู้ตอบขั้นต่ำจากตัวเลขนี้ และเปิดช่องทางตอบแบบวัดได้เมื่อผู้บริหารยืนยัน"),
        url=reverse("headcounts:unit", args=[code]),
        button=_("กรอกตัวเลข"),
        icon="people",
        tone="warn",
        day=window.last_day if window else None,
    )


def list_calls(actor: Actor) -> Iterator[Todo]:
    """Cases of an interviewer's call list."""
    count, last_day = get_workload(actor)
    if count:
        yield Todo(
            title=_("มีรายชื่อรอสัมภาษณ์ %(count)s ราย") % {"count": f"{count:,}"},
            why=_("เปิดรายชื่อไว้ในเครื่องก่อนออกพื้นที่ แล้วสัมภาษณ์ได้แม้ไม่มีสัญญาณ"),
            url=reverse("fieldwork:own"),
            button=_("เปิดรายชื่อ"),
            icon="clipboard",
            tone="warn",
            day=last_day,
        )


def list_setups(actor: Actor) -> Iterator[Todo]:
    """Agencies of the area whose set-up is not confirmed."""
    if is_open(Action.IIT, who=EVERYBODY).standing is Standing.CLOSED:
        return  # no figure moves any more
    counts = count_states_for(actor, year=fiscal_year(clock.today()))
    waiting = sum(counts.values()) - counts[SetupState.CONFIRMED]
    if waiting:
        yield Todo(
            title=_("หน่วยงาน %(count)s แห่งยังตั้งค่าประจำปีไม่เสร็จ") % {"count": f"{waiting:,}"},
            why=_("หน่วยงานที่ยังไม่ยืนยันจำนวนบุคลากรเปิดช่องทางตอบแบบวัดไม่ได้"),
            url=reverse("headcounts:list"),
            button=_("ดูและเตือน"),
            icon="people",
        )


def list_pressing(actor: Actor) -> Iterator[Todo]:
    """Surveys that will not reach their minimum at the present pace."""
    count = count_pressing_for(actor)
    if count:
        words = _("หน่วยงาน %(count)s แห่งมีผู้ตอบแบบวัดต่ำกว่าที่ควร")
        if actor.acting and get_reach(actor.acting, "survey.view") is Reach.OWN:
            words = _("ผู้ตอบแบบวัดของหน่วยงานต่ำกว่าที่ควร")
        yield Todo(
            title=words % {"count": f"{count:,}"},
            why=_("คาดว่าอาจไม่ครบจำนวนขั้นต่ำภายในวันสุดท้าย หรือปิดแล้วแต่ยังไม่ครบ"),
            url=f"{reverse('board:agencies')}?need=pressing",
            button=_("ดูความคืบหน้า"),
            icon="survey",
            tone="warn",
        )


def list_questions(actor: Actor) -> Iterator[Todo]:
    """What the commission asks the own agency about its survey answers."""
    count, first = count_own_open(actor)
    if first is not None:
        yield Todo(
            title=_("มีเรื่องที่ขอให้หน่วยงานชี้แจง %(count)s เรื่อง") % {"count": f"{count:,}"},
            why=_("ยังไม่มีการตัดสินใด ๆ จนกว่าท่านจะชี้แจงหรือพ้นกำหนด"),
            url=reverse("integrity:question", args=[first.pk]),
            button=_("อ่านและชี้แจง"),
            icon="comment",
            tone="warn",
            day=first.reply_by,
        )


def list_own_unit(actor: Actor) -> Iterator[Todo]:
    """The yearly check of the agency's own contact data."""
    unit_id, code = _get_own(actor, "unit.edit_profile")
    if unit_id and count_unconfirmed_for(actor):
        yield Todo(
            title=_("ตรวจและยืนยันข้อมูลติดต่อของหน่วยงาน"),
            why=_("ทุกปีงบประมาณต้องยืนยันเว็บไซต์ โดเมน และช่องทางติดต่อหนึ่งครั้ง ปีนี้คือปีงบประมาณ %(year)s")
            % {"year": fiscal_year(clock.today())},
            url=reverse("organizations:unit", args=[code]),
            button=_("ตรวจข้อมูล"),
            icon="agency",
            tone="warn",
        )


def list_area(actor: Actor) -> Iterator[Todo]:
    """How many agencies of the area have not made their yearly check."""
    count = count_unconfirmed_for(actor)
    if count:
        yield Todo(
            title=_("หน่วยงาน %(count)s แห่งยังไม่ยืนยันข้อมูลติดต่อของปีนี้") % {"count": f"{count:,}"},
            why=_("ติดตามให้ผู้ดูแลระบบของหน่วยงานตรวจและยืนยันก่อนเปิดการประเมิน"),
            url=reverse("organizations:list"),
            button=_("ดูรายชื่อหน่วยงาน"),
            icon="agency",
        )


def list_vacancies(actor: Actor) -> Iterator[Todo]:
    """Agencies of the area without an admin."""
    count = list_orphans_for(actor, kind=OrphanKind.NO_ADMIN).order_by().values("pk").count()
    if count:
        yield Todo(
            title=_("หน่วยงาน %(count)s แห่งไม่มีผู้ดูแลระบบ") % {"count": f"{count:,}"},
            why=_("หน่วยงานเหล่านี้จะเริ่มการประเมินไม่ได้จนกว่าจะมีผู้รับผิดชอบ"),
            url=reverse("people:orphans"),
            button=_("มอบหมายผู้รับผิดชอบ"),
            icon="people",
            tone="warn",
        )


def list_failed(actor: Actor) -> Iterator[Todo]:
    """Agencies of the area that did not pass last time."""
    if can(actor, "season.edit", NATION):
        return
    year, count = count_failed_for(actor)
    if count:
        yield Todo(
            title=_("หน่วยงาน %(count)s แห่งยังไม่ผ่านเกณฑ์ 85 คะแนน") % {"count": f"{count:,}"},
            why=_("ผลปีงบประมาณ %(year)s ควรติดตามใกล้ชิดเป็นลำดับแรก") % {"year": year},
            url=f"{reverse('results:list')}?sort=total",
            button=_("ดูหน่วยงานที่ต้องช่วย"),
            icon="chart",
        )


def list_keys(actor: Actor) -> Iterator[Todo]:
    """A second factor for whoever signed in with a password alone."""
    if actor.is_known and not actor.second_factor:
        yield Todo(
            title=_("ตั้งค่าการยืนยันตัวตนสองขั้น"),
            why=_("ป้องกันไม่ให้ผู้อื่นใช้บัญชีของท่าน แม้รู้รหัสผ่าน ใช้เวลาประมาณสองนาที"),
            url=reverse("mfa_index"),
            button=_("ตั้งค่า"),
            icon="shield",
            tone="neutral",
        )


def _get_own(actor: Actor, verb: str) -> tuple[int, str]:
    """Return id and code of the unit of the role, where that may do VERB to it."""
    grant = actor.acting
    if grant is None or grant.unit_id is None or not can(actor, verb, Scope(grant.unit_id)):
        return 0, ""
    return grant.unit_id, grant.unit_code
