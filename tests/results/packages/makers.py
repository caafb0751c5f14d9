"""Made-up agencies, and the packages they are published in."""

import csv
import hashlib
import json
from fractions import Fraction

from prongsai.frameworks.gateways.packs import FOLDER, get_pack
from prongsai.results.gateways.folders import Edition, write_package
from prongsai.results.rules.packages.layout import MANIFEST, hash_data
from prongsai.results.rules.packages.manifest import read_manifest
from prongsai.results.rules.packages.opening import open_agency
from prongsai.results.rules.packages.writing import Named, list_rows
from prongsai.scoring.run import score_agency
from prongsai.scoring.survey_index import count_rows
from prongsai.scoring.types.given import Given

THRESHOLD = 10
PACK = get_pack("nacc-general-2568")
# Nobody left a line out, and every choice that was picked at all was picked by ten or more.
CLEAR = {"IIT": 40, "EIT1": 30, "EIT2": 20}


def answer(framework, sheet, people, *, stray=0):
    """Rows of a sheet: half pick the first choice and half the last, STRAY of them the second."""
    instrument = next(i for i in framework.instruments if sheet in i.sheets)
    return [
        [
            1 if person < stray else 0 if person % 2 else len(line.choices) - 1
            for line in instrument.lines
        ]
        for person in range(people)
    ]


def make_agency(code, people=None, *, framework=PACK, stray=0, mark=100, **more):
    sheets = {}
    for sheet, count in (CLEAR if people is None else people).items():
        instrument = next(i for i in framework.instruments if sheet in i.sheets)
        rows = answer(framework, sheet, count, stray=stray)
        sheets[sheet] = count_rows(rows, [len(line.choices) for line in instrument.lines])
    items = {item.code: Fraction(mark) for item in _list_items(framework)}
    return Given(code=code, agency_class="tambon_body", sheets=sheets, items=items, **more)


def _list_items(framework):
    return [i for i in framework.get_instrument("OIT").all_items if not i.lines]


def publish(folder, agencies, *, framework=PACK, threshold=THRESHOLD):
    """Write the package as the product does."""

    def list_all():
        for given in agencies:
            score = score_agency(framework, given)
            named = Named(given.code, f"อบต. {given.code}", "")
            yield list_rows(named, score, open_agency(score, threshold=threshold))

    text = (FOLDER / f"{framework.name}.yaml").read_text(encoding="utf-8")
    folder.mkdir(exist_ok=True)
    return write_package(folder, Edition(framework, text, 1, threshold), list_all())


def read_rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(folder, name, change):
    """Change the text of a file, and its hash in the list as somebody would who means to cheat."""
    path = folder / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    seal(folder, name)


def seal(folder, name):
    raw = (folder / name).read_bytes()
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    resource = next(r for r in listed["resources"] if r["path"] == name)
    resource |= {"bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
    facts = read_manifest(json.dumps(listed))
    listed["prongsai"]["data_hash"] = hash_data(facts.files)
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
