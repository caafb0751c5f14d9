"""Published scores are rebuilt from the open data, and every change is found."""

import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.results.rules.packages.report import write_report
from prongsai.results.services.verification import verify_package
from prongsai.scoring.faults import BadInput
from tests.results.packages.makers import CLEAR, PACK, edit, make_agency, publish, read_rows


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Five agencies: all open, some counts withheld, too few answers, no answers, only items."""
    folder = tmp_path_factory.mktemp("published")
    agencies = [
        make_agency("L1"),
        make_agency("L2", stray=2, mark=50),
        make_agency("L3", {"IIT": 4, "EIT1": 30, "EIT2": 20}, headcount=100),
        make_agency("L4", {**CLEAR, "IIT": 20}, headcount=100),
        make_agency("L5", {}),
    ]
    publish(folder, agencies)
    return folder


@pytest.fixture
def package(published, tmp_path):
    return shutil.copytree(published, tmp_path / "package")


def find(report):
    return {(d.where, d.what) for d in report.differences}


def test_everything_agrees_and_says_from_what(published):
    report = verify_package(str(published))

    assert report.agrees
    assert report.agencies == 5
    assert dict(report.depths) == {"answers": 3, "indicators": 1, "instruments": 1}
    assert report.known_framework is True
    states = {row["agency"]: row["state"] for row in read_rows(published, "results.csv")}
    assert states == {
        "L1": "provisional",
        "L2": "provisional",
        "L3": "sample too small",
        "L4": "sample too small",
        "L5": "no result",
    }


@pytest.mark.parametrize("name", ["nacc-general-2564", "up-internal-2563", "ovec-college-2568"])
def test_other_frameworks_agree_too(tmp_path, name):
    pack = get_pack(name)
    sheets = {s: 24 for i in pack.instruments if i.lines for s in i.sheets}
    agencies = [
        make_agency("A", sheets, framework=pack),
        make_agency("B", sheets, framework=pack, stray=1),
        make_agency("C", dict.fromkeys(sheets, 5), framework=pack),
    ]
    publish(tmp_path, agencies, framework=pack)

    report = verify_package(str(tmp_path))

    assert report.agrees, write_report(report, "en")
    assert report.depths["instruments"] == 1


CHEATS = [
    ("results.csv", "L1,provisional,{level},{total},", "L1,provisional,{level},99.99,", "total"),
    ("items.csv", "L1,o1,100", "L1,o1,0", "total"),
    ("answers.csv", "L1,IIT,i1.a,20,", "L1,IIT,i1.a,10,", "indicator_1"),
    ("samples.csv", "L4,IIT,20", "L4,IIT,40", "state"),
]


@pytest.mark.parametrize(("name", "old", "new", "what"), CHEATS, ids=[c[0] for c in CHEATS])
def test_a_changed_figure_is_found_though_the_hashes_were_made_to_fit(
    package, name, old, new, what
):
    row = read_rows(package, "results.csv")[0]
    edit(package, name, lambda text: text.replace(old.format(**row), new.format(**row), 1))

    report = verify_package(str(package))

    assert not report.agrees
    assert what in {field for _, field in find(report)}
    assert report.wrong == 1


def test_a_rounded_score_outside_its_span_is_found(package):
    row = next(r for r in read_rows(package, "given.csv") if r["precision"] == "rounded")
    line = f"L3,instrument,IIT,{row['value']},rounded"
    edit(package, "given.csv", lambda t: t.replace(line, "L3,instrument,IIT,51.5,rounded"))

    report = verify_package(str(package))

    assert {("L3", "IIT"), ("L3", "total")} <= find(report)


def test_a_touched_file_is_found_by_its_hash(package):
    names = package / "agencies.csv"
    before = names.read_text(encoding="utf-8")
    names.write_text(before.replace("อบต. L1", "อบต. L9"), encoding="utf-8")

    assert find(verify_package(str(package))) == {("agencies.csv", "sha256")}


def test_another_framework_than_the_named_one_is_found(package):
    edit(package, "framework.yaml", lambda text: text.replace("minimum: 70", "minimum: 71"))

    report = verify_package(str(package))

    assert ("datapackage.json", "framework_hash") in find(report)
    assert report.known_framework is False
    assert "not the one" in write_report(report, "en")


FAULTS = [
    ("results.csv", lambda t: t.replace("L2,", "L1,"), "agencies.csv|results.csv"),
    ("agencies.csv", lambda t: t.replace("L2,", "L1,"), "agencies.csv"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o1,101"), "items.csv: 2, mark"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o1,NaN"), "items.csv: 2, mark"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o1,1e9"), "items.csv: 2, mark"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o1,-1"), "items.csv: 2, mark"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o99,100"), "items.csv: 2, item"),
    ("items.csv", lambda t: t.replace("L1,o2,", "L1,o1,"), "items.csv: 3, item"),
    ("items.csv", lambda t: t.replace("agency,", "unit,"), "items.csv: 1"),
    ("items.csv", lambda t: t.replace("L1,o1,100", "L1,o1"), "items.csv: 2"),
    ("items.csv", lambda t: t + "L1,o1,100\n", "items.csv: "),
    ("items.csv", lambda t: t.replace("L1,o1,100", 'L1,"o1,100'), "items.csv: "),
    ("answers.csv", lambda t: t.replace("i1.a,20", "i1.a,-1"), "answers.csv: 2, choice_0"),
    ("answers.csv", lambda t: t.replace("i1.a,20", "i1.a,41"), "answers.csv: 2"),
    ("answers.csv", lambda t: t.replace("L1,IIT,i1.a", "L1,XYZ,i1.a"), "answers.csv: 2, sheet"),
    ("given.csv", lambda t: t.replace("exact", "guess"), "given.csv: 2, precision"),
    ("given.csv", lambda t: t.replace(",exact", ",rounded"), "given.csv: 2"),
    ("framework.yaml", lambda t: t.replace("weight: 0.4", "weight: 0.5"), "framework.yaml: "),
    ("agencies.csv", lambda t: t.replace("tambon_body,100", "tambon_body,x"), "headcount"),
]


@pytest.mark.parametrize(("name", "change", "path"), FAULTS, ids=range(len(FAULTS)))
def test_what_cannot_be_used_is_refused_with_its_place(package, name, change, path):
    edit(package, name, change)

    with pytest.raises(BadInput) as refused:
        verify_package(str(package))

    assert any(part in refused.value.path for part in path.split("|")), refused.value
    assert refused.value.text.th != refused.value.text.en


MANIFESTS = [
    ("not json", "$"),
    ('{"prongsai": {"format": NaN}}', "prongsai.format"),
    ('{"prongsai": {"format": 1, "format": 1}}', "prongsai.format"),
    ("[" * 100_000, "$"),
    ('{"prongsai": {"format": 1, "framework": "../x"}}', "prongsai.framework"),
    ("[]", "$"),
]


@pytest.mark.parametrize(("text", "path"), MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_hostile_list_of_files_is_refused(package, text, path):
    (package / "datapackage.json").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=r"datapackage\.json") as refused:
        verify_package(str(package))

    assert path in refused.value.path


@pytest.mark.parametrize("path", ["../items.csv", "/etc/passwd", "https://x.invalid/", None])
def test_a_file_elsewhere_is_refused(package, path):
    listed = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    listed["resources"][3]["path"] = path
    (package / "datapackage.json").write_text(json.dumps(listed), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        verify_package(str(package))

    assert refused.value.path == "datapackage.json: resources[3].path"


def run(*args):
    out = io.StringIO()
    try:
        call_command("verify", *args, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_command_speaks_both_languages_and_json(published, package):
    assert run(str(published))[0] == 0
    assert "ตรงกับที่ประกาศทุกค่า" in run(str(published))[1]
    assert "every published figure agrees" in run(str(published), "--language", "en")[1]
    told = json.loads(run(str(published), "--json")[1])
    assert told["agrees"] is True
    assert told["framework_hash"] == PACK.digest
    assert told["checked_from"] == {"answers": 3, "indicators": 1, "instruments": 1}

    edit(package, "items.csv", lambda text: text.replace("L1,o1,100", "L1,o1,0", 1))
    code, text = run(str(package), "--language", "en")
    assert code == 1
    assert "L1 total: published" in text
    assert run(str(package), "--json")[0] == 1

    code, text = run(str(package / "nowhere"))
    assert code == 2
    assert "datapackage.json" in text
