"""Mail with one-time links, and the daily forgetting."""

from prongsai.accounts.services import recoveries, sign_ins, throttle
from prongsai.core import jobs


@jobs.job(queue="mail", retry=jobs.PATIENT)
def send_reset_link(person_id: int) -> None:
    recoveries.send_reset_link(person_id=person_id)


@jobs.every("10 19 * * *")
def forget_old_attempts() -> None:
    throttle.forget_old_attempts()


@jobs.every("15 19 * * *")
def forget_old_sessions() -> None:
    sign_ins.forget_old_sessions()
