"""Closing requests that nobody decided in time."""

from prongsai.approvals.services import requests
from prongsai.core import jobs


@jobs.every("*/10 * * * *")
def expire_requests() -> None:
    requests.expire_requests()
