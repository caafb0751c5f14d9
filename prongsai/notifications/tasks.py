"""Mail that leaves after commit, and the daily clearing."""

from prongsai.core import jobs
from prongsai.notifications import services


@jobs.job(queue="mail", retry=jobs.PATIENT)
def send_mail(id: int) -> None:  # noqa: A002 - jobs carry ids under their plain name
    services.send_mail(id)


@jobs.every("40 19 * * *")
def clear_old_notices() -> None:
    services.clear_old_notices()
