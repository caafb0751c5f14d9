"""The computation of a run."""

from prongsai.core import jobs
from prongsai.integrity.services import runs


@jobs.job()
def compute_run(run_id: int) -> None:
    try:
        runs.compute_run(run_id)
    except Exception:
        runs.fail_run(run_id)
        raise
