"""The nightly forgetting."""

from prongsai.core import jobs
from prongsai.fieldwork.services import keys, paper_keys, rounds


@jobs.every("50 18 * * *")
def forget_numbers() -> None:
    rounds.forget_numbers()
    keys.destroy_old_keys()
    paper_keys.destroy_done()
