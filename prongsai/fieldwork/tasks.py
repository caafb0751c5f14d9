"""The nightly forgetting."""

from prongsai.core import jobs
from prongsai.fieldwork.services import keyed_forms, keys, rounds


@jobs.every("50 18 * * *")
def forget_numbers() -> None:
    rounds.forget_numbers()
    keys.destroy_old_keys()
    keyed_forms.destroy_done()
