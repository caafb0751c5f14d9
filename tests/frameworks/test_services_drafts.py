"""Drafts of frameworks: written, asked for, frozen by another person, never changed again."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from prongsai.approvals.services.requests import approve, reject, withdraw
from prongsai.audit.models import Entry
from prongsai.core.errors import Conflict, Invalid, NotAllowed, NotFound
from prongsai.frameworks.models import FrameworkDraft, FrozenFramework
from prongsai.frameworks.rules.packs.template import start_document
from prongsai.frameworks.selectors.drafts import get_view_for, list_cards
from prongsai.frameworks.selectors.packs import find_framework, get_pack, list_packs, read_pack
from prongsai.frameworks.services import drafts
from prongsai.frameworks.services.freezing import propose_freeze
from prongsai.frameworks.types.drafts import Standing
from prongsai.surveys.selectors.questionnaires import get_questionnaire

pytestmark = pytest.mark.django_db
YEAR = 2571
NAME = f"nacc-general-{YEAR}"
IIT = ("instruments", 0)


@pytest.fixture
def owner(make_person):
    return make_person("commission_owner").actor


@pytest.fixture
def second(make_person):
    return make_person("commission_owner").actor


@pytest.fixture
def ref(owner):
    return drafts.clone_framework(owner, ref="nacc-general-2568", year=YEAR)


def view(actor, ref):
    return get_view_for(actor, ref)


def set_weight(actor, ref, weight, version):
    return drafts.write_node(actor, ref=ref, version=version, path=IIT, values={"weight": weight})


@pytest.fixture
def frozen(owner, second, ref):
    approve(second, request_id=propose_freeze(owner, ref=ref).id)
    return NAME


def test_clone_is_a_draft_that_only_editors_see(owner, ref, make_person):
    shown = view(owner, ref)
    assert (shown.card.standing, shown.faults, shown.is_open) == (Standing.DRAFT, [], True)
    assert shown.document["crosswalk"]["o1"] == ["o1"]
    assert list_cards(owner)[0].ref == ref
    auditor = make_person("auditor").actor
    assert ref not in {card.ref for card in list_cards(auditor)}
    with pytest.raises(NotFound):
        view(auditor, ref)
    assert Entry.objects.filter(verb="framework.draft", target=f"framework:{ref}").count() == 1


def test_two_drafts_of_one_year_and_years_that_are_frozen_are_refused(owner, ref):
    for year in (YEAR, 2569):
        with pytest.raises(Conflict) as caught:
            drafts.clone_framework(owner, ref="nacc-general-2568", year=year)
        assert caught.value.field == "year"


def test_a_stale_page_is_refused_and_nothing_is_lost(owner, second, ref):
    set_weight(second, ref, 1, 1)

    with pytest.raises(Conflict) as caught:
        drafts.write_node(owner, ref=ref, version=1, path=(), values={"title.th": "อื่น"})

    assert second.name in caught.value.message
    assert view(owner, ref).document["instruments"][0]["weight"] == 1
    assert view(owner, ref).document["title"]["th"] != "อื่น"


def test_faults_are_kept_in_a_draft_but_keep_it_from_being_frozen(owner, ref):
    set_weight(owner, ref, 1, 1)
    assert [path for path, _text in view(owner, ref).faults] == [("instruments",)]
    with pytest.raises(Invalid):
        propose_freeze(owner, ref=ref)


def test_what_breaks_the_shape_is_not_written(owner, ref):
    for values in ({"weight": 2}, {"code": "lower case"}, {"name.th": None}):
        with pytest.raises(Invalid):
            drafts.write_node(owner, ref=ref, version=1, path=IIT, values=values)
    with pytest.raises(Conflict):
        drafts.add_node(
            owner, ref=ref, version=1, branch=("rules",), values={"@key": "weights", "basis": "N"}
        )
    for path in (("nowhere",), ()):
        with pytest.raises(NotFound):
            drafts.drop_node(owner, ref=ref, version=1, path=path)
    assert view(owner, ref).draft.version == 1


def test_nobody_approves_the_own_request(owner, ref):
    asked = propose_freeze(owner, ref=ref)

    with pytest.raises(NotAllowed):
        approve(owner, request_id=asked.id)
    assert not FrozenFramework.objects.exists()


def test_waiting_drafts_stay_as_they_are_until_withdrawn(owner, ref):
    asked = propose_freeze(owner, ref=ref)
    assert view(owner, ref).card.standing is Standing.ASKED
    for change in (
        lambda: set_weight(owner, ref, 1, 1),
        lambda: drafts.discard_draft(owner, ref=ref),
        lambda: propose_freeze(owner, ref=ref),
    ):
        with pytest.raises(Conflict):
            change()

    withdraw(owner, request_id=asked.id)
    set_weight(owner, ref, 1, 1)


def test_returned_drafts_come_back_with_the_reason(owner, second, ref):
    reject(second, request_id=propose_freeze(owner, ref=ref).id, reason="น้ำหนักยังไม่ตรง")

    shown = view(owner, ref)
    assert (shown.card.standing, shown.draft.reason) == (Standing.RETURNED, "น้ำหนักยังไม่ตรง")
    drafts.write_node(owner, ref=ref, version=1, path=(), values={"title.th": "ชื่อใหม่"})
    approve(second, request_id=propose_freeze(owner, ref=ref).id)
    assert get_pack(NAME).title.th == "ชื่อใหม่"


def test_frozen_frameworks_serve_everywhere(frozen, owner, second, ref, capsys):
    pack = get_pack(NAME)
    row = FrozenFramework.objects.get()
    assert (row.digest, row.made_by_name, row.approved_by_name) == (
        pack.digest,
        owner.name,
        second.name,
    )
    assert NAME in list_packs()
    assert read_pack(NAME).document["status"] == "provisional"
    assert find_framework(form="general", fiscal_year=YEAR).name == NAME
    assert find_framework(form="general", fiscal_year=YEAR + 1) is None
    assert len(get_questionnaire(NAME, "IIT").lines) == 15
    call_command("framework", "check", NAME)
    call_command("framework", "diff", "nacc-general-2568", NAME)
    call_command("framework", "list")
    told = capsys.readouterr().out
    assert f"{NAME}: ใช้ได้" in told
    assert told.splitlines().count(NAME) == 1
    assert set(
        Entry.objects.filter(verb__startswith="framework.").values_list("verb", flat=True)
    ) == {
        "framework.draft",
        "framework.propose",
        "framework.freeze",
    }
    with pytest.raises(NotFound):
        set_weight(owner, ref, 1, 1)


def test_scores_are_made_with_a_frozen_framework(frozen, tmp_path, capsys):
    file = tmp_path / "in.json"
    file.write_text(f'{{"framework": "{NAME}", "agencies": [{{"total": "90"}}]}}')

    call_command("score", str(file))

    assert get_pack(NAME).digest in capsys.readouterr().out


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE frameworks_frozenframework SET text = '{}'",
        "UPDATE frameworks_frozenframework SET digest = repeat('0', 64)",
        "DELETE FROM frameworks_frozenframework",
        "UPDATE frameworks_frameworkdraft SET text = '{}'",
        "UPDATE frameworks_frameworkdraft SET frozen_id = NULL",
    ],
)
def test_the_database_keeps_what_is_frozen(frozen, sql):
    assert FrameworkDraft.objects.filter(frozen__name=NAME).count() == 1

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(sql)


def test_a_tampered_row_is_refused(frozen, owner):
    assert get_pack(NAME)
    table = "frameworks_frozenframework"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET text = replace(text, '0.40', '0.10')")
        assert cursor.rowcount == 1
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    for load in (get_pack, read_pack):
        with pytest.raises(Conflict):
            load(NAME)
    with pytest.raises(CommandError):
        call_command("framework", "check", NAME)


def test_strangers_write_nothing(owner, ref, make_person):
    for role in ("auditor", "data_protection_officer", "system_operator"):
        actor = make_person(role).actor
        for change in (
            lambda actor=actor: drafts.clone_framework(actor, ref="nacc-general-2568", year=2580),
            lambda actor=actor: set_weight(actor, ref, 1, 1),
            lambda actor=actor: drafts.discard_draft(actor, ref=ref),
            lambda actor=actor: propose_freeze(actor, ref=ref),
        ):
            with pytest.raises(NotAllowed):
                change()
    assert view(owner, ref).draft.version == 1


def test_drafts_are_begun_from_nothing_and_thrown_away(owner):
    document = start_document(programme="own", form="school", year=2570, title="ชื่อ", english="")
    ref = drafts.create_draft(owner, document=document)
    assert view(owner, ref).faults == []
    with pytest.raises(Invalid):
        drafts.create_draft(owner, document={**document, "levels": []})

    drafts.discard_draft(owner, ref=ref)

    with pytest.raises(NotFound):
        view(owner, ref)
