"""The nightly mixing, the end of codes whose window has closed, and the counts of the boards."""

from prongsai.core import jobs
from prongsai.surveys.services import following, lapses, mixing, progress
from prongsai.surveys.services.kits import orders


@jobs.every("0 19 * * *", queue="mixer")
def mix_answers() -> None:
    mixing.mix()


@jobs.every("30 18 * * *")
def cancel_unused_codes() -> None:
    following.follow_calendar()  # an agency may have changed its class, or a second window begins
    lapses.lapse_codes()
    lapses.forget_codes()


@jobs.every("*/2 * * * *")
def refresh_progress() -> None:
    progress.refresh_progress()


@jobs.job(retry=jobs.BRIEF)
def make_kits(order_id: int) -> None:
    orders.make_step(order_id)


@jobs.every("50 18 * * *")
def clear_kits() -> None:
    orders.clear_expired()
