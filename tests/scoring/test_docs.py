"""The examples of docs/scoring are true."""

import doctest
import json
import re
from pathlib import Path

import pytest

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.document import open_document
from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.report import describe_score
from prongsai.scoring.run import score_agency

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "scoring"
PAGES = sorted(FOLDER.glob("*.md"))
EXAMPLES = [page for page in PAGES if "```json" in page.read_text(encoding="utf-8")]


def holds(expected, found):
    """Everything expected is found; lists of notices need to contain the named ones."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and holds(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return all(any(holds(one, other) for other in found) for one in expected)
    return expected == found


@pytest.mark.parametrize("page", EXAMPLES, ids=lambda page: page.stem)
def test_example_is_computed(page):
    blocks = re.findall(r"```json\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    document, expected = open_document(blocks[0]), json.loads(blocks[1])
    pack = get_pack(document.values["framework"])
    reader = AgencyReader(pack)

    (given,) = [reader.read_agency(raw, path) for path, raw in document.iter_agencies()]

    found = describe_score(score_agency(pack, given))
    assert holds(expected, found), found
    assert not holds({"total": "0.01"}, found)


def test_every_rule_page_has_an_example_in_both_languages():
    assert len(EXAMPLES) == 14
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert page.name == "README.md" or ("## ภาษาไทย" in text and "## English" in text)


def test_what_if_page_is_executed():
    assert doctest.testfile(str(FOLDER / "what-if.md"), module_relative=False).failed == 0
