"""Kits of a whole area: made in steps, never stuck without a word, gone after their days."""

import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from prongsai.audit.models import Entry
from prongsai.core import clock
from prongsai.core.errors import Conflict, NotFound
from prongsai.permissions.roles import Role
from prongsai.surveys.models import KitFile, KitItem, KitOrder
from prongsai.surveys.services.kits import orders
from prongsai.surveys.services.kits.orders import (
    clear_expired,
    delete_order,
    make_step,
    order_kits,
    retry_order,
)
from prongsai.surveys.types import KitPart
from tests.factories.moments import at_once
from tests.factories.organizations import make_spec as make_unit_spec
from tests.factories.organizations import make_units
from tests.factories.surveys import make_channel

ROOT = Path(__file__).resolve().parents[2]
PARTS = [KitPart.LINE, KitPart.CARD]
STEP = """
import sys, time
import django
django.setup()
from prongsai.surveys.services.kits import orders
make = orders.make_parts
def slowly(*args, **options):
    for file in make(*args, **options):
        print("made", flush=True)
        time.sleep(600)
        yield file
orders.make_parts = slowly
orders.make_step(int(sys.argv[1]))
"""


@pytest.fixture
def order(advertised, make_person):
    owner = make_person(Role.COMMISSION_OWNER)
    order_id = order_kits(owner.actor, instrument="EIT", parts=PARTS, language="th")
    return owner, order_id


def test_order_is_made_in_steps_and_taken_away_by_province(order, sign_in, client):
    owner, order_id = order
    make_step(order_id)
    make_step(order_id)  # repeated after a crash

    answer = sign_in(client, owner).get(reverse("surveys:kit-area", args=[order_id, "none"]))
    files = zipfile.ZipFile(io.BytesIO(b"".join(answer)))

    assert len(files.namelist()) == 2
    assert KitFile.objects.count() == 2
    assert KitItem.objects.filter(is_done=False).count() == 0
    assert "เสร็จแล้ว" in client.get(reverse("surveys:kit-order", args=[order_id])).content.decode()


def test_order_is_its_owners_alone_and_ends_after_its_days(order, make_person, sign_in, client):
    owner, order_id = order
    make_step(order_id)
    other = make_person(Role.COMMISSION_OWNER)

    address = reverse("surveys:kit-area", args=[order_id, "none"])
    assert sign_in(client, other).get(address).status_code == 404
    KitOrder.objects.update(expires_on="2020-01-01")
    clear_expired()
    assert not KitFile.objects.exists()
    assert sign_in(client, owner).get(address).status_code == 404


def test_a_button_pressed_twice_is_one_order(advertised, make_person):
    owner = make_person(Role.COMMISSION_OWNER).actor

    def press():
        return order_kits(owner, instrument="EIT", parts=PARTS, language="th")

    found = at_once(press, press)
    make_step(found[0])
    make_step(found[0])

    assert found[0] == found[1]
    assert press() != found[0]  # what is finished may be asked for anew


