"""A training installation tells another day: to pages and to jobs, never to the audit trail."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock, jobs
from prongsai.core.actor import SYSTEM
from prongsai.core.clock import BANGKOK
from prongsai.core.errors import NotAllowed
from prongsai.frameworks.models import TrainingClock
from prongsai.frameworks.selectors.training import get_shift
from prongsai.frameworks.services import training
from tests.factories.jobs import run_worker
from tests.factories.seasons import make_season

SEEN: list[date] = []
MARCH = datetime(2026, 3, 15, 9, 30, tzinfo=BANGKOK)


@jobs.job()
def look_at_the_clock() -> None:
    SEEN.append(clock.today())


@pytest.fixture
def trained(settings):
    settings.TIME_TRAVEL = True


@pytest.mark.django_db
def test_clock_is_moved_and_goes_on(trained):
    shift = training.travel(SYSTEM, to=MARCH)

    assert get_shift() == shift
    with clock.travelled(get_shift()):
        assert timedelta() <= clock.now() - MARCH < timedelta(minutes=1)
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)
    training.travel(SYSTEM, to=MARCH + timedelta(days=1))
    training.reset(SYSTEM)
    assert get_shift() == timedelta()
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["season.travel", "season.travel", "season.travel_reset"]


@pytest.mark.django_db
def test_real_installation_never_travels(django_assert_num_queries):
    for act in (lambda: training.travel(SYSTEM, to=MARCH), lambda: training.reset(SYSTEM)):
        with pytest.raises(NotAllowed):
            act()
    TrainingClock.objects.create(shift=timedelta(days=9), set_at=MARCH, set_by_name="")

    with django_assert_num_queries(0):
        assert get_shift() == timedelta()


@pytest.mark.django_db
def test_pages_show_the_moved_day_and_say_so(trained, client, make_person, sign_in):
    make_season(2569)
    sign_in(client, make_person("auditor", starts=date(2020, 1, 1)))
    before = client.get(reverse("seasons:list")).content.decode()
    training.travel(SYSTEM, to=MARCH)

    after = client.get(reverse("seasons:list")).content.decode()
    assert "เวลาของระบบฝึกถูกเลื่อนไปเป็น" not in before
    assert "เวลาของระบบฝึกถูกเลื่อนไปเป็น" in after
    assert "15 มีนาคม 2569" in after
    assert "เปิดอยู่ขณะนี้" in after


@pytest.mark.django_db(transaction=True)
def test_jobs_see_the_moved_day(trained):
    SEEN.clear()
    training.travel(SYSTEM, to=MARCH)
    jobs.after_commit("tests.frameworks.test_services_training.look_at_the_clock")

    run_worker()

    assert [MARCH.date()] == SEEN


@pytest.mark.django_db
def test_command_travels_by_buddhist_and_iso_days(trained):
    for day in ("2026-03-15", "15 มี.ค. 2569"):
        out = StringIO()
        call_command("season", "travel", "--to", day, stdout=out)
        assert out.getvalue().startswith("2026-03-15 ")
    call_command("season", "travel", "--reset", stdout=StringIO())
    assert not TrainingClock.objects.exists()
    with pytest.raises(CommandError):
        call_command("season", "travel", "--to", "31/2/2569")


@pytest.mark.django_db
def test_command_explains_a_refusal():
    with pytest.raises(CommandError, match="ระบบฝึก"):
        call_command("season", "travel", "--to", "2026-03-15")
