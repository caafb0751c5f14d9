"""Plain data in, plain data out: for callers that hold no scoring types."""

from collections.abc import Mapping
from typing import Any

from prongsai.scoring.payload import AgencyReader
from prongsai.scoring.report import describe_score
from prongsai.scoring.run import score_agency
from prongsai.scoring.types.framework import Framework


def score_plain(
    framework: Framework, agency: Mapping[str, Any], *, explain: bool = False
) -> dict[str, Any]:
    """Score one agency written as in `prongsai score`; BadInput names the path of a fault."""
    given = AgencyReader(framework).read_agency(dict(agency), "agency")
    return describe_score(score_agency(framework, given), explain=explain)
