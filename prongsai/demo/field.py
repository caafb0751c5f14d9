"""A field round of the demo: the interviewers find a call list when they sign in."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from prongsai.core import clock
from prongsai.core.actor import SYSTEM
from prongsai.core.thai_dates import fiscal_year
from prongsai.fieldwork.selectors.rounds import list_candidates
from prongsai.fieldwork.services.agencies import set_agencies
from prongsai.fieldwork.services.cases import assign_evenly, import_cases
from prongsai.fieldwork.services.rounds import create_round, name_people
from prongsai.fieldwork.types import RoundSpec
from prongsai.headcounts.selectors.quotas import get_framework_name

NAME = "สัมภาษณ์ผู้มาติดต่อ รอบสาธิต"
LASTS = timedelta(days=30)
QUOTA = 20
# No exchange in Thailand hands out such numbers.
NUMBERS = [f"020000{at:03}" for at in range(1, 25)]


def load_round(ids: Mapping[str, int], *, province: str, agencies: Sequence[str]) -> int:
    """Open a round about AGENCIES in PROVINCE and share its cases out; return how many."""
    today = clock.today()
    framework = get_framework_name("tambon_body", fiscal_year(today))
    spec = RoundSpec(NAME, ids[province], framework, today, today + LASTS)
    one = create_round(SYSTEM, spec=spec)
    set_agencies(SYSTEM, round_id=one.pk, quotas=dict.fromkeys(agencies, QUOTA))
    people = [person.user_id for person in list_candidates(one) if person.user_id is not None]
    name_people(SYSTEM, round_id=one.pk, person_ids=people)
    import_cases(SYSTEM, round_id=one.pk, data=_write_list(agencies), file_name="calls.csv")
    return assign_evenly(SYSTEM, round_id=one.pk)


def _write_list(agencies: Sequence[str]) -> bytes:
    file = io.StringIO()
    rows = [(agencies[at % len(agencies)], number) for at, number in enumerate(NUMBERS)]
    csv.writer(file).writerows([("รหัสหน่วยงาน", "โทรศัพท์"), *rows])
    return file.getvalue().encode()
