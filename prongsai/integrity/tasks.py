"""The computation of a run, and the trial of other limits."""

from prongsai.core import jobs
from prongsai.integrity.services import runs, thresholds


@jobs.job()
def compute_run(run_id: int) -> None:
    try:
        runs.compute_run(run_id)
    except Exception:
        runs.fail_run(run_id)
        raise


@jobs.job()
def try_thresholds(draft_id: int) -> None:
    try:
        thresholds.try_thresholds(draft_id)
    except Exception:
        thresholds.fail_trial(draft_id)
        raise
