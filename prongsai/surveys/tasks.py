"""The nightly mixing, and the end of codes whose window has closed."""

from prongsai.core import jobs
from prongsai.surveys.services import codes, mixing


@jobs.every("0 19 * * *", queue="mixer")
def mix_answers() -> None:
    mixing.mix()


@jobs.every("30 18 * * *")
def cancel_unused_codes() -> None:
    codes.cancel_after_closing()
