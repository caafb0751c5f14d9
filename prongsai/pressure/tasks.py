"""Every night: old reports go, and the order of the rest with them."""

from prongsai.core import jobs
from prongsai.pressure.services import reports


@jobs.every("40 19 * * *")
def tidy() -> None:
    reports.tidy()
