"""Numbers of people have one door: whoever reads them raw is named, with what is then shown.

`tests/access/test_watching.py` looks at every page; this looks at the code, so that a new reader of
answers, marks or tokens cannot appear without somebody asking what of it is shown.
"""

import re

from tests.conventions.tree import ROOT, python_files

RAW = re.compile(
    r"(?:FROM|JOIN) (?:ledger|answers|tokens)\.|\bTOTALS\b"
    r"|\b(?:get_counts|count_channels|list_day_counts|list_issued_ids)\("
    r"|surveys\.selectors\.(?:sheets|columns) import"
)
OWN_THRESHOLD = re.compile(r"[<>]=? *(?:settings\.SURVEYS_LEAST_GROUP|least|threshold)\b")

HIDES = "through prongsai.core.suppression"
WRITES = "moves rows; the numbers go nowhere"
FEEDS = "hands raw numbers on to those named here"
READERS = {
    "fieldwork/selectors/rounds.py": "interviews and paper, for the leader who holds both; partial"
    " interviews of the whole round among released answers",
    "fieldwork/services/agencies.py": "whether an agency may leave a round, for its leader",
    "fieldwork/services/sync.py": "never more interviews than cases; told to nobody",
    "integrity/selectors/discards.py": HIDES,
    "integrity/selectors/seasons.py": "findings, explained through selectors.explanations",
    "results/selectors/inputs.py": "scoring; what is open is decided in rules.packages.opening",
    "surveys/intake/commits.py": WRITES,
    "surveys/selectors/boards.py": HIDES,
    "surveys/selectors/codes.py": HIDES,
    "surveys/selectors/columns.py": FEEDS,
    "surveys/selectors/counts.py": FEEDS,
    "surveys/selectors/measures.py": HIDES,
    "surveys/selectors/receipts.py": "the public record of a night, for the whole nation",
    "surveys/selectors/sensitive.py": HIDES,
    "surveys/selectors/sheets.py": FEEDS,
    "surveys/services/replay.py": "whether a year has answers at all",
    "integrity/management/commands/integrity.py": "the latest year with answers",
    "integrity/services/runs.py": "whether a year has answers at all",
    "integrity/services/thresholds.py": "the latest year with answers",
    "surveys/selectors/tallies.py": FEEDS,
    "surveys/services/batches.py": WRITES,
    "surveys/services/codes.py": WRITES,
    "surveys/services/lapses.py": WRITES,
    "surveys/services/ledger.py": WRITES,
    "surveys/services/mixing.py": WRITES,
    "tokens/selectors/rounds.py": HIDES,
    "tokens/services/demo.py": "an invented person's link, demo only",
    "tokens/services/invitations.py": "writes to whoever has no token; told to nobody",
    "tokens/services/issuing.py": WRITES,
    "tokens/services/rounds.py": "refuses a round of too few; told to nobody",
}
# A threshold of one's own: no table is shown by it alone.
JUDGES = {
    "core/suppression.py": "the one function",
    "integrity/rules/copies.py": "how many alike make a finding: another threshold",
    "integrity/rules/repeats.py": "how many alike make a finding: another threshold",
    "integrity/selectors/discards.py": "surveys of too few respondents, beside the one function",
    "integrity/selectors/explanations.py": "words instead of a number, both ways round",
    "integrity/web/questions.py": "one number of the nation, its parts by the one function",
    "pressure/rules/counts.py": "which agencies are named, before the one function",
    "results/rules/packages/opening.py": "samples of an agency, beside the one function",
    "surveys/rules/mixing.py": "what leaves the mixer: a set of answers, not a number",
    "surveys/selectors/boards.py": "divisions with a small headcount, handed to the one function",
    "surveys/services/mixing.py": "what leaves the mixer: a set of answers, not a number",
    "tokens/services/rounds.py": "whether a round may be opened",
    "tokens/web/views.py": "whether a round may be opened",
}


def find(pattern):
    return {
        str(path.relative_to(ROOT / "prongsai")): text
        for path in python_files("prongsai")
        if pattern.search(text := path.read_text(encoding="utf-8"))
    }


def test_every_reader_of_numbers_of_people_is_known():
    found = find(RAW)

    assert set(found) == set(READERS)
    for place, how in READERS.items():
        assert ("prongsai.core.suppression" in found[place]) == (how == HIDES), place


def test_nobody_else_compares_with_the_threshold():
    found = set(find(OWN_THRESHOLD))

    assert found == set(JUDGES)