def give_up():
    """Leave the jobs of all orders as they are after their last attempt."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")


def show(client, owner, sign_in, order_id):
    found = sign_in(client, owner).get(reverse("surveys:kit-order", args=[order_id]))
    return found.content.decode()


def break_for(monkeypatch, *units):
    make = orders.make_parts

    def fail(cards, parts, **options):
        if any(card.unit_id in units for card in cards):
            raise RuntimeError("no such glyph")
        return make(cards, parts, **options)

    monkeypatch.setattr(orders, "make_parts", fail)


def test_an_order_nobody_works_on_says_so_and_goes_on(order, sign_in, client):
    owner, order_id = order
    working = show(client, owner, sign_in, order_id)
    give_up()

    stopped = show(client, owner, sign_in, order_id)
    overview = client.get(reverse("surveys:kit-orders")).content.decode()
    answer = client.post(reverse("surveys:kit-retry", args=[order_id]), follow=True)
    make_step(order_id)
    make_step(order_id)

    assert "กำลังทำ" in working
    assert "หยุดทำก่อนเสร็จ" in stopped
    assert "หยุดทำก่อนเสร็จ" in overview
    assert "เริ่มทำต่อแล้ว" in answer.content.decode()
    assert "หยุดทำก่อนเสร็จ" not in answer.content.decode()
    assert "เสร็จแล้ว รวม" in show(client, owner, sign_in, order_id)
    assert Entry.objects.filter(verb="survey.retry_kits").count() == 1


def test_a_step_that_breaks_off_leaves_its_reason(order, sign_in, client, monkeypatch):
    owner, order_id = order

    def fail(*args):
        raise MemoryError

    monkeypatch.setattr(orders, "to_cards", fail)
    with pytest.raises(MemoryError):
        make_step(order_id)
    give_up()

    assert "MemoryError" in show(client, owner, sign_in, order_id)
    assert not KitFile.objects.exists()


def test_one_agency_that_cannot_be_drawn_stops_no_other(
    order, unit, year, make_person, sign_in, client, monkeypatch
):
    owner, _small = order
    ids = make_units(make_unit_spec("700005", name_th="เทศบาลอื่น"))
    make_channel(ids["700005"], instrument="EIT", fiscal_year=year)
    order_id = order_kits(owner.actor, instrument="EIT", parts=PARTS, language="en")
    with monkeypatch.context() as broken:
        break_for(broken, unit)
        make_step(order_id)
        make_step(order_id)

    page = show(client, owner, sign_in, order_id)
    left_out = KitItem.objects.get(order_id=order_id, is_done=False)

    assert "1 จาก 2" in page
    assert "เทศบาลตำบลหนองฟ้าใส" in page.split("มีหน่วยงานที่ทำไม่ได้")[1]
    assert left_out.problem == "RuntimeError"
    retry_order(owner.actor, order_id=order_id)
    make_step(order_id)
    make_step(order_id)
    assert "2 จาก 2" in show(client, owner, sign_in, order_id)
    assert KitFile.objects.filter(item__order_id=order_id).count() == 4
    with pytest.raises(Conflict):
        retry_order(owner.actor, order_id=order_id)


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(order):
    _owner, order_id = order
    database = connection.settings_dict
    address = (
        f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
        f"?host={database['HOST']}&port={database['PORT']}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", STEP, str(order_id)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PRONGSAI_DATABASE_URL": address,
        },
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        try:
            assert worker.stdout.readline() == "made\n"
            assert make_step(order_id) == 0  # what another is making is left to it
        finally:
            worker.kill()
    for _attempt in range(1200):  # until the database has noticed
        if make_step(order_id):
            break
        time.sleep(0.1)
    make_step(order_id)

    assert sorted(KitFile.objects.values_list("name", flat=True)) == ["card.pdf", "line.txt"]
    assert KitOrder.objects.get().finished_at is not None


def test_orders_are_few_and_can_be_deleted(order, make_person, sign_in, client):
    owner, order_id = order
    make_step(order_id)
    make_step(order_id)
    for part in (KitPart.LINE, KitPart.MAIL, KitPart.BUTTON):
        order_kits(owner.actor, instrument="EIT", parts=[part], language="th")

    with pytest.raises(Conflict, match="ลบคำสั่ง"):
        order_kits(owner.actor, instrument="EIT", parts=PARTS, language="th")
    with pytest.raises(NotFound):
        delete_order(make_person(Role.COMMISSION_OWNER).actor, order_id=order_id)
    sign_in(client, owner).post(reverse("surveys:kit-delete", args=[order_id]))

    assert KitOrder.objects.count() == 3
    assert not KitFile.objects.exists()
    order_kits(owner.actor, instrument="EIT", parts=PARTS, language="th")


def test_a_page_left_open_tells_the_time_that_is_left(order, year, sign_in, client):
    owner, order_id = order
    KitItem.objects.filter(order_id=order_id).update(is_done=True)
    other = make_units(make_unit_spec("700005"))["700005"]
    channel = make_channel(other, instrument="EIT", fiscal_year=year)
    KitItem.objects.create(order_id=order_id, channel_id=channel.id)
    started = clock.now() - timedelta(minutes=7)
    KitOrder.objects.filter(id=order_id).update(total=2, created_at=started)

    assert "เหลือประมาณ 8 นาที" in show(client, owner, sign_in, order_id)
