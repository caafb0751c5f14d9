"""The nightly mixing, the end of codes whose window has closed, and the counts of the boards."""

from prongsai.core import jobs
from prongsai.surveys.services import codes, mixing, progress


@jobs.every("0 19 * * *", queue="mixer")
def mix_answers() -> None:
    mixing.mix()


@jobs.every("30 18 * * *")
def cancel_unused_codes() -> None:
    codes.cancel_after_closing()


@jobs.every("*/2 * * * *")
def refresh_progress() -> None:
    progress.refresh_progress()
