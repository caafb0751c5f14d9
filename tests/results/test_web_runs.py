"""The pages of runs, marks, reasons and open data."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prongsai.approvals.services.requests import approve
from prongsai.permissions.roles import Role
from prongsai.results.models import MarkUpload, ScoringRun
from prongsai.results.services.runs import score_run
from prongsai.results.services.verification import verify_package
from tests.results.seasons import FRAMEWORK, hand_in, make_marks, make_run, publish_run, release

FULL = {"IIT": (40, 0), "EIT1": (30, 0), "EIT2": (20, 0)}


@pytest.fixture
def owners(db, make_person):
    return make_person(Role.COMMISSION_OWNER), make_person(Role.COMMISSION_OWNER)


@pytest.fixture
def owner(owners, sign_in, client):
    return sign_in(client, owners[0])


@pytest.fixture
def chief(place, make_person, sign_in):
    from django.test import Client

    return sign_in(Client(), make_person(Role.DISTRICT_CHIEF, place.ids["A1"]))


@pytest.fixture
def published(place, owners):
    release(place.ids["L1"], FULL)
    release(place.ids["L2"], {**FULL, "IIT": (5, 0)})
    hand_in(["L1", "L2", "L4"])
    return publish_run(make_run(), *owners)


def read(answer):
    assert answer.status_code == 200, answer.status_code
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def test_from_marks_to_publication_in_the_browser(place, owner, owners, chief):
    release(place.ids["L1"], FULL)
    file = SimpleUploadedFile("marks.csv", make_marks(["L1"]))
    answer = owner.post(reverse("results:marks"), {"framework": FRAMEWORK, "file": file})
    assert answer.status_code == 302
    assert "marks.csv" in read(owner.get(reverse("results:marks")))

    answer = owner.post(reverse("results:runs"), {"framework": FRAMEWORK, "note": "รอบแรก"})
    run = ScoringRun.objects.get()
    assert answer.url == reverse("results:run", args=[run.pk])
    assert "กำลังคำนวณ" in read(owner.get(answer.url))
    assert score_run(owners[0].actor, run_id=run.pk)
    page = read(owner.get(answer.url))
    assert "เสนอประกาศผล" in page
    run.refresh_from_db()
    assert run.package_hash in page

    answer = owner.post(reverse("results:publish", args=[run.pk]))
    assert run.package_hash in read(owner.get(answer.url))
    assert chief.get(reverse("results:explain", args=["L1", 2569])).status_code == 404
    approve(owners[1].actor, request_id=int(answer.url.strip("/").rpartition("/")[2]))

    assert "ประกาศแล้ว" in read(owner.get(reverse("results:run", args=[run.pk])))
    assert "รอบแรก" in read(owner.get(reverse("results:runs")))
    assert "2569" in read(chief.get(reverse("results:unit", args=["L1"])))


def test_a_bad_file_keeps_the_form_and_says_where(place, owner):
    file = SimpleUploadedFile("marks.csv", b"code,o1\nL1,101")

    answer = owner.post(reverse("results:marks"), {"framework": FRAMEWORK, "file": file})

    assert answer.status_code == 422
    assert "row 2.items.o1" in answer.content.decode()
    assert not MarkUpload.objects.exists()


def test_reasons_show_rules_counts_and_notices(published, chief):
    page = read(chief.get(reverse("results:explain", args=["L1", 2569])))

    for part in ("คะแนนรวม", "ผู้เลือก×คะแนน: 20×", "กติกาชั่วคราว", "โปรดทราบก่อนใช้คะแนนนี้"):
        assert part in page
    assert "ปกปิดเพราะกลุ่มเล็ก" not in page
    english = read(
        chief.get(reverse("results:explain", args=["L1", 2569]), headers={"accept-language": "en"})
    )
    assert "20×" in english


def test_reasons_of_a_small_group_are_cut(published, chief):
    page = read(chief.get(reverse("results:explain", args=["L2", 2569])))

    assert "ปกปิดเพราะกลุ่มเล็ก" in page
    assert "2×" not in page.replace("20×", "").replace("10×", "").replace("15×", "")


def test_reasons_of_agencies_elsewhere_are_not_there(published, chief, owner):
    url = reverse("results:explain", args=["L4", 2569])

    assert owner.get(url).status_code == 200
    assert chief.get(url).status_code == 404
    assert chief.get(reverse("results:explain", args=["L1", 2568])).status_code == 404


def test_open_data_is_for_everybody_once_published(published, client, tmp_path):
    client.logout()
    waiting = make_run()
    edition = reverse("results:edition", args=[FRAMEWORK, published.number])

    assert FRAMEWORK in read(client.get(reverse("results:editions")))
    assert f"prongsai verify http://testserver{edition}" in read(client.get(edition))
    archive = client.get(reverse("results:zip", args=[FRAMEWORK, published.number]))
    with zipfile.ZipFile(io.BytesIO(b"".join(archive))) as files:
        files.extractall(tmp_path)
    report = verify_package(str(tmp_path))
    assert report.agrees
    assert report.agencies == 3
    one = client.get(reverse("results:file", args=[FRAMEWORK, published.number, "items.csv"]))
    assert b"".join(one) == (tmp_path / "items.csv").read_bytes()

    for name, args in (
        ("file", [FRAMEWORK, published.number, "secret.csv"]),
        ("file", [FRAMEWORK, waiting.number, "items.csv"]),
        ("zip", [FRAMEWORK, waiting.number]),
        ("edition", [FRAMEWORK, waiting.number]),
        ("edition", ["nacc-general-2564", 1]),
    ):
        assert client.get(reverse(f"results:{name}", args=args)).status_code == 404


@pytest.mark.parametrize("name", ["runs", "marks", "editions"])
def test_lists_ask_the_same_number_of_queries(published, owner, owners, name):
    url = reverse(f"results:{name}")
    owner.get(url)
    before = count_queries(owner, url)

    for _ in range(2):
        hand_in(["L1"])
        publish_run(make_run(), *owners)

    assert count_queries(owner, url) == before


def count_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
