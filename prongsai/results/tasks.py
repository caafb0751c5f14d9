"""Scoring a year and form."""

from prongsai.core import jobs
from prongsai.core.actor import SYSTEM
from prongsai.results.services import runs


@jobs.job()
def score(id: int) -> None:  # noqa: A002 - jobs carry ids under their plain name
    runs.score_run(SYSTEM, run_id=id)
